import type { Problem } from "../shared/Problem.ts"
import { digamma } from "../stats/Digamma.ts"
import { logGamma } from "../stats/SpecialFunctions.ts"
import { atLeastProblems, refuse, wholeProblems } from "./Bounds.ts"
import type { LikelihoodFit } from "./LikelihoodFit.ts"
import { fitLikelihood, unusableFit } from "./LikelihoodFit.ts"
import { BaseTooSmall, loyaltyProblem, SpendsAllEqual } from "./LoyaltyErrors.ts"
import type { ModelParameters } from "./NbdModel.ts"
import { parameterProblems } from "./NbdModel.ts"
import type { PurchaseHistory } from "./PurchaseHistory.ts"

/** Parameters of Gamma-Gamma: spends Gamma(p, ν), scales ν of customers Gamma(q, γ). `v` is γ, in the unit of the spends. */
export type GammaGammaParameter = "p" | "q" | "v"

/** Mean spend of one customer. */
export interface CustomerSpend {
  /** Repeat purchase days that the mean is of; whole, 0 or more (1 or more to fit). */
  readonly repeatCount: number
  /** Mean spend per such day, in any one unit for all customers (minor or major); 0 where there is none. */
  readonly meanSpend: number
}

/** Spends drawn from histories. */
export interface CustomerSpends {
  /** One per customer with a spend that counts, mean in minor units. */
  readonly spends: ReadonlyArray<CustomerSpend>
  /** Customers left out since they never bought again. */
  readonly withoutRepeatCount: number
  /** Customers left out since their repeat purchases were free: the model has no place for a mean of 0. */
  readonly freeOnlyCount: number
}

/** A Gamma-Gamma fit with the check of what it supposes. */
export type GammaGammaFit = LikelihoodFit<GammaGammaParameter> & {
  /**
   * Correlation of the number of repeat purchases with the mean spend. The model takes them as independent: above about
   * 0.3 do not multiply its spends with expected purchases. Null where the number does not vary.
   */
  readonly frequencySpendCorrelation: number | null
}

const names: ReadonlyArray<GammaGammaParameter> = ["p", "q", "v"]

/**
 * Mean spends per repeat purchase day, in minor units, of customers who have any (Fader and Hardie 2013).
 *
 * @param histories - from {@link purchaseHistories}
 * @example
 * ```ts
 * import { customerSpends, purchaseHistories } from "@salesdept/core/loyalty/models"
 *
 * const purchases = [
 *   { customerId: "c1", on: "2026-01-05", amountMinor: 900_00 },
 *   { customerId: "c1", on: "2026-01-19", amountMinor: 450_00 },
 *   { customerId: "c2", on: "2026-01-12", amountMinor: 300_00 },
 * ]
 * customerSpends(purchaseHistories(purchases, { end: "2026-02-02", unit: "week" }).histories)
 * // { spends: [{ repeatCount: 1, meanSpend: 45000 }], withoutRepeatCount: 1, freeOnlyCount: 0 }
 * ```
 */
export const customerSpends = (histories: ReadonlyArray<PurchaseHistory>): CustomerSpends => {
  const repeaters = histories.filter(({ repeatCount }) => repeatCount > 0)
  const paying = repeaters.filter(({ repeatSpendMinor }) => repeatSpendMinor > 0)
  return {
    spends: paying.map(({ repeatCount, repeatSpendMinor }) => ({
      repeatCount,
      meanSpend: repeatSpendMinor / repeatCount,
    })),
    withoutRepeatCount: histories.length - repeaters.length,
    freeOnlyCount: repeaters.length - paying.length,
  }
}

