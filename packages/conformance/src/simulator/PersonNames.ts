import type { Language } from "@salesdept/core/shared"
import type { Choices, RandomSource } from "./Random.ts"
import { pick } from "./Random.ts"

const words = (lines: ReadonlyArray<string>): ReadonlyArray<string> => lines.flatMap((line) => line.split(" "))

const russian = {
  men: words([
    "Андрей Борис Вадим Глеб Денис Егор Захар Игорь Кирилл Леонид Максим Никита",
    "Олег Павел Роман Сергей Тимур Фёдор",
  ]),
  women: words([
    "Алина Белла Вера Галина Дарья Елена Жанна Зоя Ирина Ксения Лариса Марина",
    "Нина Ольга Полина Раиса Софья Юлия",
  ]),
  families: words([
    "Абрамов Белов Воронин Громов Дымов Ершов Жилин Зимин Ильин Калинин",
    "Лунин Малинин Носков Орлов Панин Рогов Сомов Туманов Ушаков Фомин",
    "Хохлов Цветков Чижов Шилов Щукин Юдин Яшин Островский Полянский Заречный",
  ]),
}

const english = {
  given: words([
    "Adam Alice Brian Carol Daniel Ellen Frank Grace Henry Irene James Karen",
    "Laura Martin Nora Oliver Paula Robert Susan Thomas",
  ]),
  families: words([
    "Ashworth Barlow Carver Dalton Easton Farley Garrick Hadley Ingram Jarvis Kendall Lowell",
    "Marlow Norwood Oakley Preston Quigley Radford Selby Thorne Upton Verity Walden Yardley",
  ]),
}

const latin: { readonly [letter: string]: string } = Object.fromEntries(
  words([
    "а=a б=b в=v г=g д=d е=e ё=e ж=zh з=z и=i й=y к=k л=l м=m н=n о=o п=p р=r",
    "с=s т=t у=u ф=f х=kh ц=ts ч=ch ш=sh щ=shch ъ= ы=y ь= э=e ю=yu я=ya",
  ]).map((pair) => pair.split("=")),
)

/** The name in Latin letters, lower case, for e-mail addresses. */
const inLatin = (name: string): string => Array.from(name.toLowerCase(), (letter) => latin[letter] ?? letter).join("")

const womansFamily = (family: string): string =>
  family.endsWith("ий") || family.endsWith("ый") ? `${family.slice(0, -2)}ая` : `${family}а`

/** An invented person. */
export interface PersonName {
  /** Given and family name. */
  readonly name: string
  /** First letter and family name in Latin letters: the local part of an e-mail address. */
  readonly mailbox: string
}

const latinised = (names: ReadonlyArray<string>, spell: (name: string) => string): Choices<PersonName> => {
  const [first = { name: "", mailbox: "" }, ...others] = names.map((name) => ({ name, mailbox: spell(inLatin(name)) }))
  return [first, ...others]
}
const initial = (given: string): string => `${given.charAt(0)}.`
const whole = (family: string): string => family

/** Given and family names of the sexes; English families serve for both. */
const people: {
  readonly [Key in Language]: Choices<{ readonly given: Choices<PersonName>; readonly families: Choices<PersonName> }>
} = {
  ru: [
    { given: latinised(russian.men, initial), families: latinised(russian.families, whole) },
    { given: latinised(russian.women, initial), families: latinised(russian.families.map(womansFamily), whole) },
  ],
  en: [{ given: latinised(english.given, initial), families: latinised(english.families, whole) }],
}

/** Draws a person's name. Names repeat, as they do in life. */
export const personName = (random: RandomSource, language: Language): PersonName => {
  const { given, families } = pick(random, people[language])
  const first = pick(random, given)
  const family = pick(random, families)
  return { name: `${first.name} ${family.name}`, mailbox: first.mailbox + family.mailbox }
}
