/**
 * Words that name a protected attribute of a person, whole words. English and Russian, in the forms in which they are
 * met as names of fields, skills and rules.
 */
const words: ReadonlyArray<string> = [
  // sex and gender
  "sex",
  "gender",
  "male",
  "female",
  "males",
  "females",
  "man",
  "men",
  "woman",
  "women",
  "boy",
  "girl",
  "lady",
  "ladies",
  "masculine",
  "feminine",
  "пол",
  "пола",
  "полу",
  "гендер",
  // age
  "age",
  "ages",
  "aged",
  "young",
  "younger",
  "older",
  "elderly",
  "birthday",
  "birthdate",
  "born",
  "dob",
  // origin
  "race",
  "racial",
  "ethnic",
  "ethnicity",
  "nationality",
  "раса",
  "расы",
  // religion and belief
  "religion",
  "religious",
  "faith",
  "church",
  "muslim",
  "christian",
  "jewish",
  "orthodox",
  "вера",
  "веры",
  // health
  "health",
  "healthy",
  "disability",
  "disabled",
  "pregnant",
  "pregnancy",
  "illness",
  "sick",
  // family
  "family",
  "married",
  "marital",
  "divorced",
  "children",
  "kids",
  "mother",
  "father",
  "parent",
  "parents",
  "мать",
  "отец",
  "дети",
  "детей",
  "семья",
  "семьи",
  "брак",
]

/** Beginnings of Russian words: endings change with case and gender. */
const stems: ReadonlyArray<string> = [
  "мужчин",
  "мужск",
  "женщин",
  "женск",
  "девушк",
  "девочк",
  "мальчик",
  "парен",
  "гендерн",
  "возраст",
  "молод",
  "пожил",
  "старик",
  "старост",
  "рожден",
  "пенсион",
  "расов",
  "этнич",
  "этнос",
  "национальн",
  "народност",
  "происхожд",
  "славян",
  "кавказ",
  "азиат",
  "религи",
  "вероисповед",
  "верующ",
  "мусульман",
  "христиан",
  "православн",
  "иуде",
  "еврей",
  "здоров",
  "инвалид",
  "беремен",
  "болезн",
  "больн",
  "семейн",
  "замуж",
  "женат",
  "холост",
  "разведен",
  "разведён",
  "многодетн",
  "бездетн",
  "материнств",
]

const wordSet = new Set(words)

/** Words of a text or a name: `clientAge`, `client_age` and «возраст клиента» all have two. */
const wordsOf = (text: string): ReadonlyArray<string> =>
  text
    .replace(/(\p{Ll})(\p{Lu})/gu, "$1 $2")
    .toLowerCase()
    .split(/[^\p{L}]+/u)
    .filter((word) => word !== "")

/**
 * The first word of a text that names a protected attribute of a person, or null. The second wall only: what fit and rules
 * may read is a closed list, and no word can add to it.
 *
 * @param text - a text or a name, such as that of a field
 *
 * @example
 * ```ts
 * import { protectedWordIn } from "@salesdept/core/team"
 *
 * protectedWordIn("clientAge") // "age"
 * protectedWordIn("Возраст клиента") // "возраст"
 * protectedWordIn("negotiation") // null
 * ```
 */
export const protectedWordIn = (text: string): string | null =>
  wordsOf(text).find((word) => wordSet.has(word) || stems.some((stem) => word.startsWith(stem))) ?? null
