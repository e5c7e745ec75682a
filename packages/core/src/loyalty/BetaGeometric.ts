import type { Message } from "../shared/Message.ts"
import { hypergeometricU } from "../stats/HypergeometricU.ts"
import { meanOverBeta } from "../stats/Quadrature.ts"
import { regularizedBeta } from "../stats/SpecialFunctions.ts"
import type { HistoryColumns } from "./HistoryColumns.ts"
import type { ModelParameters, NbdModel } from "./NbdModel.ts"
import { checkedModel } from "./NbdModel.ts"
import type { History } from "./PurchaseHistory.ts"
import { negativeBinomial, overallRate } from "./PurchaseProcess.ts"
import { largestOf, logOnePlusExp, risingLogs, risingReciprocals } from "./Rising.ts"

/** Parameters of the beta-geometric models: purchase rates Gamma(r, α), chances of stopping Beta(a, b). */
export type BetaGeometricParameter = "r" | "alpha" | "a" | "b"

type Parameters = ModelParameters<BetaGeometricParameter>

interface Variant {
  readonly id: "bg-nbd" | "mbg-nbd"
  readonly title: Message
  /** Chances to stop before the first repeat purchase: 0 in BG/NBD, 1 (right after the first purchase) in MBG/NBD. */
  readonly chancesAtBirth: 0 | 1
}

/**
 * The two beta-geometric models, which differ in nothing but the chance to stop at birth. With c = x + that chance:
 * L = Γ(r+x)/Γ(r) · B(a,b+c)/B(a,b) · (1+T/α)^−r (α+T)^−x · (1 + e^u), where e^u are the odds of having stopped.
 * Powers are of ratios, lest large r and α, where customers are alike, leave nothing but rounding.
 *
 * @internal
 */
export const betaGeometric = ({ id, title, chancesAtBirth }: Variant): NbdModel<BetaGeometricParameter> => {
  // u = ln of a/(b+c−1) · ((α+T)/(α+t_x))^(r+x); without a chance to stop the odds are 0.
  const logOdds = ({ r, alpha, a, b }: Parameters, x: number, lastAt: number, age: number): number => {
    const chances = x + chancesAtBirth
    if (chances === 0) return Number.NEGATIVE_INFINITY
    return Math.log(a / (b + chances - 1)) + (r + x) * Math.log1p((age - lastAt) / (alpha + lastAt))
  }

  const logLikelihood = (parameters: Parameters, columns: HistoryColumns): number => {
    const { r, alpha, a, b } = parameters
    const { repeatCounts, lastAts, ages, weights } = columns
    const most = largestOf(repeatCounts) + chancesAtBirth
    const [ofR, ofB, ofSum] = [risingLogs(r, most), risingLogs(b, most), risingLogs(a + b, most)]
    let sum = 0
    for (let i = 0; i < repeatCounts.length; i++) {
      const x = repeatCounts[i]!
      const age = ages[i]!
      const chances = x + chancesAtBirth
      const odds = logOdds(parameters, x, lastAts[i]!, age)
      const buying = ofR[x]! - r * Math.log1p(age / alpha) - x * Math.log(alpha + age)
      sum += weights[i]! * (buying + ofB[chances]! - ofSum[chances]! + logOnePlusExp(odds))
    }
    return sum
  }

  const gradient = (parameters: Parameters, columns: HistoryColumns): ReadonlyArray<number> => {
    const { r, alpha, a, b } = parameters
    const { repeatCounts, lastAts, ages, weights } = columns
    const most = largestOf(repeatCounts) + chancesAtBirth
    const [ofR, ofB, ofSum] = [risingReciprocals(r, most), risingReciprocals(b, most), risingReciprocals(a + b, most)]
    const total = [0, 0, 0, 0] as [number, number, number, number]
    for (let i = 0; i < repeatCounts.length; i++) {
      const x = repeatCounts[i]!
      const chances = x + chancesAtBirth
      const [alphaAge, alphaLast, weight] = [alpha + ages[i]!, alpha + lastAts[i]!, weights[i]!]
      const gone = shareOf(logOdds(parameters, x, lastAts[i]!, ages[i]!))
      const [sinceBirth, sinceLast] = [Math.log1p(ages[i]! / alpha), Math.log1p((ages[i]! - lastAts[i]!) / alphaLast)]
      total[0] += weight * (ofR[x]! - sinceBirth + gone * sinceLast)
      total[1] += weight * (r / alpha - (r + x) * ((1 - gone) / alphaAge + gone / alphaLast))
      total[2] += weight * (gone / a - ofSum[chances]!)
      total[3] += weight * (ofB[chances]! - ofSum[chances]! - (chances === 0 ? 0 : gone / (b + chances - 1)))
    }
    return total
  }

  const probabilityAlive = (parameters: Parameters, { repeatCount, lastAt, age }: History): number =>
    1 / (1 + Math.exp(logOdds(parameters, repeatCount, lastAt, age)))

  const expectedPurchases = (parameters: Parameters, history: History, horizon: number): number => {
    const { r, alpha, a, b } = parameters
    const survivals = b + history.repeatCount + chancesAtBirth
    const stretch = horizon / (alpha + history.age)
    return probabilityAlive(parameters, history) * purchasesUntilStop(r + history.repeatCount, stretch, a, survivals)
  }

  // Given the chance p of stopping, a living customer buys at time t with density k/A (1 + pt/A)^−(k+1), where k = r + x
  // and A = α + T; its transform is k/p U(1, 1−k, δA/p). What is left is the mean over p ~ Beta(a, b + c).
  const discountedPurchases = (parameters: Parameters, history: History, discountRate: number): number => {
    const { r, alpha, a, b } = parameters
    const k = r + history.repeatCount
    const survivals = b + history.repeatCount + chancesAtBirth
    const scaled = discountRate * (alpha + history.age)
    const atZero = k / scaled
    const at = (p: number): number =>
      // U(1, 1−k, z) is 1/z to the last digit where z is beyond all doubles of 1 + k.
      p * (1 + k) < scaled * farBelow ? atZero : (k / p) * hypergeometricU(1, 1 - k, scaled / p)
    const whileAlive = meanOverBeta({ at, atZero, atOne: at(1) }, a, survivals, 1e-11)
    return probabilityAlive(parameters, history) * whileAlive
  }

  const countProbabilities = (parameters: Parameters, horizon: number, most: number): ReadonlyArray<number> => {
    const { r, alpha, a, b } = parameters
    const buying = negativeBinomial(r, alpha, horizon, most)
    const [ofB, ofSum] = [risingLogs(b, most + chancesAtBirth), risingLogs(a + b, most + chancesAtBirth)]
    return Array.from(buying, (probability, x) => {
      const chances = x + chancesAtBirth
      const stayed = Math.exp(ofB[chances]! - ofSum[chances]!)
      // Stopped right after purchase x, which came in time.
      const inTime = x === 0 ? 1 : regularizedBeta(x, r, horizon / (alpha + horizon))
      return stayed * probability + (chances === 0 ? 0 : ((stayed * a) / (b + chances - 1)) * inTime)
    })
  }

  return checkedModel({
    id,
    title,
    parameterNames: ["r", "alpha", "a", "b"],
    logLikelihood,
    gradient,
    starts: (columns) => {
      const rate = overallRate(columns)
      return [
        { r: 0.5, alpha: 0.5 / rate, a: 1, b: 2 },
        { r: 1, alpha: 1 / rate, a: 0.5, b: 5 },
        { r: 0.25, alpha: 0.1 / rate, a: 2, b: 2 },
      ]
    },
    probabilityAlive,
    expectedPurchases,
    discountedPurchases,
    countProbabilities,
  })
}

