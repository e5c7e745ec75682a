import * as Effect from "effect/Effect"
import type { Caller } from "../ports/Command.ts"
import { command } from "../ports/Command.ts"
import type { Duty, DutyOptions } from "../ports/Duty.ts"
import { duty } from "../ports/Duty.ts"
import { reviewPeriod } from "./FindingService.ts"
import { reviewScheduleAggregate } from "./ReviewSchedule.ts"
import { advanceSchedule, setReviewSchedule } from "./ReviewScheduleCommands.ts"
import type { ReviewSchedule } from "./ReviewScheduleSchema.ts"
import { AdvanceSchedule, SetReviewSchedule } from "./ReviewScheduleSchema.ts"
import { summaryCommands } from "./SummaryService.ts"

/** The commands over schedules. */
export const reviewScheduleCommands = {
  /** Switches the closing of days, weeks or months on or off. */
  set: command({ name: "reviewSchedule.set", input: SetReviewSchedule, work: setReviewSchedule }),
}

const advance = command({ name: "reviewSchedule.advance", input: AdvanceSchedule, work: advanceSchedule })

// Findings first, so that the summary has them. Both change nothing when they are done again, and the schedule moves on last:
// where a tick breaks off in between, the next one goes on.
const closeNext = Effect.fnUntraced(function* (
  caller: Caller,
  { span, nextOn }: ReviewSchedule,
  { occurredAt }: DutyOptions,
) {
  yield* reviewPeriod(caller, { span, on: nextOn })
  yield* summaryCommands.close(caller, { span, on: nextOn })
  return yield* advance(caller, { span, closedOn: nextOn }, { occurredAt })
})

/** The periodic work of reviews: closing periods that are over, for everybody. */
export const reviewDuties: ReadonlyArray<Duty> = [
  duty({ name: "review.closePeriod", of: reviewScheduleAggregate, dueAt: "nextCloseAt", perform: closeNext }),
]
