import type { Problem } from "../shared/Problem.ts"
import { argumentProblem, finiteAbove0, rejectWhere, strictlyBetween0And1 } from "./ArgumentProblem.ts"
import { normalQuantile } from "./NormalDistribution.ts"
import { regularizedBeta } from "./SpecialFunctions.ts"

const degreesProblems = (degrees: number): ReadonlyArray<Problem> =>
  degrees > 0 && degrees < Number.POSITIVE_INFINITY ? [] : [argumentProblem("degrees", degrees, finiteAbove0)]

// P(T > |t|) = I_x(ν/2, 1/2) / 2 with x = ν / (ν + t²) (DLMF 8.17.1; Abramowitz and Stegun 26.7.1).
const tail = (t: number, degrees: number): number => regularizedBeta(degrees / 2, 0.5, degrees / (degrees + t * t)) / 2

/**
 * Probability that a variable of Student's distribution is at most t, by the incomplete beta function (DLMF 8.17.1; Abramowitz
 * and Stegun 26.7.1).
 *
 * @param t - any finite number
 * @param degrees - degrees of freedom, finite, above 0; need not be whole
 * @returns 0 to 1
 * @throws InputInvalid where the degrees are out of bounds
 *
 * @example
 * ```ts
 * import { studentTCdf } from "@salesdept/core/stats"
 *
 * studentTCdf(2, 10) // 0.9633…
 * ```
 */
export const studentTCdf = (t: number, degrees: number): number => {
  rejectWhere(degreesProblems(degrees))
  return t <= 0 ? tail(t, degrees) : 1 - tail(t, degrees)
}

/**
 * The value below which a variable of Student's distribution falls with the given probability: bisection of
 * {@link studentTCdf} to the last digit, from a bracket grown around the normal quantile.
 *
 * @param probability - between 0 and 1, both excluded
 * @param degrees - degrees of freedom, finite, above 0; need not be whole
 * @throws InputInvalid outside these bounds
 *
 * @example
 * ```ts
 * import { studentTQuantile } from "@salesdept/core/stats"
 *
 * studentTQuantile(0.975, 10) // 2.2281…
 * ```
 */
export const studentTQuantile = (probability: number, degrees: number): number => {
  const inRange = probability > 0 && probability < 1
  rejectWhere([
    ...(inRange ? [] : [argumentProblem("probability", probability, strictlyBetween0And1)]),
    ...degreesProblems(degrees),
  ])
  if (probability === 0.5) return 0
  // In the lower tail the probabilities keep their digits; the upper one mirrors it.
  const wanted = Math.min(probability, 1 - probability)
  let upper = normalQuantile(wanted)
  let lower = 2 * upper - 1
  while (tail(lower, degrees) > wanted) lower *= 2
  for (let step = 0; step < 200; step++) {
    const middle = (lower + upper) / 2
    if (middle === lower || middle === upper) break
    if (tail(middle, degrees) < wanted) lower = middle
    else upper = middle
  }
  return probability < 0.5 ? upper : -upper
}
