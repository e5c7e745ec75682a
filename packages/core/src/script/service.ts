/**
 * Commands over scripts, and what is read from their runs, as Effects.
 *
 * @packageDocumentation
 */
import { RecordNotFound } from "../shared/RecordErrors.ts"
import * as Effect from "effect/Effect"
import type { Deal } from "../deal/DealSchema.ts"
import { dealAggregate } from "../deal/Deal.ts"
import { isInBase } from "../journal/Standing.ts"
import type { Caller } from "../ports/Caller.ts"
import { happened } from "../department/DepartmentRules.ts"
import { command } from "../ports/command/Command.ts"
import { decoded } from "../ports/reading/DecodedQuestion.ts"
import { allOf } from "../ports/reading/ReadAll.ts"
import { storeFor } from "../ports/reading/ScopedStore.ts"
import type { StoreShape } from "../ports/Store.ts"
import type { TenantId } from "../shared/Ids.ts"
import { adoption } from "./Adoption.ts"
import { settleExperiment, startExperiment } from "./ExperimentCommands.ts"
import { SettleExperiment, StartExperiment } from "./ExperimentSchema.ts"
import { experimentVerdict } from "./ExperimentVerdict.ts"
import { scorecardAgreement } from "./Scorecard.ts"
import { recordScorecard } from "./ScorecardCommands.ts"
import { RecordScorecard } from "./ScorecardSchema.ts"
import {
  approveScriptVersion,
  amendScript,
  createScript,
  draftScriptVersion,
  restoreScriptVersion,
  retireScriptVersion,
  sendBackScriptVersion,
  submitScriptVersion,
} from "./ScriptCommands.ts"
import { proposeCommand, proposeFromWins, scriptEvidence } from "./ScriptEvidenceService.ts"
import { ScriptRefused } from "./ScriptErrors.ts"
import { assignedVersion, experimentArms, scriptExperimentAggregate } from "./ScriptExperiment.ts"
import { scriptProposalAggregate } from "./ScriptProposal.ts"
import { declineProposal } from "./ScriptProposalCommands.ts"
import { byIdsInBatches, cardsOf, dealIdsOf, runsOf, scriptOf, todayOf, versionSteps } from "./ScriptReadingService.ts"
import { scriptVersionAggregate } from "./ScriptVersion.ts"
import {
  adoptionQuestion,
  assignQuestion,
  proposedByQuestion,
  verdictQuestion,
  versionQuestion,
} from "./ScriptQuestionSchema.ts"
import type {
  AdoptionQuestion,
  AssignVersionQuestion,
  ScriptVersionQuestion,
  VerdictQuestion,
  ProposedByQuestion,
} from "./ScriptQuestionSchema.ts"
import { recordScriptRun } from "./ScriptRunCommands.ts"
import {
  AmendScript,
  ApproveScriptVersion,
  CreateScript,
  DeclineProposal,
  DraftScriptVersion,
  EndScriptVersion,
  NameScriptVersion,
  RecordScriptRun,
  RestoreScriptVersion,
} from "./ScriptSchema.ts"

export type { ScriptLineage } from "./ScriptEvidenceService.ts"
export type {
  AdoptionQuestion,
  AssignVersionQuestion,
  BeforeAfterQuestion,
  OverPerformanceQuestion,
  ProposalsQuestion,
  ProposedByQuestion,
  ScriptVersionQuestion,
  VerdictQuestion,
  WinQuestion,
} from "./ScriptQuestionSchema.ts"
export { readExplainedVariance } from "./VarianceStepsService.ts"
export { readScriptFacts } from "./ScriptFactsService.ts"
export type { ScriptExperimentAnswer, StartedExperimentAnswer } from "./ExperimentCommands.ts"
export { SettleExperiment, StartExperiment } from "./ExperimentSchema.ts"
export type { ScriptAnswer, ScriptVersionAnswer } from "./ScriptCommands.ts"
export type { ScriptProposalAnswer } from "./ScriptProposalCommands.ts"
export type { ScorecardAnswer } from "./ScorecardCommands.ts"
export { RecordScorecard } from "./ScorecardSchema.ts"
export type { ScriptRunAnswer } from "./ScriptRunCommands.ts"
export {
  AmendScript,
  ApproveScriptVersion,
  CreateScript,
  DeclineProposal,
  DraftScriptVersion,
  EndScriptVersion,
  NameScriptVersion,
  ProposeScriptChange,
  RecordScriptRun,
  RestoreScriptVersion,
} from "./ScriptSchema.ts"

const ownScriptCommands = {
  /** Begins a script. */
  create: command({ name: "script.create", input: CreateScript, work: createScript }),
  /** Puts right what a script is for, its name, or who answers for it; open proposals go to whoever does. */
  amend: command({ name: "script.amend", input: AmendScript, work: amendScript }),
  /** Writes a new version, whole. */
  draft: command({ name: "script.draft", input: DraftScriptVersion, work: draftScriptVersion }),
  /** Hands a draft over for review. */
  submit: command({ name: "script.submit", input: NameScriptVersion, work: submitScriptVersion }),
  /** Approves a version of somebody else. */
  approve: command({ name: "script.approve", input: ApproveScriptVersion, work: approveScriptVersion }),
  /** Sends a version in review back to its author. */
  sendBack: command({ name: "script.sendBack", input: EndScriptVersion, work: sendBackScriptVersion }),
  /** Takes a version out of use. */
  retire: command({ name: "script.retire", input: EndScriptVersion, work: retireScriptVersion }),
  /** Per rep and version, in what share of the dialogs each step was used. */
  adoption: decoded(
    adoptionQuestion,
    Effect.fnUntraced(function* (caller: Caller, { scriptId }: AdoptionQuestion) {
      const store = yield* storeFor(caller)
      yield* scriptOf(store, caller.tenant, scriptId)
      const runs = yield* runsOf(store, caller.tenant, scriptId)
      return adoption(runs, yield* versionSteps(store, caller.tenant, runs))
    }),
  ),
  /** Brings a version that was in force before back. */
  restore: command({ name: "script.restore", input: RestoreScriptVersion, work: restoreScriptVersion }),
}

