import * as Result from "effect/Result"
import { decision, recordEvents } from "../journal/Decision.ts"
import type { Work } from "../journal/Work.ts"
import { byId } from "../journal/Work.ts"
import type { CommandContext } from "../ports/command/CommandContext.ts"
import { RecordExists, RecordNotFound } from "../shared/RecordErrors.ts"
import { loyaltyProfileAggregate, loyaltyProfileId } from "./LoyaltyProfile.ts"
import { complaintAggregate, milestoneAggregate, satisfactionAnswerAggregate } from "./Signal.ts"
import { LoyaltyStepRefused } from "./SignalErrors.ts"
import type {
  CancelMilestone,
  Complaint,
  Milestone,
  OpenComplaint,
  RecordAnswer,
  ResolveComplaint,
  SatisfactionAnswer,
  SetMilestone,
} from "./SignalSchema.ts"

/** A milestone as commands answer it. */
export interface MilestoneAnswer {
  /** The milestone after the command. */
  readonly milestone: Milestone
}

/** An answer about satisfaction as commands answer it. */
export interface SatisfactionAnswerAnswer {
  /** The answer. */
  readonly answer: SatisfactionAnswer
}

/** A complaint as commands answer it. */
export interface ComplaintAnswer {
  /** The complaint after the command. */
  readonly complaint: Complaint
}

/** Notes a day that matters to a client, or moves it; the same day again changes nothing. */
export function* setMilestone(
  input: SetMilestone,
  context: CommandContext,
): Work<MilestoneAnswer, RecordNotFound | RecordExists> {
  const { clientId, dealId = null, kindId, fallsOn } = input
  const id = input.id ?? context.newId("milestone")
  const before = yield* byId(milestoneAggregate, id)
  if (before !== null) {
    if (before.clientId !== clientId || before.kindId !== kindId) return Result.fail(new RecordExists("milestone", id))
    if (before.fallsOn === fallsOn && before.cancelledAt === null)
      return Result.succeed(decision([], { milestone: before }))
    const moved = recordEvents(milestoneAggregate, before, [{ type: "MilestoneMoved", payload: { fallsOn } }], {
      occurredAt: context.occurredAt,
    })
    return Result.succeed(decision([moved], { milestone: moved.after }))
  }
  const change = recordEvents(
    milestoneAggregate,
    null,
    [{ type: "MilestoneSet", payload: { id, clientId, dealId, kindId, fallsOn } }],
    { occurredAt: context.occurredAt },
  )
  return Result.succeed(decision([change], { milestone: change.after }))
}

/** Calls a milestone off. */
export function* cancelMilestone(
  input: CancelMilestone,
  context: CommandContext,
): Work<MilestoneAnswer, RecordNotFound | LoyaltyStepRefused> {
  const before = yield* byId(milestoneAggregate, input.milestoneId)
  if (before === null) return Result.fail(new RecordNotFound("milestone", input.milestoneId))
  if (before.cancelledAt !== null) return Result.fail(new LoyaltyStepRefused("milestone", before.id, "cancelled"))
  const change = recordEvents(milestoneAggregate, before, [{ type: "MilestoneCancelled", payload: {} }], {
    occurredAt: context.occurredAt,
  })
  return Result.succeed(decision([change], { milestone: change.after }))
}

/** Records what a client answered. */
export function* recordAnswer(
  input: RecordAnswer,
  context: CommandContext,
): Work<SatisfactionAnswerAnswer, RecordNotFound | RecordExists> {
  const { clientId, dealId = null, metric, score, comment } = input
  const id = input.id ?? context.newId("satisfactionAnswer")
  if ((yield* byId(satisfactionAnswerAggregate, id)) !== null) {
    return Result.fail(new RecordExists("satisfactionAnswer", id))
  }
  const change = recordEvents(
    satisfactionAnswerAggregate,
    null,
    [{ type: "SatisfactionAnswered", payload: { id, clientId, dealId, metric, score } }],
    { occurredAt: context.occurredAt, texts: comment === undefined ? undefined : { comment } },
  )
  return Result.succeed(decision([change], { answer: change.after }))
}

/** Records a complaint: while it is open, nothing is offered to the client. */
export function* openComplaint(
  input: OpenComplaint,
  context: CommandContext,
): Work<ComplaintAnswer, RecordNotFound | RecordExists> {
  const { clientId, dealId = null, text } = input
  const id = input.id ?? context.newId("complaint")
  if ((yield* byId(complaintAggregate, id)) !== null) return Result.fail(new RecordExists("complaint", id))
  const { occurredAt } = context
  const change = recordEvents(
    complaintAggregate,
    null,
    [{ type: "ComplaintOpened", payload: { id, clientId, dealId } }],
    { occurredAt, texts: text === undefined ? undefined : { text } },
  )
  // In the client's profile, which every decision over the client writes: none can overlook the complaint.
  const profileId = loyaltyProfileId(clientId)
  const complained = recordEvents(
    loyaltyProfileAggregate,
    yield* byId(loyaltyProfileAggregate, profileId),
    [{ type: "ClientComplained", payload: { id: profileId, clientId, complaintId: id } }],
    { occurredAt },
  )
  return Result.succeed(decision([change, complained], { complaint: change.after }))
}

/** Notes that a complaint was settled with the client. */
export function* resolveComplaint(
  input: ResolveComplaint,
  context: CommandContext,
): Work<ComplaintAnswer, RecordNotFound | LoyaltyStepRefused> {
  const before = yield* byId(complaintAggregate, input.complaintId)
  if (before === null) return Result.fail(new RecordNotFound("complaint", input.complaintId))
  if (before.resolvedAt !== null) return Result.fail(new LoyaltyStepRefused("complaint", before.id, "resolved"))
  const { clientId } = before
  const change = recordEvents(complaintAggregate, before, [{ type: "ComplaintResolved", payload: {} }], {
    occurredAt: context.occurredAt,
  })
  const profileId = loyaltyProfileId(clientId)
  const reconciled = recordEvents(
    loyaltyProfileAggregate,
    yield* byId(loyaltyProfileAggregate, profileId),
    [{ type: "ClientReconciled", payload: { id: profileId, clientId, complaintId: before.id } }],
    { occurredAt: context.occurredAt },
  )
  return Result.succeed(decision([change, reconciled], { complaint: change.after }))
}
