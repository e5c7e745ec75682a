import { createHmac, timingSafeEqual } from "node:crypto"

/** Header that carries time and signatures: `t=1764317000,v1=5f2c…`. */
export const signatureHeader = "salesdept-signature"

const hmac = (secret: string, seconds: number, body: string): string =>
  createHmac("sha256", secret).update(`${seconds}.${body}`).digest("hex")

/**
 * Signs a body: HMAC-SHA256 over the time, a dot and the body, in hex, one for each secret.
 *
 * @param secrets - one, or the new and the old one while receivers change over
 * @param seconds - whole seconds since 1970
 * @param body - the body as it is sent
 * @returns the value of the header {@link signatureHeader}
 * @example
 * ```ts
 * import { signatureOf } from "@salesdept/core/webhook"
 *
 * signatureOf(["whsec_1"], 1_764_317_000, '{"events":[]}') // "t=1764317000,v1=…"
 * ```
 */
export const signatureOf = (secrets: ReadonlyArray<string>, seconds: number, body: string): string =>
  [`t=${seconds}`, ...secrets.map((secret) => `v1=${hmac(secret, seconds, body)}`)].join(",")

/** What a receiver holds a call against. */
export interface SignatureCheck {
  /** The secret that the receiver knows. */
  readonly secret: string
  /** The body, as it came, before any parsing. */
  readonly body: string
  /** The header's value, as it came. */
  readonly signature: string
  /** Milliseconds since 1970. */
  readonly now: number
  /** How old a call may be, or how far ahead the sender's clock, seconds. Default 300. */
  readonly toleranceSeconds?: number
}

const equal = (left: string, right: string): boolean => {
  const [one, other] = [Buffer.from(left), Buffer.from(right)]
  return one.length === other.length && timingSafeEqual(one, other)
}

/**
 * Whether a call was signed with the secret, not longer ago than the tolerance (inclusive): for receivers. Signatures are compared in
 * constant time; with an empty secret none is right.
 *
 * @param check - the call as it came, the receiver's secret and time, and the tolerance
 * @example
 * ```ts
 * import { isSigned, signatureOf } from "@salesdept/core/webhook"
 *
 * const body = '{"events":[]}'
 * const signature = signatureOf(["whsec_1"], 1_764_317_000, body) // in a receiver: the header "salesdept-signature"
 * isSigned({ secret: "whsec_1", body, signature, now: 1_764_317_300_000 }) // true
 * isSigned({ secret: "whsec_1", body, signature, now: 1_764_317_301_000 }) // false
 * ```
 */
export const isSigned = ({ secret, body, signature, now, toleranceSeconds = 300 }: SignatureCheck): boolean => {
  const parts = signature.split(",").map((part) => part.trim())
  const seconds = Number(/^t=(\d{1,12})$/.exec(parts[0] ?? "")?.[1] ?? Number.NaN)
  // With an empty secret anybody could have signed it.
  if (secret === "" || !(Math.abs(now / 1000 - seconds) <= toleranceSeconds)) return false
  const expected = `v1=${hmac(secret, seconds, body)}`
  let found = false
  for (const part of parts.slice(1)) found = equal(part, expected) || found
  return found
}
