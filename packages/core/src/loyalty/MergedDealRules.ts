import { dealAggregate } from "../deal/Deal.ts"
import type { Deal } from "../deal/DealSchema.ts"
import { isInBase } from "../journal/Standing.ts"
import type { Read } from "../journal/Work.ts"
import { byId } from "../journal/Work.ts"
import type { DealId } from "../shared/Ids.ts"

/** A deal, or the one that stayed where it was merged into another: its invoices and documents are there. Null where it left the base. */
export function* stayedDeal(dealId: DealId): Generator<Read, Deal | null, unknown> {
  for (let at = dealId; ;) {
    const deal = yield* byId(dealAggregate, at)
    if (deal === null || isInBase(deal)) return deal
    if (deal.mergedIntoId === null) return null
    at = deal.mergedIntoId
  }
}
