import { recordQueries } from "../../ports/RecordQueries.ts"
import { repAggregate } from "../../team/Rep.ts"
import { teamAggregate } from "../../team/Team.ts"
import { repCommands, teamCommands } from "../../team/service.ts"

/** Use cases over people and teams of the department. */
export const teamUseCases = {
  /** People of the department: who is in it, since when, with what profile. */
  reps: { ...recordQueries(repAggregate), ...repCommands },
  /** Teams and who leads them. */
  teams: { ...recordQueries(teamAggregate), ...teamCommands },
} as const
