import * as Schema from "effect/Schema"
import type { RecordState } from "../journal/Aggregate.ts"
import { dateField, idField, opaqueId } from "../ports/input/FieldSchema.ts"
import { check } from "../ports/input/Input.ts"
import type { CalendarDate } from "../shared/CalendarDate.ts"
import type { Id, RepId } from "../shared/Ids.ts"
import type { Instant } from "../shared/Instant.ts"
import type { ControlKind } from "./ControlPolicy.ts"

/** Why records changed hands. */
export type HandOverCause = "handOver" | "offboarding" | "absence" | "assignment" | "fallback"

/** One record that changed hands. */
export interface HandOverMove {
  /** Kind of the record. */
  readonly kind: ControlKind | "nextStep"
  /** Its id. */
  readonly id: string
  /** Whose it was; null where it was nobody's. */
  readonly fromId: RepId | null
  /** Whose it is. */
  readonly toId: RepId
}

/** Records that changed hands in one operation, which can be taken back as one. */
export interface HandOver extends RecordState {
  readonly id: Id<"handOver">
  /** Why. */
  readonly cause: HandOverCause
  /** Whose records they all were, at an offboarding or an absence; null otherwise. */
  readonly personId: RepId | null
  /** The day on which they go back of themselves; null where they stay. */
  readonly returnOn: CalendarDate | null
  /** When that day begins in the tenant's zone; null where nothing goes back of itself, or all went back. */
  readonly nextReturnAt: Instant | null
  /** What changed hands. */
  readonly moves: ReadonlyArray<HandOverMove>
  /** Entries of the person that got a last day with it, and the last day they had before. */
  readonly lastDays: ReadonlyArray<{
    readonly repId: Id<"rep">
    readonly leftOn: CalendarDate
    readonly before: CalendarDate | null
  }>
  /** Done, or taken back. */
  readonly status: "done" | "undone"
  /** When it was done. */
  readonly handedAt: Instant
  /** When it was taken back; null while it was not. */
  readonly undoneAt: Instant | null
  /** Records that stayed where they were when it was taken back, since they had changed hands again. */
  readonly keptIds: ReadonlyArray<string>
}

/** A lead, a client or a deal. */
const subjectId = idField("lead", "client", "deal")

const distinct = check<ReadonlyArray<string>>(
  "ids.repeated",
  { en: "the same id is there twice", ru: "идентификатор указан дважды" },
  (ids) => new Set(ids).size === ids.length,
)

/** Input of `control.handOver`: 1 to 5,000 records (inclusive), with what their owners have promised about them. */
export const HandOverRecords = Schema.Struct({
  /** An id of your own, beginning with `handover_`; a new one where left out. */
  id: Schema.optionalKey(idField("handOver")),
  /** The leads, clients and deals, 1 to 5,000, each once. */
  ids: Schema.Array(subjectId).check(Schema.isMinLength(1), Schema.isMaxLength(5000), distinct),
  /** The host's id of who gets them: a rep of the department who has not left and is not away. */
  toId: opaqueId,
})

/** Input of `control.handBack`: the undo of any change of hands. */
export const HandBack = Schema.Struct({
  /** The change of hands, not taken back yet: by hand, by assignment, at an offboarding or for an absence. */
  handOverId: idField("handOver"),
})

const moves = Schema.Array(
  Schema.Struct({
    /** A lead, client or deal of the person's. */
    id: subjectId,
    /** The host's id of who gets it: a rep of the department who has not left and is not away. */
    toId: opaqueId,
  }),
).check(
  Schema.isMaxLength(20_000),
  check<ReadonlyArray<{ readonly id: string }>>(
    "ids.repeated",
    { en: "the same id is there twice", ru: "идентификатор указан дважды" },
    (rows) => new Set(rows.map(({ id }) => id)).size === rows.length,
  ),
)

/**
 * Input of `control.offboard`: everything the person owns goes to others by plan, what the plan does not name to `restToId`;
 * without one, the plan must name everything.
 */
export const OffboardRep = Schema.Struct({
  /** An id of your own, beginning with `handover_`; a new one where left out. */
  id: Schema.optionalKey(idField("handOver")),
  /** The host's id of whose records they are. */
  personId: opaqueId,
  /** What goes to whom, at most 20,000 records of the person's own, each once; nothing by name where left out. */
  moves: Schema.optionalKey(moves),
  /** The host's id of who gets what `moves` does not name; where left out, `moves` must name everything. */
  restToId: Schema.optionalKey(opaqueId),
  /** The person's last day; the entries of the person get it with the same operation. */
  leftOn: Schema.optionalKey(dateField),
})

/**
 * Input of `control.coverAbsence`: the same for a time; on the day, or once the person is no longer away, everything that has not changed hands
 * again goes back.
 */
export const CoverAbsence = Schema.Struct({
  /** An id of your own, beginning with `handover_`; a new one where left out. */
  id: Schema.optionalKey(idField("handOver")),
  /** The host's id of whose records they are. */
  personId: opaqueId,
  /** What goes to whom, at most 20,000 records of the person's own, each once; nothing by name where left out. */
  moves: Schema.optionalKey(moves),
  /** The host's id of who gets what `moves` does not name; where left out, `moves` must name everything. */
  restToId: Schema.optionalKey(opaqueId),
  /** The day on whose morning everything goes back, `YYYY-MM-DD` in the department's time zone; later than today. */
  returnOn: dateField,
})

/** Decoded input of `control.handOver`. */
export type HandOverRecords = typeof HandOverRecords.Type
/** Decoded input of `control.handBack`. */
export type HandBack = typeof HandBack.Type
/** Decoded input of `control.offboard`. */
export type OffboardRep = typeof OffboardRep.Type
/** Decoded input of `control.coverAbsence`. */
export type CoverAbsence = typeof CoverAbsence.Type
