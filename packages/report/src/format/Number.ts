import type { Language } from "@salesdept/core/shared"
import { numberFormat, typeset } from "./Locale.ts"

/**
 * A plain number, grouped by thousands.
 *
 * @param value - any finite number
 * @param language - language of the separators
 * @param fractionDigits - digits after the separator at most, 0–20; default 0. Trailing zeros are not shown
 * @example
 * ```ts
 * import { formatNumber } from "@salesdept/report"
 *
 * formatNumber(8_800, "en") // "8,800"
 * formatNumber(57.5, "ru", 1) // "57,5"
 * ```
 */
export const formatNumber = (value: number, language: Language, fractionDigits = 0): string =>
  typeset(numberFormat(language, { maximumFractionDigits: fractionDigits, signDisplay: "negative" }).format(value))

/**
 * A change with its sign: `+12`, `−3`, `0`.
 *
 * @param value - any finite number
 * @param language - language of the separators
 * @param fractionDigits - digits after the separator at most, 0–20; default 0. Trailing zeros are not shown
 * @example
 * ```ts
 * import { formatDelta } from "@salesdept/report"
 *
 * formatDelta(12, "en") // "+12"
 * formatDelta(-3, "en") // "−3"
 * ```
 */
export const formatDelta = (value: number, language: Language, fractionDigits = 0): string =>
  typeset(numberFormat(language, { maximumFractionDigits: fractionDigits, signDisplay: "exceptZero" }).format(value))
