import { RecordExists, RecordNotFound } from "../shared/RecordErrors.ts"
import * as Result from "effect/Result"
import { decision, recordEvents } from "../journal/Decision.ts"
import type { Work } from "../journal/Work.ts"
import { byId, textsOf } from "../journal/Work.ts"
import type { CommandContext } from "../ports/command/CommandContext.ts"
import { debriefAggregate } from "../review/Debrief.ts"
import { isId } from "../shared/Ids.ts"
import { scriptAggregate } from "./Script.ts"
import { ScriptRefused } from "./ScriptErrors.ts"
import { scriptProposalAggregate } from "./ScriptProposal.ts"
import type { DeclineProposal, ProposeScriptChange, ScriptProposal } from "./ScriptSchema.ts"

/** A proposal as commands answer it. */
export interface ScriptProposalAnswer {
  /** The proposal after the command. */
  readonly proposal: ScriptProposal
}

/** Proposes a change of a script to its owner, with what it rests on. */
export function* proposeScriptChange(
  input: ProposeScriptChange,
  context: CommandContext,
): Work<ScriptProposalAnswer, RecordExists | RecordNotFound> {
  const id = input.id ?? context.newId("scriptProposal")
  if ((yield* byId(scriptProposalAggregate, id)) !== null) {
    return Result.fail(new RecordExists("scriptProposal", id))
  }
  const script = yield* byId(scriptAggregate, input.scriptId)
  if (script === null) return Result.fail(new RecordNotFound("script", input.scriptId))
  const { scriptId, stepId = null, origin, evidenceIds = [], variancePeriod = null } = input
  const wanted = input.reviewId ?? null
  const debrief = isId("debrief", wanted ?? "") ? yield* byId(debriefAggregate, wanted ?? "") : null
  // Proposals are read by all who work with the script: that one came of a talk in private is not told by it.
  const reviewId = debrief?.route === "personal" ? null : wanted
  const payload = {
    id,
    scriptId,
    stepId,
    origin,
    evidenceIds,
    reviewId,
    variancePeriod,
    proposedBy: context.actor,
    ownerId: script.ownerId,
  }
  const change = recordEvents(scriptProposalAggregate, null, [{ type: "ScriptChangeProposed", payload }], {
    occurredAt: context.occurredAt,
    texts: { proposal: input.proposal },
  })
  return Result.succeed(decision([change], { proposal: change.after }))
}

/** Declines a proposal, with the reason. */
export function* declineProposal(
  input: DeclineProposal,
  context: CommandContext,
): Work<ScriptProposalAnswer, RecordNotFound | ScriptRefused> {
  const proposal = yield* byId(scriptProposalAggregate, input.proposalId)
  if (proposal === null) return Result.fail(new RecordNotFound("scriptProposal", input.proposalId))
  if (proposal.status !== "proposed") {
    return Result.fail(new ScriptRefused("proposalSettled", proposal.id, "proposalId"))
  }
  const texts = (yield* textsOf([proposal])).get(proposal.id) ?? {}
  const change = recordEvents(
    scriptProposalAggregate,
    proposal,
    [{ type: "ScriptProposalDeclined", payload: { by: context.actor } }],
    { occurredAt: context.occurredAt, texts: { ...texts, declinedReason: input.reason } },
  )
  return Result.succeed(decision([change], { proposal: change.after }))
}
