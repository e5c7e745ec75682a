import { argumentProblem, finiteProblems, from0To1, rejectWhere } from "./ArgumentProblem.ts"

/** A copy in ascending order; `NaN` last. */
export const ascending = (values: ArrayLike<number>): Float64Array => Float64Array.from(values).toSorted()

// (n − 1)·p may miss a whole number by rounding; R's quantile() forgives the same 4 ulp.
const fuzz = 4 * Number.EPSILON

/**
 * A quantile of values already in ascending order: definition 7 of Hyndman and Fan (1996), linear between order
 * statistics, the default of R and NumPy. Use it when several quantiles of one sample are wanted.
 *
 * @param sorted - finite values in ascending order; neither is checked
 * @param probability - 0 to 1 (inclusive); 0.5 is the median
 * @returns null where there are no values
 * @throws InputInvalid where the probability is outside 0 to 1
 *
 * @example
 * ```ts
 * import { quantileOfSorted } from "@salesdept/core/stats"
 *
 * quantileOfSorted([10, 20, 30, 40], 0.9) // 37
 * ```
 */
export const quantileOfSorted = (sorted: ArrayLike<number>, probability: number): number | null => {
  if (!(probability >= 0 && probability <= 1)) {
    rejectWhere([argumentProblem("probability", probability, from0To1)])
  }
  if (sorted.length === 0) return null
  const position = (sorted.length - 1) * probability
  const slack = fuzz * Math.max(1, position)
  const below = Math.floor(position + slack)
  const weight = position - below
  const lower = sorted[below]!
  const upper = sorted[below + 1]
  return upper === undefined || Math.abs(weight) <= slack ? lower : lower + weight * (upper - lower)
}

/**
 * A quantile of values in any order, by definition 7 of Hyndman and Fan (1996); sorts a copy.
 *
 * @param values - finite values
 * @param probability - 0 to 1 (inclusive); 0.5 is the median
 * @returns null where there are no values
 * @throws InputInvalid where a value is not finite or the probability is outside 0 to 1
 *
 * @example
 * ```ts
 * import { quantile } from "@salesdept/core/stats"
 *
 * quantile([30, 10, 40, 20], 0.5) // 25
 * ```
 */
export const quantile = (values: ArrayLike<number>, probability: number): number | null => {
  rejectWhere(finiteProblems("values", values))
  return quantileOfSorted(ascending(values), probability)
}

/**
 * The median: {@link quantile} at 0.5.
 *
 * @param values - finite values in any order
 * @returns null where there are no values
 * @throws InputInvalid where a value is not finite
 *
 * @example
 * ```ts
 * import { median } from "@salesdept/core/stats"
 *
 * median([90, 12, 30]) // 30
 * ```
 */
export const median = (values: ArrayLike<number>): number | null => quantile(values, 0.5)