/**
 * Fits the Gamma-Gamma model of spend per purchase (Colombo and Jiang 1999; Fader and Hardie 2013, note 025).
 *
 * @param spends - customers with one repeat purchase or more and a mean above 0; two at least
 * @throws InputInvalid listing every bad row; {@link BaseTooSmall}; {@link SpendsAllEqual}
 * @example
 * ```ts
 * import { fitGammaGamma, usableParameters } from "@salesdept/core/loyalty/models"
 *
 * const counts = [4, 1, 3, 5, 2, 3, 4, 1]
 * const means = [69_00, 22_00, 62_00, 40_00, 30_00, 92_00, 176_00, 66_00]
 * const fit = fitGammaGamma(counts.map((repeatCount, i) => ({ repeatCount, meanSpend: means[i]! })))
 * usableParameters(fit) // { p: 4.10…, q: 4.73…, v: 6644… }
 * fit.frequencySpendCorrelation // 0.37…
 * ```
 */
export const fitGammaGamma = (spends: ReadonlyArray<CustomerSpend>): GammaGammaFit => {
  refuse(spends.flatMap((spend, i) => spendProblems(spend, `spends[${i}]`, 1)))
  if (spends.length < 2) throw new BaseTooSmall(spends.length, 2)
  const first = spends[0]!.meanSpend
  if (spends.every(({ meanSpend }) => meanSpend === first)) throw new SpendsAllEqual(first, spends.length)
  const mean = spends.reduce((sum, { meanSpend }) => sum + meanSpend, 0) / spends.length
  // Starts whose population mean p v / (q − 1) is that of the sample.
  const startAt = (p: number, q: number) => ({ p, q, v: (mean * (q - 1)) / p })
  const fit = fitLikelihood({
    model: "gamma-gamma",
    parameterNames: names,
    logLikelihood: (parameters) => gammaGammaLogLikelihood(parameters, spends),
    gradient: (parameters) => gradient(parameters, spends),
    starts: [startAt(5, 4), startAt(1, 3), startAt(2, 8)],
    customerCount: spends.length,
    termCount: spends.length,
  })
  const frequencySpendCorrelation = correlationOf(spends)
  if (fit.status === "usable" && fit.parameters.q <= 1) {
    const { model, customerCount, termCount, startCount, agreeingStarts, iterations } = fit
    const evidence = { model, customerCount, termCount, startCount, agreeingStarts, iterations }
    return { ...unusableFit<GammaGammaParameter>(evidence, "noMean", fit), frequencySpendCorrelation }
  }
  return { ...fit, frequencySpendCorrelation }
}

/**
 * Log-likelihood of mean spends under Gamma-Gamma (Fader and Hardie 2013, equation 1a).
 *
 * @param parameters - p, q and v, all above 0, which is not checked; v in the unit of the spends
 * @param spends - with one purchase or more and a mean above 0, which is not checked
 * @example
 * ```ts
 * import { gammaGammaLogLikelihood } from "@salesdept/core/loyalty/models"
 *
 * const spends = [{ repeatCount: 2, meanSpend: 22.35 }, { repeatCount: 1, meanSpend: 11.77 }]
 * gammaGammaLogLikelihood({ p: 6.25, q: 3.74, v: 15.44 }, spends) // -7.289…
 * ```
 */
export const gammaGammaLogLikelihood = (
  { p, q, v }: ModelParameters<GammaGammaParameter>,
  spends: ReadonlyArray<CustomerSpend>,
): number => {
  let sum = 0
  for (const { repeatCount, meanSpend } of spends) {
    const shape = p * repeatCount
    const spent = repeatCount * meanSpend
    const [less, more] = shape < q ? [shape, q] : [q, shape]
    // Joined so that what is large cancels before it is rounded: noise would look like a peak where there is none.
    sum +=
      logRisen(more, less) -
      logGamma(less) -
      shape * Math.log1p(v / spent) -
      q * Math.log1p(spent / v) -
      Math.log(meanSpend)
  }
  return sum
}

/** ln Γ(base + by) − ln Γ(base), for a large base by the difference of Stirling's series (DLMF 5.11.1). */
const logRisen = (base: number, by: number): number => {
  if (base < 100) return logGamma(base + by) - logGamma(base)
  const rest = (z: number): number => (1 - 1 / (30 * z * z)) / (12 * z)
  return (base - 0.5) * Math.log1p(by / base) + by * Math.log(base + by) - by + rest(base + by) - rest(base)
}

