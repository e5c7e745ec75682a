import { departmentAggregate } from "../../department/Department.ts"
import { departmentCommands, personalData } from "../../department/service.ts"
import { directoryQueries } from "../../ports/DirectoryQueries.ts"
import { recordQueries } from "../../ports/RecordQueries.ts"

/** Use cases over the configuration, the host's directory and personal data. */
export const departmentUseCases = {
  /** Names of the host's people, companies and products. */
  directory: directoryQueries,
  /** The configuration: pipelines, gates, policies; published by version. */
  department: { ...recordQueries(departmentAggregate), ...departmentCommands },
  /** What is known of a person: exported, erased. */
  personalData,
} as const
