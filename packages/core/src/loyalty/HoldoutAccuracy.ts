import { atLeastProblems, refuse, wholeProblems } from "./Bounds.ts"
import { BaseTooSmall } from "./LoyaltyErrors.ts"

/**
 * How predictions met what happened. Judge by several figures together: where most customers buy nothing, the forecast
 * "nothing for anyone" has a small absolute error.
 */
export interface HoldoutAccuracy {
  /** Customers. */
  readonly customerCount: number
  /** Purchases that happened. */
  readonly actualTotal: number
  /** Purchases predicted. */
  readonly predictedTotal: number
  /** Predicted by actual total, less 1: 0.1 is 10 % too many; null where nothing happened. */
  readonly bias: number | null
  /** Mean absolute error per customer. */
  readonly meanAbsoluteError: number
  /** Root of the mean squared error per customer. */
  readonly rootMeanSquaredError: number
  /** Mean squared difference of ln(1 + count): forgives large counts their size. */
  readonly meanSquaredLogError: number
  /** Correlation over customers; null where either side does not vary. */
  readonly correlation: number | null
}

/**
 * Accuracy of predictions over customers of a holdout.
 *
 * @param actual - purchases per customer in the holdout; finite, 0 or more
 * @param predicted - what was expected, in the same order; finite, 0 or more
 * @throws InputInvalid where a number is negative or not finite or the lengths differ; {@link BaseTooSmall} for no customers
 *
 * @example
 * ```ts
 * import { holdoutAccuracy } from "@salesdept/core/loyalty"
 *
 * holdoutAccuracy([0, 2, 1], [0.2, 1.4, 0.9]).bias // −0.17
 * ```
 */
export const holdoutAccuracy = (actual: ReadonlyArray<number>, predicted: ReadonlyArray<number>): HoldoutAccuracy => {
  const n = actual.length
  refuse([
    ...actual.flatMap((count, i) => atLeastProblems(`actual[${i}]`, count, 0)),
    ...predicted.flatMap((count, i) => atLeastProblems(`predicted[${i}]`, count, 0)),
    ...wholeProblems("predicted.length", predicted.length, n, n),
  ])
  if (n === 0) throw new BaseTooSmall(0, 1)
  const total = (of: (i: number) => number): number => actual.reduce((sum, _, i) => sum + of(i), 0)
  const [actualTotal, predictedTotal] = [total((i) => actual[i]!), total((i) => predicted[i]!)]
  const [meanActual, meanPredicted] = [actualTotal / n, predictedTotal / n]
  const covariance = total((i) => (actual[i]! - meanActual) * (predicted[i]! - meanPredicted))
  const [spreadActual, spreadPredicted] = [
    total((i) => (actual[i]! - meanActual) ** 2),
    total((i) => (predicted[i]! - meanPredicted) ** 2),
  ]
  // A constant prediction leaves nothing but rounding in its spread.
  const varies = spreadActual > 0 && spreadPredicted > 1e-20 * Math.max(1, meanPredicted ** 2) * n
  return {
    customerCount: n,
    actualTotal,
    predictedTotal,
    bias: actualTotal === 0 ? null : predictedTotal / actualTotal - 1,
    meanAbsoluteError: total((i) => Math.abs(actual[i]! - predicted[i]!)) / n,
    rootMeanSquaredError: Math.sqrt(total((i) => (actual[i]! - predicted[i]!) ** 2) / n),
    meanSquaredLogError: total((i) => (Math.log1p(actual[i]!) - Math.log1p(predicted[i]!)) ** 2) / n,
    correlation: varies ? covariance / Math.sqrt(spreadActual * spreadPredicted) : null,
  }
}
