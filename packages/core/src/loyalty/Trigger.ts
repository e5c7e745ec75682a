import type { CalendarDate } from "../shared/CalendarDate.ts"
import { addDays, isCalendarDate } from "../shared/CalendarDate.ts"
import type { DealId } from "../shared/Ids.ts"
import { reorderInterval } from "./ReorderInterval.ts"
import type { SatisfactionMetric } from "./SignalSchema.ts"

/**
 * What makes an action due. Days are counted from a day that a record asserts: the day a deal was finished, a dialog, an answer, a
 * milestone. A deal is finished when it comes into aftercare, or is done where its pipeline has no aftercare: the gates of
 * the ready pipelines let in what is paid and documented.
 */
export type Trigger =
  /** So many days after a deal was finished: aftercare begins. */
  | { readonly on: "dealFinished"; readonly afterDays: number }
  /** A product bought is used up: so many days after the last deal with it was finished. */
  | { readonly on: "consumption"; readonly productId: string; readonly everyDays: number }
  /** A day of each year, for clients with a finished deal before it; February 29 is due in leap years only. */
  | { readonly on: "season"; readonly month: number; readonly day: number }
  /** So many days before a contract ends. */
  | { readonly on: "contractEnd"; readonly beforeDays: number }
  /** So many days after a milestone of this kind; before it where below 0. */
  | { readonly on: "milestone"; readonly kindId: string; readonly afterDays: number }
  /** So many days after the n-th deal was finished. */
  | { readonly on: "dealCount"; readonly count: number; readonly afterDays: number }
  /** Quiet past its own rhythm: so many times the usual interval have passed since the last finished deal. */
  | { readonly on: "quiet"; readonly times: number }
  /** So many days after a dialog came to this. */
  | { readonly on: "dialogOutcome"; readonly outcomeId: string; readonly afterDays: number }
  /** So many days after an answer within these bounds (inclusive). */
  | {
      readonly on: "satisfaction"
      readonly metric: SatisfactionMetric
      readonly from: number
      readonly to: number
      readonly afterDays: number
    }

/** A finished deal: it stands in aftercare or is done. */
export interface FinishedDeal {
  /** The deal. */
  readonly dealId: DealId
  /** What was sold. */
  readonly productIds: ReadonlyArray<string>
  /** Day it was finished. */
  readonly finishedOn: CalendarDate
}

/** A deal that was begun, whatever has become of it. */
export interface BegunDeal {
  /** The deal. */
  readonly dealId: DealId
  /** What is sold. */
  readonly productIds: ReadonlyArray<string>
  /** Day on which it was opened. */
  readonly openedOn: CalendarDate
  /** Day on which it was lost; null where it was not. */
  readonly lostOn: CalendarDate | null
}

/** What triggers read of one client. Days are of the department's calendar. */
export interface TriggerFacts {
  /** Finished deals, by day. */
  readonly finished: ReadonlyArray<FinishedDeal>
  /** All deals whose day of opening is known, by which a client has come back; none where left out. */
  readonly begun?: ReadonlyArray<BegunDeal>
  /** Days that matter. */
  readonly milestones: ReadonlyArray<{
    readonly id: string
    readonly kindId: string
    readonly fallsOn: CalendarDate
    readonly dealId: DealId | null
  }>
  /** Conversations. */
  readonly dialogs: ReadonlyArray<{
    readonly id: string
    readonly outcomeId: string
    readonly heldOn: CalendarDate
    readonly dealId: DealId | null
  }>
  /** Answers about satisfaction. */
  readonly answers: ReadonlyArray<{
    readonly id: string
    readonly metric: SatisfactionMetric
    readonly score: number
    readonly answeredOn: CalendarDate
    readonly dealId: DealId | null
  }>
  /** Usual interval of clients without a rhythm of their own, days. */
  readonly usualIntervalDays: number
}

/** One time that a trigger fires for a client. */
export interface Occurrence {
  /** Names it among all times of the trigger for the client: the record it comes from, or the year. */
  readonly key: string
  /** The day on which it fires. */
  readonly dueOn: CalendarDate
  /** The deal that conditions are asked about; null where the client has none. */
  readonly dealId: DealId | null
}

const usualTitle = { en: "the department's usual interval", ru: "обычный интервал отдела" }

const seasonDays = (month: number, day: number, from: CalendarDate, to: CalendarDate): ReadonlyArray<CalendarDate> => {
  const days: Array<CalendarDate> = []
  for (let year = Number(from.slice(0, 4)); year <= Number(to.slice(0, 4)); year++) {
    const on = [String(year).padStart(4, "0"), String(month).padStart(2, "0"), String(day).padStart(2, "0")].join("-")
    if (isCalendarDate(on)) days.push(on)
  }
  return days
}