/** The commands over scripts and their versions, and how far they are used. */
// Its parts are named, not inferred: declarations would lose what is said of those from other files.
export const scriptCommands: typeof ownScriptCommands & typeof scriptEvidence = {
  ...ownScriptCommands,
  ...scriptEvidence,
}

/** The commands over runs. */
export const scriptRunCommands = {
  /** Records a dialog held by a script; what found no answer becomes a proposal to the script's owner. */
  record: command({
    name: "scriptRun.record",
    input: RecordScriptRun,
    happened: happened("startedAt", "steps[].usedAt"),
    references: { dialogId: "dialog", leadId: "lead", dealId: "deal", clientId: "client" },
    work: recordScriptRun,
  }),
}

/** The commands over scorecards. */
export const scorecardCommands = {
  /** Fills a scorecard of a dialog; each rater one. */
  record: command({
    name: "scorecard.record",
    input: RecordScorecard,
    references: { dialogId: "dialog" },
    work: recordScorecard,
  }),
  /** How far mentor, rep and the host's analysis agree over the dialogs of a version. */
  agreement: decoded(
    versionQuestion,
    Effect.fnUntraced(function* (caller: Caller, { versionId }: ScriptVersionQuestion) {
      const store = yield* storeFor(caller)
      const [version] = yield* store.byIds(caller.tenant, scriptVersionAggregate, [versionId])
      if (version === undefined) return yield* Effect.fail(new RecordNotFound("scriptVersion", versionId))
      return scorecardAgreement(yield* cardsOf(store, caller.tenant, versionId))
    }),
  ),
}

/** The commands over proposals. */
export const scriptProposalCommands = {
  /** Proposes a change of a script to its owner. */
  propose: proposeCommand,
  /** Declines a proposal. */
  decline: command({ name: "scriptProposal.decline", input: DeclineProposal, work: declineProposal }),
  /** Proposes every step that goes with winning and that nobody has proposed of the version in force. */
  fromWins: proposeFromWins,
  /** Proposals that a review led to, whatever became of them, in order of id; each names the version that took it up. */
  askedBy: decoded(
    proposedByQuestion,
    Effect.fnUntraced(function* (caller: Caller, { reviewId }: ProposedByQuestion) {
      const store = yield* storeFor(caller)
      return yield* allOf(store, caller.tenant, scriptProposalAggregate, (proposal) => proposal.reviewId === reviewId)
    }),
  ),
}

const readExperiment = Effect.fnUntraced(function* (store: StoreShape, tenant: TenantId, id: string) {
  const [experiment] = yield* store.byIds(tenant, scriptExperimentAggregate, [id])
  return experiment ?? (yield* Effect.fail(new RecordNotFound("scriptExperiment", id)))
})

/** The commands over experiments, the draw of versions, and their reading. */
export const scriptExperimentCommands = {
  /** Begins to try a version beside the one in force, and tells what the planned deals can show. */
  start: command({ name: "scriptExperiment.start", input: StartExperiment, work: startExperiment }),
  /** Ends an experiment: keeps the trial version, or rolls it back. */
  settle: command({ name: "scriptExperiment.settle", input: SettleExperiment, work: settleExperiment }),
  /** The version that a deal is to get: the same at every call while the experiment runs; once it is settled, the one in force. */
  assign: decoded(
    assignQuestion,
    Effect.fnUntraced(function* (caller: Caller, { experimentId, dealId }: AssignVersionQuestion) {
      const store = yield* storeFor(caller)
      const experiment = yield* readExperiment(store, caller.tenant, experimentId)
      if (experiment.status === "running") return { versionId: assignedVersion(experiment, dealId) }
      // The version that lost is retired: nobody goes on to talk by it.
      const { currentVersionId } = yield* scriptOf(store, caller.tenant, experiment.scriptId)
      return currentVersionId === null
        ? yield* Effect.fail(new ScriptRefused("versionNotInUse", experiment.scriptId, "experimentId"))
        : { versionId: currentVersionId }
    }),
  ),
  /** What the experiment says so far; may be asked as often as one likes. */
  verdict: decoded(
    verdictQuestion,
    Effect.fnUntraced(function* (caller: Caller, { experimentId }: VerdictQuestion) {
      const store = yield* storeFor(caller)
      const experiment = yield* readExperiment(store, caller.tenant, experimentId)
      const runs = yield* runsOf(store, caller.tenant, experiment.scriptId)
      const deals: ReadonlyMap<string, Deal> = yield* byIdsInBatches(
        store,
        caller.tenant,
        dealAggregate,
        dealIdsOf(runs),
      )
      const inBase = new Map([...deals].filter(([, deal]) => isInBase(deal)))
      const { baseline, trial } = experimentArms(experiment, runs, inBase, yield* todayOf(store, caller.tenant))
      return experimentVerdict(baseline, trial, experiment)
    }),
  ),
}
