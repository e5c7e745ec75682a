import * as Schema from "effect/Schema"
import type { RecordState } from "../journal/Aggregate.ts"
import { dateField, idField, opaqueId, textField, rowsOf } from "../ports/FieldSchema.ts"
import type { CalendarDate } from "../shared/CalendarDate.ts"
import type { Id, RepId } from "../shared/Ids.ts"

/** Values of a rep that can be stated. */
export interface RepValues {
  /** The host's id of the person; the value that stands as owner on records. */
  readonly personId: RepId
  /** Team, in the tenant's own words; null where none is stated. */
  readonly teamId: string | null
  /** First day in the department; null where it is not known. */
  readonly joinedOn: CalendarDate | null
  /** Last day in the department; null while the rep is there. */
  readonly leftOn: CalendarDate | null
}

/** A salesperson. The name is a text, kept apart. */
export interface Rep extends RecordState, RepValues {
  readonly id: Id<"rep">
}

const repRow = Schema.Struct({
  id: idField("rep"),
  personId: opaqueId,
  name: textField(300),
  teamId: Schema.NullOr(textField(100)),
  joinedOn: Schema.NullOr(dateField),
  leftOn: Schema.NullOr(dateField),
})

/** Input of `reps.state`: reps as they are now. 1 to 5,000 rows (inclusive) a call. */
export const StateReps = Schema.Struct({
  rows: rowsOf(repRow),
})

/** Decoded input of `reps.state`. */
export type StateReps = typeof StateReps.Type
