import { argumentProblem, finiteAbove0, rejectWhere } from "./ArgumentProblem.ts"

// B(2k) / 2k for k = 1…7: coefficients of the asymptotic series.
const series = [1 / 12, -1 / 120, 1 / 252, -1 / 240, 1 / 132, -691 / 32_760, 1 / 12] as const

/**
 * Digamma function ψ(x), the derivative of ln Γ(x): the asymptotic series (DLMF 5.11.2) at an argument raised to 10 or
 * more with the recurrence ψ(x + 1) = ψ(x) + 1/x (DLMF 5.5.2). Needed for gradients of gamma likelihoods.
 *
 * @param x - finite, above 0
 * @throws InputInvalid where x is not a finite number above 0
 *
 * @example
 * ```ts
 * import { digamma } from "@salesdept/core/stats"
 *
 * digamma(1) // -0.5772…
 * ```
 */
export const digamma = (x: number): number => {
  if (!(x > 0 && x < Number.POSITIVE_INFINITY)) rejectWhere([argumentProblem("x", x, finiteAbove0)])
  let raised = x
  let below = 0
  while (raised < 10) {
    below += 1 / raised
    raised += 1
  }
  const inverseSquare = 1 / (raised * raised)
  let tail = 0
  for (let k = series.length - 1; k >= 0; k--) tail = (tail + series[k]!) * inverseSquare
  return Math.log(raised) - 0.5 / raised - tail - below
}
