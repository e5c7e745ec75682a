import * as Result from "effect/Result"
import { departmentRules } from "../department/DepartmentRules.ts"
import { decision, recordEvents } from "../journal/Decision.ts"
import type { Read, Work } from "../journal/Work.ts"
import { byId } from "../journal/Work.ts"
import type { CommandContext } from "../ports/Command.ts"
import type { ClientId, DealId, LeadId, NextStepId } from "../shared/Ids.ts"
import { ChoiceUnknown, NextStepDone, RecordExists, RecordNotFound, SubjectMissing } from "./ClientErrors.ts"
import { dialogAggregate } from "./Dialog.ts"
import type {
  CompleteNextStep,
  Dialog,
  MoveNextStep,
  NextStep,
  RecordDialog,
  SetNextStep,
  Subject,
} from "./DialogSchema.ts"
import type { NextStepEvent } from "./NextStep.ts"
import { nextStepAggregate } from "./NextStep.ts"

/** A dialog as commands answer it. */
export interface DialogAnswer {
  /** The dialog. */
  readonly dialog: Dialog
}

/** A next step as commands answer it. */
export interface NextStepAnswer {
  /** The next step after the command. */
  readonly nextStep: NextStep
}

interface SubjectInput {
  readonly leadId?: LeadId
  readonly dealId?: DealId
  readonly clientId?: ClientId
}

const subjectOf = (input: SubjectInput): Subject | null =>
  input.leadId === undefined && input.dealId === undefined && input.clientId === undefined
    ? null
    : { leadId: input.leadId ?? null, dealId: input.dealId ?? null, clientId: input.clientId ?? null }

/** What gates can read of a deal has changed. */
const touched = ({ dealId }: Subject) => (dealId === null ? {} : { touches: [dealId] })

/** Records a conversation. */
export function* recordDialog(
  input: RecordDialog,
  context: CommandContext,
): Work<DialogAnswer, RecordExists | SubjectMissing | ChoiceUnknown> {
  const subject = subjectOf(input)
  if (subject === null) return Result.fail(new SubjectMissing())
  const id = input.id ?? context.newId("dialog")
  if ((yield* byId(dialogAggregate, id)) !== null) return Result.fail(new RecordExists("dialog", id))
  const rules = yield* departmentRules(context)
  if (!(rules?.dialogOutcomes ?? []).some((outcome) => outcome.id === input.outcomeId)) {
    return Result.fail(new ChoiceUnknown("dialogOutcomes", input.outcomeId))
  }
  const { kind, direction, outcomeId } = input
  const change = recordEvents(
    dialogAggregate,
    null,
    [{ type: "DialogRecorded", payload: { id, ...subject, kind, direction, outcomeId, repId: input.repId ?? null } }],
    {
      occurredAt: context.occurredAt,
      texts: input.summary === undefined ? undefined : { summary: input.summary },
    },
  )
  return Result.succeed(decision([change], { dialog: change.after }, touched(subject)))
}

/** Commits somebody to do something by a day. */
export function* setNextStep(
  input: SetNextStep,
  context: CommandContext,
): Work<NextStepAnswer, RecordExists | SubjectMissing> {
  const subject = subjectOf(input)
  if (subject === null) return Result.fail(new SubjectMissing())
  const id = input.id ?? context.newId("nextStep")
  if ((yield* byId(nextStepAggregate, id)) !== null) return Result.fail(new RecordExists("nextStep", id))
  const { typeId, dueOn, ownerId } = input
  const change = recordEvents(
    nextStepAggregate,
    null,
    [{ type: "NextStepSet", payload: { id, ...subject, typeId, dueOn, ownerId } }],
    { occurredAt: context.occurredAt },
  )
  return Result.succeed(decision([change], { nextStep: change.after }, touched(subject)))
}

function* openStep(id: NextStepId): Generator<Read, Result.Result<NextStep, RecordNotFound | NextStepDone>, unknown> {
  const step = yield* byId(nextStepAggregate, id)
  if (step === null) return Result.fail(new RecordNotFound("nextStep", id))
  return step.status === "done" ? Result.fail(new NextStepDone(id)) : Result.succeed(step)
}

const answer = (step: NextStep, event: NextStepEvent, context: CommandContext) => {
  const change = recordEvents(nextStepAggregate, step, [event], { occurredAt: context.occurredAt })
  return Result.succeed(decision([change], { nextStep: change.after }, touched(step)))
}

/** Marks a next step as done. */
export function* completeNextStep(
  input: CompleteNextStep,
  context: CommandContext,
): Work<NextStepAnswer, RecordNotFound | NextStepDone> {
  const step = yield* openStep(input.nextStepId)
  if (Result.isFailure(step)) return Result.fail(step.failure)
  return answer(step.success, { type: "NextStepCompleted", payload: {} }, context)
}

/** Moves a next step to another day; moves are counted. */
export function* moveNextStep(
  input: MoveNextStep,
  context: CommandContext,
): Work<NextStepAnswer, RecordNotFound | NextStepDone> {
  const step = yield* openStep(input.nextStepId)
  if (Result.isFailure(step)) return Result.fail(step.failure)
  return answer(
    step.success,
    { type: "NextStepMoved", payload: { from: step.success.dueOn, to: input.dueOn } },
    context,
  )
}
