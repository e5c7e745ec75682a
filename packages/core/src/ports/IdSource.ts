import * as Context from "effect/Context"
import type { Id, IdKind } from "../shared/Ids.ts"
import { idPrefixes, isId, makeId } from "../shared/Ids.ts"

/** Where new ids and salts come from; replaceable, so that tests and simulations are repeatable. */
export interface IdSourceShape {
  /**
   * A new sortable id of a kind, at a time in milliseconds since 1970; never the same twice. One without the kind's prefix, or of other
   * characters than ids have (`isId`), fails the call.
   */
  readonly next: <Kind extends IdKind>(kind: Kind, epochMs: number) => Id<Kind>
  /** A new random salt: 32 hex digits. */
  readonly salt: () => string
}

/** Random bytes, `size` of them. */
export type RandomBytes = (size: number) => Uint8Array

/** Codes of the hex digits. */
const digitCodes: ReadonlyArray<number> = Array.from("0123456789abcdef", (digit) => digit.charCodeAt(0))

/** Bytes in hex. Made of codes at a stroke: digit by digit it would be a chain of texts, to be copied into one before it is hashed. */
const hexOf = (bytes: Uint8Array): string => {
  const codes: Array<number> = []
  for (const byte of bytes) codes.push(digitCodes[byte >> 4] ?? 0, digitCodes[byte & 15] ?? 0)
  return String.fromCharCode(...codes)
}

/**
 * An id source over a source of random bytes.
 *
 * @param random - gives as many random bytes as it is asked for; the same bytes give the same ids
 * @example
 * ```ts
 * import { idSourceFrom } from "@salesdept/core/ports"
 *
 * const ids = idSourceFrom((size) => new Uint8Array(size).fill(7))
 * ids.salt() // "07070707070707070707070707070707"
 * ids.next("deal", Date.parse("2026-11-23T09:00:00.000Z")) // "deal_…"
 * ```
 */
export const idSourceFrom = (random: RandomBytes): IdSourceShape => ({
  next: (kind, epochMs) => makeId(kind, epochMs, random(10)),
  salt: () => hexOf(random(16)),
})

/**
 * The platform's secure randomness, asked for a stock of bytes at a time: one question costs as much as the rest of a
 * command's arithmetic. Bytes are given out once and wiped from the stock.
 */
const secureBytes = (): RandomBytes => {
  const stock = new Uint8Array(4096)
  let next = stock.length
  return (size) => {
    if (next + size > stock.length) {
      crypto.getRandomValues(stock)
      next = 0
    }
    const bytes = stock.slice(next, next + size)
    stock.fill(0, next, next + size)
    next += size
    return bytes
  }
}

/**
 * A host's id source, held to what ids are: what is not one would be stored, and could never be asked for again.
 *
 * @param ids - the host's
 * @throws TypeError, from `next`, where it gives what is no id of the kind; the mistake is the host's, and no input can help it
 */
export const checkedIds = (ids: IdSourceShape): IdSourceShape => ({
  next: (kind, epochMs) => {
    const id: unknown = ids.next(kind, epochMs)
    if (typeof id === "string" && isId(kind, id)) return id
    const given = typeof id === "string" ? `"${id}"` : String(id)
    throw new TypeError(
      `ids.next gave ${given} for ${kind}; an id is "${idPrefixes[kind]}_" and 1 to 100 of A–Z a–z 0–9 _ . : -, the first a letter or a digit`,
    )
  },
  salt: () => ids.salt(),
})

/** The id source in force; the platform's secure randomness unless another is provided. */
export const IdSource = Context.Reference<IdSourceShape>("@salesdept/core/IdSource", {
  defaultValue: () => idSourceFrom(secureBytes()),
})
