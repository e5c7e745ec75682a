import * as Schema from "effect/Schema"
import type { RecordState } from "../journal/Aggregate.ts"
import { idField, opaqueId, rowsOf, textField } from "../ports/input/FieldSchema.ts"
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
  /** The team's id here, beginning with `team_`: the same each time the team is stated. */
  id: idField("team"),
  /** The team as reps name it, the value of their `teamId`; 1 to 100 characters. */
  code: textField(100),
  /** Its name, 1 to 300 characters. A text. */
  name: textField(300),
  /** The host's id of who leads it; null or left out where nobody does. */
  headId: Schema.optionalKey(Schema.NullOr(opaqueId)),
  /** The host's ids of who teaches in it, 100 at most; left out where nobody does. */
  mentorIds: Schema.optionalKey(Schema.Array(opaqueId).check(Schema.isMaxLength(100))),
  /** The code of the team it belongs to, 1 to 100 characters; null or left out where it stands by itself. */
  parentCode: Schema.optionalKey(Schema.NullOr(textField(100))),
})

/** Input of `teams.state`: teams as they are now. 1 to 5,000 rows (inclusive) a call. */
export const StateTeams = Schema.Struct({
  /** The teams as they are now, 1 to 5,000, each id once; teams that are not named stay as they are. */
  rows: rowsOf(teamRow),
})

/** Decoded input of `teams.state`. */
export type StateTeams = typeof StateTeams.Type
