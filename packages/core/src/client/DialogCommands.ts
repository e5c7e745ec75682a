import * as Result from "effect/Result"
import { departmentRules } from "../department/DepartmentRules.ts"
import type { RecipientNotActive } from "../department/LeaverRules.ts"
import { refusedLeaver } from "../department/LeaverRules.ts"
import type { Change } from "../journal/Decision.ts"
import { decision, recordEvents } from "../journal/Decision.ts"
import type { Read, Work } from "../journal/Work.ts"
import { byId } from "../journal/Work.ts"
import type { CommandContext } from "../ports/command/CommandContext.ts"
import type { LeadId } from "../shared/Ids.ts"
import { RecordExists } from "../shared/RecordErrors.ts"
import type { RecordNotFound } from "../shared/RecordErrors.ts"
import { unknownChoice } from "./BaseRules.ts"
import { ChoiceUnknown, EndsBeforeStart, SubjectMissing } from "./ClientErrors.ts"
import type { Lead } from "./ClientSchema.ts"
import { dialogAggregate } from "./Dialog.ts"
import type { Dialog, NextStep, RecordDialog } from "./DialogSchema.ts"
import { leadAggregate } from "./Lead.ts"
import { nextStepAggregate } from "./NextStep.ts"
import { setStep, subjectOf, touched } from "./StepSubjectRules.ts"

/** A dialog as commands answer it. */
export interface DialogAnswer {
  /** The dialog. */
  readonly dialog: Dialog
  /** The next step that was set with it; null where none was. */
  readonly nextStep: NextStep | null
  /** The lead it brought back to work; null where it brought none. */
  readonly resumedLead: Lead | null
}

/** A client who turns to us ends the wait: a lead that was put off comes back to work with an inbound dialog. */
function* resumedBy(
  input: RecordDialog,
  leadId: LeadId | null,
  occurredAt: string,
): Generator<Read, (Change & { readonly after: Lead }) | null, unknown> {
  if (input.direction !== "inbound" || leadId === null) return null
  const lead = yield* byId(leadAggregate, leadId)
  if (lead === null || lead.nextNurtureAt === null || lead.standing !== "active") return null
  return recordEvents(leadAggregate, lead, [{ type: "LeadResumed", payload: { by: "inbound" } }], { occurredAt })
}

/** Records a conversation, with the next step that follows from it. */
export function* recordDialog(
  input: RecordDialog,
  context: CommandContext,
): Work<
  DialogAnswer,
  RecordExists | RecordNotFound | SubjectMissing | ChoiceUnknown | EndsBeforeStart | RecipientNotActive
> {
  const subject = subjectOf(input)
  if (subject === null) return Result.fail(new SubjectMissing())
  const { occurredAt } = context
  const id = input.id ?? context.newId("dialog")
  if ((yield* byId(dialogAggregate, id)) !== null) return Result.fail(new RecordExists("dialog", id))
  const endedAt = input.endedAt ?? null
  if (endedAt !== null && endedAt < occurredAt) return Result.fail(new EndsBeforeStart(id, occurredAt, endedAt))
  const participantIds = input.participantIds ?? []
  const rules = yield* departmentRules(context)
  const outcomes = (rules?.dialogOutcomes ?? []).map((outcome) => outcome.id)
  if (!outcomes.includes(input.outcomeId)) {
    return Result.fail(new ChoiceUnknown("dialogOutcomes", input.outcomeId, outcomes))
  }
  const refused =
    unknownChoice(rules, [["nextStepTypes", input.nextStep?.typeId, "nextStep.typeId"]]) ??
    (yield* refusedLeaver(input.nextStep?.ownerId, context))
  if (refused !== null) return Result.fail(refused)
  const step = input.nextStep === undefined ? null : setStep(input.nextStep, subject, context)
  if (step !== null && (yield* byId(nextStepAggregate, step.after.id)) !== null) {
    return Result.fail(new RecordExists("nextStep", step.after.id))
  }
  const resumed = yield* resumedBy(input, subject.leadId, occurredAt)
  const payload = {
    id,
    ...subject,
    kind: input.kind,
    direction: input.direction,
    outcomeId: input.outcomeId,
    repId: input.repId ?? null,
    notedAt: context.recordedAt,
    participantIds,
    endedAt,
    scriptVersionId: input.scriptVersionId ?? null,
    scriptSteps: input.scriptSteps ?? [],
    nextStepId: step?.after.id ?? null,
  }
  const dialog = recordEvents(dialogAggregate, null, [{ type: "DialogRecorded", payload }], {
    occurredAt,
    texts: input.summary === undefined ? undefined : { summary: input.summary },
  })
  const changes: Array<Change> = [dialog]
  if (step !== null) changes.push(step)
  if (resumed !== null) changes.push(resumed)
  return Result.succeed(
    decision(
      changes,
      { dialog: dialog.after, nextStep: step?.after ?? null, resumedLead: resumed?.after ?? null },
      touched(subject),
    ),
  )
}
