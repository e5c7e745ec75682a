import { InputInvalid } from "./InputErrors.ts"

/**
 * How a number between two whole numbers is rounded:
 * - `half-even`: to the nearest, a half to the even neighbour (banker's rounding; the default of IEEE 754);
 * - `half-up`: to the nearest, a half away from zero (the commercial rule);
 * - `down`: toward zero;
 * - `up`: away from zero;
 * - `floor`: toward −∞;
 * - `ceil`: toward +∞.
 */
export type Rounding = "half-even" | "half-up" | "down" | "up" | "floor" | "ceil"

/**
 * Divides whole numbers exactly and rounds once, by a stated rule.
 *
 * @param numerator - any whole number
 * @param denominator - any whole number except 0
 * @param rounding - the rule
 * @throws {@link InputInvalid} (`rounding.denominator`) where the denominator is 0
 * @example
 * ```ts
 * import { divideRounded } from "@salesdept/core/shared"
 *
 * divideRounded(5n, 2n, "half-even") // 2n
 * divideRounded(-5n, 2n, "half-up") // -3n
 * ```
 */
export const divideRounded = (numerator: bigint, denominator: bigint, rounding: Rounding): bigint => {
  if (denominator === 0n) throw new InputInvalid([zeroDenominator])
  const quotient = numerator / denominator
  const remainder = numerator % denominator
  if (remainder === 0n) return quotient
  const negative = numerator < 0n !== denominator < 0n
  const awayFromZero = negative ? quotient - 1n : quotient + 1n
  switch (rounding) {
    case "down":
      return quotient
    case "up":
      return awayFromZero
    case "floor":
      return negative ? awayFromZero : quotient
    case "ceil":
      return negative ? quotient : awayFromZero
    case "half-up":
      return twiceCompared(remainder, denominator) >= 0n ? awayFromZero : quotient
    case "half-even": {
      const side = twiceCompared(remainder, denominator)
      return side > 0n || (side === 0n && quotient % 2n !== 0n) ? awayFromZero : quotient
    }
  }
}

/** Positive where the remainder is over a half of the denominator, 0 where it is exactly a half. */
const twiceCompared = (remainder: bigint, denominator: bigint): bigint =>
  2n * magnitude(remainder) - magnitude(denominator)

const magnitude = (value: bigint): bigint => (value < 0n ? -value : value)

const zeroDenominator = {
  path: "denominator",
  code: "rounding.denominator",
  message: { en: "the denominator is 0", ru: "знаменатель равен нулю" },
}
