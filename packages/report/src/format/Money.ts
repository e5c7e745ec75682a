import { currencyDisplayOf, decimalFromMinor, minorUnitsOf } from "@salesdept/core/shared"
import type { Language } from "@salesdept/core/shared"
import { numberFormat, typeset } from "./Locale.ts"

/** How an amount is written. */
export interface MoneyStyle {
  /** Writes the currency's symbol; default true. Tables leave it out and name the currency in the heading. */
  readonly symbol?: boolean
  /**
   * Minor units: `auto` (default) writes them where they are not zero, `always` for a column in which some are not. `about` rounds
   * half away from zero to whole units and says so by a "≈" before what is not exact; `never` leaves that to the place.
   */
  readonly minorUnits?: "auto" | "always" | "about" | "never"
  /** Writes a sign on positive amounts too; default false. */
  readonly signed?: boolean
}

// A decimal text, not a float: Intl reads it exactly, so the last kopeck of a large amount is right. How many minor units a currency
// has is core's to say: where Intl follows custom (no fils of the dinar), amounts would be wrong a thousandfold.
const decimalText = (amountMinor: number, currency: string): Intl.StringNumericLiteral =>
  decimalFromMinor(amountMinor, currency) as Intl.StringNumericLiteral

/** Minor units in a whole one: 100 for USD and RUB, 1 for JPY, 1000 for KWD. */
export const minorPerWhole = (currency: string): number => 10 ** (minorUnitsOf(currency) ?? 0)

/** Whether any of the amounts has minor units that are not zero. */
export const hasMinorUnits = (amountsMinor: Iterable<number>, currency: string): boolean => {
  const scale = minorPerWhole(currency)
  for (const amountMinor of amountsMinor) if (amountMinor % scale !== 0) return true
  return false
}

/**
 * An amount in full, with spaces that do not break.
 *
 * @param amountMinor - whole minor units; a safe integer, may be negative
 * @param currency - ISO 4217 code; written by a sign that no other currency shares
 * @param language - language of separators and of the symbol's place
 * @param style - symbol, minor units, sign
 * @throws CurrencyUnknown where it is no such code; AmountUnsafe where the amount is not a safe integer
 * @example
 * ```ts
 * import { formatMoney } from "@salesdept/report"
 *
 * formatMoney(10_005_534_00, "USD", "en") // "$10,005,534"
 * formatMoney(-120_50, "RUB", "ru") // "−120,50 ₽"
 * formatMoney(40_294_86, "USD", "en", { minorUnits: "about" }) // "≈ $40,295"
 * ```
 */
export const formatMoney = (
  amountMinor: number,
  currency: string,
  language: Language,
  { symbol = true, minorUnits = "auto", signed = false }: MoneyStyle = {},
): string => {
  const isWhole = !hasMinorUnits([amountMinor], currency)
  const shown = minorUnits === "always" || (minorUnits === "auto" && !isWhole) ? minorUnitsOf(currency) : 0
  const format = numberFormat(language, {
    ...(symbol ? { style: "currency", currency, currencyDisplay: currencyDisplayOf(currency, language) } : {}),
    minimumFractionDigits: shown ?? 0,
    maximumFractionDigits: shown ?? 0,
    signDisplay: signed ? "exceptZero" : "negative",
  })
  const about = minorUnits === "about" && !isWhole ? "≈ " : ""
  return typeset(`${about}${format.format(decimalText(amountMinor, currency))}`)
}

/**
 * The sign by which a currency is known in a language, for headings of columns: `$`, `₽`, `CA$`.
 *
 * @param currency - ISO 4217 code
 * @param language - language of the text
 * @example
 * ```ts
 * import { currencySign } from "@salesdept/report"
 *
 * currencySign("RUB", "en") // "₽"
 * ```
 */
export const currencySign = (currency: string, language: Language): string => {
  const currencyDisplay = currencyDisplayOf(currency, language)
  const parts = numberFormat(language, { style: "currency", currency, currencyDisplay }).formatToParts(0)
  return parts.find(({ type }) => type === "currency")?.value ?? currency
}

/**
 * A short form for charts, three significant digits: `$10M`, `1,13 млн ₽`. Never the only place of a figure.
 *
 * @param amountMinor - whole minor units
 * @param currency - ISO 4217 code
 * @param language - language of the short scale
 * @param signed - writes a sign on positive amounts too; default false
 * @example
 * ```ts
 * import { formatMoneyCompact } from "@salesdept/report"
 *
 * formatMoneyCompact(10_005_534_00, "USD", "en") // "$10M"
 * ```
 */
export const formatMoneyCompact = (
  amountMinor: number,
  currency: string,
  language: Language,
  signed = false,
): string => {
  const format = numberFormat(language, {
    style: "currency",
    currency,
    currencyDisplay: currencyDisplayOf(currency, language),
    notation: "compact",
    minimumFractionDigits: 0,
    maximumSignificantDigits: 3,
    signDisplay: signed ? "exceptZero" : "negative",
  })
  return typeset(format.format(decimalText(amountMinor, currency)))
}
