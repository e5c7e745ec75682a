import { regularizedGammaQ } from "./SpecialFunctions.ts"

/**
 * Probability that a chi-square variable is at least the given value (Abramowitz and Stegun 26.4.19): the p-value of a
 * chi-square test.
 *
 * @param statistic - 0 or more
 * @param degrees - degrees of freedom, above 0
 * @throws InputInvalid outside these bounds
 */
export const chiSquareTail = (statistic: number, degrees: number): number =>
  regularizedGammaQ(degrees / 2, statistic / 2)
