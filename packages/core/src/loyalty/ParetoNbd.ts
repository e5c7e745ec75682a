import { hypergeometric2F1With1 } from "../stats/Hypergeometric.ts"
import { hypergeometricU } from "../stats/HypergeometricU.ts"
import { integrateUnit } from "../stats/Quadrature.ts"
import type { HistoryColumns } from "./HistoryColumns.ts"
import type { ModelParameters, NbdModel } from "./NbdModel.ts"
import { checkedModel } from "./NbdModel.ts"
import type { History } from "./PurchaseHistory.ts"
import { meanAge, negativeBinomial, overallRate } from "./PurchaseProcess.ts"
import { largestOf, logOnePlusExp, risingLogs } from "./Rising.ts"

/** Parameters of Pareto/NBD: purchase rates Gamma(r, α), rates of stopping Gamma(s, β). */
export type ParetoNbdParameter = "r" | "alpha" | "s" | "beta"

type Parameters = ModelParameters<ParetoNbdParameter>

// ln of α^r β^s (α+t)^−(r+x) (β+t)^−s: bought x times and still there at t. Powers are of ratios, lest large shapes and
// scales, where customers are alike, leave nothing but rounding.
const logHere = ({ r, alpha, s, beta }: Parameters, x: number, time: number): number =>
  -r * Math.log1p(time / alpha) - x * Math.log(alpha + time) - s * Math.log1p(time / beta)

// ln of the antiderivative in A0 of Fader and Hardie (2005, "A Note on Deriving the Pareto/NBD Model"), times α^r β^s.
// Euler's transformation of their 2F1 leaves one with the parameter 1, which a continued fraction gives quickly near
// z = 1 too.
const logAntiderivative = (parameters: Parameters, x: number, time: number): number => {
  const { r, alpha, s, beta } = parameters
  const [a, b, c] = [alpha + time, beta + time, r + s + x + 1]
  const factor =
    alpha >= beta
      ? hypergeometric2F1With1(r + x, c, (alpha - beta) / a)
      : (hypergeometric2F1With1(s + 1, c, (beta - alpha) / b) * a) / b
  return logHere(parameters, x, time) + Math.log(factor)
}

// ln of the odds of having stopped after the last purchase, from the antiderivative at both its ends.
const logOdds = (parameters: Parameters, x: number, here: number, atLast: number, atEnd: number): number => {
  // Without time after the last purchase, or so little that the ends are equal to the last digit.
  if (atEnd >= atLast) return Number.NEGATIVE_INFINITY
  const { r, s } = parameters
  return Math.log(s / (r + s + x)) + atLast - here + Math.log1p(-Math.exp(atEnd - atLast))
}

// Beyond it one of the two gamma distributions is all but gone and the fraction below takes thousands of steps.
const widestRatio = 1e6

const logLikelihood = (parameters: Parameters, columns: HistoryColumns): number => {
  const { r, alpha, beta } = parameters
  if (Math.max(alpha, beta) > widestRatio * Math.min(alpha, beta)) return Number.NaN
  const { repeatCounts, ages, weights, points, lastPoints, agePoints } = columns
  const ofR = risingLogs(r, largestOf(repeatCounts))
  const ends = points.times.map((time, i) => logAntiderivative(parameters, points.repeatCounts[i]!, time))
  let sum = 0
  for (let i = 0; i < repeatCounts.length; i++) {
    const x = repeatCounts[i]!
    const here = logHere(parameters, x, ages[i]!)
    const odds = logOdds(parameters, x, here, ends[lastPoints[i]!]!, ends[agePoints[i]!]!)
    sum += weights[i]! * (ofR[x]! + here + logOnePlusExp(odds))
  }
  return sum
}

const probabilityAlive = (parameters: Parameters, { repeatCount, lastAt, age }: History): number => {
  const [atLast, atEnd] = [
    logAntiderivative(parameters, repeatCount, lastAt),
    logAntiderivative(parameters, repeatCount, age),
  ]
  const here = logHere(parameters, repeatCount, age)
  return 1 / (1 + Math.exp(logOdds(parameters, repeatCount, here, atLast, atEnd)))
}

const expectedPurchases = (parameters: Parameters, history: History, horizon: number): number => {
  const { r, alpha, s, beta } = parameters
  const rate = (r + history.repeatCount) / (alpha + history.age)
  const logGrown = Math.log1p(horizon / (beta + history.age))
  // (1 − e^(−(s−1)l)) / (s − 1), with its limit l at s = 1.
  const lifetime = s === 1 ? logGrown : -Math.expm1((1 - s) * logGrown) / (s - 1)
  return probabilityAlive(parameters, history) * rate * (beta + history.age) * lifetime
}

// Fader, Hardie and Lee (2005, "RFM and CLV"), with Ψ(s, s; y) = y^(1−s) U(1, 2−s, y).
const discountedPurchases = (parameters: Parameters, history: History, discountRate: number): number => {
  const { r, alpha, s, beta } = parameters
  const rate = (r + history.repeatCount) / (alpha + history.age)
  const lifetime = (beta + history.age) * hypergeometricU(1, 2 - s, discountRate * (beta + history.age))
  return probabilityAlive(parameters, history) * rate * lifetime
}

// Bought k times until the end while still here, or until stopping before it: the latter by quadrature over the time of
// stopping, all of whose terms are positive, instead of the closed form, whose terms cancel.
const countProbabilities = (parameters: Parameters, horizon: number, most: number): ReadonlyArray<number> => {
  const { r, alpha, s, beta } = parameters
  const here = (beta / (beta + horizon)) ** s
  const buying = negativeBinomial(r, alpha, horizon, most)
  if (horizon === 0) return Array.from(buying)
  const rising = risingLogs(r, most)
  const factorials = risingLogs(1, most)
  return Array.from(buying, (probability, x) => {
    const constant = rising[x]! - factorials[x]! + Math.log((horizon * s) / beta)
    const gone = integrateUnit((share) => {
      const time = share * horizon
      const bought = -r * Math.log1p(time / alpha) - x * Math.log1p(alpha / time)
      return Math.exp(constant + bought - (s + 1) * Math.log1p(time / beta))
    })
    return here * probability + gone
  })
}

/**
 * Pareto/NBD (Schmittlein, Morrison and Colombo 1987): a customer may stop at any time, whether buying or not. Slower
 * than the beta-geometric models; take it to cross-check them.
 *
 * @example
 * ```ts
 * import { paretoNbd } from "@salesdept/core/loyalty/models"
 *
 * const parameters = { r: 0.553, alpha: 10.578, s: 0.606, beta: 11.669 }
 * paretoNbd.probabilityAlive(parameters, { repeatCount: 26, lastAt: 30.86, age: 31 }) // 0.9979…
 * ```
 */
export const paretoNbd: NbdModel<ParetoNbdParameter> = /* @__PURE__ */ checkedModel({
  id: "pareto-nbd",
  title: { en: "Pareto/NBD", ru: "Парето/NBD" },
  parameterNames: ["r", "alpha", "s", "beta"],
  logLikelihood,
  starts: (columns) => {
    const [rate, age] = [overallRate(columns), meanAge(columns)]
    return [
      { r: 0.5, alpha: 0.5 / rate, s: 0.5, beta: age / 2 },
      { r: 1, alpha: 0.7 / rate, s: 1, beta: 2 * age },
      { r: 0.5, alpha: 0.2 / rate, s: 0.3, beta: age / 10 },
    ]
  },
  probabilityAlive,
  expectedPurchases,
  discountedPurchases,
  countProbabilities,
})
