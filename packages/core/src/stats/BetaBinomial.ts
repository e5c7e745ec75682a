import { logBeta, logGamma } from "./SpecialFunctions.ts"

/** Cases with a property, of how many. */
export interface CaseCount {
  /** Cases with it; whole, 0 or more, at most `size`. */
  readonly count: number
  /** Cases; whole, 1 or more. */
  readonly size: number
}

/** A beta distribution of shares. */
export interface BetaPrior {
  /** Weight of cases with the property, above 0. */
  readonly a: number
  /** Weight of those without, above 0. */
  readonly b: number
}

/**
 * What samples tell of the share of another one like them: mean and spread of their shares by moments (Kleinman 1973), never surer
 * than all their cases together.
 *
 * @param samples - one or more
 */
export const betaPrior = (samples: ReadonlyArray<CaseCount>): BetaPrior => {
  const size = samples.reduce((sum, sample) => sum + sample.size, 0)
  const count = samples.reduce((sum, sample) => sum + sample.count, 0)
  // Half a case of each kind keeps a mean of 0 or 1 from being certain (Jeffreys' prior).
  const mean = (count + 0.5) / (size + 1)
  const squares = samples.reduce((sum, sample) => sum + sample.size ** 2, 0)
  const spread = samples.reduce((sum, sample) => sum + sample.size * (sample.count / sample.size - mean) ** 2, 0)
  const effective = size - squares / size
  const within = mean * (1 - mean)
  const between = effective > 0 ? (spread - (samples.length - 1) * within) / effective : 0
  const strength = between > 0 ? Math.max(1, within / between - 1) : Number.POSITIVE_INFINITY
  const bounded = Math.min(strength, size + 1)
  return { a: mean * bounded, b: (1 - mean) * bounded }
}

/**
 * Chance of a count that is no likelier than the one seen, on either side, under a beta-binomial distribution.
 *
 * @param seen - the count and its size
 * @param prior - the distribution of the share
 */
export const betaBinomialTail = ({ count, size }: CaseCount, { a, b }: BetaPrior): number => {
  const logOf = (k: number): number =>
    logGamma(size + 1) - logGamma(k + 1) - logGamma(size - k + 1) + logBeta(k + a, size - k + b) - logBeta(a, b)
  const seen = logOf(count)
  let tail = 0
  for (let k = 0; k <= size; k++) {
    const one = logOf(k)
    // Equal probabilities may differ in the last digits.
    if (one <= seen + 1e-9) tail += Math.exp(one)
  }
  return Math.min(1, tail)
}
