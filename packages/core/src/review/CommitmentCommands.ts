import { RecordExists, RecordNotFound } from "../shared/RecordErrors.ts"
import * as Result from "effect/Result"
import type { Texts } from "../journal/Decision.ts"
import { decision, recordEvents } from "../journal/Decision.ts"
import type { Read, Work } from "../journal/Work.ts"
import { byId, textsOf } from "../journal/Work.ts"
import { departmentRules } from "../department/DepartmentRules.ts"
import type { CommandContext } from "../ports/command/CommandContext.ts"
import { localDateOf } from "../shared/TimeZone.ts"
import type { CommitmentEvent } from "./Commitment.ts"
import { commitmentAggregate } from "./Commitment.ts"
import type {
  AnswerCommitment,
  Commitment,
  CommitmentId,
  CompleteCommitment,
  DropCommitment,
  MakeCommitment,
} from "./CommitmentSchema.ts"
import { debriefAggregate, mayKnowOf } from "./Debrief.ts"
import { leaverAmong } from "./LeaverRules.ts"
import { ReviewRefused } from "./ReviewErrors.ts"

/** A commitment as commands answer it. */
export interface CommitmentAnswer {
  /** The commitment after the command. */
  readonly commitment: Commitment
}

type Rejection = RecordNotFound | ReviewRefused

/** Notes what a rep means to do by a day, what may get in the way, and the help asked of a mentor. */
export function* makeCommitment(
  input: MakeCommitment,
  context: CommandContext,
): Work<CommitmentAnswer, RecordExists | ReviewRefused | RecordNotFound> {
  const id = input.id ?? context.newId("commitment")
  if ((yield* byId(commitmentAggregate, id)) !== null) return Result.fail(new RecordExists("commitment", id))
  const { repId, dueOn, recordId = null, what, obstacle, help } = input
  // What is to be done by a day that was over would be missed as soon as it is made.
  const today = localDateOf(context.occurredAt, (yield* departmentRules(context))?.timeZone ?? "UTC")
  if (dueOn < today) return Result.fail(new ReviewRefused("dueOver", dueOn, "dueOn"))
  const left = yield* leaverAmong(
    [
      [repId, "repId"],
      [help?.mentorId, "help.mentorId"],
    ],
    context,
  )
  if (left !== null) return Result.fail(left)
  const debrief = input.debriefId === undefined ? null : yield* byId(debriefAggregate, input.debriefId)
  if (input.debriefId !== undefined && (debrief === null || !mayKnowOf(debrief, context.actor))) {
    return Result.fail(new RecordNotFound("debrief", input.debriefId))
  }
  // Commitments are seen by others: that it came of a talk in private is not told by them.
  const debriefId = debrief === null || debrief.route === "personal" ? null : debrief.id
  if (help?.mentorId === repId) return Result.fail(new ReviewRefused("notTheirs", repId, "help.mentorId"))
  const texts: Texts = {
    what,
    ...(obstacle === undefined ? {} : { obstacle }),
    ...(help === undefined ? {} : { question: help.question }),
  }
  const payload = { id, repId, dueOn, recordId, debriefId, mentorId: help?.mentorId ?? null }
  const change = recordEvents(commitmentAggregate, null, [{ type: "CommitmentMade", payload }], {
    occurredAt: context.occurredAt,
    texts,
  })
  return Result.succeed(decision([change], { commitment: change.after }))
}

function* openCommitment(id: CommitmentId): Generator<Read, Result.Result<Commitment, Rejection>, unknown> {
  const commitment = yield* byId(commitmentAggregate, id)
  if (commitment === null) return Result.fail(new RecordNotFound("commitment", id))
  return commitment.status === "open"
    ? Result.succeed(commitment)
    : Result.fail(new ReviewRefused("settled", id, "commitmentId"))
}

function* told(
  commitment: Commitment,
  event: CommitmentEvent,
  context: CommandContext,
  words: Texts,
): Work<CommitmentAnswer, Rejection> {
  const texts = (yield* textsOf([commitment])).get(commitment.id) ?? {}
  const change = recordEvents(commitmentAggregate, commitment, [event], {
    occurredAt: context.occurredAt,
    texts: { ...texts, ...words },
  })
  return Result.succeed(decision([change], { commitment: change.after }))
}

/** The mentor's answer to a request for help; nobody else's. */
export function* answerCommitment(input: AnswerCommitment, context: CommandContext): Work<CommitmentAnswer, Rejection> {
  const found = yield* openCommitment(input.commitmentId)
  if (Result.isFailure(found)) return Result.fail(found.failure)
  const commitment = found.success
  if (commitment.mentorId === null || commitment.answeredAt !== null) {
    return Result.fail(new ReviewRefused("noHelpAsked", commitment.id, "commitmentId"))
  }
  if (commitment.mentorId !== context.actor) {
    return Result.fail(new ReviewRefused("notTheirs", context.actor, "actor"))
  }
  return yield* told(commitment, { type: "CommitmentAnswered", payload: {} }, context, { answer: input.answer })
}

/** Marks it as done. */
export function* completeCommitment(
  input: CompleteCommitment,
  context: CommandContext,
): Work<CommitmentAnswer, Rejection> {
  const found = yield* openCommitment(input.commitmentId)
  if (Result.isFailure(found)) return Result.fail(found.failure)
  const event = { type: "CommitmentEnded", payload: { to: "done", by: context.actor } } as const
  const change = recordEvents(commitmentAggregate, found.success, [event], { occurredAt: context.occurredAt })
  return Result.succeed(decision([change], { commitment: change.after }))
}

/** Gives it up, with the reason. */
export function* dropCommitment(input: DropCommitment, context: CommandContext): Work<CommitmentAnswer, Rejection> {
  const found = yield* openCommitment(input.commitmentId)
  if (Result.isFailure(found)) return Result.fail(found.failure)
  const event = { type: "CommitmentEnded", payload: { to: "dropped", by: context.actor } } as const
  return yield* told(found.success, event, context, { dropReason: input.reason })
}
