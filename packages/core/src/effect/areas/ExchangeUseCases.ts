import { runAggregate } from "../../department/Run.ts"
import { importCommands, runUseCases } from "../../exchange/service.ts"
import { recordQueries } from "../../ports/reading/RecordQueries.ts"
import type { QueriesOf } from "../../ports/reading/RecordQueries.ts"

/** Use cases over imports and runs of bulk work. */
interface ExchangeUseCases {
  /** Imports of a CRM's files: dry run, record, revert. */
  readonly imports: typeof importCommands & Pick<typeof runUseCases, "revert">
  /** Runs of bulk work, what each did, and its way back. */
  readonly runs: QueriesOf<typeof runAggregate> & typeof runUseCases
}

/** The use cases themselves. Their type is named, not inferred: declarations would lose what is said of each. */
export const exchangeUseCases: ExchangeUseCases = {
  imports: { ...importCommands, revert: runUseCases.revert },
  runs: { ...recordQueries(runAggregate), ...runUseCases },
}
