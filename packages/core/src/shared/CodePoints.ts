// JavaScript compares UTF-16 units, in which characters past U+FFFF (surrogates, D800–DFFF) come before U+E000–U+FFFF.
const rank = (unit: number): number => (unit < 0xd800 ? unit : unit < 0xe000 ? unit + 0x2000 : unit - 0x800)

/**
 * Compares texts by code point: the order of both databases (`collate "C"`, SQLite's `binary`) and of UTF-8 bytes. Negative where
 * the left one comes first.
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
