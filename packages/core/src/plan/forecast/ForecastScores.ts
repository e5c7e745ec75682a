import type { Message } from "../../shared/Message.ts"
import type { Ratio } from "../../shared/Ratio.ts"
import type { Proportion } from "../../stats/Proportion.ts"
import { proportion } from "../../stats/Proportion.ts"

/**
 * Loss of a quantile forecast (Koenker and Bassett 1978): `(actual − quantile)·τ` above it, `(quantile − actual)·(1 − τ)` below.
 *
 * @param probability - τ, between 0 and 1; not checked
 * @param quantile - the forecast quantile, in any unit
 * @param actual - what came about, in the same unit
 *
 * @example
 * ```ts
 * import { pinballLoss } from "@salesdept/core/plan/forecast"
 *
 * pinballLoss(0.9, 100, 120) // 18
 * pinballLoss(0.5, 100, 80) // 10
 * ```
 */
export const pinballLoss = (probability: number, quantile: number, actual: number): number =>
  actual >= quantile ? (actual - quantile) * probability : (quantile - actual) * (1 - probability)

/**
 * Continuous ranked probability score of an ensemble (Gneiting and Raftery 2007): `mean|x − y| − ½·mean|x − x′|`, in the units of the
 * value. Of one value it is the absolute error, so that points and distributions are compared by one score.
 *
 * @param draws - the ensemble, ascending, at least one; neither is checked
 * @param actual - what came about, in the same unit
 *
 * @example
 * ```ts
 * import { crpsOfDraws } from "@salesdept/core/plan/forecast"
 *
 * crpsOfDraws([80, 100, 120], 110).toFixed(2) // "7.78"
 * crpsOfDraws([100], 110) // 10
 * ```
 */
export const crpsOfDraws = (draws: ArrayLike<number>, actual: number): number => {
  const { length } = draws
  let error = 0
  let spread = 0
  for (let index = 0; index < length; index++) {
    const draw = draws[index] ?? 0
    error += Math.abs(draw - actual)
    // Over ascending values, the sum of all differences needs each value once.
    spread += draw * (2 * index - length + 1)
  }
  return error / length - spread / (length * length)
}

/** How forecasts of amounts missed in all. */
export interface AmountErrors {
  /** Periods or cells scored. */
  readonly count: number
  /**
   * Absolute errors over absolute actuals; null where all actuals are 0. A cell whose actual is 0 adds its error to the numerator
   * and nothing to the denominator: it is not left out, and percentages of single cells are not averaged.
   */
  readonly wape: Ratio | null
  /** Sum of `forecast − actual` over actuals; above 0 is too high. Null where the actuals sum to 0. */
  readonly bias: Ratio | null
  /** Cells whose actual is 0: for them a percentage error does not exist. */
  readonly zeroActuals: number
}

/**
 * Errors of point forecasts: WAPE (the weighted absolute percentage error) and bias, as ratios with what they are made of.
 *
 * @param pairs - forecasts with what came about, in one unit; finite
 *
 * @example
 * ```ts
 * import { amountErrors } from "@salesdept/core/plan/forecast"
 *
 * amountErrors([{ forecast: 100, actual: 80 }, { forecast: 50, actual: 60 }, { forecast: 10, actual: 0 }]) // { count: 3, wape: { numerator: 40, denominator: 140 }, bias: { numerator: 20, denominator: 140 }, zeroActuals: 1 }
 * ```
 */
export const amountErrors = (pairs: Iterable<{ readonly forecast: number; readonly actual: number }>): AmountErrors => {
  let [count, errors, actuals, difference, sum, zeroActuals] = [0, 0, 0, 0, 0, 0]
  for (const { forecast, actual } of pairs) {
    count += 1
    errors += Math.abs(actual - forecast)
    actuals += Math.abs(actual)
    difference += forecast - actual
    sum += actual
    if (actual === 0) zeroActuals += 1
  }
  return {
    count,
    wape: actuals === 0 ? null : { numerator: errors, denominator: actuals },
    bias: sum === 0 ? null : { numerator: difference, denominator: sum },
    zeroActuals,
  }
}

/** The rule for actuals of 0, to be shown beside the score. */
export const zeroActualsRule: Message = {
  en: "An actual of 0 adds its error to the numerator of WAPE; percentage errors of single cells are not averaged",
  ru: "Нулевой факт добавляет свою ошибку в числитель WAPE; процентные ошибки отдельных ячеек не усредняются",
}

/** A Brier score with its parts (A. Murphy, 1973); `reliability − resolution + uncertainty` where forecasts repeat exactly. */
export interface BrierScore {
  /** Forecasts scored. */
  readonly count: number
  /** Mean squared difference of probability and outcome; 0 is perfect. */
  readonly score: number
  /** How far the observed shares lie from the forecast ones. */
  readonly reliability: number
  /** How far the observed shares lie from the overall one. */
  readonly resolution: number
  /** What always forecasting the overall share would score. */
  readonly uncertainty: number
}

/**
 * Scores probabilities (Brier 1950, with the parts of Murphy 1973). Forecasts are taken together where they are equal to two digits.
 *
 * @param pairs - probabilities, 0 to 1, with whether it came about
 * @returns null without forecasts
 *
 * @example
 * ```ts
 * import { brierScore } from "@salesdept/core/plan/forecast"
 *
 * const score = brierScore([
 *   { probability: 0.8, happened: true },
 *   { probability: 0.8, happened: true },
 *   { probability: 0.2, happened: false },
 * ])
 * score?.score.toFixed(2) // "0.04"
 * ```
 */
export const brierScore = (
  pairs: ReadonlyArray<{ readonly probability: number; readonly happened: boolean }>,
): BrierScore | null => {
  const count = pairs.length
  if (count === 0) return null
  const share = pairs.filter(({ happened }) => happened).length / count
  let [score, reliability, resolution] = [0, 0, 0]
  for (const { probability, happened } of pairs) score += (probability - (happened ? 1 : 0)) ** 2
  for (const own of Map.groupBy(pairs, ({ probability }) => Math.round(probability * 100)).values()) {
    const observed = own.filter(({ happened }) => happened).length / own.length
    const mean = own.reduce((sum, { probability }) => sum + probability, 0) / own.length
    reliability += own.length * (mean - observed) ** 2
    resolution += own.length * (observed - share) ** 2
  }
  return {
    count,
    score: score / count,
    reliability: reliability / count,
    resolution: resolution / count,
    uncertainty: share * (1 - share),
  }
}

/**
 * How often intervals held what came about, with the bounds that chance gives such a share (Wilson 1927, 95 %).
 *
 * @param intervals - bounds (both inclusive) and actuals
 *
 * @example
 * ```ts
 * import { intervalCoverage } from "@salesdept/core/plan/forecast"
 *
 * const coverage = intervalCoverage([
 *   { lower: 80, upper: 120, actual: 100 },
 *   { lower: 80, upper: 120, actual: 130 },
 * ])
 * coverage.ratio // 0.5
 * ```
 */
export const intervalCoverage = (
  intervals: ReadonlyArray<{ readonly lower: number; readonly upper: number; readonly actual: number }>,
): Proportion =>
  proportion(
    intervals.filter(({ lower, upper, actual }) => lower <= actual && actual <= upper).length,
    intervals.length,
  )
