import { canonicalJson } from "../../journal/Canonical.ts"
import { sha256 } from "../../journal/Sha256.ts"

/** What of a digest is the hash: characters. What is behind it names the command and its caller, who are no secret. */
const hashLength = 64

/**
 * What a store keeps of a command that came under an idempotency key: a salted hash of its name, caller and input, and behind it the
 * name and the caller once more.
 */
export const inputDigest = (salt: string, name: string, actor: string, input: unknown): string =>
  `${sha256(`${salt}${canonicalJson([name, actor, input])}`)} ${name} ${actor}`

/**
 * Forgets the input: whoever has the salt could try guesses of a telephone number against the hash. What is left still knows the
 * command and its caller.
 *
 * @param digest - a kept digest, forgotten already or not
 * @returns what is kept from now on
 * @example
 * ```ts
 * import { withoutInput } from "@salesdept/core/ports/adapter"
 *
 * const kept = `${"0".repeat(64)} client.register user:42`
 * withoutInput(kept) // " client.register user:42"
 * ```
 */
export const withoutInput = (digest: string): string => (digest.startsWith(" ") ? digest : digest.slice(hashLength))

/**
 * Whether a call is the one that was kept: the same in everything, or, where its input has been forgotten, of the same command by the
 * same caller.
 *
 * @param kept - the digest that is kept
 * @param given - the digest of the call, under the salt of the kept one
 * @example
 * ```ts
 * import { isSameCall } from "@salesdept/core/ports/adapter"
 *
 * const given = `${"0".repeat(64)} client.register user:42`
 * isSameCall(" client.register user:42", given) // true
 * isSameCall(" client.amend user:42", given) // false
 * ```
 */
export const isSameCall = (kept: string, given: string): boolean =>
  kept === given || (kept.startsWith(" ") && kept === given.slice(hashLength))
