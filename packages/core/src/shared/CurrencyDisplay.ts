import type { Language } from "./Message.ts"

/** Tags by which Intl knows the languages. */
export const locales: { readonly [Key in Language]: string } = { en: "en-US", ru: "ru-RU" }

/** Signs that more than one currency has. Of two dozen dollars one is written "$", the others "CA$", "A$" …, by CLDR. */
const sharedSigns = "$£¥₩"

const signOf = (currency: string, language: Language, currencyDisplay: "narrowSymbol" | "symbol"): string => {
  const format = new Intl.NumberFormat(locales[language], { style: "currency", currency, currencyDisplay })
  return format.formatToParts(0).find(({ type }) => type === "currency")?.value ?? currency
}

// Building a format costs far more than using it.
const displays = new Map<string, "narrowSymbol" | "symbol">()

/**
 * How Intl is to write a currency so that it is known by its sign: `currencyDisplay` of its formats. A sign of its own is written
 * wherever there is one (₽, ₸, €); one that others have too only where the language means this currency by it, else what tells
 * them apart (CA$, CN¥), or the code.
 *
 * @param currency - ISO 4217 code
 * @param language - language of the text
 * @example
 * ```ts
 * import { currencyDisplayOf } from "@salesdept/core/shared"
 *
 * const written = (currency: string) => {
 *   const currencyDisplay = currencyDisplayOf(currency, "en")
 *   return new Intl.NumberFormat("en-US", { style: "currency", currency, currencyDisplay }).format(5)
 * }
 * written("RUB") // "₽5.00"
 * written("CAD") // "CA$5.00"
 * ```
 */
export const currencyDisplayOf = (currency: string, language: Language): "narrowSymbol" | "symbol" => {
  const key = language + currency
  const known = displays.get(key)
  if (known !== undefined) return known
  const narrow = signOf(currency, language, "narrowSymbol")
  const display = /^\p{Sc}$/u.test(narrow) && !sharedSigns.includes(narrow) ? "narrowSymbol" : "symbol"
  displays.set(key, display)
  return display
}
