import { InputInvalid } from "./InputErrors.ts"
import { AmountUnsafe } from "./MoneyErrors.ts"
import type { Problem } from "./Problem.ts"

/** One claim to a part of a whole. */
export interface Share {
  /** Stable name of the claimant; unique among the shares. It settles ties, so the order of the list does not matter. */
  readonly id: string
  /** Claim relative to the others': finite, 0 or more. Only proportions matter. */
  readonly weight: number
}

/** What a share received. */
export interface AllocatedShare {
  /** The share's id. */
  readonly id: string
  /** Whole units received (minor units where the whole is money); of the total's sign, or 0. */
  readonly amount: number
}

/**
 * Splits a whole total by weights with the method of largest remainders (Hamilton, 1792): everyone gets the whole part
 * of the exact quota, and the units left over go one each to the largest remainders. Of equal remainders the bigger
 * weight is first, then the earlier position. The parts always sum to the total, and each is less than one unit from its
 * quota. Weights count at their exact binary value, so give whole weights where exact ties matter.
 *
 * The method is not monotone (the Alabama paradox): a bigger total may give someone less. Split once, and keep the
 * parts; do not split a part's remainder again.
 *
 * @param total - whole units, ±(2^53−1) inclusive; a negative total is split as the mirror of the positive one
 * @param weights - finite, 0 or more, at least one above 0; a weight of 0 receives 0
 * @returns parts in the order of the weights
 * @throws {@link InputInvalid} with every bad weight (`allocation.empty`, `allocation.weight`, `allocation.allZero`);
 * {@link AmountUnsafe} where the total is not a safe integer
 * @example
 * ```ts
 * import { splitByWeights } from "@salesdept/core/shared"
 *
 * splitByWeights(100_000_01, [1, 1, 1]) // [3333334, 3333334, 3333333]
 * ```
 */
export const splitByWeights = (total: number, weights: ReadonlyArray<number>): ReadonlyArray<number> =>
  split(total, weights, (left, right) => left - right)

/**
 * Splits a whole total among named shares: {@link splitByWeights} whose last tie-break is the id, in the order of JavaScript
 * texts (UTF-16), so that the same shares in any order receive the same amounts.
 *
 * @param total - whole units, ±(2^53−1) inclusive
 * @param shares - at least one; ids unique
 * @returns one row per share, in the order given
 * @throws {@link InputInvalid} as {@link splitByWeights}, also for a repeated id (`allocation.duplicate`);
 * {@link AmountUnsafe} where the total is not a safe integer
 * @example
 * ```ts
 * import { splitByShares } from "@salesdept/core/shared"
 *
 * const reps = ["user:7", "user:2", "user:5"].map((id) => ({ id, weight: 1 }))
 * splitByShares(100, reps) // [{ id: "user:7", amount: 33 }, { id: "user:2", amount: 34 }, { id: "user:5", amount: 33 }]
 * ```
 */
export const splitByShares = (total: number, shares: ReadonlyArray<Share>): ReadonlyArray<AllocatedShare> => {
  const seen = new Set<string>()
  const duplicates: Array<Problem> = []
  shares.forEach(({ id }, position) => {
    if (seen.has(id)) duplicates.push(duplicateId(position))
    seen.add(id)
  })
  if (duplicates.length > 0) throw new InputInvalid(duplicates)
  const weights = shares.map((share) => share.weight)
  const amounts = split(total, weights, (left, right) =>
    (shares[left]?.id ?? "") < (shares[right]?.id ?? "") ? -1 : 1,
  )
  return shares.map(({ id }, position) => ({ id, amount: amounts[position] ?? 0 }))
}

/** Orders two positions whose remainders and weights are equal: negative where `left` goes first. */
type TieBreak = (left: number, right: number) => number

const split = (total: number, weights: ReadonlyArray<number>, tieBreak: TieBreak): ReadonlyArray<number> => {
  if (!Number.isSafeInteger(total)) throw new AmountUnsafe(total)
  const problems = weightProblems(weights)
  if (problems.length > 0) throw new InputInvalid(problems)
  const exact = wholeProportions(weights)
  const sum = exact.reduce((left, right) => left + right, 0n)
  const size = BigInt(Math.abs(total))
  const quotas = exact.map((weight) => size * weight)
  const parts = quotas.map((quota) => Number(quota / sum))
  const remainders = quotas.map((quota) => quota % sum)
  const left = Number(remainders.reduce((a, b) => a + b, 0n) / sum)
  const order = parts.map((_, position) => position)
  if (left > 0) {
    order.sort(
      (a, b) =>
        compared(remainders[b] ?? 0n, remainders[a] ?? 0n) ||
        compared(exact[b] ?? 0n, exact[a] ?? 0n) ||
        tieBreak(a, b),
    )
  }
  for (const position of order.slice(0, left)) parts[position] = (parts[position] ?? 0) + 1
  // Written as 0 − part because −0 would be a different value in JSON comparisons.
  return total < 0 ? parts.map((part) => 0 - part) : parts
}

const compared = (left: bigint, right: bigint): number => (left < right ? -1 : left > right ? 1 : 0)

/** Whole numbers in exactly the proportions of the weights: every finite double is a whole number over a power of two. */
const wholeProportions = (weights: ReadonlyArray<number>): ReadonlyArray<bigint> => {
  const scaled = weights.map((weight) => {
    let whole = weight
    let doublings = 0
    while (!Number.isInteger(whole)) {
      whole *= 2
      doublings++
    }
    return { whole: BigInt(whole), doublings }
  })
  const most = scaled.reduce((most, { doublings }) => Math.max(most, doublings), 0)
  return scaled.map(({ whole, doublings }) => whole << BigInt(most - doublings))
}

const weightProblems = (weights: ReadonlyArray<number>): ReadonlyArray<Problem> => {
  if (weights.length === 0) return [noWeights]
  const bad = weights.flatMap((weight, position) =>
    Number.isFinite(weight) && weight >= 0 ? [] : [badWeight(weight, position)],
  )
  return bad.length === 0 && weights.every((weight) => weight === 0) ? [allZero] : bad
}

const noWeights: Problem = {
  path: "",
  code: "allocation.empty",
  message: { en: "there is nobody to split the total among", ru: "не между кем делить сумму" },
}

const allZero: Problem = {
  path: "",
  code: "allocation.allZero",
  message: {
    en: "all weights are zero, so there are no proportions",
    ru: "все веса равны нулю: нет пропорций для деления",
  },
}

const badWeight = (weight: number, position: number): Problem => ({
  path: `[${position}]`,
  code: "allocation.weight",
  message: {
    en: `the weight ${weight} is not a finite number of 0 or more`,
    ru: `вес ${weight} — не конечное неотрицательное число`,
  },
})

const duplicateId = (position: number): Problem => ({
  path: `[${position}].id`,
  code: "allocation.duplicate",
  message: { en: "this id is given more than once", ru: "этот идентификатор указан больше одного раза" },
})
