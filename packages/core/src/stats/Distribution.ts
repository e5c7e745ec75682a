import { moments } from "./Moments.ts"
import type { Moments } from "./Moments.ts"
import { ascending, quantileOfSorted } from "./Quantile.ts"

/** A sample described by its moments and quantiles (definition 7). Every figure is null where there are no values. */
export interface Distribution extends Moments {
  /** 10 % of the values lie at or below it. */
  readonly p10: number | null
  /** Lower quartile. */
  readonly p25: number | null
  /** Median. */
  readonly p50: number | null
  /** Upper quartile. */
  readonly p75: number | null
  /** 90 % of the values lie at or below it. */
  readonly p90: number | null
  /** 95 % of the values lie at or below it. */
  readonly p95: number | null
}

/**
 * Describes a sample: count, mean, standard deviation (n − 1), range and quantiles (Hyndman and Fan 1996, definition 7).
 *
 * @param values - finite values in any order; left as they are
 * @throws InputInvalid where a value is not finite
 *
 * @example
 * ```ts
 * import { distributionOf } from "@salesdept/core/stats"
 *
 * const daysToWin = [30, 12, 21, 90, 45]
 * distributionOf(daysToWin).p50 // 30
 * ```
 */
export const distributionOf = (values: ArrayLike<number>): Distribution => {
  const base = moments(values)
  const sorted = ascending(values)
  const at = (probability: number): number | null => quantileOfSorted(sorted, probability)
  return { ...base, p10: at(0.1), p25: at(0.25), p50: at(0.5), p75: at(0.75), p90: at(0.9), p95: at(0.95) }
}
