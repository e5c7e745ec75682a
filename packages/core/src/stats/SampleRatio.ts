import type { Problem } from "../shared/Problem.ts"
import { argumentProblem, finiteAbove0, from0To1, rejectWhere, wholeFrom0To } from "./ArgumentProblem.ts"
import { chiSquareTail } from "./ChiSquare.ts"

/** Whether groups came out as large as they were meant to. */
export interface SampleRatioCheck {
  /** Chi-square statistic; null where nobody was assigned. */
  readonly statistic: number | null
  /** Groups less one. */
  readonly degrees: number
  /** Its p-value; null where nobody was assigned. */
  readonly pValue: number | null
  /** The p-value below which the ratio counts as wrong. */
  readonly threshold: number
  /** Whether the groups' sizes cannot be chance: look for the fault in the assignment and do not read the results. */
  readonly mismatch: boolean
}

/**
 * Sample-ratio check: Pearson's chi-square of group sizes against the intended shares (Fabijan et al. 2019). Run it
 * before any comparison of groups; a mismatch means that assignment or recording is broken.
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
  if (all === 0) return { statistic: null, degrees, pValue: null, threshold, mismatch: false }
  const weight = weights.reduce((sum, each) => sum + each, 0)
  const statistic = counts.reduce((sum, count, i) => {
    const expected = (all * weights[i]!) / weight
    return sum + (count - expected) ** 2 / expected
  }, 0)
  const pValue = chiSquareTail(statistic, degrees)
  return { statistic, degrees, pValue, threshold, mismatch: pValue < threshold }
}
