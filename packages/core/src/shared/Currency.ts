import { AmountUnsafe, CurrencyUnknown } from "./MoneyErrors.ts"

/**
 * Codes with two decimals: ISO 4217 list one as of amendment 179 (2025). Codes without a minor unit (metals, XDR, XSU,
 * XUA, test and "no currency" codes) are left out on purpose: money here is a whole number of minor units.
 */
const twoDecimals = [
  "AED AFN ALL AMD AOA ARS AUD AWG AZN BAM BBD BDT BMD BND BOB BOV BRL BSD BTN BWP BYN BZD CAD CDF CHE CHF CHW CNY COP COU",
  "CRC CUP CVE CZK DKK DOP DZD EGP ERN ETB EUR FJD FKP GBP GEL GHS GIP GMD GTQ GYD HKD HNL HTG HUF IDR ILS INR IRR JMD KES",
  "KGS KHR KPW KYD KZT LAK LBP LKR LRD LSL MAD MDL MGA MKD MMK MNT MOP MRU MUR MVR MWK MXN MXV MYR MZN NAD NGN NIO NOK NPR",
  "NZD PAB PEN PGK PHP PKR PLN QAR RON RSD RUB SAR SBD SCR SDG SEK SGD SHP SLE SOS SRD SSP STN SVC SYP SZL THB TJS TMT TOP",
  "TRY TTD TWD TZS UAH USD USN UYU UZS VED VES WST XAD XCD XCG YER ZAR ZMW ZWG",
]
/** Withdrawn since 2016 (list three) and kept, so that records of their time stay readable. */
const withdrawnTwoDecimals = ["ANG BGN CUC HRK MRO SLL STD VEF ZWL"]
const noDecimals = ["BIF CLP DJF GNF ISK JPY KMF KRW PYG RWF UGX UYI VND VUV XAF XOF XPF", "BYR"]
const threeDecimals = ["BHD IQD JOD KWD LYD OMR TND"]
const fourDecimals = ["CLF UYW"]

const minorUnits: ReadonlyMap<string, number> = new Map(
  [noDecimals, [], [...twoDecimals, ...withdrawnTwoDecimals], threeDecimals, fourDecimals].flatMap((lines, exponent) =>
    lines.flatMap((line) => line.split(" ")).map((code) => [code, exponent] as const),
  ),
)

/**
 * Whether a text is the code of a currency that amounts can be held in: ISO 4217, upper case, with a minor unit.
 *
 * @param code - any text
 * @example
 * ```ts
 * import { isCurrency } from "@salesdept/core/shared"
 *
 * isCurrency("RUB") // true
 * isCurrency("rub") // false
 * isCurrency("XAU") // false
 * ```
 */
export const isCurrency = (code: string): boolean => minorUnits.has(code)

/**
 * How many decimals a currency has (the exponent of ISO 4217): 2 for RUB, 0 for JPY, 3 for KWD, 4 for CLF.
 *
 * @param code - ISO 4217 code in upper case
 * @returns null where the code is not a currency that amounts can be held in
 * @example
 * ```ts
 * import { minorUnitsOf } from "@salesdept/core/shared"
 *
 * minorUnitsOf("KWD") // 3
 * ```
 */
export const minorUnitsOf = (code: string): number | null => minorUnits.get(code) ?? null

const decimalShape = /^(-?)(\d+)(?:\.(\d+))?$/

/**
 * Reads a plain decimal text as minor units, exactly: no floating point, no rounding.
 *
 * @param text - optional `-`, digits, optionally `.` and digits; no spaces, groups, `+` or exponent
 * @param currency - ISO 4217 code
 * @returns whole minor units, or null where the text has another shape, has more significant decimals than the currency,
 * goes past ±(2^53−1) minor units, or the currency is unknown
 * @example
 * ```ts
 * import { minorFromDecimal } from "@salesdept/core/shared"
 *
 * minorFromDecimal("1234.5", "RUB") // 123450
 * // A third decimal would have to be rounded:
 * minorFromDecimal("1234.567", "RUB") // null
 * ```
 */
export const minorFromDecimal = (text: string, currency: string): number | null => {
  const exponent = minorUnits.get(currency)
  const match = decimalShape.exec(text)
  if (exponent === undefined || match === null) return null
  const [, sign, whole = "", fraction = ""] = match
  if (!/^0*$/.test(fraction.slice(exponent))) return null
  const amount = Number(whole + fraction.slice(0, exponent).padEnd(exponent, "0"))
  if (!Number.isSafeInteger(amount)) return null
  return sign === "-" && amount !== 0 ? -amount : amount
}

/**
 * Writes minor units as a plain decimal text with the currency's own number of decimals; the opposite of
 * {@link minorFromDecimal}. For machines and files; reports format amounts for people.
 *
 * @param amountMinor - whole minor units, ±(2^53−1) inclusive
 * @param currency - ISO 4217 code
 * @throws {@link CurrencyUnknown} where it is no such code; {@link AmountUnsafe} where the amount is not a safe integer
 * @example
 * ```ts
 * import { decimalFromMinor } from "@salesdept/core/shared"
 *
 * decimalFromMinor(123450, "RUB") // "1234.50"
 * decimalFromMinor(-5, "KWD") // "-0.005"
 * ```
 */
export const decimalFromMinor = (amountMinor: number, currency: string): string => {
  const exponent = minorUnits.get(currency)
  if (exponent === undefined) throw new CurrencyUnknown(currency)
  if (!Number.isSafeInteger(amountMinor)) throw new AmountUnsafe(amountMinor)
  const digits = String(Math.abs(amountMinor)).padStart(exponent + 1, "0")
  const sign = amountMinor < 0 ? "-" : ""
  if (exponent === 0) return sign + digits
  return `${sign}${digits.slice(0, -exponent)}.${digits.slice(-exponent)}`
}
