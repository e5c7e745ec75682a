import { regularizedGammaQ } from "./SpecialFunctions.ts"

/**
 * Probability that a chi-square variable is at least the given value (Abramowitz and Stegun 26.4.19): the p-value of a
 * chi-square test.
 *
 * @param statistic - 0 or more
 * @param degrees - degrees of freedom, finite, above 0
 * @returns 0 to 1
 * @throws InputInvalid outside these bounds
 *
 * @example
 * ```ts
 * import { chiSquareTail } from "@salesdept/core/stats"
 *
 * chiSquareTail(3.841, 1) // 0.0500…
 * ```
 */
export const chiSquareTail = (statistic: number, degrees: number): number =>
  regularizedGammaQ(degrees / 2, statistic / 2)
