import { finiteProblems, rejectWhere } from "./ArgumentProblem.ts"

/** Count, mean, spread and range of a sample. */
export interface Moments {
  /** Number of values. */
  readonly n: number
  /** Arithmetic mean; null where there are no values. */
  readonly mean: number | null
  /** Sample standard deviation, divisor n − 1; null below two values. */
  readonly standardDeviation: number | null
  /** Smallest value; null where there are none. */
  readonly min: number | null
  /** Largest value; null where there are none. */
  readonly max: number | null
}

/**
 * Mean and standard deviation by the two-pass formula with the correction for rounding of Chan, Golub and LeVeque
 * (1983), and the range.
 *
 * @param values - finite values in any order; none is allowed
 * @throws InputInvalid where a value is not finite
 *
 * @example
 * ```ts
 * import { moments } from "@salesdept/core/stats"
 *
 * moments([2, 4, 4, 4, 5, 5, 7, 9]) // { n: 8, mean: 5, standardDeviation: 2.1380…, min: 2, max: 9 }
 * ```
 */
export const moments = (values: ArrayLike<number>): Moments => {
  rejectWhere(finiteProblems("values", values))
  const n = values.length
  if (n === 0) return { n, mean: null, standardDeviation: null, min: null, max: null }
  let sum = 0
  let min = Number.POSITIVE_INFINITY
  let max = Number.NEGATIVE_INFINITY
  for (let i = 0; i < n; i++) {
    const value = values[i]!
    sum += value
    if (value < min) min = value
    if (value > max) max = value
  }
  // A sum's rounding must not carry the mean out of the values: those that are all alike have it as their mean.
  const mean = Math.min(max, Math.max(min, sum / n))
  let squares = 0
  let drift = 0
  for (let i = 0; i < n; i++) {
    const difference = values[i]! - mean
    squares += difference * difference
    drift += difference
  }
  const standardDeviation = n < 2 ? null : Math.sqrt(Math.max(0, squares - (drift * drift) / n) / (n - 1))
  return { n, mean, standardDeviation, min, max }
}