const shareOf = (u: number): number => 1 / (1 + Math.exp(-u))

const farBelow = Number.EPSILON / 4
const largest = 1e250
// The series takes about as many terms as purchases may come; beyond so many the integral is quicker.
const mostTerms = 2000

/**
 * Expected purchases of a living customer until the stop or the end of a time, which is `stretch` times as long as α + T: of shape k.
 * That is the mean over p ~ Beta(a, b) of (1 − (1 + p · stretch)^−k) / p, with which the usual formula agrees where it can be computed: its 2F1
 * overflows for active customers and, transformed by Euler, cancels for large r, and it divides by a − 1.
 */
const purchasesUntilStop = (k: number, stretch: number, a: number, b: number): number => {
  const [mean, spread] = [k * stretch, Math.sqrt(k * stretch * (1 + stretch))]
  if (mean + 10 * spread + 40 * (1 + stretch) < mostTerms) return summedUntilStop(k, stretch / (1 + stretch), a, b)
  const at = (p: number): number => -Math.expm1(-k * Math.log1p(p * stretch)) / p
  return meanOverBeta({ at, atZero: k * stretch, atOne: at(1) }, a, b)
}

// N purchases come, a negative binomial of shape k, unless stopped before; of n, the mean number made is Σ (b)_j / (a+b)_j over
// j < n. All terms are positive and bounded.
const summedUntilStop = (k: number, z: number, a: number, b: number): number => {
  let [weight, weights] = [1, 1]
  let [made, sum] = [0, 0]
  let survived = 1
  for (let n = 0; ; n++) {
    made += survived
    survived *= (b + n) / (a + b + n)
    const ratio = ((k + n) / (n + 1)) * z
    weight *= ratio
    weights += weight
    sum += weight * made
    const following = Math.max(ratio, z)
    // Of both sums, what is left out is at most about this much of the last term.
    const rest = (2 * weight * following) / (1 - following)
    if (following < 1 && rest * Math.max(1, made) <= (Number.EPSILON / 8) * sum) return sum / weights
    // Weights are relative to that of n = 0, which may be as small as e^−1000.
    if (weights > largest || sum > largest) {
      weight /= largest
      weights /= largest
      sum /= largest
    }
  }
}
