import { planAggregate, planVersionAggregate } from "../../plan/record/Plan.ts"
import { planCommands, planQueries } from "../../plan/service.ts"
import { recordQueries } from "../../ports/reading/RecordQueries.ts"
import type { QueriesOf } from "../../ports/reading/RecordQueries.ts"
import { readExplainedVariance } from "../../script/service.ts"

/** Use cases over plans. */
interface PlanUseCases {
  /** Plans by version, cascade, attainment, variance by drivers, forecast, re-planning. */
  readonly plans: QueriesOf<typeof planAggregate> &
    typeof planCommands &
    Omit<typeof planQueries, "variance"> & {
      /** Why the figures of a period differ from those of another or of the plan: drivers, timing, and causes with their evidence. */
      readonly variance: typeof readExplainedVariance
    }
  /** Versions of plans. Read only. */
  readonly planVersions: QueriesOf<typeof planVersionAggregate>
}

/** The use cases themselves. Their type is named, not inferred: declarations would lose what is said of each. */
export const planUseCases: PlanUseCases = {
  // Control, findings and scripts are evidence of causes; the plan area itself knows none of them.
  plans: { ...recordQueries(planAggregate), ...planCommands, ...planQueries, variance: readExplainedVariance },
  planVersions: recordQueries(planVersionAggregate),
}