const all = (
  trigger: Trigger,
  facts: TriggerFacts,
  from: CalendarDate,
  to: CalendarDate,
): ReadonlyArray<Occurrence> => {
  const { finished } = facts
  const lastBefore = (on: CalendarDate): DealId | null =>
    finished.findLast((deal) => deal.finishedOn <= on)?.dealId ?? null
  switch (trigger.on) {
    case "dealFinished":
      return finished.map(({ dealId, finishedOn }) => ({
        key: dealId,
        dueOn: addDays(finishedOn, trigger.afterDays),
        dealId,
      }))
    case "consumption": {
      // A later purchase of the product before the day it was used up makes the earlier one say nothing.
      const bought = finished.filter(({ productIds }) => productIds.includes(trigger.productId))
      return bought.flatMap(({ dealId, finishedOn }, i) => {
        const dueOn = addDays(finishedOn, trigger.everyDays)
        const next = bought[i + 1]
        return next !== undefined && next.finishedOn <= dueOn ? [] : [{ key: dealId, dueOn, dealId }]
      })
    }
    case "season":
      return seasonDays(trigger.month, trigger.day, from, to).flatMap((dueOn) => {
        const dealId = lastBefore(dueOn)
        return dealId === null ? [] : [{ key: dueOn.slice(0, 4), dueOn, dealId }]
      })
    case "contractEnd":
    case "milestone": {
      const kindId = trigger.on === "contractEnd" ? "contractEnd" : trigger.kindId
      const shift = trigger.on === "contractEnd" ? 0 - trigger.beforeDays : trigger.afterDays
      return facts.milestones
        .filter((milestone) => milestone.kindId === kindId)
        .map(({ id, fallsOn, dealId }) => ({
          // A milestone that moves to another day is another time: the client is told of the new day.
          key: `${id}:${fallsOn}`,
          dueOn: addDays(fallsOn, shift),
          dealId: dealId ?? lastBefore(to),
        }))
    }
    case "dealCount": {
      const deal = finished[trigger.count - 1]
      if (deal === undefined) return []
      return [{ key: String(trigger.count), dueOn: addDays(deal.finishedOn, trigger.afterDays), dealId: deal.dealId }]
    }
    case "quiet":
      return finished.flatMap(({ dealId, finishedOn }, i) => {
        const known = finished.slice(0, i + 1).map((deal) => deal.finishedOn)
        const ladder = [{ title: usualTitle, gapsDays: [facts.usualIntervalDays] }]
        const { intervalDays } = reorderInterval(known, ladder, { on: finishedOn, peerGapsNeeded: 1 })
        if (intervalDays === null) return []
        const dueOn = addDays(finishedOn, Math.ceil(intervalDays * trigger.times))
        const next = finished[i + 1]
        return next !== undefined && next.finishedOn <= dueOn ? [] : [{ key: dealId, dueOn, dealId }]
      })
    case "dialogOutcome":
      return facts.dialogs
        .filter(({ outcomeId }) => outcomeId === trigger.outcomeId)
        .map(({ id, heldOn, dealId }) => ({
          key: id,
          dueOn: addDays(heldOn, trigger.afterDays),
          dealId: dealId ?? lastBefore(to),
        }))
    case "satisfaction":
      return facts.answers
        .filter(({ metric, score }) => metric === trigger.metric && score >= trigger.from && score <= trigger.to)
        .map(({ id, answeredOn, dealId }) => ({
          key: id,
          dueOn: addDays(answeredOn, trigger.afterDays),
          dealId: dealId ?? lastBefore(to),
        }))
  }
}

/**
 * The times at which a trigger fires for a client within a span of days, by day and key.
 *
 * @param trigger - the trigger
 * @param facts - what is recorded of the client; finished deals in the order of their days
 * @param span - first and last day (inclusive)
 * @example
 * ```ts
 * import { occurrences } from "@salesdept/core/loyalty/campaigns"
 *
 * const finished = [{ dealId: "deal_1", productIds: ["toner"], finishedOn: "2026-02-10" }] as const
 * const facts = { finished, milestones: [], dialogs: [], answers: [], usualIntervalDays: 60 }
 * occurrences({ on: "dealFinished", afterDays: 30 }, facts, { from: "2026-03-01", to: "2026-03-31" })
 * // [{ key: "deal_1", dueOn: "2026-03-12", dealId: "deal_1" }]
 * ```
 */
export const occurrences = (
  trigger: Trigger,
  facts: TriggerFacts,
  { from, to }: { readonly from: CalendarDate; readonly to: CalendarDate },
): ReadonlyArray<Occurrence> =>
  all(trigger, facts, from, to)
    .filter(({ dueOn }) => dueOn >= from && dueOn <= to)
    .toSorted((left, right) =>
      left.dueOn === right.dueOn ? (left.key < right.key ? -1 : 1) : left.dueOn < right.dueOn ? -1 : 1,
    )
