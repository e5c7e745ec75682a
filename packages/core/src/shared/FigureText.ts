import { decimalFromMinor } from "./Currency.ts"
import type { Language, Message } from "./Message.ts"
import type { Money } from "./Money.ts"

/** Digits in groups of three: `1234567.5` is `1,234,567.5` in English and `1 234 567,5` in Russian. */
export const grouped = (decimal: string, language: Language): string => {
  const [whole = "", fraction] = decimal.split(".")
  const digits = whole.replace(/\B(?=(\d{3})+$)/g, language === "en" ? "," : "\u00A0")
  if (fraction === undefined) return digits
  return language === "en" ? `${digits}.${fraction}` : `${digits},${fraction}`
}

/** An amount with the code of its currency, which no other currency shares as it may a sign. */
export const amountText = ({ amountMinor, currency }: Money): Message => {
  const decimal = decimalFromMinor(amountMinor, currency)
  return { en: `${grouped(decimal, "en")}\u00A0${currency}`, ru: `${grouped(decimal, "ru")}\u00A0${currency}` }
}

const russianPlurals = new Intl.PluralRules("ru-RU")

/** A number of days with its noun, with one digit after the separator where it has one. */
export const daysText = (days: number): Message => {
  // The noun goes with the number that is shown: 1.04 is one day.
  const shown = Math.round(days * 10) / 10
  const category = russianPlurals.select(shown)
  const ru = category === "one" ? "день" : category === "many" ? "дней" : "дня"
  return {
    en: `${grouped(String(shown), "en")}\u00A0${shown === 1 ? "day" : "days"}`,
    ru: `${grouped(String(shown), "ru")}\u00A0${ru}`,
  }
}
