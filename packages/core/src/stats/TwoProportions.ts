import type { Problem } from "../shared/Problem.ts"
import { problemsUnder } from "../shared/Problem.ts"
import {
  argumentProblem,
  finiteAbove0,
  levelProblems,
  rejectWhere,
  strictlyBetween0And1,
  wholeFrom0To,
} from "./ArgumentProblem.ts"
import { normalCdf, normalQuantile, normalWidth } from "./NormalDistribution.ts"
import type { Interval } from "./Wilson.ts"
import { wilsonInterval } from "./Wilson.ts"

/** How many of how many. */
export interface Count {
  /** Those with the property; whole, 0 to `trials`. */
  readonly successes: number
  /** All; whole, 0 or more. */
  readonly trials: number
}

/** The test of two equal shares. */
export interface TwoProportionTest {
  /** Standardised difference, first minus second; null where both shares are all or nothing, or a group is empty. */
  readonly z: number | null
  /** Two-sided p-value; null likewise. */
  readonly pValue: number | null
  /** How it was made: the z test with the pooled share. */
  readonly method: "pooled-z"
}

/** Problems of a count. @internal */
export const countProblems = ({ successes, trials }: Count): ReadonlyArray<Problem> => {
  if (!Number.isSafeInteger(trials) || trials < 0) {
    return [argumentProblem("trials", trials, wholeFrom0To(Number.MAX_SAFE_INTEGER))]
  }
  const possible = Number.isSafeInteger(successes) && successes >= 0 && successes <= trials
  return possible ? [] : [argumentProblem("successes", successes, wholeFrom0To(trials))]
}

const bothProblems = (first: Count, second: Count): ReadonlyArray<Problem> => [
  ...problemsUnder("first", countProblems(first)),
  ...problemsUnder("second", countProblems(second)),
]

/**
 * Interval for the difference of two independent shares, first minus second: the hybrid score interval of Newcombe
 * (1998, method 10), made of the two Wilson intervals. Stays within −1 to 1 and is sound for small groups.
 *
 * @param first - the one group: successes, 0 to trials, and trials; whole
 * @param second - the other, in the same form
 * @param level - confidence level, between 0 and 1, both excluded. Default 0.95
 * @returns null where a group is empty
 * @throws InputInvalid where a count or the level is out of bounds
 *
 * @example
 * ```ts
 * import { newcombeInterval } from "@salesdept/core/stats"
 *
 * const wonWithTrial = { successes: 56, trials: 70 }
 * const wonWithout = { successes: 48, trials: 80 }
 * newcombeInterval(wonWithTrial, wonWithout) // { lower: 0.0524…, upper: 0.3338…, level: 0.95 }
 * ```
 */
export const newcombeInterval = (first: Count, second: Count, level = 0.95): Interval | null => {
  rejectWhere([...bothProblems(first, second), ...levelProblems(level)])
  const one = wilsonInterval(first.successes, first.trials, level)
  const other = wilsonInterval(second.successes, second.trials, level)
  if (one === null || other === null) return null
  const p1 = first.successes / first.trials
  const p2 = second.successes / second.trials
  return {
    lower: p1 - p2 - Math.hypot(p1 - one.lower, other.upper - p2),
    upper: p1 - p2 + Math.hypot(one.upper - p1, p2 - other.lower),
    level,
  }
}

/**
 * Tests whether two shares are equal, by the z test with the pooled share and without continuity correction (Fleiss,
 * Levin and Paik 2003, section 3.1). Not for small groups: an expected count below 5 asks for Fisher's test.
 *
 * @param first - the one group: successes, 0 to trials, and trials; whole
 * @param second - the other, in the same form
 * @throws InputInvalid where a count is out of bounds
 *
 * @example
 * ```ts
 * import { twoProportionTest } from "@salesdept/core/stats"
 *
 * const wonWithTrial = { successes: 56, trials: 70 }
 * const wonWithout = { successes: 48, trials: 80 }
 * twoProportionTest(wonWithTrial, wonWithout) // { z: 2.6501…, pValue: 0.0080…, method: "pooled-z" }
 * ```
 */
export const twoProportionTest = (first: Count, second: Count): TwoProportionTest => {
  rejectWhere(bothProblems(first, second))
  const pooled = (first.successes + second.successes) / (first.trials + second.trials)
  const error = Math.sqrt(pooled * (1 - pooled) * (1 / first.trials + 1 / second.trials))
  const method = "pooled-z" as const
  if (!(error > 0 && Number.isFinite(error))) return { z: null, pValue: null, method }
  const z = (first.successes / first.trials - second.successes / second.trials) / error
  return { z, pValue: 2 * normalCdf(-Math.abs(z)), method }
}

/** What a comparison of two shares must be able to see. */
export interface SampleSizeSettings {
  /** Share in the one group, between 0 and 1, both excluded. */
  readonly share1: number
  /** Share in the other, between 0 and 1, both excluded; not equal to `share1`. */
  readonly share2: number
  /** Chance of seeing the difference, between 0 and 1, both excluded. Default 0.8. */
  readonly power?: number
  /** Two-sided chance of seeing one that is not there, between 0 and 1, both excluded. Default 0.05. */
  readonly alpha?: number
  /** Size of the second group relative to the first, above 0. Default 1. */
  readonly ratio?: number
}

/**
 * Sample needed in the first of two groups for the pooled z test to see a difference of shares (Fleiss, Levin and Paik
 * 2003, formulas 4.14 and 4.18; with equal groups the same as R's `power.prop.test`). The second group must be `ratio`
 * times as large. Round up.
 *
 * @param settings - the shares, power (0.8 by default), two-sided alpha (0.05 by default) and ratio (1 by default)
 * @returns subjects in the first group, not rounded
 * @throws InputInvalid where a setting is out of bounds or the shares are equal
 *
 * @example
 * ```ts
 * import { sampleSizeForProportions } from "@salesdept/core/stats"
 *
 * Math.ceil(sampleSizeForProportions({ share1: 0.1, share2: 0.12 })) // 3841
 * ```
 */
export const sampleSizeForProportions = (settings: SampleSizeSettings): number => {
  const { share1, share2, power = 0.8, alpha = 0.05, ratio = 1 } = settings
  const problems = Object.entries({ share1, share2, power, alpha }).flatMap(([path, value]) =>
    value > 0 && value < 1 ? [] : [argumentProblem(path, value, strictlyBetween0And1)],
  )
  if (!(ratio > 0 && ratio < Number.POSITIVE_INFINITY)) problems.push(argumentProblem("ratio", ratio, finiteAbove0))
  if (share1 === share2) {
    problems.push(
      argumentProblem("share2", share2, {
        en: `a share other than share1 (${share1})`,
        ru: `доля, отличная от share1 (${share1})`,
      }),
    )
  }
  rejectWhere(problems)
  const mean = (share1 + ratio * share2) / (1 + ratio)
  const together = Math.sqrt((1 + 1 / ratio) * mean * (1 - mean))
  const apart = Math.sqrt(share1 * (1 - share1) + (share2 * (1 - share2)) / ratio)
  return ((normalWidth(1 - alpha) * together + normalQuantile(power) * apart) / (share1 - share2)) ** 2
}
