import type { ControlBase } from "../control/ControlFacts.ts"
import type { Deal } from "../deal/DealSchema.ts"
import type { DateRange } from "../shared/Period.ts"
import { pastLosses, stoodAt } from "./PastLoss.ts"

/**
 * Deals as a period's end found them: in the stage in which they stood, and those that were open then with who held them, not who was given them
 * since or is to be credited, and at what they were to bring then. What was lost and opened again later was lost. A result stays whose it is, and what a source states
 * of days before stays as well.
 */
export const dealsThen = (
  deals: ReadonlyArray<Deal>,
  base: ControlBase,
  whole: ReadonlyMap<string, Deal>,
  { to }: DateRange,
  currency: string,
): ReadonlyArray<Deal> => {
  const were = new Map(base.deal.map((then) => [then.id, then]))
  const isBefore = (day: string | null): boolean => day !== null && day < to
  return deals.map((deal): Deal => {
    const then = were.get(deal.id)
    const stage =
      then === undefined ? {} : { enteredStageAt: then.enteredStageAt, stageId: then.stageId ?? deal.stageId }
    const loss = deal.reopenedOn === null ? undefined : pastLosses(deal, currency).find((one) => stoodAt(one, to))
    if (loss !== undefined) {
      const { sellerId, amount, lostOn } = loss
      return { ...deal, ...stage, sellerId, amount, outcome: "lost", closedOn: lostOn, finishedOn: null }
    }
    if (then?.outcome !== "open") return { ...deal, ...stage }
    const held = { ...deal, sellerId: then.ownerId }
    if (isBefore(deal.closedOn)) return held
    const { amount, listAmount, productId, closeRate } = whole.get(deal.id) ?? deal
    const price = { amount, listAmount, productId, closeRate }
    return { ...held, ...stage, ...price, outcome: "open", closedOn: null, finishedOn: null }
  })
}
