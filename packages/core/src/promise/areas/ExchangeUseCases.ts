import { runAggregate } from "../../department/Run.ts"
import { importCommands, runUseCases } from "../../exchange/service.ts"
import { recordQueries } from "../../ports/RecordQueries.ts"

/** Use cases over imports and runs of bulk work. */
export const exchangeUseCases = {
  /** Imports of a CRM's files: dry run, record, revert. */
  imports: { ...importCommands, revert: runUseCases.revert },
  /** Runs of bulk work, what each did, and its way back. */
  runs: { ...recordQueries(runAggregate), ...runUseCases },
} as const
