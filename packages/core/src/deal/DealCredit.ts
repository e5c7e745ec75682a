import { splitByShares } from "../shared/Allocation.ts"
import type { RepId } from "../shared/Ids.ts"
import type { Money } from "../shared/Money.ts"

/** A rep's claim to a part of what a deal brings. */
export interface CreditShare {
  /** The rep; each at most once. */
  readonly repId: RepId
  /** Claim relative to the others', whole, 1 to 1,000,000 (inclusive): 50 and 50, or 2 and 1. */
  readonly weight: number
}

/** What a rep is credited with. */
export interface Credit {
  /** The rep. */
  readonly repId: RepId
  /** The rep's part. */
  readonly amount: Money
}

/**
 * Splits a deal's amount among its reps by largest remainder: the parts sum to the amount exactly, and do not depend on the
 * order of the shares. Without shares all of it is the seller's.
 *
 * @param deal - seller, amount and the shares of its reps
 * @returns null where the deal has no amount: there is nothing to credit, which is not zero
 * @throws InputInvalid where a weight is negative or not finite, all are 0 or a rep stands among them twice; AmountUnsafe where the amount is not a safe integer
 *
 * @example
 * ```ts
 * import { creditOf } from "@salesdept/core/deal"
 *
 * const amount = { amountMinor: 100_00, currency: "RUB" }
 * const creditShares = [{ repId: "user:ann", weight: 1 }, { repId: "user:bob", weight: 2 }]
 * creditOf({ sellerId: "user:ann", amount, creditShares })?.map((credit) => credit.amount.amountMinor) // [3333, 6667]
 * ```
 */
export const creditOf = (deal: {
  readonly sellerId: RepId | null
  readonly amount: Money | null
  readonly creditShares: ReadonlyArray<CreditShare>
}): ReadonlyArray<Credit> | null => {
  const { sellerId, amount, creditShares } = deal
  if (amount === null) return null
  if (creditShares.length === 0) return sellerId === null ? [] : [{ repId: sellerId, amount }]
  const parts = splitByShares(
    amount.amountMinor,
    creditShares.map(({ repId, weight }) => ({ id: repId, weight })),
  )
  return parts.map(({ id, amount: amountMinor }) => ({ repId: id, amount: { amountMinor, currency: amount.currency } }))
}
