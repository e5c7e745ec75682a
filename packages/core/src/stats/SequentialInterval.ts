import { argumentProblem, finiteAbove0, levelProblems, rejectWhere } from "./ArgumentProblem.ts"
import type { Interval } from "./Wilson.ts"

/** An estimate with what its interval is made of. */
export interface SequentialEstimate {
  /** The difference or lift so far. */
  readonly estimate: number
  /** Its standard error; above 0. */
  readonly standardError: number
  /** Subjects so far, all groups together; above 0. */
  readonly n: number
}

/**
 * Interval that holds at every look at once, however often one looks and whenever one stops: the asymptotic confidence
 * sequence of Waudby-Smith, Arbour, Sinha, Kennedy and Ramdas (2021). Wider than a fixed-size interval; the price is
 * smallest near the sample it is tuned for.
 *
 * @param estimate - what was measured so far: a finite estimate, its standard error and the number of subjects, both finite and above 0
 * @param tunedFor - subjects at which it should be tightest; finite, above 0. Choose it beforehand
 * @param level - confidence level, between 0 and 1, both excluded. Default 0.95
 * @throws InputInvalid outside these bounds
 *
 * @example
 * ```ts
 * import { sequentialInterval } from "@salesdept/core/stats"
 *
 * sequentialInterval({ estimate: 0.02, standardError: 0.006, n: 4000 }, 5000) // { lower: 0.0017…, upper: 0.0382…, level: 0.95 }
 * ```
 */
export const sequentialInterval = (estimate: SequentialEstimate, tunedFor: number, level = 0.95): Interval => {
  const positive = { standardError: estimate.standardError, n: estimate.n, tunedFor }
  rejectWhere([
    ...(Number.isFinite(estimate.estimate)
      ? []
      : [argumentProblem("estimate", estimate.estimate, { en: "a finite number", ru: "конечное число" })]),
    ...Object.entries(positive).flatMap(([path, value]) =>
      value > 0 && value < Number.POSITIVE_INFINITY ? [] : [argumentProblem(path, value, finiteAbove0)],
    ),
    ...levelProblems(level),
  ])
  const alpha = 1 - level
  const { n } = estimate
  const logs = -2 * Math.log(alpha)
  const rhoSquared = (logs + Math.log(1 + logs)) / tunedFor
  const grown = n * rhoSquared + 1
  const half =
    (estimate.standardError * Math.sqrt(n) * Math.sqrt(2 * grown * Math.log(Math.sqrt(grown) / alpha))) /
    (n * Math.sqrt(rhoSquared))
  return { lower: estimate.estimate - half, upper: estimate.estimate + half, level }
}
