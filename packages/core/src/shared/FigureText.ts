import type { CalendarDate } from "./CalendarDate.ts"
import { dayNumberOf } from "./CalendarDate.ts"
import { decimalFromMinor, minorUnitsOf } from "./Currency.ts"
import { currencyDisplayOf, locales } from "./CurrencyDisplay.ts"
import type { Language, Message } from "./Message.ts"
import type { Money } from "./Money.ts"

/** Digits in groups of three: `1234567.5` is `1,234,567.5` in English and `1 234 567,5` in Russian. */
export const grouped = (decimal: string, language: Language): string => {
  const [whole = "", fraction] = decimal.split(".")
  const digits = whole.replace("-", "\u2212").replace(/\B(?=(\d{3})+$)/g, language === "en" ? "," : "\u00A0")
  if (fraction === undefined) return digits
  return language === "en" ? `${digits}.${fraction}` : `${digits},${fraction}`
}

// Building a format costs far more than using it.
const formats = new Map<string, Intl.NumberFormat>()

/** The number format of a language. */
export const formatOf = (language: Language, options: Intl.NumberFormatOptions): Intl.NumberFormat => {
  const key = language + JSON.stringify(options)
  let format = formats.get(key)
  if (format === undefined) {
    format = new Intl.NumberFormat(locales[language], options)
    formats.set(key, format)
  }
  return format
}

/** A true minus, and spaces that do not break. */
export const typeset = (text: string): string => text.replaceAll("-", "\u2212").replace(/[ \u202F\u2009]/g, "\u00A0")

/** How an amount is written in a text. */
interface MoneyTextStyle {
  /** A sign before positive amounts too. */
  readonly isSigned?: boolean
  /** In whole units, with "≈" before it where something is left out: for what is estimated or split, where cents say nothing. */
  readonly isAbout?: boolean
}

/** An amount as each language writes it, by a sign that no other currency shares; minor units only where they are not zero. */
export const moneyText = (
  { amountMinor, currency }: Money,
  { isSigned = false, isAbout = false }: MoneyTextStyle = {},
): Message => {
  const digits = minorUnitsOf(currency) ?? 0
  const isWhole = amountMinor % 10 ** digits === 0
  const shown = isWhole || isAbout ? 0 : digits
  // A decimal text, not a float: Intl reads it exactly.
  const decimal = decimalFromMinor(amountMinor, currency) as Intl.StringNumericLiteral
  const write = (language: Language): string => {
    const format = formatOf(language, {
      style: "currency",
      currency,
      currencyDisplay: currencyDisplayOf(currency, language),
      minimumFractionDigits: shown,
      maximumFractionDigits: shown,
      signDisplay: isSigned ? "exceptZero" : "negative",
    })
    return typeset(`${isAbout && !isWhole ? "≈ " : ""}${format.format(decimal)}`)
  }
  return { en: write("en"), ru: write("ru") }
}

// Day before month in both languages, the month in letters, so that none is misread; days are counted in UTC and never shift.
const dayFormat = (locale: string): Intl.DateTimeFormat =>
  new Intl.DateTimeFormat(locale, { day: "numeric", month: "long", year: "numeric", timeZone: "UTC" })

/** What words are written with. */
interface WordFormats {
  readonly englishDay: Intl.DateTimeFormat
  readonly russianDay: Intl.DateTimeFormat
  readonly russianPlural: Intl.PluralRules
}

// Made with the first text: the first of all reads the data of Intl, a dozen milliseconds that an import should not take.
let wordFormats: WordFormats | null = null
const words = (): WordFormats =>
  (wordFormats ??= {
    englishDay: dayFormat("en-GB"),
    russianDay: dayFormat("ru-RU"),
    russianPlural: new Intl.PluralRules(locales.ru),
  })

/** A calendar day in words: `18 November 2026`, `18 ноября 2026 г.` */
export const dayText = (day: CalendarDate): Message => {
  const start = dayNumberOf(day) * 86_400_000
  const { englishDay, russianDay } = words()
  return { en: typeset(englishDay.format(start)), ru: typeset(russianDay.format(start)) }
}

/** A number of days with its noun, with one digit after the separator where it has one. */
export const daysText = (days: number): Message => {
  // The noun goes with the number that is shown: 1.04 is one day.
  const shown = Math.round(days * 10) / 10
  const category = words().russianPlural.select(shown)
  const ru = category === "one" ? "день" : category === "many" ? "дней" : "дня"
  return {
    en: `${grouped(String(shown), "en")}\u00A0${shown === 1 ? "day" : "days"}`,
    ru: `${grouped(String(shown), "ru")}\u00A0${ru}`,
  }
}
