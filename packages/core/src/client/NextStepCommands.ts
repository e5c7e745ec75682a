import * as Result from "effect/Result"
import { departmentRules } from "../department/DepartmentRules.ts"
import type { RecipientNotActive } from "../department/LeaverRules.ts"
import { refusedLeaver } from "../department/LeaverRules.ts"
import type { Texts } from "../journal/Decision.ts"
import { decision, recordEvents } from "../journal/Decision.ts"
import type { Read, Work } from "../journal/Work.ts"
import { byId, textsOf } from "../journal/Work.ts"
import type { CommandContext } from "../ports/command/CommandContext.ts"
import type { NextStepId } from "../shared/Ids.ts"
import { RecordExists, RecordNotFound } from "../shared/RecordErrors.ts"
import { refusedChoice, unknownChoice } from "./BaseRules.ts"
import type { ChoiceUnknown } from "./ClientErrors.ts"
import { ChoiceMissing, NextStepDone, SubjectMissing } from "./ClientErrors.ts"
import type {
  AssignNextStep,
  CancelNextStep,
  CompleteNextStep,
  MoveNextStep,
  NextStep,
  RemindNextStep,
  SetNextStep,
} from "./DialogSchema.ts"
import type { NextStepEvent } from "./NextStep.ts"
import { nextStepAggregate } from "./NextStep.ts"
import { setStep, subjectOf, touched } from "./StepSubjectRules.ts"

/** A next step as commands answer it. */
export interface NextStepAnswer {
  /** The next step after the command. */
  readonly nextStep: NextStep
}

/** Commits somebody to do something by a day. */
export function* setNextStep(
  input: SetNextStep,
  context: CommandContext,
): Work<NextStepAnswer, RecordExists | RecordNotFound | SubjectMissing | ChoiceUnknown | RecipientNotActive> {
  const subject = subjectOf(input)
  if (subject === null) return Result.fail(new SubjectMissing())
  if (input.id !== undefined && (yield* byId(nextStepAggregate, input.id)) !== null) {
    return Result.fail(new RecordExists("nextStep", input.id))
  }
  const refused =
    (yield* refusedChoice(context, [["nextStepTypes", input.typeId]])) ?? (yield* refusedLeaver(input.ownerId, context))
  if (refused !== null) return Result.fail(refused)
  const change = setStep(input, subject, context)
  return Result.succeed(decision([change], { nextStep: change.after }, touched(subject)))
}

type StepRejection = RecordNotFound | NextStepDone

function* openStep(id: NextStepId): Generator<Read, Result.Result<NextStep, StepRejection>, unknown> {
  const step = yield* byId(nextStepAggregate, id)
  if (step === null) return Result.fail(new RecordNotFound("nextStep", id))
  return step.status === "open" ? Result.succeed(step) : Result.fail(new NextStepDone(id))
}

const answer = (step: NextStep, event: NextStepEvent, context: CommandContext, texts?: Texts) => {
  const change = recordEvents(nextStepAggregate, step, [event], { occurredAt: context.occurredAt, texts })
  return Result.succeed(decision([change], { nextStep: change.after }, touched(step)))
}

const unchanged = (nextStep: NextStep) => Result.succeed(decision([], { nextStep }))

function* withText(
  step: NextStep,
  field: string,
  text: string | undefined,
): Generator<Read, Texts | undefined, unknown> {
  if (text === undefined) return undefined
  return { ...(yield* textsOf([step])).get(step.id), [field]: text }
}

/** Marks a next step as done, with what it came to: an outcome must be named where the tenant keeps a list of them. */
export function* completeNextStep(
  input: CompleteNextStep,
  context: CommandContext,
): Work<NextStepAnswer, StepRejection | ChoiceUnknown | ChoiceMissing> {
  const step = yield* openStep(input.nextStepId)
  if (Result.isFailure(step)) return Result.fail(step.failure)
  const rules = yield* departmentRules(context)
  if (input.outcomeId === undefined && rules?.base?.nextStepOutcomes !== undefined) {
    return Result.fail(new ChoiceMissing("nextStepOutcomes"))
  }
  const refused = unknownChoice(rules, [["nextStepOutcomes", input.outcomeId]])
  if (refused !== null) return Result.fail(refused)
  const texts = yield* withText(step.success, "result", input.note)
  const payload = { outcomeId: input.outcomeId ?? null }
  return answer(step.success, { type: "NextStepCompleted", payload }, context, texts)
}

/** Calls a next step off, with the reason; it stays in the base. */
export function* cancelNextStep(input: CancelNextStep, context: CommandContext): Work<NextStepAnswer, StepRejection> {
  const step = yield* openStep(input.nextStepId)
  if (Result.isFailure(step)) return Result.fail(step.failure)
  const texts = yield* withText(step.success, "cancelReason", input.reason)
  return answer(step.success, { type: "NextStepCancelled", payload: {} }, context, texts)
}

/** Moves a next step to another day; moves are counted. */
export function* moveNextStep(input: MoveNextStep, context: CommandContext): Work<NextStepAnswer, StepRejection> {
  const step = yield* openStep(input.nextStepId)
  if (Result.isFailure(step)) return Result.fail(step.failure)
  const payload = { from: step.success.dueOn, to: input.dueOn, remindAt: input.remindAt ?? null }
  return answer(step.success, { type: "NextStepMoved", payload }, context)
}

/** Has somebody else do it. */
export function* assignNextStep(
  input: AssignNextStep,
  context: CommandContext,
): Work<NextStepAnswer, StepRejection | RecipientNotActive> {
  const step = yield* openStep(input.nextStepId)
  if (Result.isFailure(step)) return Result.fail(step.failure)
  if (step.success.ownerId === input.ownerId) return unchanged(step.success)
  const refused = yield* refusedLeaver(input.ownerId, context)
  if (refused !== null) return Result.fail(refused)
  return answer(step.success, { type: "NextStepAssigned", payload: { ownerId: input.ownerId } }, context)
}

/** Records that the moment to remind came; before that moment, a second time, and of a closed step nothing happens. */
export function* remindNextStep(input: RemindNextStep, context: CommandContext): Work<NextStepAnswer, RecordNotFound> {
  const step = yield* byId(nextStepAggregate, input.nextStepId)
  if (step === null) return Result.fail(new RecordNotFound("nextStep", input.nextStepId))
  const { status, remindAt, ownerId, dueOn } = step
  if (status !== "open" || remindAt === null || remindAt > context.occurredAt) return unchanged(step)
  return answer(step, { type: "NextStepReminded", payload: { ownerId, dueOn } }, context)
}
