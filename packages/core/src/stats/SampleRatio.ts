import type { Problem } from "../shared/Problem.ts"
import { argumentProblem, finiteAbove0, from0To1, rejectWhere, wholeFrom0To } from "./ArgumentProblem.ts"
import { chiSquareTail } from "./ChiSquare.ts"
import { regularizedBeta } from "./SpecialFunctions.ts"

/** Whether groups came out as large as they were meant to. */
export interface SampleRatioCheck {
  /** Chi-square statistic; null where nobody was assigned. */
  readonly statistic: number | null
  /** Groups less one. */
  readonly degrees: number
  /** How likely sizes at least as far from the intended ones are; null where nobody was assigned. */
  readonly pValue: number | null
  /** What the p-value is of: the statistic, or, where fewer than five were to be in a group, the binomial distribution of the sizes. */
  readonly method: "chi-square" | "binomial"
  /** The p-value below which the ratio counts as wrong. */
  readonly threshold: number
  /** Whether the groups' sizes cannot be chance: look for the fault in the assignment and do not read the results. */
  readonly mismatch: boolean
}

/**
 * Sample-ratio check: Pearson's chi-square of group sizes against the intended shares (Fabijan et al. 2019). Run it
 * before any comparison of groups; a mismatch means that assignment or recording is broken. Where fewer than five are
 * expected in a group the statistic is not chi-square (Cochran 1954): one of two subjects in a group of 2 % would be an
 * alarm. There each size is tested exactly: twice the smaller tail of its binomial distribution, times the number of
 * groups where there are more than two (Bonferroni).
 *
 * @param counts - subjects per group; whole, 0 or more, two groups at least
 * @param weights - intended sizes in any unit, above 0, as many as groups
 * @param threshold - 0 to 1 (inclusive); 0.001 by default, since the check is made often and its alarm stops the experiment
 * @throws InputInvalid where counts, weights or the threshold are out of bounds
 *
 * @example
 * ```ts
 * import { sampleRatioCheck } from "@salesdept/core/stats"
 *
 * sampleRatioCheck([9100, 1020], [0.9, 0.1]).mismatch // false
 * ```
 */
export const sampleRatioCheck = (
  counts: ReadonlyArray<number>,
  weights: ReadonlyArray<number>,
  threshold = 0.001,
): SampleRatioCheck => {
  const problems: Array<Problem> = []
  if (counts.length < 2 || counts.length !== weights.length) {
    problems.push(
      argumentProblem("weights.length", weights.length, {
        en: `as many weights as counts (${counts.length}), two at least`,
        ru: `столько же весов, сколько групп (${counts.length}), не меньше двух`,
      }),
    )
  }
  counts.forEach((count, i) => {
    if (!Number.isSafeInteger(count) || count < 0) {
      problems.push(argumentProblem(`counts[${i}]`, count, wholeFrom0To(Number.MAX_SAFE_INTEGER)))
    }
  })
  weights.forEach((weight, i) => {
    if (!(weight > 0 && weight < Number.POSITIVE_INFINITY)) {
      problems.push(argumentProblem(`weights[${i}]`, weight, finiteAbove0))
    }
  })
  if (!(threshold >= 0 && threshold <= 1)) problems.push(argumentProblem("threshold", threshold, from0To1))
  rejectWhere(problems)
  const degrees = counts.length - 1
  const all = counts.reduce((sum, count) => sum + count, 0)
  const weight = weights.reduce((sum, each) => sum + each, 0)
  const shares = weights.map((each) => each / weight)
  const method = shares.some((share) => all * share < leastExpected) ? "binomial" : "chi-square"
  if (all === 0) return { statistic: null, degrees, pValue: null, method, threshold, mismatch: false }
  const statistic = counts.reduce((sum, count, i) => {
    const expected = all * shares[i]!
    return sum + (count - expected) ** 2 / expected
  }, 0)
  const pValue = method === "chi-square" ? chiSquareTail(statistic, degrees) : exactTail(counts, all, shares)
  return { statistic, degrees, pValue, method, threshold, mismatch: pValue < threshold }
}

const leastExpected = 5

/** Of two groups each says what the other does; of more, the unlikeliest one is judged as one of so many. */
const exactTail = (counts: ReadonlyArray<number>, all: number, shares: ReadonlyArray<number>): number => {
  const tails = counts.map((count, i) => binomialTail(count, all, shares[i]!))
  return Math.min(1, Math.min(...tails) * (counts.length === 2 ? 1 : counts.length))
}

/** Twice the smaller tail of the binomial distribution, by the incomplete beta function (DLMF 8.17.5). */
const binomialTail = (count: number, trials: number, share: number): number => {
  const below = count === trials ? 1 : regularizedBeta(trials - count, count + 1, 1 - share)
  const above = count === 0 ? 1 : regularizedBeta(count, trials - count + 1, share)
  return Math.min(1, 2 * Math.min(below, above))
}
