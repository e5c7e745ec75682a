/** A name of a company or a person in the form in which names are compared. */
export interface ComparableName {
  /** Its words without legal form, in Latin letters, in their order. */
  readonly words: ReadonlyArray<string>
  /** The words one after another: equal for names that differ in case, quotes, legal form, spaces and alphabet only. */
  readonly text: string
}

/** Legal forms in words, Russian and English; taken off before the words are told apart. */
const longForms: ReadonlyArray<RegExp> = [
  /обществ\S* с (?:ограниченной|дополнительной) ответственностью/gu,
  /(?:публичн\S*|непубличн\S*|открыт\S*|закрыт\S*)?\s*акционерн\S* обществ\S*/gu,
  /индивидуальн\S* предпринимател\S*/gu,
  /(?:федеральн\S*|муниципальн\S*|государственн\S*)(?: государственн\S*)? (?:унитарн\S*|бюджетн\S*|казенн\S*|автономн\S*)(?: предприяти\S*| учреждени\S*)/gu,
  /некоммерческ\S* организаци\S*|автономн\S* некоммерческ\S*/gu,
  /товариществ\S* с ограниченной ответственностью/gu,
  /limited liability (?:company|partnership)|public limited company|joint stock company/gu,
]

/** Legal forms as one word, after the name was brought to Latin letters. */
const shortForms: ReadonlySet<string> = new Set(
  (
    "ooo oao zao pao ao nao ip chp pbo ano nko fgup mup gup gbu fgbu too odo " +
    "llc ltd limited inc incorporated corp corporation co company plc llp lp pllc pjsc ojsc cjsc jsc " +
    "gmbh ag kg ug ohg ev se sa sas sarl srl spa snc bv nv vof oy oyj ab as aps asa sro spzoo doo kft zrt rt " +
    "pty pte sdn bhd kk lda ltda sl slu eood ood ad sia uab ou"
  ).split(" "),
)

const letters: { readonly [letter: string]: string } = Object.fromEntries(
  (
    "а:a б:b в:v г:g д:d е:e ё:e ж:zh з:z и:i й:i к:k л:l м:m н:n о:o п:p р:r с:s т:t у:u ф:f х:kh ц:ts ч:ch ш:sh щ:shch " +
    "ъ: ы:y ь: э:e ю:yu я:ya і:i ї:i є:e ґ:g ў:u"
  )
    .split(" ")
    .map((pair) => pair.split(":") as [string, string]),
)

/**
 * Cyrillic letters by Latin ones, as in passports (ICAO Doc 9303 part 3, section 6), but for ю and я, which companies write `yu` and
 * `ya`; soft and hard signs are dropped.
 */
const inLatin = (text: string): string => {
  let latin = ""
  for (const letter of text) latin += letters[letter] ?? letter
  return latin
}

/**
 * Brings a name to the form in which names are compared: without case, accents, punctuation and legal form, in Latin letters
 * (`ООО «Ромашка»` and `Romashka LLC` are the same).
 *
 * @param name - as written
 *
 * @example
 * ```ts
 * import { comparableName } from "@salesdept/core/client/matching"
 *
 * comparableName("ООО «Рога и Копыта»").text // "rogaikopyta"
 * comparableName("Romashka LLC").text === comparableName("ООО «Ромашка»").text // true
 * ```
 */
export const comparableName = (name: string): ComparableName => {
  let plain = name.normalize("NFKC").toLowerCase().replaceAll("ё", "е")
  for (const form of longForms) plain = plain.replaceAll(form, " ")
  const latin = inLatin(plain.replaceAll("&", " and ").replaceAll(/[«»"'`’“”„]/gu, ""))
    // Accents of Latin letters; after this nothing but letters, digits and gaps is left.
    .normalize("NFD")
    .replaceAll(/\p{M}/gu, "")
    // Forms with dots inside are one word: "S.A." and "SA".
    .replaceAll(/(?<=\b\p{L})\.(?=\p{L}\b)/gu, "")
    .replaceAll(/[^\p{L}\p{N}]+/gu, " ")
  const all = latin.split(" ").filter((word) => word !== "")
  const words = all.filter((word) => !shortForms.has(word))
  // A company may be called by what is a legal form elsewhere; then the form is its name.
  const kept = words.length === 0 ? all : words
  return { words: kept, text: kept.join("") }
}

/** Consonants without repetition: the same for names that differ in vowels and doubled letters. */
export const consonantSkeleton = (text: string): string =>
  text.replaceAll(/[aeiouyj]/gu, "").replaceAll(/(.)\1+/gu, "$1")

/**
 * How alike two texts are, 0 to 1 (inclusive, 1 for equal): Jaro's similarity with Winkler's bonus of 0.1 a letter for up to
 * four equal first letters.
 *
 * Source: W. E. Winkler, "String Comparator Metrics and Enhanced Decision Rules in the Fellegi–Sunter Model of Record Linkage"
 * (1990).
 *
 * @param left - a text, compared by UTF-16 units; of two empty texts the likeness is 0
 * @param right - the other; which is which makes no difference
 *
 * @example
 * ```ts
 * import { jaroWinkler } from "@salesdept/core/client/matching"
 *
 * jaroWinkler("martha", "marhta") // 0.9611…
 * ```
 */
export const jaroWinkler = (left: string, right: string): number => {
  if (left === right) return left === "" ? 0 : 1
  const range = Math.max(0, Math.floor(Math.max(left.length, right.length) / 2) - 1)
  const taken = new Uint8Array(right.length)
  const matchedLeft: Array<string> = []
  for (let i = 0; i < left.length; i++) {
    const last = Math.min(right.length - 1, i + range)
    for (let j = Math.max(0, i - range); j <= last; j++) {
      if (taken[j] === 1 || left[i] !== right[j]) continue
      taken[j] = 1
      matchedLeft.push(left.charAt(i))
      break
    }
  }
  const matches = matchedLeft.length
  if (matches === 0) return 0
  let transposed = 0
  let at = 0
  for (let j = 0; j < right.length; j++) {
    if (taken[j] === 1 && matchedLeft[at++] !== right[j]) transposed++
  }
  const jaro = (matches / left.length + matches / right.length + (matches - transposed / 2) / matches) / 3
  let prefix = 0
  while (prefix < 4 && prefix < left.length && left[prefix] === right[prefix]) prefix++
  return jaro + prefix * 0.1 * (1 - jaro)
}
