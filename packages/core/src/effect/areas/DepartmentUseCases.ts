import { departmentAggregate } from "../../department/Department.ts"
import { departmentCommands, personalData } from "../../department/service.ts"
import { directoryQueries } from "../../ports/reading/DirectoryQueries.ts"
import { recordQueries } from "../../ports/reading/RecordQueries.ts"
import type { QueriesOf } from "../../ports/reading/RecordQueries.ts"

/** Use cases over the configuration, the host's directory and personal data. */
interface DepartmentUseCases {
  /** Names of the host's people, companies and products. */
  readonly directory: typeof directoryQueries
  /** The configuration: pipelines, gates, policies; published by version. */
  readonly department: QueriesOf<typeof departmentAggregate> & typeof departmentCommands
  /** What is known of a person: exported, erased. */
  readonly personalData: typeof personalData
}

/** The use cases themselves. Their type is named, not inferred: declarations would lose what is said of each. */
export const departmentUseCases: DepartmentUseCases = {
  directory: directoryQueries,
  department: { ...recordQueries(departmentAggregate), ...departmentCommands },
  personalData,
}
