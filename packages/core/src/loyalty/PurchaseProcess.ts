import type { HistoryColumns } from "./HistoryColumns.ts"
import { risingLogs } from "./Rising.ts"

/**
 * Probabilities that a customer who does not stop makes 0…most purchases within a time, with rates by a gamma
 * distribution: the negative binomial (Ehrenberg 1959).
 *
 * @internal
 */
export const negativeBinomial = (r: number, alpha: number, time: number, most: number): Float64Array => {
  if (time === 0) return Float64Array.from({ length: most + 1 }, (_, k) => (k === 0 ? 1 : 0))
  const rising = risingLogs(r, most)
  const factorials = risingLogs(1, most)
  const none = -r * Math.log1p(time / alpha)
  const each = -Math.log1p(alpha / time)
  return rising.map((log, k) => Math.exp(log - factorials[k]! + none + k * each))
}

/** Repeat purchases per unit of time over the whole base: where the search for a rate begins. @internal */
export const overallRate = ({ repeatTotal, ages, weights }: HistoryColumns): number => {
  let time = 0
  for (let i = 0; i < ages.length; i++) time += weights[i]! * ages[i]!
  return repeatTotal / time
}

/** Mean age of the base. @internal */
export const meanAge = ({ customerCount, ages, weights }: HistoryColumns): number => {
  let time = 0
  for (let i = 0; i < ages.length; i++) time += weights[i]! * ages[i]!
  return time / customerCount
}
