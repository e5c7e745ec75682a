// Offset basis and prime of the 64-bit FNV-1a hash (Fowler, Noll, Vo; RFC 9923), in halves of 32 bits.
const basisHigh = 0xcbf29ce4
const basisLow = 0x84222325
/** The prime is 2^40 + this. */
const primeLow = 0x1b3

const hex = (half: number): string => half.toString(16).padStart(8, "0")

/**
 * A short stable name for a text: the 64-bit FNV-1a hash of its UTF-8 bytes, as 16 hexadecimal digits. For telling records
 * apart, not for keeping secrets.
 */
export const fingerprint = (text: string): string => {
  let high = basisHigh
  let low = basisLow
  for (const byte of new TextEncoder().encode(text)) {
    low = (low ^ byte) >>> 0
    const product = low * primeLow
    high = (Math.imul(high, primeLow) + Math.floor(product / 0x1_0000_0000) + (low << 8)) >>> 0
    low = product >>> 0
  }
  return hex(high) + hex(low)
}
