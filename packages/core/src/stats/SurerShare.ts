import type { SampleSummary } from "./TwoMeans.ts"
import type { Count } from "./TwoProportions.ts"

/**
 * A share as a sample with one success and one failure more (Agresti and Caffo 2000), for intervals that rest on the normal
 * distribution: a small group in which hardly anybody has done it yet would be taken for one in which nobody ever does.
 *
 * @internal
 */
export const surerShare = ({ successes, trials }: Count): SampleSummary => {
  const n = trials + 2
  const mean = (successes + 1) / n
  return { n, mean, variance: mean * (1 - mean) }
}
