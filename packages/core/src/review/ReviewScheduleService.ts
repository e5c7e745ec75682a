import * as Effect from "effect/Effect"
import type { Caller } from "../ports/Caller.ts"
import { command } from "../ports/command/Command.ts"
import type { Duty, DutyOptions } from "../ports/tick/Duty.ts"
import { duty } from "../ports/tick/Duty.ts"
import type { ReadScriptFacts } from "./FindingService.ts"
import { findingReviews } from "./FindingService.ts"
import { planRecurringDebriefs, verifyDueActions } from "./DebriefScheduleService.ts"
import { periodOf } from "../shared/Period.ts"
import { reviewScheduleAggregate } from "./ReviewSchedule.ts"
import { advanceSchedule, putOffSchedule, scheduleDebriefs, setReviewSchedule } from "./ReviewScheduleCommands.ts"
import type { ReviewSchedule } from "./ReviewScheduleSchema.ts"
import { AdvanceSchedule, PlanRecurringDebriefs, SetReviewSchedule } from "./ReviewScheduleSchema.ts"
import { closePeriod } from "./SummaryService.ts"

/** The commands over schedules. */
export const reviewScheduleCommands = {
  /** Switches the closing of days, weeks or months on or off. */
  set: command({ name: "reviewSchedule.set", input: SetReviewSchedule, work: setReviewSchedule }),
  /** Says which debriefs are planned whenever the schedule closes a period; null for none. */
  planDebriefs: command({
    name: "reviewSchedule.planDebriefs",
    input: PlanRecurringDebriefs,
    work: scheduleDebriefs,
  }),
}

const advance = command({ name: "reviewSchedule.advance", input: AdvanceSchedule, work: advanceSchedule })
const putOff = command({ name: "reviewSchedule.putOff", input: AdvanceSchedule, work: putOffSchedule })

/**
 * The periodic work of reviews: closing periods that are over, for everybody. Give it to `tick`; the Promise facade does so itself.
 *
 * @param readScriptFacts - reads how scripts were used in dialogs; `readScriptFacts` of scripts unless a host has another
 * @example
 * ```ts
 * import { reviewDuties } from "@salesdept/core/review/service"
 * import { readScriptFacts } from "@salesdept/core/script/service"
 *
 * reviewDuties(readScriptFacts).map(({ name }) => name) // ["review.closePeriod"]
 * ```
 */
export const reviewDuties = (readScriptFacts: ReadScriptFacts): ReadonlyArray<Duty> => {
  const { review } = findingReviews(readScriptFacts)
  // Findings first, so that the summary has them. All of it changes nothing when it is done again, and the schedule moves on last:
  // where a tick breaks off in between, the next one goes on.
  const closeNext = Effect.fnUntraced(function* (
    caller: Caller,
    { span, nextOn, debriefs }: ReviewSchedule,
    { occurredAt }: DutyOptions,
  ) {
    const period = periodOf(nextOn, span)
    const later = yield* putOff(caller, { span, closedOn: nextOn }, { occurredAt })
    if (later.events.length > 0) return later
    yield* review(caller, { span, on: nextOn })
    yield* closePeriod(caller, { span, on: nextOn })
    yield* planRecurringDebriefs(caller, { debriefs }, period, { occurredAt })
    yield* verifyDueActions(caller, span, period, { occurredAt })
    return yield* advance(caller, { span, closedOn: nextOn }, { occurredAt })
  })
  // Days that control has not counted, or a breach that is not recorded yet, would be missing in what is frozen.
  return [
    duty({
      name: "review.closePeriod",
      of: reviewScheduleAggregate,
      dueAt: "nextCloseAt",
      sumsUp: true,
      perform: closeNext,
    }),
  ]
}
