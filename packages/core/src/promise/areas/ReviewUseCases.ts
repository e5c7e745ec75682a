import { recordQueries } from "../../ports/RecordQueries.ts"
import { commitmentAggregate } from "../../review/Commitment.ts"
import { findingAggregate } from "../../review/FindingRecord.ts"
import {
  commitmentCommands,
  debriefCommands,
  findingCommands,
  reviewScheduleCommands,
  summaryCommands,
} from "../../review/service.ts"
import { reviewScheduleAggregate } from "../../review/ReviewSchedule.ts"
import { summaryAggregate } from "../../review/Summary.ts"
import { readScriptFacts } from "../../script/service.ts"

/** Use cases over reviews of periods and what people agreed there. */
export const reviewUseCases = {
  /** What the rules find worth a review, with its evidence. */
  findings: { ...recordQueries(findingAggregate), ...findingCommands(readScriptFacts) },
  /** What people committed to, and whether it was kept. */
  commitments: { ...recordQueries(commitmentAggregate), ...commitmentCommands },
  /** Talks on findings, in person or together, and the actions agreed there. */
  debriefs: debriefCommands,
  /** Which periods are closed by themselves, and the debriefs planned with it. */
  reviewSchedules: { ...recordQueries(reviewScheduleAggregate), ...reviewScheduleCommands },
  /** Summaries of periods: open ones as they stand, closed ones frozen. */
  summaries: { ...recordQueries(summaryAggregate), ...summaryCommands },
} as const
