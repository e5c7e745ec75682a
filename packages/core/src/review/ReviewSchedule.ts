import type { Aggregate } from "../journal/Aggregate.ts"
import type { DomainEvent } from "../journal/Event.ts"
import { joined } from "./LookedThrough.ts"
import type { ReviewSchedule } from "./ReviewScheduleSchema.ts"
import type { SummarySpan } from "./SummarySchema.ts"

/** A schedule was switched on or off. */
export type ReviewScheduleSet = DomainEvent<
  "ReviewScheduleSet",
  Pick<ReviewSchedule, "id" | "span" | "hoursAfter" | "nextOn" | "nextCloseAt">
>

/** Debriefs are to be planned when a period is closed, or are not any more. */
export type DebriefsScheduled = DomainEvent<"DebriefsScheduled", { readonly debriefs: ReviewSchedule["debriefs"] }>

/** A period was closed by it. The event tells the host that a review is due. */
export type ReviewDue = DomainEvent<
  "ReviewDue",
  { readonly label: string; readonly nextOn: string; readonly nextCloseAt: string }
>

/**
 * A period that is over was looked through for findings, by the rules in force and over all records, whether there were any or not. It may be
 * the first event of a schedule, which is then off.
 */
export type PeriodReviewed = DomainEvent<
  "PeriodReviewed",
  Pick<ReviewSchedule, "id" | "span"> & { readonly from: string; readonly to: string }
>

/** Everything that can happen to a schedule. */
export type ReviewScheduleEvent = ReviewScheduleSet | DebriefsScheduled | ReviewDue | PeriodReviewed

/** Schedules as a kind of record. */
export const reviewScheduleAggregate: Aggregate<ReviewSchedule, ReviewScheduleEvent, "nextCloseAt"> = {
  kind: "reviewSchedule",
  indexes: ["nextCloseAt"],
  indexKinds: { nextCloseAt: "instant" },
  evolve: (before, event, { version, occurredAt }) => {
    if (event.type === "ReviewScheduleSet") {
      return {
        ...event.payload,
        version,
        textsVersion: before?.textsVersion ?? 0,
        changedAt: occurredAt,
        debriefs: before?.debriefs ?? null,
        lookedThrough: before?.lookedThrough ?? null,
      }
    }
    if (event.type === "PeriodReviewed") {
      const { id, span, from, to } = event.payload
      const off = { id, span, hoursAfter: 0, nextOn: to, nextCloseAt: null, debriefs: null, textsVersion: 0 }
      const lookedThrough = joined([...(before?.lookedThrough ?? []), { from, to }])
      return { ...(before ?? off), version, changedAt: occurredAt, lookedThrough }
    }
    // A schedule is set, or a period looked through, before anything else: the write path numbers events, and rebuilds are verified.
    if (event.type === "DebriefsScheduled") {
      return { ...(before as ReviewSchedule), version, changedAt: occurredAt, debriefs: event.payload.debriefs }
    }
    const { nextOn, nextCloseAt } = event.payload
    return { ...(before as ReviewSchedule), version, changedAt: occurredAt, nextOn, nextCloseAt }
  },
}

/** The id of the only schedule of a length. */
export const reviewScheduleId = (span: SummarySpan): ReviewSchedule["id"] => `reviewschedule_${span}`
