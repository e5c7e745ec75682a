import type { Problem } from "../shared/Problem.ts"
import { argumentProblem, finiteAbove0, rejectWhere } from "./ArgumentProblem.ts"
import { integrateToInfinity } from "./Quadrature.ts"
import { logGamma } from "./SpecialFunctions.ts"

// Below it t^(a−1) is so steep at 0 that part of its area lies below all doubles.
const steep = 0.5

/**
 * Tricomi's confluent hypergeometric function U(a, b, z), by quadrature of its integral (DLMF 13.4.4):
 * ∫ e^(−zt) t^(a−1) (1+t)^(b−a−1) dt / Γ(a), taken as the double-exponential rule finds it; by parts where a is small.
 *
 * @param a - finite, above 0
 * @param b - finite
 * @param z - finite, above 0
 * @throws InputInvalid outside these bounds
 *
 * @example
 * ```ts
 * import { hypergeometricU } from "@salesdept/core/stats"
 *
 * hypergeometricU(1.5, 1.5, 2) // 0.2224…
 * ```
 */
export const hypergeometricU = (a: number, b: number, z: number): number => {
  const problems: Array<Problem> = []
  if (!(a > 0 && a < Number.POSITIVE_INFINITY)) problems.push(argumentProblem("a", a, finiteAbove0))
  if (!Number.isFinite(b)) problems.push(argumentProblem("b", b, { en: "a finite number", ru: "конечное число" }))
  if (!(z > 0 && z < Number.POSITIVE_INFINITY)) problems.push(argumentProblem("z", z, finiteAbove0))
  rejectWhere(problems)
  // With t = v / z the exponential has scale 1 whatever z is; within it, Γ(a) keeps the gamma density from overflowing.
  const power = a < steep ? a : a - 1
  const norm = logGamma(power + 1)
  const integral = integrateToInfinity((v) => {
    const value = Math.exp(-v + power * Math.log(v) - norm + (b - a - 1) * Math.log1p(v / z))
    return a < steep ? value * (1 - (b - a - 1) / (z + v)) : value
  })
  return Math.exp(Math.log(integral) - a * Math.log(z))
}
