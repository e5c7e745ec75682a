import type { Problem } from "../shared/Problem.ts"
import { argumentProblem, finiteAbove0, rejectWhere, wholeFrom0To } from "./ArgumentProblem.ts"
import { logBeta } from "./SpecialFunctions.ts"

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

/** Problems of a count: its size is whole, 1 or more, and it is whole, 0 to its size. */
export const caseCountProblems = (path: string, { count, size }: CaseCount): ReadonlyArray<Problem> => {
  if (!Number.isSafeInteger(size) || size < 1) {
    return [argumentProblem(`${path}size`, size, { en: "a whole number, 1 or more", ru: "целое число не меньше 1" })]
  }
  const possible = Number.isSafeInteger(count) && count >= 0 && count <= size
  return possible ? [] : [argumentProblem(`${path}count`, count, wholeFrom0To(size))]
}

/**
 * What samples tell of the share of another one like them: a beta distribution whose mean is theirs (with half a case more of each
 * kind) and whose spread is that of their shares by moments, weighed by size (Kleinman 1973). It weighs as much as 1 case at least,
 * and as all their cases and one more at most, which it does where the shares spread no more than chance lets them.
 *
 * @param samples - counts of cases with the property, in any order; without any, the one case is spread evenly (Jeffreys' prior)
 * @throws InputInvalid where a count or a size is out of bounds
 *
 * @example
 * ```ts
 * import { betaPrior } from "@salesdept/core/stats"
 *
 * const winsOfReps = [
 *   { count: 12, size: 40 },
 *   { count: 3, size: 25 },
 *   { count: 18, size: 35 },
 * ]
 * betaPrior(winsOfReps) // { a: 2.1463…, b: 4.3246… }
 * ```
 */
export const betaPrior = (samples: ReadonlyArray<CaseCount>): BetaPrior => {
  rejectWhere(samples.flatMap((sample, at) => caseCountProblems(`samples[${at}].`, sample)))
  const size = samples.reduce((sum, sample) => sum + sample.size, 0)
  const count = samples.reduce((sum, sample) => sum + sample.count, 0)
  // Half a case of each kind keeps a mean of 0 or 1 from being certain (Jeffreys' prior).
  const mean = (count + 0.5) / (size + 1)
  const squares = samples.reduce((sum, sample) => sum + sample.size ** 2, 0)
  const spread = samples.reduce((sum, sample) => sum + sample.size * (sample.count / sample.size - mean) ** 2, 0)
  const chance = (samples.length - 1) * mean * (1 - mean)
  // Spread is expected to be mean (1 − mean) ((1 − γ) (samples − 1) + γ (size − squares / size)); γ is 1 / (a + b + 1).
  const informed = size === 0 ? 0 : size - squares / size - (samples.length - 1)
  const correlation = informed > 0 ? (spread - chance) / (mean * (1 - mean) * informed) : 0
  const strength = correlation > 0 ? Math.max(1, 1 / correlation - 1) : Number.POSITIVE_INFINITY
  const bounded = Math.min(strength, size + 1)
  return { a: mean * bounded, b: (1 - mean) * bounded }
}

/**
 * Chance of a count that is no likelier than the one seen, on either side, under a beta-binomial distribution.
 *
 * @param seen - the count (whole, 0 to its size) and its size (whole, 1 or more)
 * @param prior - the distribution of the share, such as {@link betaPrior} gives; both weights finite and above 0
 * @returns 0 to 1, that of the count seen included
 * @throws InputInvalid where the count, the size or a weight is out of bounds
 *
 * @example
 * ```ts
 * import { betaBinomialTail } from "@salesdept/core/stats"
 *
 * betaBinomialTail({ count: 2, size: 30 }, { a: 3, b: 7 }) // 0.2076…
 * ```
 */
export const betaBinomialTail = ({ count, size }: CaseCount, { a, b }: BetaPrior): number => {
  rejectWhere([
    ...caseCountProblems("", { count, size }),
    ...Object.entries({ a, b }).flatMap(([path, weight]) =>
      weight > 0 && weight < Number.POSITIVE_INFINITY ? [] : [argumentProblem(path, weight, finiteAbove0)],
    ),
  ])
  // From one count to the next by the ratio of their chances.
  const logs = new Float64Array(size + 1)
  logs[0] = logBeta(a, size + b) - logBeta(a, b)
  for (let k = 0; k < size; k++)
    logs[k + 1] = logs[k]! + Math.log(((size - k) / (k + 1)) * ((k + a) / (size - k - 1 + b)))
  let tail = 0
  // Equal probabilities may differ in the last digits.
  for (const one of logs) if (one <= logs[count]! + 1e-9) tail += Math.exp(one)
  return Math.min(1, tail)
}
