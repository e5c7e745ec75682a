import { amountInCurrency } from "../deal/DealRate.ts"
import type { Deal } from "../deal/DealSchema.ts"
import type { CalendarDate } from "../shared/CalendarDate.ts"
import type { DealId, RepId } from "../shared/Ids.ts"
import type { Money } from "../shared/Money.ts"

/** The loss of a deal that was opened again since. */
export interface PastLoss {
  /** The deal. */
  readonly id: DealId
  /** Who lost it; null where it was nobody's. */
  readonly sellerId: RepId | null
  /** What it came to then, by the rate frozen at that close; null where no amount was stated. */
  readonly amount: Money | null
  /** Day on which it was lost. */
  readonly lostOn: CalendarDate
  /** Day on which it was opened again. */
  readonly reopenedOn: CalendarDate
}

/**
 * The losses of a deal that was opened again since: it was lost from the one day to the other. A sale that was taken back is none of these,
 * and none at all.
 */
export const pastLosses = ({ id, cycles, reopenedOn }: Deal, currency: string): ReadonlyArray<PastLoss> =>
  cycles.flatMap((cycle, index) => {
    const { closedOn, outcome, sellerId, amount } = cycle
    const nextOn = index + 1 < cycles.length ? cycles[index + 1]?.openedOn : reopenedOn
    if (outcome !== "lost" || closedOn === null || nextOn === undefined || nextOn === null) return []
    return [{ id, sellerId, amount: amountInCurrency(cycle, currency) ?? amount, lostOn: closedOn, reopenedOn: nextOn }]
  })

/** Whether a loss stood when a day began. */
export const stoodAt = ({ lostOn, reopenedOn }: PastLoss, day: CalendarDate): boolean =>
  lostOn < day && reopenedOn >= day
