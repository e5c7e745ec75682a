import * as Result from "effect/Result"
import { dialogAggregate } from "../client/Dialog.ts"
import { departmentRules } from "../department/DepartmentRules.ts"
import type { Texts } from "../journal/Decision.ts"
import { decision, recordEvents } from "../journal/Decision.ts"
import type { Read, Work } from "../journal/Work.ts"
import { byId, textsOf, where } from "../journal/Work.ts"
import type { CommandContext } from "../ports/command/CommandContext.ts"
import type { CalendarDate } from "../shared/CalendarDate.ts"
import { addDays } from "../shared/CalendarDate.ts"
import type { Instant } from "../shared/Instant.ts"
import { RecordNotFound } from "../shared/RecordErrors.ts"
import { localDateOf } from "../shared/TimeZone.ts"
import type { ControlMarkEvent } from "./ControlMark.ts"
import { controlMarkAggregate } from "./ControlMark.ts"
import type {
  ControlMark,
  ParkRecord,
  ResumeRecord,
  RuleInRecord,
  RuleOutRecord,
  SnoozeRecord,
  UnsnoozeRecord,
} from "./ControlMarkSchema.ts"
import { NothingToUndo, ParkReasonUnknown, PutOffDayRefused, SubjectClosed } from "./MarkErrors.ts"
import type { ParkingPolicy } from "./ParkingPolicy.ts"
import { defaultParkingPolicy, latestResumeOn } from "./ParkingPolicy.ts"
import type { ControlSubject } from "./SubjectRules.ts"
import { kindOfId, markIdOf, readSubject } from "./SubjectRules.ts"

/** What people decided about a record, as commands answer it. */
export interface ControlMarkAnswer {
  /** The mark after the command. */
  readonly mark: ControlMark
}

interface Marked {
  readonly subject: ControlSubject
  readonly mark: ControlMark | null
}

function* marked(id: string): Generator<Read, Result.Result<Marked, RecordNotFound>, unknown> {
  const subject = yield* readSubject(id)
  if (subject === null) return Result.fail(new RecordNotFound("subject", id))
  return Result.succeed({ subject, mark: yield* byId(controlMarkAggregate, markIdOf(id)) })
}

/** The rules of parking, and today in the tenant's zone; without a configuration, the defaults in UTC. */
function* parkingRules(
  context: CommandContext,
): Generator<Read, { readonly policy: ParkingPolicy; readonly today: CalendarDate }, unknown> {
  const config = yield* departmentRules(context)
  return {
    policy: config?.control.parking ?? defaultParkingPolicy,
    today: localDateOf(context.occurredAt, config?.timeZone ?? "UTC"),
  }
}

const about = (subjectId: string) => ({ id: markIdOf(subjectId), subjectKind: kindOfId(subjectId), subjectId })

const answer = (mark: ControlMark | null, event: ControlMarkEvent, context: CommandContext, texts?: Texts) => {
  const change = recordEvents(controlMarkAggregate, mark, [event], { occurredAt: context.occurredAt, texts })
  return Result.succeed(decision([change], { mark: change.after }))
}

function* mergedTexts(mark: ControlMark | null, added: Texts): Generator<Read, Texts, unknown> {
  const before = mark === null ? undefined : (yield* textsOf([mark])).get(mark.id)
  return { ...before, ...added }
}

/** Whether anybody spoke with the client after a moment, about the record or, of a deal, apart from any. */
function* spokenAfter({ id, kind, clientId }: ControlSubject, moment: Instant): Generator<Read, boolean, unknown> {
  const about = yield* where(dialogAggregate, `${kind}Id`, [id])
  const apart = kind === "deal" && clientId !== null ? yield* where(dialogAggregate, "clientId", [clientId]) : []
  return [...about, ...apart.filter(({ dealId }) => dealId === null)].some(({ heldAt }) => heldAt > moment)
}

