import { recordQueries } from "../../ports/reading/RecordQueries.ts"
import type { QueriesOf } from "../../ports/reading/RecordQueries.ts"
import { repAggregate } from "../../team/Rep.ts"
import { teamAggregate } from "../../team/Team.ts"
import { repCommands, teamCommands } from "../../team/service.ts"

/** Use cases over people and teams of the department. */
interface TeamUseCases {
  /** People of the department: who is in it, since when, with what profile. */
  readonly reps: QueriesOf<typeof repAggregate> & typeof repCommands
  /** Teams and who leads them. */
  readonly teams: QueriesOf<typeof teamAggregate> & typeof teamCommands
}

/** The use cases themselves. Their type is named, not inferred: declarations would lose what is said of each. */
export const teamUseCases: TeamUseCases = {
  reps: { ...recordQueries(repAggregate), ...repCommands },
  teams: { ...recordQueries(teamAggregate), ...teamCommands },
}
