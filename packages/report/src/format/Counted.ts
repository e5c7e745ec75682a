import type { Language } from "@salesdept/core/shared"
import { pluralRule } from "./Locale.ts"
import { formatNumber } from "./Number.ts"

/** English forms of a noun. */
export interface EnglishForms {
  /** With 1. */
  readonly one: string
  /** With any other number. */
  readonly other: string
}

/** Russian forms of a noun, by the plural categories of CLDR. */
export interface RussianForms {
  /** With 1, 21, 31 …, but not 11. */
  readonly one: string
  /** With 2–4, 22–24 …, but not 12–14. */
  readonly few: string
  /** With 0, 5–20, 25–30 … */
  readonly many: string
  /** With fractions, which govern the genitive singular in every case ("до 62,8 дня"); as `few` where left out. */
  readonly fraction?: string
}

/** A noun in the forms that counting needs. */
export interface CountedNoun {
  /** English: 1 deal, 2 deals. */
  readonly en: EnglishForms
  /**
   * Russian: 1 сделка, 2 сделки, 5 сделок, 1,5 сделки. After a preposition the same fields take other cases: {one: "сделки",
   * few: "сделок", many: "сделок", fraction: "сделки"} is for "из 21 сделки, из 22 сделок, из 1,5 сделки".
   */
  readonly ru: RussianForms
}

/** The form of a noun that goes with a number as it is written, without the number: round before, 46.04 shown as 46 counts 46. */
export const nounFor = (value: number, noun: CountedNoun, language: Language): string => {
  const category = pluralRule(language).select(Math.abs(value))
  if (language === "en") return category === "one" ? noun.en.one : noun.en.other
  if (category === "one") return noun.ru.one
  if (category === "few") return noun.ru.few
  return category === "many" ? noun.ru.many : (noun.ru.fraction ?? noun.ru.few)
}

/**
 * A number with its noun, joined by a space that does not break.
 *
 * @param value - any finite number
 * @param noun - the noun's forms
 * @param language - language of the text
 * @param fractionDigits - digits after the separator at most; default 0
 * @example
 * ```ts
 * import { formatCount, nouns } from "@salesdept/report"
 *
 * formatCount(8_800, nouns.deal, "en") // "8,800 deals"
 * formatCount(21, nouns.deal, "ru") // "21 сделка"
 * ```
 */
export const formatCount = (value: number, noun: CountedNoun, language: Language, fractionDigits = 0): string =>
  `${formatNumber(value, language, fractionDigits)}\u00A0${nounFor(Number(value.toFixed(fractionDigits)), noun, language)}`

/** Names of the nouns in {@link nouns}; those ending in `Of` take the genitive, as after "из". */
export type NounName = "deal" | "dealOf" | "row" | "record" | "day" | "dayOf" | "time"

/** Nouns that every report counts. */
export const nouns: { readonly [Name in NounName]: CountedNoun } = {
  deal: { en: { one: "deal", other: "deals" }, ru: { one: "сделка", few: "сделки", many: "сделок" } },
  dealOf: { en: { one: "deal", other: "deals" }, ru: { one: "сделки", few: "сделок", many: "сделок" } },
  row: { en: { one: "row", other: "rows" }, ru: { one: "строка", few: "строки", many: "строк" } },
  record: { en: { one: "record", other: "records" }, ru: { one: "запись", few: "записи", many: "записей" } },
  time: { en: { one: "time", other: "times" }, ru: { one: "раз", few: "раза", many: "раз" } },
  day: { en: { one: "day", other: "days" }, ru: { one: "день", few: "дня", many: "дней" } },
  dayOf: { en: { one: "day", other: "days" }, ru: { one: "дня", few: "дней", many: "дней", fraction: "дня" } },
}
