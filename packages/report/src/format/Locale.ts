import type { Language } from "@salesdept/core/shared"

/** BCP 47 tags for numbers: the separators of the language. */
const numberLocales: { readonly [Key in Language]: string } = { en: "en-US", ru: "ru-RU" }

/** BCP 47 tags for dates: day before month in both languages, with the month in letters, so that none is misread. */
const dateLocales: { readonly [Key in Language]: string } = { en: "en-GB", ru: "ru-RU" }

// Building an Intl object costs far more than using it, and a report formats thousands of cells.
const numberFormats = new Map<string, Intl.NumberFormat>()
const dateFormats = new Map<string, Intl.DateTimeFormat>()
const pluralRules = new Map<Language, Intl.PluralRules>()

const kept = <Key, Value>(map: Map<Key, Value>, key: Key, make: () => Value): Value => {
  const found = map.get(key)
  if (found !== undefined) return found
  const made = make()
  map.set(key, made)
  return made
}

/** The number format of a language. */
export const numberFormat = (language: Language, options: Intl.NumberFormatOptions): Intl.NumberFormat =>
  kept(numberFormats, `${language}${JSON.stringify(options)}`, () => {
    return new Intl.NumberFormat(numberLocales[language], options)
  })

/** The date format of a language; calendar days are handled in UTC and so never shift. */
export const dateFormat = (language: Language, options: Intl.DateTimeFormatOptions): Intl.DateTimeFormat =>
  kept(dateFormats, `${language}${JSON.stringify(options)}`, () => {
    return new Intl.DateTimeFormat(dateLocales[language], { ...options, timeZone: "UTC" })
  })

/** The plural rules of a language. */
export const pluralRule = (language: Language): Intl.PluralRules =>
  kept(pluralRules, language, () => new Intl.PluralRules(numberLocales[language]))

/**
 * Typography that Intl leaves to us: a true minus (U+2212), which is as wide as a digit and a plus, and one kind of
 * space that never breaks.
 */
export const typeset = (text: string): string => text.replaceAll("-", "\u2212").replace(/[ \u202F\u2009]/g, "\u00A0")
