import type { Language } from "@salesdept/core/shared"
import type { Choices, RandomSource } from "./Random.ts"
import { chance, pick } from "./Random.ts"

const russian = {
  men: "Андрей Борис Вадим Глеб Денис Егор Захар Игорь Кирилл Леонид Максим Никита Олег Павел Роман Сергей Тимур Фёдор".split(" "),
  women: "Алина Белла Вера Галина Дарья Елена Жанна Зоя Ирина Ксения Лариса Марина Нина Ольга Полина Раиса Софья Юлия".split(" "),
  families:
    "Абрамов Белов Воронин Громов Дымов Ершов Жилин Зимин Ильин Калинин Лунин Малинин Носков Орлов Панин Рогов Сомов Туманов Ушаков Фомин Хохлов Цветков Чижов Шилов Щукин Юдин Яшин Островский Полянский Заречный".split(" "),
}

const english = {
  given: "Adam Alice Brian Carol Daniel Ellen Frank Grace Henry Irene James Karen Laura Martin Nora Oliver Paula Robert Susan Thomas".split(" "),
  families: "Ashworth Barlow Carver Dalton Easton Farley Garrick Hadley Ingram Jarvis Kendall Lowell Marlow Norwood Oakley Preston Quigley Radford Selby Thorne Upton Verity Walden Yardley".split(" "),
}

const latin: { readonly [letter: string]: string } = Object.fromEntries(
  "а=a б=b в=v г=g д=d е=e ё=e ж=zh з=z и=i й=y к=k л=l м=m н=n о=o п=p р=r с=s т=t у=u ф=f х=kh ц=ts ч=ch ш=sh щ=shch ъ= ы=y ь= э=e ю=yu я=ya"
    .split(" ")
    .map((pair) => pair.split("=")),
)

/** The name in Latin letters, lower case, for e-mail addresses. */
const inLatin = (name: string): string =>
  Array.from(name.toLowerCase(), (letter) => latin[letter] ?? letter).join("")

const womansFamily = (family: string): string => (family.endsWith("ий") || family.endsWith("ый") ? `${family.slice(0, -2)}ая` : `${family}а`)

const choices = (names: ReadonlyArray<string>): Choices<string> => {
  const [first = "", ...others] = names
  return [first, ...others]
}
const russianMen = choices(russian.men)
const russianWomen = choices(russian.women)
const russianFamilies = choices(russian.families)
const englishGiven = choices(english.given)
const englishFamilies = choices(english.families)

/** An invented person. */
export interface PersonName {
  /** Given and family name. */
  readonly name: string
  /** First letter and family name in Latin letters: the local part of an e-mail address. */
  readonly mailbox: string
}

/** Draws a person's name. Names repeat, as they do in life. */
export const personName = (random: RandomSource, language: Language): PersonName => {
  if (language === "en") {
    const given = pick(random, englishGiven)
    const family = pick(random, englishFamilies)
    return { name: `${given} ${family}`, mailbox: `${given.charAt(0)}.${family}`.toLowerCase() }
  }
  const isWoman = chance(random, 0.5)
  const given = pick(random, isWoman ? russianWomen : russianMen)
  const root = pick(random, russianFamilies)
  const family = isWoman ? womansFamily(root) : root
  return { name: `${given} ${family}`, mailbox: `${inLatin(given.charAt(0))}.${inLatin(family)}` }
}
