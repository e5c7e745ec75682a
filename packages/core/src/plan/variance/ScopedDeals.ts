import type { Deal } from "../../deal/DealSchema.ts"
import type { Money } from "../../shared/Money.ts"
import type { DealScope } from "../facts/ClosedDeals.ts"
import { creditedParts } from "../facts/CreditedParts.ts"

/** What of an amount of a deal counts in a scope: all of it, or that person's part where the deal is split. */
export const partIn = ({ sellerId, creditShares }: Deal, { owner }: DealScope, amountMinor: number): number =>
  owner === undefined
    ? amountMinor
    : creditedParts(sellerId, creditShares, amountMinor).reduce(
        (sum, part) => (part.repId === owner ? sum + part.amountMinor : sum),
        0,
      )

/**
 * A deal as it counts in a scope: nothing where it does not belong there. Of a deal that is split each person it is credited to has the
 * part that plan against fact credits them with, whoever sold it.
 */
export const dealIn = (deal: Deal, { owner, pipeline, client, product }: DealScope): ReadonlyArray<Deal> => {
  const { sellerId, pipelineId, clientId, productId, creditShares, amount, listAmount } = deal
  const fits = (id: string | null, wanted: string | null | undefined): boolean => wanted === undefined || wanted === id
  if (!fits(pipelineId, pipeline) || !fits(clientId, client) || !fits(productId, product)) return []
  if (owner === undefined) return [deal]
  if (creditShares.length === 0) return owner === sellerId ? [deal] : []
  if (!creditShares.some(({ repId }) => repId === owner)) return []
  const partOf = (money: Money | null): Money | null =>
    money === null ? null : { ...money, amountMinor: partIn(deal, { owner }, money.amountMinor) }
  return [{ ...deal, sellerId: owner, amount: partOf(amount), listAmount: partOf(listAmount) }]
}
