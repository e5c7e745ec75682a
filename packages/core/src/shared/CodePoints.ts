// JavaScript compares UTF-16 units, in which characters past U+FFFF (surrogates, D800–DFFF) come before U+E000–U+FFFF.
const rank = (unit: number): number => (unit < 0xd800 ? unit : unit < 0xe000 ? unit + 0x2000 : unit - 0x800)

/**
 * Compares texts by code point: the order of both databases (`collate "C"`, SQLite's `binary`) and of UTF-8 bytes.
 *
 * @param left - one text
 * @param right - the other
 * @returns negative where the left one comes first, positive where the right one does, 0 where they are equal
 * @example
 * ```ts
 * import { compareCodePoints } from "@salesdept/core/shared"
 *
 * const ids = ["deal_😀", "deal_ﬀ", "deal_7"]
 * ids.toSorted(compareCodePoints) // ["deal_7", "deal_ﬀ", "deal_😀"]
 * ```
 */
export const compareCodePoints = (left: string, right: string): number => {
  const shared = Math.min(left.length, right.length)
  for (let index = 0; index < shared; index++) {
    const one = left.charCodeAt(index)
    const other = right.charCodeAt(index)
    if (one !== other) return rank(one) - rank(other)
  }
  return left.length - right.length
}
