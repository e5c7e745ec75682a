import type { Language } from "@salesdept/core/shared"
import { numberFormat, typeset } from "./Locale.ts"

/** How an amount is written. */
export interface MoneyStyle {
  /** Writes the currency's symbol; default true. Tables leave it out and name the currency in the heading. */
  readonly symbol?: boolean
  /**
   * Minor units: `auto` (default) writes them where they are not zero, `always` for a column in which some are not,
   * `never` rounds half away from zero to whole units, for places that say so.
   */
  readonly minorUnits?: "auto" | "always" | "never"
  /** Writes a sign on positive amounts too; default false. */
  readonly signed?: boolean
}

/** Digits of a currency's minor unit by CLDR: 2 for USD and RUB, 0 for JPY, 3 for KWD. */
const minorUnitDigits = (currency: string): number =>
  numberFormat("en", { style: "currency", currency }).resolvedOptions().maximumFractionDigits ?? 2

// A decimal text, not a float: Intl reads it exactly, so the last kopeck of a large amount is right.
const decimalText = (amountMinor: number, digits: number): `${number}` => {
  const magnitude = String(Math.abs(amountMinor)).padStart(digits + 1, "0")
  const whole = magnitude.slice(0, magnitude.length - digits)
  const sign = amountMinor < 0 ? "-" : ""
  return (digits === 0 ? `${sign}${whole}` : `${sign}${whole}.${magnitude.slice(-digits)}`) as `${number}`
}

/** Whether any of the amounts has minor units that are not zero. */
export const hasMinorUnits = (amountsMinor: Iterable<number>, currency: string): boolean => {
  const scale = 10 ** minorUnitDigits(currency)
  for (const amountMinor of amountsMinor) if (amountMinor % scale !== 0) return true
  return false
}

/**
 * An amount in full, with spaces that do not break.
 *
 * @param amountMinor - whole minor units; a safe integer, may be negative
 * @param currency - ISO 4217 code
 * @param language - language of separators and of the symbol's place
 * @param style - symbol, minor units, sign
 * @example
 * ```ts
 * import { formatMoney } from "@salesdept/report"
 *
 * formatMoney(10_005_534_00, "USD", "en") // "$10,005,534"
 * formatMoney(-120_50, "RUB", "ru") // "−120,50 ₽"
 * ```
 */
export const formatMoney = (
  amountMinor: number,
  currency: string,
  language: Language,
  { symbol = true, minorUnits = "auto", signed = false }: MoneyStyle = {},
): string => {
  const digits = minorUnitDigits(currency)
  const shown =
    minorUnits === "always" || (minorUnits === "auto" && hasMinorUnits([amountMinor], currency)) ? digits : 0
  const format = numberFormat(language, {
    ...(symbol ? { style: "currency", currency, currencyDisplay: "narrowSymbol" } : {}),
    minimumFractionDigits: shown,
    maximumFractionDigits: shown,
    signDisplay: signed ? "exceptZero" : "negative",
  })
  return typeset(format.format(decimalText(amountMinor, digits)))
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
    currencyDisplay: "narrowSymbol",
    notation: "compact",
    minimumFractionDigits: 0,
    maximumSignificantDigits: 3,
    signDisplay: signed ? "exceptZero" : "negative",
  })
  return typeset(format.format(decimalText(amountMinor, minorUnitDigits(currency))))
}
