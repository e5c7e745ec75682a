import { logBeta } from "./SpecialFunctions.ts"

// Trapezoid nodes of the double-exponential rules; the integrand decays so fast in u that ±6 ends below 1e-300.
const halfRange = 6.2
const finest = 7

const refine = (sample: (u: number) => number, relativeError: number): number => {
  let step = 1
  let sum = sample(0)
  for (let u = step; u <= halfRange; u += step) sum += sample(u) + sample(-u)
  let estimate = sum * step
  for (let level = 1; level <= finest; level++) {
    step /= 2
    for (let u = step; u <= halfRange; u += 2 * step) sum += sample(u) + sample(-u)
    const next = sum * step
    // The error squares at each halving, so a difference of the root of the wanted error is enough.
    if (level > 2 && Math.abs(next - estimate) <= Math.sqrt(relativeError) * 0.1 * Math.abs(next)) {
      return next
    }
    estimate = next
  }
  return estimate
}

/**
 * Integral over 0 to infinity of a function that decays exponentially, by the double-exponential rule of Takahasi and
 * Mori (1974) with x = exp(u − e^−u). Singularities at 0 that can be integrated do no harm.
 *
 * @param integrand - of x above 0; its value must be finite there
 * @param relativeError - wanted, 1e-13 by default
 * @internal
 */
export const integrateToInfinity = (integrand: (x: number) => number, relativeError = 1e-13): number =>
  refine((u) => {
    const decay = Math.exp(-u)
    const x = Math.exp(u - decay)
    if (x === 0 || x === Number.POSITIVE_INFINITY) return 0
    const value = integrand(x) * x * (1 + decay)
    return Number.isFinite(value) ? value : 0
  }, relativeError)

/**
 * Integral over 0 to 1 by the double-exponential (tanh-sinh) rule of Takahasi and Mori (1974). The integrand also gets
 * 1 − x, which near 1 has more digits than the subtraction.
 *
 * @param integrand - of x and 1 − x, both above 0
 * @param relativeError - wanted, 1e-13 by default
 * @internal
 */
export const integrateUnit = (integrand: (x: number, oneMinusX: number) => number, relativeError = 1e-13): number =>
  refine((u) => {
    const exponent = Math.PI * Math.sinh(u)
    const x = 1 / (1 + Math.exp(-exponent))
    const rest = 1 / (1 + Math.exp(exponent))
    if (x === 0 || rest === 0) return 0
    const value = integrand(x, rest) * x * rest * Math.PI * Math.cosh(u)
    return Number.isFinite(value) ? value : 0
  }, relativeError)

// Below it a beta density is so steep at its end that part of its mass lies beyond the nodes.
const steep = 0.06

/** What is averaged over a share: the function, and what it comes to at both ends. @internal */
export interface OverShare {
  /** Of the share and 1 less the share, both above 0. */
  readonly at: (share: number, rest: number) => number
  /** As the share goes to 0. */
  readonly atZero: number
  /** As it goes to 1. */
  readonly atOne: number
}

/**
 * Mean of a smooth function of a share that is Beta(a, b), by the double-exponential rule of Takahasi and Mori (1974) over the share's
 * log-odds, about their mode and as wide as they spread: neither a density that is all at the ends nor one that is a needle escapes it.
 *
 * @param value - the function
 * @param a - finite, above 0
 * @param b - finite, above 0
 * @param relativeError - wanted, 1e-13 by default
 * @internal
 */
export const meanOverBeta = (value: OverShare, a: number, b: number, relativeError = 1e-13): number => {
  const centre = Math.log(a / b)
  const width = Math.PI * Math.min(1, Math.sqrt(1 / a + 1 / b))
  // Where the density is steep at an end, what the function comes to there is averaged in closed form.
  const [left, right] = [a < steep ? value.atZero : 0, b < steep ? value.atOne : 0]
  const over = (of: (share: number, rest: number) => number, logNorm: number): number =>
    refine((u) => {
      const logOdds = centre + width * Math.sinh(u)
      const share = 1 / (1 + Math.exp(-logOdds))
      const rest = 1 / (1 + Math.exp(logOdds))
      if (share === 0 || rest === 0) return 0
      const logDensity = -a * Math.log1p(Math.exp(-logOdds)) - b * Math.log1p(Math.exp(logOdds)) - logNorm
      // Density that does not count is not worth a function that takes long.
      return logDensity < -700 ? 0 : Math.exp(logDensity) * of(share, rest) * width * Math.cosh(u)
    }, relativeError)
  const logNorm = a < steep || b < steep ? logBeta(a, b) : -a * Math.log1p(b / a) - b * Math.log1p(a / b)
  const norm = a < steep || b < steep ? 1 : over(() => 1, logNorm)
  const rest = over((share, other) => value.at(share, other) - left * other - right * share, logNorm)
  return (left * b + right * a) / (a + b) + rest / norm
}
