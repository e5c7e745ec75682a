import * as Schema from "effect/Schema"
import type { RecordState } from "../journal/Aggregate.ts"
import { idField, opaqueId, rowsOf, textField } from "../ports/FieldSchema.ts"
import type { Id, RepId } from "../shared/Ids.ts"

/** A team of the department. The name is a text, kept apart. */
export interface Team extends RecordState {
  readonly id: Id<"team">
  /** The team as reps name it: the value of their `teamId`. */
  readonly code: string
  /** Who leads it; null where nobody was named. */
  readonly headId: RepId | null
  /** Who teaches in it. */
  readonly mentorIds: ReadonlyArray<RepId>
  /** The code of the team it belongs to; null where it stands by itself. */
  readonly parentCode: string | null
}

const teamRow = Schema.Struct({
  id: idField("team"),
  code: textField(100),
  name: textField(300),
  headId: Schema.NullOr(opaqueId),
  mentorIds: Schema.Array(opaqueId).check(Schema.isMaxLength(100)),
  parentCode: Schema.NullOr(textField(100)),
})

/** Input of `teams.state`: teams as they are now. 1 to 5,000 rows (inclusive) a call. */
export const StateTeams = Schema.Struct({ rows: rowsOf(teamRow) })

/** Decoded input of `teams.state`. */
export type StateTeams = typeof StateTeams.Type
