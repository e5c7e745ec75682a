import { argumentProblem, finiteProblems, rejectWhere } from "./ArgumentProblem.ts"
import { moments } from "./Moments.ts"

/** Values freed of what was known before the experiment. */
export interface Cuped {
  /** Coefficient of the covariate: covariance by variance. */
  readonly theta: number
  /** Correlation of the values with the covariate. */
  readonly correlation: number
  /** Variance after, relative to before: 1 − correlation². */
  readonly varianceRatio: number
  /** The adjusted values, in the order given; their mean over all groups is that of the values. */
  readonly adjusted: ReadonlyArray<number>
}

/**
 * CUPED (Deng, Xu, Kohavi and Walker 2013): Y − θ(X − X̄), where X is the same measure before the experiment. Give the
 * subjects of all groups together, so that θ and X̄ are common, and compare the groups' means of the adjusted values.
 *
 * @param values - the measure during the experiment; finite
 * @param covariate - a measure that the treatment cannot have changed, such as the same one before; finite, as many
 * @returns null below two subjects or where the values or the covariate do not vary
 * @throws InputInvalid where a number is not finite or the lengths differ
 *
 * @example
 * ```ts
 * import { cuped } from "@salesdept/core/stats"
 *
 * const ordersDuring = [5, 7, 4, 9]
 * const ordersBefore = [4, 6, 5, 8]
 * cuped(ordersDuring, ordersBefore)?.varianceRatio // 0.1859…
 * ```
 */
export const cuped = (values: ArrayLike<number>, covariate: ArrayLike<number>): Cuped | null => {
  rejectWhere([
    ...finiteProblems("values", values),
    ...finiteProblems("covariate", covariate),
    ...(values.length === covariate.length
      ? []
      : [
          argumentProblem("covariate.length", covariate.length, {
            en: `as many as values (${values.length})`,
            ru: `столько же, сколько значений (${values.length})`,
          }),
        ]),
  ])
  const [ofValues, ofCovariate] = [moments(values), moments(covariate)]
  const [spread, width] = [ofValues.standardDeviation ?? 0, ofCovariate.standardDeviation ?? 0]
  if (spread === 0 || width === 0) return null
  const [meanY, meanX] = [ofValues.mean!, ofCovariate.mean!]
  let products = 0
  for (let i = 0; i < values.length; i++) products += (values[i]! - meanY) * (covariate[i]! - meanX)
  const covariance = products / (values.length - 1)
  const theta = covariance / (width * width)
  const correlation = covariance / (spread * width)
  return {
    theta,
    correlation,
    varianceRatio: 1 - correlation * correlation,
    adjusted: Array.from(values, (value, i) => value - theta * (covariate[i]! - meanX)),
  }
}
