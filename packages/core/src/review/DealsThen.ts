import type { ControlBase } from "../control/ControlFacts.ts"
import type { Deal } from "../deal/DealSchema.ts"
import type { DateRange } from "../shared/Period.ts"
import { pastLosses, stoodAt } from "./PastLoss.ts"

/**
 * Deals as a period's end found them, of those that were open then: with who held them, not who was given them since or is to be credited,
 * and in the stage in which they stood. What was lost and opened again later was lost. A result stays whose it is, and what a source states
 * of days before stays as well.
 */
export const dealsThen = (
  deals: ReadonlyArray<Deal>,
  base: ControlBase,
  { to }: DateRange,
  currency: string,
): ReadonlyArray<Deal> => {
  const wereOpen = new Map(base.deal.flatMap((then) => (then.outcome === "open" ? [[then.id, then] as const] : [])))
  return deals.map((deal): Deal => {
    const loss = deal.reopenedOn === null ? undefined : pastLosses(deal, currency).find((one) => stoodAt(one, to))
    if (loss !== undefined) {
      const { sellerId, amount, lostOn } = loss
      return { ...deal, sellerId, amount, outcome: "lost", closedOn: lostOn, finishedOn: null }
    }
    const then = wereOpen.get(deal.id)
    if (then === undefined) return deal
    const { ownerId, enteredStageAt, stageId = deal.stageId } = then
    const held = { ...deal, sellerId: ownerId }
    if (deal.closedOn !== null && deal.closedOn < to) return held
    return { ...held, outcome: "open", closedOn: null, finishedOn: null, enteredStageAt, stageId }
  })
}
