/** Draws that a seed fixes: the same seed gives the same draws on every machine. */
export interface SeededDraws {
  /** Uniform, 0 (inclusive) to 1 (exclusive). */
  readonly uniform: () => number
  /** Standard normal. */
  readonly normal: () => number
  /** Poisson with a mean of 0 or more. */
  readonly poisson: (mean: number) => number
}

const toUnit = 2 ** -32
/** Above this mean, a Poisson draw is a sum of smaller ones, so that e^−mean does not run out of digits. */
const chunk = 30

/**
 * Makes draws from a seed: `sfc32` by C. Doty-Humphrey (PractRand), seeded by its counter and run in, normals by the polar method of
 * G. Marsaglia (1964), Poisson by multiplication of uniforms (D. Knuth), in chunks.
 *
 * @param seed - a whole number, 0 to 2^32−1 (inclusive); of any other number its lowest 32 bits are taken
 *
 * @example
 * ```ts
 * import { seededDraws } from "@salesdept/core/plan"
 *
 * const draws = seededDraws(42)
 * draws.uniform() // 0.3535…
 * seededDraws(42).uniform() // 0.3535…
 * ```
 */
export const seededDraws = (seed: number): SeededDraws => {
  let [a, b, c, counter] = [0x9e3779b9 | 0, 0x243f6a88 | 0, seed | 0, 1]
  const uniform = (): number => {
    const sum = (((a + b) | 0) + counter) | 0
    counter = (counter + 1) | 0
    a = b ^ (b >>> 9)
    b = (c + (c << 3)) | 0
    c = (((c << 21) | (c >>> 11)) + sum) | 0
    return (sum >>> 0) * toUnit
  }
  for (let i = 0; i < 15; i++) uniform()
  let spare: number | null = null
  const normal = (): number => {
    if (spare !== null) {
      const kept = spare
      spare = null
      return kept
    }
    for (;;) {
      const x = uniform() * 2 - 1
      const y = uniform() * 2 - 1
      const square = x * x + y * y
      if (square === 0 || square >= 1) continue
      const factor = Math.sqrt((-2 * Math.log(square)) / square)
      spare = y * factor
      return x * factor
    }
  }
  const small = (mean: number): number => {
    const limit = Math.exp(-mean)
    let product = uniform()
    let count = 0
    while (product > limit) {
      product *= uniform()
      count += 1
    }
    return count
  }
  const poisson = (mean: number): number => {
    let count = 0
    let left = mean
    for (; left > chunk; left -= chunk) count += small(chunk)
    return left > 0 ? count + small(left) : count
  }
  return { uniform, normal, poisson }
}
