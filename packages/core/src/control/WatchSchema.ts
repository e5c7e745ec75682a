import * as Schema from "effect/Schema"
import type { RecordState } from "../journal/Aggregate.ts"
import { check } from "../ports/input/Input.ts"
import type { CalendarDate } from "../shared/CalendarDate.ts"
import type { Id, RepId } from "../shared/Ids.ts"
import type { Instant } from "../shared/Instant.ts"
import type { ControlStateName } from "./ControlPolicy.ts"

/** The department's standing watch, one for each tenant: what `tick` does about control, and when next. */
export interface ControlWatch extends RecordState {
  readonly id: Id<"controlWatch">
  /** How often waiting clients and leads without an owner are looked for, minutes, 1 to 1,440 (inclusive). */
  readonly everyMinutes: number
  /** Whether leads without an owner are assigned by the policy. */
  readonly assignsLeads: boolean
  /** Up to when dialogs were looked at. */
  readonly seenUntil: Instant
  /** When the next round is due; null while the watch rests. */
  readonly nextSweepAt: Instant | null
  /** The end of the day that is counted next; null while the watch rests. */
  readonly nextDayAt: Instant | null
}

/** How many records of a state. */
export type StateTally = { readonly [State in ControlStateName]?: number }

/** A person's counter at the end of a day: how many records needed somebody. */
export interface ControlDay extends RecordState {
  readonly id: Id<"controlDay">
  /** The day. */
  readonly day: CalendarDate
  /** The person; null for what nobody owned. */
  readonly personId: RepId | null
  /** Records that needed somebody, ruled-out ones left out; 0 makes it a zero-day. */
  readonly needing: number
  /** The same by state; states without a record are left out. */
  readonly byState: StateTally
}

/** Input of `control.watch`: starts the watch, or changes it. */
export const StartWatch = Schema.Struct({
  /** How often, minutes, 1 to 1,440 (inclusive); as before where left out, 5 at first. */
  everyMinutes: Schema.optionalKey(
    Schema.Int.check(
      check("number.bounds", { en: "must be 1 to 1440", ru: "должно быть от 1 до 1440" }, (n) => n >= 1 && n <= 1440),
    ),
  ),
  /** Whether leads without an owner are assigned; as before where left out, not at first. */
  assignsLeads: Schema.optionalKey(Schema.Boolean),
})

/** Input of `control.rest`: stops the watch. */
export const RestWatch = Schema.Struct({})

/** Decoded input of `control.watch`. */
export type StartWatch = typeof StartWatch.Type
/** Decoded input of `control.rest`. */
export type RestWatch = typeof RestWatch.Type
