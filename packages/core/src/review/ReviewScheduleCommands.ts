import { RecordNotFound } from "../shared/RecordErrors.ts"
import * as Result from "effect/Result"
import { DepartmentMissing } from "../deal/DealErrors.ts"
import { departmentRules } from "../department/DepartmentRules.ts"
import { decision, recordEvents } from "../journal/Decision.ts"
import type { Work } from "../journal/Work.ts"
import { byId } from "../journal/Work.ts"
import type { CommandContext } from "../ports/command/CommandContext.ts"
import { addDays } from "../shared/CalendarDate.ts"
import type { CalendarDate } from "../shared/CalendarDate.ts"
import type { Instant } from "../shared/Instant.ts"
import { daysIn, nextPeriod, periodOf } from "../shared/Period.ts"
import { instantOfLocal, localDateOf } from "../shared/TimeZone.ts"
import { daysWithin } from "./LookedThrough.ts"
import { reviewScheduleAggregate, reviewScheduleId } from "./ReviewSchedule.ts"
import type {
  AdvanceSchedule,
  NoteReviewed,
  PlanRecurringDebriefs,
  ReviewSchedule,
  SetReviewSchedule,
} from "./ReviewScheduleSchema.ts"
import type { SummarySpan } from "./SummarySchema.ts"

/** A schedule as commands answer it. */
export interface ReviewScheduleAnswer {
  /** The schedule after the command; null where there is none. */
  readonly schedule: ReviewSchedule | null
}

const hourMs = 3_600_000

/** When the period of a day is closed: so many hours after its end by the clocks' face, at noon for 12 also on days that have 23 or 25. */
const closeAt = (on: CalendarDate, span: SummarySpan, hoursAfter: number, timeZone: string): Instant =>
  instantOfLocal(addDays(periodOf(on, span).to, Math.floor(hoursAfter / 24)), (hoursAfter % 24) * hourMs, timeZone)

/** Switches a schedule on or off. The first period that it closes is the one that is running. */
export function* setReviewSchedule(
  input: SetReviewSchedule,
  context: CommandContext,
): Work<ReviewScheduleAnswer, DepartmentMissing> {
  const rules = yield* departmentRules(context)
  if (rules === null) return Result.fail(new DepartmentMissing())
  const { span } = input
  const id = reviewScheduleId(span)
  const before = yield* byId(reviewScheduleAggregate, id)
  const hoursAfter = input.hoursAfter ?? before?.hoursAfter ?? 0
  const today = localDateOf(context.occurredAt, rules.timeZone)
  const nextOn = before !== null && before.nextCloseAt !== null ? before.nextOn : today
  const nextCloseAt = input.hoursAfter === null ? null : closeAt(nextOn, span, hoursAfter, rules.timeZone)
  const payload = { id, span, hoursAfter, nextOn, nextCloseAt }
  const change = recordEvents(reviewScheduleAggregate, before, [{ type: "ReviewScheduleSet", payload }], {
    occurredAt: context.occurredAt,
  })
  return Result.succeed(decision([change], { schedule: change.after }))
}

/** Says which debriefs are planned when a schedule closes a period. */
export function* scheduleDebriefs(
  { span, debriefs }: PlanRecurringDebriefs,
  context: CommandContext,
): Work<ReviewScheduleAnswer, RecordNotFound> {
  const schedule = yield* byId(reviewScheduleAggregate, reviewScheduleId(span))
  if (schedule === null) return Result.fail(new RecordNotFound("reviewSchedule", reviewScheduleId(span)))
  const event = { type: "DebriefsScheduled", payload: { debriefs } } as const
  const change = recordEvents(reviewScheduleAggregate, schedule, [event], { occurredAt: context.occurredAt })
  return Result.succeed(decision([change], { schedule: change.after }))
}

/** Notes that a period that is over was looked through for findings; nothing where its days were before. */
export function* noteReviewed(
  { span, from, to }: NoteReviewed,
  context: CommandContext,
): Work<ReviewScheduleAnswer, never> {
  const id = reviewScheduleId(span)
  const before = yield* byId(reviewScheduleAggregate, id)
  const isNoted = daysWithin(before?.lookedThrough ?? [], { from, to }) === daysIn({ from, to })
  if (isNoted) return Result.succeed(decision([], { schedule: before }))
  const event = { type: "PeriodReviewed", payload: { id, span, from, to } } as const
  const change = recordEvents(reviewScheduleAggregate, before, [event], { occurredAt: context.occurredAt })
  return Result.succeed(decision([change], { schedule: change.after }))
}

/**
 * Puts off the closing of a period that is not over where the department is now: its zone has changed since it was said when that would
 * be. Nothing where the time has come.
 */
export function* putOffSchedule(
  { span, closedOn }: AdvanceSchedule,
  context: CommandContext,
): Work<ReviewScheduleAnswer, DepartmentMissing> {
  const rules = yield* departmentRules(context)
  if (rules === null) return Result.fail(new DepartmentMissing())
  const schedule = yield* byId(reviewScheduleAggregate, reviewScheduleId(span))
  if (schedule === null || schedule.nextCloseAt === null || schedule.nextOn !== closedOn) {
    return Result.succeed(decision([], { schedule }))
  }
  const { id, hoursAfter, nextOn } = schedule
  const nextCloseAt = closeAt(nextOn, span, hoursAfter, rules.timeZone)
  if (nextCloseAt <= context.occurredAt) return Result.succeed(decision([], { schedule }))
  const event = { type: "ReviewScheduleSet", payload: { id, span, hoursAfter, nextOn, nextCloseAt } } as const
  const change = recordEvents(reviewScheduleAggregate, schedule, [event], { occurredAt: context.occurredAt })
  return Result.succeed(decision([change], { schedule: change.after }))
}

/** Moves a schedule on to the period after the one that was closed; nothing where it has moved on already. */
export function* advanceSchedule(
  { span, closedOn }: AdvanceSchedule,
  context: CommandContext,
): Work<ReviewScheduleAnswer, DepartmentMissing> {
  const rules = yield* departmentRules(context)
  if (rules === null) return Result.fail(new DepartmentMissing())
  const schedule = yield* byId(reviewScheduleAggregate, reviewScheduleId(span))
  const isDue = schedule?.nextCloseAt != null && schedule.nextCloseAt <= context.occurredAt
  if (schedule === null || !isDue || schedule.nextOn !== closedOn) return Result.succeed(decision([], { schedule }))
  const period = periodOf(schedule.nextOn, span)
  const nextOn = nextPeriod(period).from
  const nextCloseAt = closeAt(nextOn, span, schedule.hoursAfter, rules.timeZone)
  const event = { type: "ReviewDue", payload: { label: period.label, nextOn, nextCloseAt } } as const
  const change = recordEvents(reviewScheduleAggregate, schedule, [event], { occurredAt: context.occurredAt })
  return Result.succeed(decision([change], { schedule: change.after }))
}
