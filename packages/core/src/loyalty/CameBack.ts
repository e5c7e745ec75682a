import type { CalendarDate } from "../shared/CalendarDate.ts"
import type { Occurrence, Trigger, TriggerFacts } from "./Trigger.ts"

/** A trigger for who stays away, or has used something up. */
type AwayTrigger = Extract<Trigger, { readonly on: "quiet" | "consumption" }>

/** Whether a trigger is for who stays away: what it makes due ends with a return. */
export const isForWhoStaysAway = (trigger: Trigger): trigger is AwayTrigger =>
  trigger.on === "quiet" || trigger.on === "consumption"

/**
 * Whether a client has come back since the sale by which something fell due: a turn to who is quiet, or has used something up, says nothing
 * any more once a later deal was finished or is under way. Of a product only deals with it tell. Other triggers go by what happened, and
 * that has happened.
 *
 * @param trigger - the trigger
 * @param facts - what is recorded of the client
 * @param occurrence - the time at which it fired
 * @param on - the day asked about (inclusive): what was begun or finished later is not looked at
 * @example
 * ```ts
 * import { hasComeBack } from "@salesdept/core/loyalty/campaigns"
 *
 * const finished = [{ dealId: "deal_1", productIds: [], finishedOn: "2026-02-10" }] as const
 * const begun = [{ dealId: "deal_2", productIds: [], openedOn: "2026-05-04", lostOn: null }] as const
 * const facts = { finished, begun, milestones: [], dialogs: [], answers: [], usualIntervalDays: 60 }
 * const quiet = { on: "quiet", times: 1.5 } as const
 * const occurrence = { key: "deal_1", dueOn: "2026-05-11", dealId: "deal_1" } as const
 * hasComeBack(quiet, facts, occurrence, "2026-05-11") // true
 * ```
 */
export const hasComeBack = (
  trigger: Trigger,
  { finished, begun = [] }: TriggerFacts,
  { dealId }: Occurrence,
  on: CalendarDate,
): boolean => {
  if (!isForWhoStaysAway(trigger)) return false
  const since = finished.find((deal) => deal.dealId === dealId)?.finishedOn
  if (since === undefined) return false
  const tells = (deal: { readonly dealId: string; readonly productIds: ReadonlyArray<string> }): boolean =>
    deal.dealId !== dealId && (trigger.on === "quiet" || deal.productIds.includes(trigger.productId))
  return (
    finished.some((deal) => tells(deal) && deal.finishedOn > since && deal.finishedOn <= on) ||
    begun.some(
      (deal) =>
        tells(deal) && deal.openedOn >= since && deal.openedOn <= on && (deal.lostOn === null || deal.lostOn > on),
    )
  )
}
