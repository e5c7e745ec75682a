import type { Message } from "../shared/Message.ts"
import type { Problem } from "../shared/Problem.ts"
import { problemsUnder } from "../shared/Problem.ts"
import { argumentProblem, levelProblems, rejectWhere, wholeFrom0To } from "./ArgumentProblem.ts"
import { studentTCdf, studentTQuantile } from "./StudentT.ts"
import type { Interval } from "./Wilson.ts"

/** A group by its size, mean and variance. */
export interface SampleSummary {
  /** Subjects, including those who spent nothing; whole, 0 or more. */
  readonly n: number
  /** Mean over all of them. */
  readonly mean: number
  /** Sample variance, divisor n − 1 (for shares p(1 − p) may be given); 0 or more. */
  readonly variance: number
}

/** A difference with its error, or a lift relative to the base group. */
export interface MeanComparison {
  /** The difference; where relative, divided by the mean of the base. */
  readonly estimate: number
  /** Its standard error. */
  readonly standardError: number
  /** Degrees of freedom by Welch and Satterthwaite. */
  readonly degrees: number
  /** Interval by Student's distribution. */
  readonly interval: Interval
  /** Two-sided p-value of no difference. */
  readonly pValue: number
  /** Absolute: Welch's test. Relative: the same with an error by the delta method. */
  readonly method: "welch" | "welch-delta"
}

/**
 * Summarises a group given by its sum and its sum of squares.
 *
 * @param n - subjects; whole, 2 or more
 * @param sum - of the values; finite
 * @param sumOfSquares - of the values; finite, 0 or more
 * @returns the mean and the variance with the divisor n − 1
 * @throws InputInvalid where an argument is out of bounds
 *
 * @example
 * ```ts
 * import { summaryOfSums } from "@salesdept/core/stats"
 *
 * summaryOfSums(4, 20, 120) // { n: 4, mean: 5, variance: 6.6666… }
 * ```
 */
export const summaryOfSums = (n: number, sum: number, sumOfSquares: number): SampleSummary => {
  rejectWhere([
    ...(Number.isSafeInteger(n) && n >= 2
      ? []
      : [argumentProblem("n", n, { en: "a whole number, 2 or more", ru: "целое число не меньше 2" })]),
    ...(Number.isFinite(sum) ? [] : [argumentProblem("sum", sum, finiteNumber)]),
    ...(sumOfSquares >= 0 && sumOfSquares < Number.POSITIVE_INFINITY
      ? []
      : [argumentProblem("sumOfSquares", sumOfSquares, finiteFrom0)]),
  ])
  return { n, mean: sum / n, variance: Math.max(0, (sumOfSquares - (sum * sum) / n) / (n - 1)) }
}

const finiteNumber: Message = { en: "a finite number", ru: "конечное число" }
const finiteFrom0: Message = { en: "a finite number of 0 or more", ru: "конечное число не меньше 0" }

/** Problems of a summary. @internal */
export const summaryProblems = ({ n, mean, variance }: SampleSummary): ReadonlyArray<Problem> => {
  const problems: Array<Problem> = []
  if (!Number.isSafeInteger(n) || n < 0) problems.push(argumentProblem("n", n, wholeFrom0To(Number.MAX_SAFE_INTEGER)))
  if (!Number.isFinite(mean)) problems.push(argumentProblem("mean", mean, finiteNumber))
  if (!(variance >= 0 && variance < Number.POSITIVE_INFINITY)) {
    problems.push(argumentProblem("variance", variance, finiteFrom0))
  }
  return problems
}

/** Settings of {@link compareMeans}. */
export interface MeanComparisonSettings {
  /** Divide by the mean of the base: a lift. Default false. */
  readonly relative?: boolean
  /** Confidence level, between 0 and 1, both excluded. Default 0.95. */
  readonly level?: number
}

/**
 * Compares the means of two independent groups with unequal variances (Welch 1947): their difference, or the lift
 * relative to the base with an error by the delta method (Deng, Knoblich and Lu 2018):
 * s²_B / (m_A² n_B) + s²_A m_B² / (m_A⁴ n_A). A lift of a base whose own interval reaches 0 is not given: nothing bounds it
 * (Fieller 1954), and the delta method would say otherwise.
 *
 * @param base - the group compared with (A), such as the holdout: subjects (whole), mean (finite), variance (0 or more)
 * @param treated - the other (B), in the same form
 * @param settings - absolute (by default) or relative; level (0.95 by default)
 * @returns null below two subjects in a group, where nothing varies, or where a lift is asked for and the mean of the base is not
 * above 0 beyond its own error at the level
 * @throws InputInvalid where a summary or the level is out of bounds
 *
 * @example
 * ```ts
 * import { compareMeans } from "@salesdept/core/stats"
 *
 * const holdout = { n: 400, mean: 5_000, variance: 4_000_000 }
 * const treated = { n: 1_600, mean: 5_400, variance: 4_400_000 }
 * compareMeans(holdout, treated)?.interval // { lower: 178.2673…, upper: 621.7326…, level: 0.95 }
 * compareMeans(holdout, treated, { relative: true })?.estimate // 0.08
 * ```
 */
export const compareMeans = (
  base: SampleSummary,
  treated: SampleSummary,
  settings: MeanComparisonSettings = {},
): MeanComparison | null => {
  const { relative = false, level = 0.95 } = settings
  rejectWhere([
    ...problemsUnder("base", summaryProblems(base)),
    ...problemsUnder("treated", summaryProblems(treated)),
    ...levelProblems(level),
  ])
  if (base.n < 2 || treated.n < 2 || (relative && !isAboveZero(base, level))) return null
  const unit = relative ? base.mean : 1
  const fromTreated = treated.variance / treated.n / (unit * unit)
  const leverage = relative ? treated.mean / base.mean : 1
  const fromBase = ((base.variance / base.n) * leverage * leverage) / (unit * unit)
  const variance = fromTreated + fromBase
  if (!(variance > 0)) return null
  // The degrees weigh the plain variances, as in the absolute comparison.
  const [ofTreated, ofBase] = [treated.variance / treated.n, base.variance / base.n]
  const part = ofBase / (ofTreated + ofBase)
  const degrees = 1 / ((1 - part) ** 2 / (treated.n - 1) + part ** 2 / (base.n - 1))
  const estimate = (treated.mean - base.mean) / unit
  const standardError = Math.sqrt(variance)
  const half = -studentTQuantile((1 - level) / 2, degrees) * standardError
  return {
    estimate,
    standardError,
    degrees,
    interval: { lower: estimate - half, upper: estimate + half, level },
    pValue: 2 * studentTCdf(-Math.abs(estimate / standardError), degrees),
    method: relative ? "welch-delta" : "welch",
  }
}

const isAboveZero = ({ n, mean, variance }: SampleSummary, level: number): boolean =>
  mean > -studentTQuantile((1 - level) / 2, n - 1) * Math.sqrt(variance / n)