const gradient = (
  { p, q, v }: ModelParameters<GammaGammaParameter>,
  spends: ReadonlyArray<CustomerSpend>,
): ReadonlyArray<number> => {
  const constant = Math.log(v) - digamma(q)
  let [byP, byQ, byV] = [0, 0, 0]
  for (const { repeatCount, meanSpend } of spends) {
    const shape = p * repeatCount
    const spent = repeatCount * meanSpend
    const [ofBoth, logBoth] = [digamma(shape + q), Math.log(v + spent)]
    byP += repeatCount * (ofBoth - digamma(shape) + Math.log(spent) - logBoth)
    byQ += ofBoth + constant - logBoth
    byV += q / v - (shape + q) / (v + spent)
  }
  return [byP, byQ, byV]
}

/**
 * Expected spend of a customer per purchase, given what was seen of it: p (v + x m) / (p x + q − 1) (Fader and Hardie 2013), between
 * the customer's own mean and that of the population.
 *
 * @param parameters - of a fit
 * @param spend - the customer's; a count of 0 gives the mean of the population
 * @returns in the unit of the spends that were fitted, not rounded; null where the expectation does not exist (p x + q ≤ 1)
 * @throws InputInvalid where parameters or the spend are out of bounds
 * @example
 * ```ts
 * import { gammaGammaSpend } from "@salesdept/core/loyalty/models"
 *
 * const parameters = { p: 6.25, q: 3.74, v: 15.44 }
 * gammaGammaSpend(parameters, { repeatCount: 2, meanSpend: 22.35 }) // 24.66…
 * gammaGammaSpend(parameters, { repeatCount: 0, meanSpend: 0 }) // 35.21…
 * ```
 */
export const gammaGammaSpend = (
  parameters: ModelParameters<GammaGammaParameter>,
  spend: CustomerSpend,
): number | null => {
  refuse([...parameterProblems(names, parameters), ...spendProblems(spend, "spend", 0)])
  const { p, q, v } = parameters
  const { repeatCount, meanSpend } = spend
  const shape = p * repeatCount + q - 1
  return shape > 0 ? (p * (v + repeatCount * meanSpend)) / shape : null
}

const spendProblems = (
  { repeatCount, meanSpend }: CustomerSpend,
  path: string,
  least: 0 | 1,
): ReadonlyArray<Problem> => [
  ...wholeProblems(`${path}.repeatCount`, repeatCount, least, Number.MAX_SAFE_INTEGER, "loyalty.count"),
  ...atLeastProblems(`${path}.meanSpend`, meanSpend, 0, "loyalty.negativeMoney"),
  ...(least > 0 && meanSpend === 0
    ? [
        loyaltyProblem(
          `${path}.meanSpend`,
          "loyalty.money",
          "the model has no place for a mean spend of 0: leave such customers out",
          "модель не допускает нулевого среднего чека: исключите таких клиентов",
        ),
      ]
    : []),
]

const correlationOf = (spends: ReadonlyArray<CustomerSpend>): number | null => {
  const meanOf = (value: (spend: CustomerSpend) => number): number =>
    spends.reduce((sum, spend) => sum + value(spend), 0) / spends.length
  const [meanX, meanM] = [meanOf(({ repeatCount }) => repeatCount), meanOf(({ meanSpend }) => meanSpend)]
  const covariance = meanOf(({ repeatCount, meanSpend }) => (repeatCount - meanX) * (meanSpend - meanM))
  const spread = Math.sqrt(
    meanOf(({ repeatCount }) => (repeatCount - meanX) ** 2) * meanOf(({ meanSpend }) => (meanSpend - meanM) ** 2),
  )
  return spread > 0 ? covariance / spread : null
}
