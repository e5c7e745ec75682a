import * as Result from "effect/Result"
import { decision, recordEvents } from "../journal/Decision.ts"
import type { Work } from "../journal/Work.ts"
import { byId } from "../journal/Work.ts"
import type { CommandContext } from "../ports/command/CommandContext.ts"
import { InputInvalid } from "../shared/InputErrors.ts"
import type { Instant } from "../shared/Instant.ts"
import type { Message } from "../shared/Message.ts"
import { RecordExists, RecordNotFound } from "../shared/RecordErrors.ts"
import { scriptAggregate } from "./Script.ts"
import { ScriptRefused, ScriptSubjectMissing } from "./ScriptErrors.ts"
import { scriptProposalAggregate } from "./ScriptProposal.ts"
import { scriptRunAggregate } from "./ScriptRun.ts"
import type { RecordScriptRun, ScriptProposal, ScriptRun } from "./ScriptSchema.ts"
import { scriptVersionAggregate } from "./ScriptVersion.ts"

/** A run as commands answer it. */
export interface ScriptRunAnswer {
  /** The run. */
  readonly run: ScriptRun
  /** What was delivered to the script's owner, because the script had no suitable answer. */
  readonly proposals: ReadonlyArray<ScriptProposal>
}

const beforeDialog: Message = {
  en: "lies before the beginning of the dialog (startedAt)",
  ru: "раньше начала диалога (startedAt)",
}

/** When the dialog began, as stated; else with the first of its steps whose time is known, or now. */
const beginOf = ({ startedAt, steps }: RecordScriptRun, now: Instant): Instant =>
  startedAt ?? steps.reduce((first, { usedAt }) => (usedAt !== undefined && usedAt < first ? usedAt : first), now)

/**
 * Records a dialog that was held by a script. Where the script had no suitable answer, what the client said becomes a proposal to
 * the script's owner in the same transaction.
 */
export function* recordScriptRun(
  input: RecordScriptRun,
  context: CommandContext,
): Work<ScriptRunAnswer, InputInvalid | RecordExists | RecordNotFound | ScriptRefused | ScriptSubjectMissing> {
  const { versionId, repId, outcomeId, unanswered = [] } = input
  const { dialogId = null, leadId = null, dealId = null, clientId = null } = input
  if (leadId === null && dealId === null && clientId === null) return Result.fail(new ScriptSubjectMissing())
  const startedAt = beginOf(input, context.occurredAt)
  const early = input.steps.flatMap(({ usedAt = startedAt }, at) =>
    usedAt < startedAt ? [{ path: `steps[${at}].usedAt`, code: "step.beforeDialog", message: beforeDialog }] : [],
  )
  if (early.length > 0) return Result.fail(new InputInvalid(early))
  const id = input.id ?? context.newId("scriptRun")
  if ((yield* byId(scriptRunAggregate, id)) !== null) return Result.fail(new RecordExists("scriptRun", id))
  const version = yield* byId(scriptVersionAggregate, versionId)
  if (version === null) return Result.fail(new RecordNotFound("scriptVersion", versionId))
  if (version.approvedAt === null) return Result.fail(new ScriptRefused("versionNotInUse", versionId, "versionId"))
  const known = new Set(version.steps.map((step) => step.id))
  const unknown = [...input.steps, ...unanswered].find(({ stepId }) => !known.has(stepId))
  if (unknown !== undefined) return Result.fail(new ScriptRefused("stepUnknown", unknown.stepId, "stepId"))
  const script = yield* byId(scriptAggregate, version.scriptId)
  if (script === null) return Result.fail(new RecordNotFound("script", version.scriptId))

  const steps = input.steps
    .map(({ stepId, usedAt = startedAt }) => ({ stepId, usedAt }))
    .toSorted((left, right) => (left.usedAt < right.usedAt ? -1 : left.usedAt > right.usedAt ? 1 : 0))
  const { occurredAt } = context
  const run = recordEvents(
    scriptRunAggregate,
    null,
    [
      {
        type: "ScriptRunRecorded",
        payload: {
          id,
          scriptId: script.id,
          versionId,
          dialogId,
          leadId,
          dealId,
          clientId,
          repId,
          startedAt,
          steps,
          unansweredStepIds: unanswered.map(({ stepId }) => stepId),
          outcomeId,
        },
      },
    ],
    { occurredAt },
  )
  const proposals = unanswered.map(({ stepId, said }) =>
    recordEvents(
      scriptProposalAggregate,
      null,
      [
        {
          type: "ScriptChangeProposed",
          payload: {
            id: context.newId("scriptProposal"),
            scriptId: script.id,
            stepId,
            origin: "unanswered",
            evidenceIds: [id],
            reviewId: null,
            variancePeriod: null,
            proposedBy: repId,
            ownerId: script.ownerId,
          },
        },
      ],
      { occurredAt, texts: { proposal: said } },
    ),
  )
  return Result.succeed(
    decision([run, ...proposals], { run: run.after, proposals: proposals.map(({ after }) => after) }),
  )
}
