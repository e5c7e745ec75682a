import { argumentProblem, levelProblems, rejectWhere, wholeFrom0To } from "./ArgumentProblem.ts"
import { normalWidth } from "./NormalDistribution.ts"

/** Bounds that hold a figure at a stated confidence. */
export interface Interval {
  /** Lower bound. */
  readonly lower: number
  /** Upper bound. */
  readonly upper: number
  /** Confidence level, such as 0.95. */
  readonly level: number
}

/**
 * Score interval for a proportion, without continuity correction (Wilson 1927). Sound for small numbers and near 0 and
 * 1: no success gives a lower bound of exactly 0, all successes an upper bound of exactly 1.
 *
 * @param successes - whole number, 0 to `trials`
 * @param trials - whole number, 0 or more
 * @param level - confidence level, between 0 and 1, both excluded. Default 0.95
 * @returns null where there were no trials
 * @throws InputInvalid where an argument is outside these bounds
 *
 * @example
 * ```ts
 * import { wilsonInterval } from "@salesdept/core/stats"
 *
 * wilsonInterval(81, 263) // { lower: 0.2552…, upper: 0.3662…, level: 0.95 }
 * ```
 */
export const wilsonInterval = (successes: number, trials: number, level = 0.95): Interval | null => {
  const problems = [...levelProblems(level)]
  if (!Number.isSafeInteger(trials) || trials < 0) {
    problems.push(argumentProblem("trials", trials, wholeFrom0To(Number.MAX_SAFE_INTEGER)))
  }
  if (!Number.isSafeInteger(successes) || successes < 0 || successes > trials) {
    problems.push(argumentProblem("successes", successes, wholeFrom0To(trials)))
  }
  rejectWhere(problems)
  if (trials === 0) return null
  const z = normalWidth(level)
  const share = successes / trials
  const shrink = 1 + (z * z) / trials
  const centre = (share + (z * z) / (2 * trials)) / shrink
  const half = (z / shrink) * Math.sqrt((share * (1 - share)) / trials + (z * z) / (4 * trials * trials))
  return {
    lower: successes === 0 ? 0 : Math.max(0, centre - half),
    upper: successes === trials ? 1 : Math.min(1, centre + half),
    level,
  }
}
