import { recordQueries } from "../../ports/reading/RecordQueries.ts"
import type { QueriesOf } from "../../ports/reading/RecordQueries.ts"
import { commitmentAggregate } from "../../review/Commitment.ts"
import type { debriefAggregate } from "../../review/Debrief.ts"
import { findingAggregate } from "../../review/FindingRecord.ts"
import {
  commitmentCommands,
  debriefCommands,
  debriefQueries,
  findingCommands,
  reviewScheduleCommands,
  summaryCommands,
} from "../../review/service.ts"
import { reviewScheduleAggregate } from "../../review/ReviewSchedule.ts"
import { summaryAggregate } from "../../review/Summary.ts"
import { readScriptFacts } from "../../script/service.ts"

/** Use cases over reviews of periods and what people agreed there. */
interface ReviewUseCases {
  /** What the rules find worth a review, with its evidence. */
  readonly findings: QueriesOf<typeof findingAggregate> & ReturnType<typeof findingCommands>
  /** What people committed to, and whether it was kept. */
  readonly commitments: QueriesOf<typeof commitmentAggregate> & typeof commitmentCommands
  /** Talks on findings, in person or together, and the actions agreed there. A personal one is there for its rep and its mentor alone. */
  readonly debriefs: QueriesOf<typeof debriefAggregate> & typeof debriefCommands
  /** Which periods are closed by themselves, and the debriefs planned with it. */
  readonly reviewSchedules: QueriesOf<typeof reviewScheduleAggregate> & typeof reviewScheduleCommands
  /** Summaries of periods: open ones as they stand, closed ones frozen. */
  readonly summaries: QueriesOf<typeof summaryAggregate> & typeof summaryCommands
}

/** The use cases themselves. Their type is named, not inferred: declarations would lose what is said of each. */
export const reviewUseCases: ReviewUseCases = {
  findings: { ...recordQueries(findingAggregate), ...findingCommands(readScriptFacts) },
  commitments: { ...recordQueries(commitmentAggregate), ...commitmentCommands },
  debriefs: { ...debriefQueries, ...debriefCommands },
  reviewSchedules: { ...recordQueries(reviewScheduleAggregate), ...reviewScheduleCommands },
  summaries: { ...recordQueries(summaryAggregate), ...summaryCommands },
}
