import { repAggregate, teamAggregate } from "@salesdept/core/records"
import { date, json, nullable, person, text } from "../schema/Field.ts"
import { recordTable } from "../schema/RecordTable.ts"

/** Reps. */
export const repTable = recordTable(repAggregate, {
  personId: person(),
  teamId: nullable(text()),
  joinedOn: nullable(date()),
  leftOn: nullable(date()),
  role: text(),
  profile: json(),
  absences: json(),
  knowledge: json(),
  enrolments: json(),
})

/** Teams. */
export const teamTable = recordTable(teamAggregate, {
  code: text(),
  headId: nullable(person()),
  mentorIds: json(),
  parentCode: nullable(text()),
})
