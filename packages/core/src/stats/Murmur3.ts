const rotated = (value: number, by: number): number => (value << by) | (value >>> (32 - by))

const scrambled = (block: number): number => Math.imul(rotated(Math.imul(block, 0xcc9e2d51), 15), 0x1b873593)

/**
 * MurmurHash3 of 32 bits (Appleby 2011, public domain) over the UTF-8 bytes of a text: the same on every machine and in
 * every release, well mixed and quick. For dealing subjects into groups; not for secrets.
 *
 * @param text - any text, such as a client's id
 * @param seed - whole, 0 to 2^32 − 1. Default 0
 * @returns a whole number from 0 to 2^32 − 1
 *
 * @example
 * ```ts
 * import { murmur3 } from "@salesdept/core/stats"
 *
 * murmur3("client-17", 42) % 2 // 0
 * murmur3("client-18", 42) % 2 // 1
 * murmur3("client-19", 42) % 2 // 0
 * ```
 */
export const murmur3 = (text: string, seed = 0): number => {
  const bytes = new TextEncoder().encode(text)
  const whole = bytes.length & ~3
  let hash = seed | 0
  for (let i = 0; i < whole; i += 4) {
    const block = bytes[i]! | (bytes[i + 1]! << 8) | (bytes[i + 2]! << 16) | (bytes[i + 3]! << 24)
    hash = (Math.imul(rotated(hash ^ scrambled(block), 13), 5) + 0xe6546b64) | 0
  }
  let rest = 0
  for (let i = bytes.length - 1; i >= whole; i--) rest = (rest << 8) | bytes[i]!
  if (bytes.length > whole) hash ^= scrambled(rest)
  hash ^= bytes.length
  hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b)
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35)
  return (hash ^ (hash >>> 16)) >>> 0
}
