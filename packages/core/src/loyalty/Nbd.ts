import type { HistoryColumns } from "./HistoryColumns.ts"
import type { ModelParameters, NbdModel } from "./NbdModel.ts"
import { checkedModel } from "./NbdModel.ts"
import { negativeBinomial, overallRate } from "./PurchaseProcess.ts"
import { largestOf, risingLogs, risingReciprocals } from "./Rising.ts"

/** Parameters of NBD: purchase rates Gamma(r, α). */
export type NbdParameter = "r" | "alpha"

type Parameters = ModelParameters<NbdParameter>

const logLikelihood = ({ r, alpha }: Parameters, columns: HistoryColumns): number => {
  const { repeatCounts, ages, weights } = columns
  const ofR = risingLogs(r, largestOf(repeatCounts))
  let sum = 0
  for (let i = 0; i < repeatCounts.length; i++) {
    const x = repeatCounts[i]!
    sum += weights[i]! * (ofR[x]! - r * Math.log1p(ages[i]! / alpha) - x * Math.log(alpha + ages[i]!))
  }
  return sum
}

const gradient = ({ r, alpha }: Parameters, columns: HistoryColumns): ReadonlyArray<number> => {
  const { repeatCounts, ages, weights } = columns
  const ofR = risingReciprocals(r, largestOf(repeatCounts))
  let [byR, byAlpha] = [0, 0]
  for (let i = 0; i < repeatCounts.length; i++) {
    const x = repeatCounts[i]!
    const grown = alpha + ages[i]!
    byR += weights[i]! * (ofR[x]! - Math.log1p(ages[i]! / alpha))
    byAlpha += weights[i]! * (r / alpha - (r + x) / grown)
  }
  return [byR, byAlpha]
}

/**
 * NBD (Ehrenberg 1959): customers buy at rates of their own and never stop. The baseline that shows what taking
 * departures into account brings; it overstates the future of every base that loses customers.
 */
export const nbd: NbdModel<NbdParameter> = /* @__PURE__ */ checkedModel({
  id: "nbd",
  title: { en: "NBD", ru: "NBD" },
  parameterNames: ["r", "alpha"],
  logLikelihood,
  gradient,
  starts: (columns) => {
    const rate = overallRate(columns)
    return [
      { r: 0.5, alpha: 0.5 / rate },
      { r: 2, alpha: 2 / rate },
      { r: 0.1, alpha: 0.1 / rate },
    ]
  },
  probabilityAlive: () => 1,
  expectedPurchases: ({ r, alpha }, { repeatCount, age }, horizon) => ((r + repeatCount) / (alpha + age)) * horizon,
  discountedPurchases: ({ r, alpha }, { repeatCount, age }, rate) => (r + repeatCount) / (alpha + age) / rate,
  countProbabilities: ({ r, alpha }, horizon, most) => Array.from(negativeBinomial(r, alpha, horizon, most)),
})
