import { planAggregate, planVersionAggregate } from "../../plan/Plan.ts"
import { planCommands, planQueries } from "../../plan/service.ts"
import { recordQueries } from "../../ports/RecordQueries.ts"
import { readExplainedVariance } from "../../review/service.ts"

/** Use cases over plans. */
export const planUseCases = {
  // Control and findings are evidence of causes; the plan area itself knows neither.
  /** Plans by version, cascade, attainment, variance by drivers, forecast, re-planning. */
  plans: { ...recordQueries(planAggregate), ...planCommands, ...planQueries, variance: readExplainedVariance },
  /** Versions of plans. Read only. */
  planVersions: recordQueries(planVersionAggregate),
} as const
