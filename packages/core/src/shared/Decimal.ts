/** A number with a fixed number of decimals, exactly: `units` × 10^−`scale`. */
export interface Decimal {
  /** All digits as a whole number. */
  readonly units: bigint
  /** How many of them stand behind the point. */
  readonly scale: number
}

const shape = /^(0|[1-9]\d*)(?:\.(\d+))?$/

/**
 * Reads a plain decimal text exactly: no floating point, no rounding.
 *
 * @param text - digits without leading zeros, optionally `.` and digits; no sign, spaces, groups or exponent
 * @returns null where the text has another shape
 */
export const readDecimal = (text: string): Decimal | null => {
  const match = shape.exec(text)
  if (match === null) return null
  const [, whole = "", fraction = ""] = match
  return { units: BigInt(whole + fraction), scale: fraction.length }
}

/**
 * Whether a text is a plain decimal of 0 or more within bounds.
 *
 * @param text - as for {@link readDecimal}
 * @param wholeDigits - digits before the point at most
 * @param decimals - digits behind it at most
 */
export const isDecimal = (text: string, wholeDigits: number, decimals: number): boolean => {
  const [, whole = "", fraction = ""] = shape.exec(text) ?? []
  return whole !== "" && whole.length <= wholeDigits && fraction.length <= decimals
}
