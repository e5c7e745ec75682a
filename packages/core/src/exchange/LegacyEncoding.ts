/** One-byte encodings told apart by the letters they yield. */
export type LegacyEncoding = "windows-1251" | "windows-1252" | "koi8-r" | "ibm866"

/** All of {@link LegacyEncoding}, the usual ones first: ties go to the earlier. */
export const legacyEncodings: ReadonlyArray<LegacyEncoding> = ["windows-1251", "windows-1252", "koi8-r", "ibm866"]

const commonCyrillic = new Set("оеаинтсрвл")
const usualCyrillic = new Set("кмдпуяыьгзбчй")
const rareCyrillic = new Set("хжшюцщэфъёіїєґў")
const western = new Set("éèêëàâäáãåçñóòôöõøúùûüíìîïßæœýÿšž")
const punctuation = new Set("«»—–-…’‘“”„•№°©®™§€£₽¿¡\u00a0")

const isLatin = (char: string): boolean => (char >= "a" && char <= "z") || (char >= "A" && char <= "Z")

const cyrillicWeight = (lower: string): number | null => {
  if (commonCyrillic.has(lower)) return 1
  if (usualCyrillic.has(lower)) return 0.6
  return rareCyrillic.has(lower) ? 0.2 : null
}

const cyrillicScore = (before: string, char: string, after: string): number => {
  const lower = char.toLowerCase()
  const weight = cyrillicWeight(lower)
  if (weight === null) return punctuation.has(char) ? 0.2 : -1
  if (isLatin(before) || isLatin(after)) return weight - 1.5
  if (char === lower || cyrillicWeight(before.toLowerCase()) === null) return weight
  // A capital inside a word: usual among capitals, odd after a small letter (the mark of swapped KOI8-R).
  return before === before.toLowerCase() ? -1 : weight * 0.7
}

const westernScore = (before: string, char: string, after: string): number => {
  const lower = char.toLowerCase()
  if (!western.has(lower)) return punctuation.has(char) ? 0.2 : -1
  if (western.has(before.toLowerCase()) || western.has(after.toLowerCase())) return -0.5
  return char !== lower && isLatin(before) && before === before.toLowerCase() ? -1 : 0.8
}

const enough = 20_000
const leastScore = 0.15

const averageScore = (text: string, encoding: LegacyEncoding): number => {
  const score = encoding === "windows-1252" ? westernScore : cyrillicScore
  let [sum, count] = [0, 0]
  for (let i = 0; i < text.length && count < enough; i++) {
    if (text.charCodeAt(i) < 0x80) continue
    sum += score(text.charAt(i - 1), text.charAt(i), text.charAt(i + 1))
    count++
  }
  return count === 0 ? 0 : sum / count
}

/**
 * The one-byte encoding in which bytes look most like Russian or a western European language; null where none does.
 * Reads at most the first 20,000 bytes above 0x7F.
 *
 * @param bytes - text that is not valid UTF-8
 */
export const legacyFit = (bytes: Uint8Array): LegacyEncoding | null => {
  let best: { readonly encoding: LegacyEncoding; readonly score: number } | null = null
  for (const encoding of legacyEncodings) {
    const score = averageScore(new TextDecoder(encoding).decode(bytes), encoding)
    if (score >= leastScore && (best === null || score > best.score)) best = { encoding, score }
  }
  return best?.encoding ?? null
}
