import { argumentProblem, levelProblems, rejectWhere, strictlyBetween0And1 } from "./ArgumentProblem.ts"
import { erfc } from "./SpecialFunctions.ts"

/**
 * Probability that a standard normal variable is at most z; relative precision holds in the lower tail.
 *
 * @param z - any number; infinities give 0 and 1
 * @returns 0 to 1
 * @throws InputInvalid where z is `NaN`
 *
 * @example
 * ```ts
 * import { normalCdf } from "@salesdept/core/stats"
 *
 * normalCdf(1.96) // 0.9750…
 * ```
 */
export const normalCdf = (z: number): number => erfc(-z / Math.SQRT2) / 2

/**
 * Density of the standard normal distribution: exp(−z²/2) / √(2π).
 *
 * @param z - any number
 *
 * @example
 * ```ts
 * import { normalPdf } from "@salesdept/core/stats"
 *
 * normalPdf(0) // 0.3989…
 * ```
 */
export const normalPdf = (z: number): number => Math.exp(-0.5 * z * z) / Math.sqrt(2 * Math.PI)

// Abramowitz and Stegun 26.2.23: the upper-tail quantile within 4.5e-4; only the start of the refinement below.
const roughTail = (tail: number): number => {
  const t = Math.sqrt(-2 * Math.log(tail))
  return t - (2.515517 + t * (0.802853 + t * 0.010328)) / (1 + t * (1.432788 + t * (0.189269 + t * 0.001308)))
}

const lowerQuantile = (probability: number): number => {
  let z = -roughTail(probability)
  for (let step = 0; step < 4; step++) {
    const newton = (normalCdf(z) - probability) / normalPdf(z)
    const halley = newton / (1 + (z * newton) / 2)
    z -= halley
    if (Math.abs(halley) < 1e-16 * Math.abs(z)) break
  }
  return z
}

/**
 * The value below which a standard normal variable falls with the given probability: the rational start of Abramowitz
 * and Stegun (26.2.23), refined by Halley's method on {@link normalCdf} to full precision.
 *
 * @param probability - between 0 and 1, both excluded
 * @throws InputInvalid outside that range
 *
 * @example
 * ```ts
 * import { normalQuantile } from "@salesdept/core/stats"
 *
 * normalQuantile(0.975) // 1.9599…
 * ```
 */
export const normalQuantile = (probability: number): number => {
  if (!(probability > 0 && probability < 1)) {
    rejectWhere([argumentProblem("probability", probability, strictlyBetween0And1)])
  }
  if (probability === 0.5) return 0
  return probability < 0.5 ? lowerQuantile(probability) : -lowerQuantile(1 - probability)
}

/**
 * Half-width of a two-sided normal interval in standard errors, such as 1.96 for 0.95.
 *
 * @param level - confidence level, between 0 and 1, both excluded
 * @throws InputInvalid outside that range
 *
 * @example
 * ```ts
 * import { normalWidth } from "@salesdept/core/stats"
 *
 * normalWidth(0.95) // 1.9599…
 * ```
 */
export const normalWidth = (level: number): number => {
  rejectWhere(levelProblems(level))
  return -normalQuantile((1 - level) / 2)
}
