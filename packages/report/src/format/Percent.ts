import type { Language } from "@salesdept/core/shared"
import { numberFormat, typeset } from "./Locale.ts"

const percentText = (rate: number, language: Language, digits: number, signed: boolean): string =>
  typeset(
    numberFormat(language, {
      style: "percent",
      minimumFractionDigits: digits,
      maximumFractionDigits: digits,
      signDisplay: signed ? "exceptZero" : "negative",
    }).format(rate),
  )

/**
 * A share as a percentage. Rounding never turns a part into the whole or into nothing: 0.9999 is `>99.9%`, not
 * `100.0%`, and 0.0001 is `<0.1%`, so a plan missed by a little does not read as met.
 *
 * @param rate - a share; 1 is one hundred percent, may be above 1 or negative
 * @param language - language of the separators
 * @param digits - digits after the separator, 0–10; default 1
 * @example
 * ```ts
 * import { formatPercent } from "@salesdept/report"
 *
 * formatPercent(0.6315, "en") // "63.2%"
 * formatPercent(0.9999, "en") // ">99.9%"
 * ```
 */
export const formatPercent = (rate: number, language: Language, digits = 1): string => {
  const step = 10 ** -(digits + 2)
  if (rate < 1 && rate >= 1 - step / 2) return `>${percentText(1 - step, language, digits, false)}`
  if (rate > 0 && rate < step / 2) return `<${percentText(step, language, digits, false)}`
  return percentText(rate, language, digits, false)
}

/**
 * A relative change with its sign: `+12.3%`, `−4,5 %`.
 *
 * @param rate - the change over the base; 0.1 is ten percent more
 * @param language - language of the separators
 * @param digits - digits after the separator, 0–10; default 1
 * @example
 * ```ts
 * import { formatPercentDelta } from "@salesdept/report"
 *
 * formatPercentDelta(0.123, "en") // "+12.3%"
 * ```
 */
export const formatPercentDelta = (rate: number, language: Language, digits = 1): string =>
  percentText(rate, language, digits, true)
