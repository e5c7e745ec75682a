import * as Schema from "effect/Schema"
import type { RecordState } from "../journal/Aggregate.ts"
import { opaqueId } from "../ports/input/FieldSchema.ts"
import { check } from "../ports/input/Input.ts"
import type { CalendarDate } from "../shared/CalendarDate.ts"
import type { Id, RepId } from "../shared/Ids.ts"
import type { Instant } from "../shared/Instant.ts"
import type { DateRange } from "../shared/Period.ts"
import type { SummarySpan } from "./SummarySchema.ts"

/** What is planned when a period is closed by a schedule. */
export interface RecurringDebriefs {
  /** Who leads collective ones, and personal ones of reps without a mentor. */
  readonly leaderId: RepId
  /** Working days, where a calendar is agreed, else days, from the end of the period to the debriefs; 0 to 60. */
  readonly afterDays: number
  /** Reps who agreed to be named before others. */
  readonly consentedRepIds: ReadonlyArray<RepId>
}

/** When periods of one length are closed by themselves. There is one of each length. */
export interface ReviewSchedule extends RecordState {
  readonly id: Id<"reviewSchedule">
  /** Day, week or month. */
  readonly span: SummarySpan
  /** How long after its end a period is closed, so that what is entered late is in it. Hours, 0 to 168 (inclusive). */
  readonly hoursAfter: number
  /** A day of the period that is closed next. */
  readonly nextOn: CalendarDate
  /** When it is closed; null while the schedule is off. */
  readonly nextCloseAt: Instant | null
  /** The debriefs that are planned then; null where none are. */
  readonly debriefs: RecurringDebriefs | null
  /**
   * Days of periods that were over and were looked through for findings, by hand or by the schedule, in order, none twice (ends are
   * exclusive); null while none were. Those of quarters and years are with the months.
   */
  readonly lookedThrough: ReadonlyArray<DateRange> | null
}

/** Input of `reviewSchedules.set`. */
export const SetReviewSchedule = Schema.Struct({
  /** How long the periods are that it closes; there is one schedule of each length. */
  span: Schema.Literals(["day", "week", "month"]),
  /** Off, or hours after the end of a period. */
  hoursAfter: Schema.NullOr(
    Schema.Int.check(
      check(
        "hours.bounds",
        { en: "must be 0 to 168", ru: "должно быть от 0 до 168" },
        (hours) => hours >= 0 && hours <= 168,
      ),
    ),
  ),
})

/** Input of `reviewSchedules.planDebriefs`: what is planned when a period is closed by the schedule. Null plans nothing any more. */
export const PlanRecurringDebriefs = Schema.Struct({
  /** How long the periods are after which debriefs are planned: that of a schedule. */
  span: Schema.Literals(["day", "week", "month"]),
  /** What is planned when a period is closed by the schedule; null plans nothing any more. */
  debriefs: Schema.NullOr(
    Schema.Struct({
      /** Who leads collective ones, and personal ones of reps without a mentor. */
      leaderId: opaqueId,
      /** Working days, where a calendar is agreed, else days, after the end of the period; 0 to 60. */
      afterDays: Schema.Int.check(
        check(
          "days.bounds",
          { en: "must be 0 to 60", ru: "должно быть от 0 до 60" },
          (days) => days >= 0 && days <= 60,
        ),
      ),
      /** Reps who agreed to be named before others. */
      consentedRepIds: Schema.Array(opaqueId).check(Schema.isMaxLength(10_000)),
    }),
  ),
})

/** Input of the step that moves a schedule on to the next period. */
export const AdvanceSchedule = Schema.Struct({
  span: Schema.Literals(["day", "week", "month"]),
  /** The day of the period that was closed: where the schedule stands elsewhere, somebody else was first. */
  closedOn: Schema.String,
})

/** Input of the step that notes that a period was looked through for findings. */
export const NoteReviewed = Schema.Struct({
  span: Schema.Literals(["day", "week", "month"]),
  from: Schema.String,
  to: Schema.String,
})

/** Decoded input of the step that notes that a period was looked through. */
export type NoteReviewed = typeof NoteReviewed.Type
/** Decoded input of `reviewSchedules.planDebriefs`. */
export type PlanRecurringDebriefs = typeof PlanRecurringDebriefs.Type
/** Decoded input of `reviewSchedules.set`. */
export type SetReviewSchedule = typeof SetReviewSchedule.Type
/** Decoded input of the step that moves a schedule on. */
export type AdvanceSchedule = typeof AdvanceSchedule.Type
