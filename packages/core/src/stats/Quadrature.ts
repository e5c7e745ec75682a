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
