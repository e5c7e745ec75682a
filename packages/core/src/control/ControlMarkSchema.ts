import * as Schema from "effect/Schema"
import type { RecordState } from "../journal/Aggregate.ts"
import { dateField, idField, slug, textField } from "../ports/input/FieldSchema.ts"
import type { ActorId } from "../shared/Actor.ts"
import type { CalendarDate } from "../shared/CalendarDate.ts"
import type { Id } from "../shared/Ids.ts"
import type { Instant } from "../shared/Instant.ts"
import type { ControlKind, ControlStateName } from "./ControlPolicy.ts"
import { controlStates } from "./ControlPolicy.ts"

/** A record put off. In force until its day, or until the client's next word, whichever comes first. */
export interface Parking {
  /** Why, from the department's list. */
  readonly reasonId: string
  /** When it was first parked since the client was last spoken with: the limit is counted from here, however often it was parked anew. */
  readonly parkedAt: Instant
  /** When the day was last set: what the client says after it ends the parking. */
  readonly statedAt: Instant
  /** The day on which it comes back. */
  readonly resumeOn: CalendarDate
  /** Who parked it. */
  readonly parkedBy: ActorId
  /** When it was brought back by hand, before its day; nothing where it was not. */
  readonly endedAt?: Instant
}

/** A row of the control list that one person does not want to see for a while. */
export interface Snooze {
  /** Whose list. */
  readonly personId: ActorId
  /** The state that was snoozed; in any other the record is on the list again. */
  readonly state: ControlStateName
  /** When. */
  readonly snoozedAt: Instant
  /** The day on which it is back (inclusive). */
  readonly untilOn: CalendarDate
}

/** A row of the control list that nobody wants to see in this state. The reason is a text, kept apart. */
export interface RuledOut {
  /** The state that was ruled out; in any other the record is on the list again. */
  readonly state: ControlStateName
  /** When. */
  readonly ruledOutAt: Instant
  /** Who said so. */
  readonly ruledOutBy: ActorId
}

/** What people decided about a record's place under control: one for each record of which anything was decided. */
export interface ControlMark extends RecordState {
  readonly id: Id<"controlMark">
  /** Kind of the record. */
  readonly subjectKind: ControlKind
  /** Its id. */
  readonly subjectId: string
  /** Its last parking, over or not; null where it was never parked. */
  readonly parking: Parking | null
  /** Who snoozed it, one entry for each person. */
  readonly snoozes: ReadonlyArray<Snooze>
  /** Its ruling out; null where there is none. */
  readonly ruledOut: RuledOut | null
}

/** The record a command is about: a lead, a client or a deal. */
const subjectId = idField("lead", "client", "deal")

/** Input of `control.park`. */
export const ParkRecord = Schema.Struct({
  /** The lead, client or deal, not closed. */
  id: subjectId,
  /** Why it is put off, from the department's list. */
  reasonId: slug,
  /**
   * The day on which it comes back, `YYYY-MM-DD` in the department's time zone: later than today, and within the limit of the
   * reason, counted from the day it was first parked since the client was last spoken with.
   */
  resumeOn: dateField,
  /** What is to be known of it, 1 to 2,000 characters. A text. */
  comment: Schema.optionalKey(textField(2000)),
})

/** Input of `control.resume`: the undo of parking. */
export const ResumeRecord = Schema.Struct({
  /** The lead, client or deal that was parked. */
  id: subjectId,
})

/** Input of `control.snooze`. Without a day until the client's reply, at most the policy's number of days. */
export const SnoozeRecord = Schema.Struct({
  /** The lead, client or deal. */
  id: subjectId,
  /** The state in which the caller does not want to see it; in any other it is on the list again. */
  state: Schema.Literals(controlStates),
  /**
   * The day on which it is back (inclusive), `YYYY-MM-DD`: later than today and within the policy's number of days; the last of
   * these where left out.
   */
  untilOn: Schema.optionalKey(dateField),
})

/** Input of `control.unsnooze`: the undo of the caller's own snooze. */
export const UnsnoozeRecord = Schema.Struct({
  /** The lead, client or deal that the caller snoozed. */
  id: subjectId,
})

/** Input of `control.ruleOut`: for all. */
export const RuleOutRecord = Schema.Struct({
  /** The lead, client or deal. */
  id: subjectId,
  /** The state in which nobody is to see it; in any other it is on the lists again. */
  state: Schema.Literals(controlStates),
  /** Why, 1 to 2,000 characters. A text. */
  reason: textField(2000),
})

/** Input of `control.ruleIn`: the undo of ruling out. */
export const RuleInRecord = Schema.Struct({
  /** The lead, client or deal that was ruled out. */
  id: subjectId,
})

/** Decoded input of `control.park`. */
export type ParkRecord = typeof ParkRecord.Type
/** Decoded input of `control.resume`. */
export type ResumeRecord = typeof ResumeRecord.Type
/** Decoded input of `control.snooze`. */
export type SnoozeRecord = typeof SnoozeRecord.Type
/** Decoded input of `control.unsnooze`. */
export type UnsnoozeRecord = typeof UnsnoozeRecord.Type
/** Decoded input of `control.ruleOut`. */
export type RuleOutRecord = typeof RuleOutRecord.Type
/** Decoded input of `control.ruleIn`. */
export type RuleInRecord = typeof RuleInRecord.Type