/** Parks a record for a reason from the department's list, until a day within its limit; again, to prolong it. */
export function* parkRecord(
  input: ParkRecord,
  context: CommandContext,
): Work<ControlMarkAnswer, RecordNotFound | SubjectClosed | ParkReasonUnknown | PutOffDayRefused> {
  const found = yield* marked(input.id)
  if (Result.isFailure(found)) return Result.fail(found.failure)
  const { subject, mark } = found.success
  if (subject.isClosed) return Result.fail(new SubjectClosed(input.id))
  const { policy, today } = yield* parkingRules(context)
  const reason = policy.reasons.find(({ id }) => id === input.reasonId)
  if (reason === undefined) {
    const known = policy.reasons.map(({ id }) => id)
    return Result.fail(new ParkReasonUnknown(input.reasonId, known))
  }
  const config = yield* departmentRules(context)
  const before = mark?.parking ?? null
  const goesOn = before !== null && !(yield* spokenAfter(subject, before.statedAt))
  const parkedAt = goesOn ? before.parkedAt : context.occurredAt
  const latest = latestResumeOn(reason, policy, localDateOf(parkedAt, config?.timeZone ?? "UTC"))
  const { resumeOn, comment } = input
  if (resumeOn <= today || resumeOn > latest) {
    return Result.fail(new PutOffDayRefused(input.id, resumeOn, today, latest))
  }
  const parking = { reasonId: reason.id, parkedAt, statedAt: context.occurredAt, resumeOn, parkedBy: context.actor }
  const texts = comment === undefined ? undefined : yield* mergedTexts(mark, { parkingComment: comment })
  return answer(mark, { type: "RecordParked", payload: { ...about(input.id), parking } }, context, texts)
}

/** Brings a parked record back before its day. */
export function* resumeRecord(
  input: ResumeRecord,
  context: CommandContext,
): Work<ControlMarkAnswer, RecordNotFound | NothingToUndo> {
  const found = yield* marked(input.id)
  if (Result.isFailure(found)) return Result.fail(found.failure)
  const { mark } = found.success
  const parking = mark?.parking ?? null
  if (parking === null || parking.endedAt !== undefined) return Result.fail(new NothingToUndo(input.id, "parking"))
  return answer(mark, { type: "ParkingEnded", payload: about(input.id) }, context)
}

/** Takes a record off the caller's own list for a while. */
export function* snoozeRecord(
  input: SnoozeRecord,
  context: CommandContext,
): Work<ControlMarkAnswer, RecordNotFound | PutOffDayRefused> {
  const found = yield* marked(input.id)
  if (Result.isFailure(found)) return Result.fail(found.failure)
  const { policy, today } = yield* parkingRules(context)
  const latest = addDays(today, policy.snoozeLimitDays)
  const untilOn = input.untilOn ?? latest
  if (untilOn <= today || untilOn > latest) {
    return Result.fail(new PutOffDayRefused(input.id, untilOn, today, latest))
  }
  const snooze = { personId: context.actor, state: input.state, snoozedAt: context.occurredAt, untilOn }
  return answer(found.success.mark, { type: "RecordSnoozed", payload: { ...about(input.id), snooze } }, context)
}

/** Puts a record back on the caller's own list. */
export function* unsnoozeRecord(
  input: UnsnoozeRecord,
  context: CommandContext,
): Work<ControlMarkAnswer, RecordNotFound | NothingToUndo> {
  const found = yield* marked(input.id)
  if (Result.isFailure(found)) return Result.fail(found.failure)
  const { mark } = found.success
  const personId = context.actor
  if (mark?.snoozes.some((snooze) => snooze.personId === personId) !== true) {
    return Result.fail(new NothingToUndo(input.id, "snooze"))
  }
  return answer(mark, { type: "SnoozeEnded", payload: { ...about(input.id), personId } }, context)
}

/** Takes a record off everybody's list in one of its states, for a reason in words. */
export function* ruleOutRecord(input: RuleOutRecord, context: CommandContext): Work<ControlMarkAnswer, RecordNotFound> {
  const found = yield* marked(input.id)
  if (Result.isFailure(found)) return Result.fail(found.failure)
  const { mark } = found.success
  const ruledOut = { state: input.state, ruledOutAt: context.occurredAt, ruledOutBy: context.actor }
  const texts = yield* mergedTexts(mark, { rulingOutReason: input.reason })
  return answer(mark, { type: "RecordRuledOut", payload: { ...about(input.id), ruledOut } }, context, texts)
}

/** Puts a record that was ruled out back on the lists. */
export function* ruleInRecord(
  input: RuleInRecord,
  context: CommandContext,
): Work<ControlMarkAnswer, RecordNotFound | NothingToUndo> {
  const found = yield* marked(input.id)
  if (Result.isFailure(found)) return Result.fail(found.failure)
  const { mark } = found.success
  if ((mark?.ruledOut ?? null) === null) return Result.fail(new NothingToUndo(input.id, "rulingOut"))
  return answer(mark, { type: "RecordRuledIn", payload: about(input.id) }, context)
}
