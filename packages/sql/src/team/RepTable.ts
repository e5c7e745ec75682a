import { repAggregate } from "@salesdept/core/team"
import { date, nullable, person, text } from "../schema/Field.ts"
import { recordTable } from "../schema/RecordTable.ts"

/** Reps. */
export const repTable = recordTable(repAggregate, {
  personId: person(),
  teamId: nullable(text()),
  joinedOn: nullable(date()),
  leftOn: nullable(date()),
})
