import * as Schema from "effect/Schema"
import type { RecordState } from "../journal/Aggregate.ts"
import { idField, instantField, opaqueId, slug, textField } from "../ports/input/FieldSchema.ts"
import { check } from "../ports/input/Input.ts"
import type { ClientId, DealId, DialogId, Id, LeadId, RepId } from "../shared/Ids.ts"
import type { Instant } from "../shared/Instant.ts"
import type { ScriptStep } from "./ScriptGraph.ts"
import { maxScriptSteps } from "./ScriptGraph.ts"

/** Id of a script. */
export type ScriptId = Id<"script">
/** Id of a version of a script. */
export type ScriptVersionId = Id<"scriptVersion">
/** Id of a run of a script. */
export type ScriptRunId = Id<"scriptRun">
/** Id of a proposal to change a script. */
export type ScriptProposalId = Id<"scriptProposal">

/** A script of sales: what is said and asked in one kind of dialog. Its name is a text. */
export interface Script extends RecordState {
  readonly id: ScriptId
  /** The pipeline it is for; null for any. */
  readonly pipelineId: string | null
  /** The stage it is for; null for any. */
  readonly stageId: string | null
  /** The clients' segment it is for; null for any. */
  readonly segmentId: string | null
  /** Language it is spoken in, such as `ru`. */
  readonly language: string
  /** Who answers for it: gets the proposals. */
  readonly ownerId: RepId
  /** How many versions there are. */
  readonly versionCount: number
  /** The version in force; null while none is approved. */
  readonly currentVersionId: ScriptVersionId | null
}

/** Where a version stands. */
export type ScriptVersionStatus = "draft" | "review" | "approved" | "retired"

/** One version of a script. What it says never changes: another wording is another version. Purposes and wordings are texts. */
export interface ScriptVersion extends RecordState {
  readonly id: ScriptVersionId
  /** The script. */
  readonly scriptId: ScriptId
  /** Its number, from 1. */
  readonly number: number
  /** Where it stands. */
  readonly status: ScriptVersionStatus
  /** The steps; the first is where the dialog begins. */
  readonly steps: ReadonlyArray<ScriptStep>
  /** The version it was made from; null where its author named none. */
  readonly basedOnId: ScriptVersionId | null
  /** Proposals it takes up: why it is as it is. */
  readonly proposalIds: ReadonlyArray<ScriptProposalId>
  /** Who wrote it. */
  readonly authorId: RepId
  /** Who approved it; null while nobody has. */
  readonly approvedBy: RepId | null
  /** When it was approved; null while it is not. */
  readonly approvedAt: Instant | null
  /** When it was retired; null while it is not. */
  readonly retiredAt: Instant | null
}

/** One use of a step in a dialog. */
export interface StepUse {
  /** The step. */
  readonly stepId: string
  /** When it was used. */
  readonly usedAt: Instant
}

/** One dialog held by a script. What clients said where there was no answer is a text. */
export interface ScriptRun extends RecordState {
  readonly id: ScriptRunId
  /** The script. */
  readonly scriptId: ScriptId
  /** The version that was used. */
  readonly versionId: ScriptVersionId
  /** The dialog; null where it is not recorded. */
  readonly dialogId: DialogId | null
  /** The lead it was about. */
  readonly leadId: LeadId | null
  /** The deal it was about. */
  readonly dealId: DealId | null
  /** The client it was about. */
  readonly clientId: ClientId | null
  /** Who spoke. */
  readonly repId: RepId
  /** When it began. */
  readonly startedAt: Instant
  /** Steps that were used, in order of time. */
  readonly steps: ReadonlyArray<StepUse>
  /** Steps at which the script had no suitable answer. */
  readonly unansweredStepIds: ReadonlyArray<string>
  /** What it came to, in the tenant's own short words. */
  readonly outcomeId: string
}

/** Where a proposal comes from. */
export type ProposalOrigin = "unanswered" | "winAnalysis" | "debrief" | "person"

/** What became of a proposal. */
export type ProposalStatus = "proposed" | "accepted" | "declined"

/** A proposal to change a script. What it proposes, and why it was declined, are texts. */
export interface ScriptProposal extends RecordState {
  readonly id: ScriptProposalId
  /** The script. */
  readonly scriptId: ScriptId
  /** The step it is about; null for the script as a whole. */
  readonly stepId: string | null
  /** Where it comes from. */
  readonly origin: ProposalOrigin
  /** Ids of what it rests on: runs, deals, findings, debriefs, variances. */
  readonly evidenceIds: ReadonlyArray<string>
  /** The review it comes from: a finding, a summary or a collective debrief; null where none, and of a talk in private. */
  readonly reviewId: string | null
  /** Label of the period whose deviation from the plan it comes from; null where none. */
  readonly variancePeriod: string | null
  /** Who proposed it. */
  readonly proposedBy: RepId
  /** The script's owner at that time: whom it was delivered to. */
  readonly ownerId: RepId
  /** What became of it. */
  readonly status: ProposalStatus
  /** The version that takes it up; null while none does. */
  readonly versionId: ScriptVersionId | null
}

const stepKinds = ["opening", "question", "statement", "offer", "objection", "close"] as const
const language = Schema.String.check(
  check(
    "language.shape",
    { en: "must be a language tag such as ru or en-GB", ru: "ожидается код языка, например ru или en-GB" },
    (text) => /^[a-z]{2,3}(?:-[A-Za-z0-9]{2,8})*$/.test(text),
  ),
)

const atMost = <Item extends Schema.Top>(item: Item, most: number) =>
  Schema.Array(item).check(
    check(
      "list.length",
      { en: `must be at most ${most}`, ru: `должно быть не больше ${most}` },
      (items) => items.length <= most,
    ),
  )

const objection = Schema.Struct({
  /** A short name, once within the step; 1 to 60 letters, digits, `_`, `-` or `.`. */
  id: slug,
  /** What the client says, 1 to 1,000 characters. A text. */
  says: textField(1000),
  /** Answers to it, the best first: 1 to 20. */
  answers: atMost(
    Schema.Struct({
      /** A short name, 1 to 60 letters, digits, `_`, `-` or `.`. */
      id: slug,
      /** What is answered, 1 to 4,000 characters. A text. */
      wording: textField(4000),
    }),
    20,
  ).check(
    check(
      "objection.unanswered",
      { en: "an objection needs an answer", ru: "нужен хотя бы один ответ" },
      (answers) => answers.length > 0,
    ),
  ),
})

const draftStep = Schema.Struct({
  /**
   * A short name, once within the version, 1 to 60 letters, digits, `_`, `-` or `.`; kept over versions, so that the step's
   * effect can be followed.
   */
  id: slug,
  /** What the step is. */
  kind: Schema.Literals(stepKinds),
  /** What it is for, 1 to 1,000 characters. A text. */
  purpose: textField(1000),
  /** What is said or asked, 1 to 4,000 characters. A text. */
  wording: textField(4000),
  /** Where it leads, 20 at most: the first that fits is taken. None ends the dialog. */
  branches: atMost(
    Schema.Struct({
      /** What must have happened, in a short word of your own; null for "otherwise", which stands last. */
      when: Schema.NullOr(slug),
      /** The step it leads to; null where the dialog ends. */
      to: Schema.NullOr(slug),
    }),
    20,
  ),
  /** Objections that may come at it, 20 at most; none where left out. */
  objections: Schema.optionalKey(atMost(objection, 20)),
})

/** Input of `scripts.create`. */
export const CreateScript = Schema.Struct({
  /** The host's own id; one is made where left out. */
  id: Schema.optionalKey(idField("script")),
  /** 1 to 300 characters. */
  name: textField(300),
  /** The pipeline of the department's that it is for; any where left out. */
  pipelineId: Schema.optionalKey(slug),
  /** The stage it is for, one of the pipeline where one is named; any where left out. */
  stageId: Schema.optionalKey(slug),
  /** The clients' segment it is for, 1 to 100 characters; any where left out. */
  segmentId: Schema.optionalKey(textField(100)),
  /** A language tag, such as `ru` or `en-GB`. */
  language,
  /** Who answers for it: gets the proposals. */
  ownerId: opaqueId,
})

/** Input of `scripts.amend`: what is left out stays, null removes. */
export const AmendScript = Schema.Struct({
  /** The script. */
  scriptId: idField("script"),
  /** 1 to 300 characters. */
  name: Schema.optionalKey(textField(300)),
  /** The pipeline it is for; any where null. */
  pipelineId: Schema.optionalKey(Schema.NullOr(slug)),
  /** The stage it is for; any where null. */
  stageId: Schema.optionalKey(Schema.NullOr(slug)),
  /** The clients' segment it is for, 1 to 100 characters; any where null. */
  segmentId: Schema.optionalKey(Schema.NullOr(textField(100))),
  /** Who answers for it from now on: proposals that are neither taken up nor declined go there as well. */
  ownerId: Schema.optionalKey(opaqueId),
})

/** Input of `scripts.draft`: a new version, whole. */
export const DraftScriptVersion = Schema.Struct({
  /** An id of your own, beginning with `scriptversion_`; a new one where left out. */
  id: Schema.optionalKey(idField("scriptVersion")),
  /** The script. */
  scriptId: idField("script"),
  /** 1 to 200; the first is where the dialog begins. */
  steps: atMost(draftStep, maxScriptSteps),
  /** The version of the same script that it was made from; none where left out. */
  basedOnId: Schema.optionalKey(idField("scriptVersion")),
  /**
   * Proposals it takes up, at most 100; none where left out. Those too that another version took up which was never approved: it was sent
   * back, and this one is written in its place.
   */
  proposalIds: Schema.optionalKey(atMost(idField("scriptProposal"), 100)),
})

/** Input of `scripts.submit`. */
export const NameScriptVersion = Schema.Struct({
  /** The version, a draft. */
  versionId: idField("scriptVersion"),
})

/** Input of `scripts.approve`. */
export const ApproveScriptVersion = Schema.Struct({
  /** The version, in review and written by somebody else. */
  versionId: idField("scriptVersion"),
  /**
   * Whether it comes into force at once and the one before is retired. Default true; false for a version that is to be tried. While an
   * experiment runs with the script, none comes into force.
   */
  putInForce: Schema.optionalKey(Schema.Boolean),
})

/** Input of `scripts.sendBack` and `scripts.retire`. */
export const EndScriptVersion = Schema.Struct({
  /** The version: one in review to send it back, any that is not retired yet, and in no running experiment, to retire it. */
  versionId: idField("scriptVersion"),
  /** Why, 1 to 2,000 characters. A text. */
  reason: textField(2000),
})

/** Input of `scriptRuns.record`. At least one of lead, deal and client. */
export const RecordScriptRun = Schema.Struct({
  /** An id of your own, beginning with `scriptrun_`; a new one where left out. */
  id: Schema.optionalKey(idField("scriptRun")),
  /** A version that is approved, or was before it was retired. */
  versionId: idField("scriptVersion"),
  /** The dialog as it is recorded; not recorded where left out. */
  dialogId: Schema.optionalKey(idField("dialog")),
  /** The lead it was about. */
  leadId: Schema.optionalKey(idField("lead")),
  /** The deal it was about. */
  dealId: Schema.optionalKey(idField("deal")),
  /** The client it was about. */
  clientId: Schema.optionalKey(idField("client")),
  /** Who spoke. */
  repId: opaqueId,
  /** When the dialog began; where left out, with the first step whose time is given, or when the command happens. */
  startedAt: Schema.optionalKey(instantField),
  /** Steps that were used, at most 200, in any order. */
  steps: atMost(
    Schema.Struct({
      /** The step, by its short name in the version. */
      stepId: slug,
      /** When it was used, a UTC instant, not before the dialog began; when it began where left out. */
      usedAt: Schema.optionalKey(instantField),
    }),
    maxScriptSteps,
  ),
  /** What the client said, 1 to 2,000 characters, where the script had no suitable answer; at most 20. Each becomes a proposal. */
  unanswered: Schema.optionalKey(
    atMost(
      Schema.Struct({
        /** The step at which it was said, by its short name in the version. */
        stepId: slug,
        /** What the client said, 1 to 2,000 characters. A text. */
        said: textField(2000),
      }),
      20,
    ),
  ),
  /** What it came to, in the tenant's own short words. */
  outcomeId: slug,
})

/** Input of `scriptProposals.propose`. */
export const ProposeScriptChange = Schema.Struct({
  /** An id of your own, beginning with `proposal_`; a new one where left out. */
  id: Schema.optionalKey(idField("scriptProposal")),
  /** The script. */
  scriptId: idField("script"),
  /** The step it is about; the script as a whole where left out. */
  stepId: Schema.optionalKey(slug),
  /** Where it comes from: an analysis of wins, a debrief, or a person's own idea. */
  origin: Schema.Literals(["winAnalysis", "debrief", "person"]),
  /** 1 to 4,000 characters. */
  proposal: textField(4000),
  /** Ids of what it rests on, at most 1,000; none where left out. */
  evidenceIds: Schema.optionalKey(atMost(opaqueId, 1000)),
  /** The review it comes from: a finding, a summary or a debrief. Of a talk in private the link is not kept. */
  reviewId: Schema.optionalKey(opaqueId),
  /** Label of the period whose deviation from the plan it comes from, such as `2026-Q3`. */
  variancePeriod: Schema.optionalKey(textField(50)),
})

/** Input of `scripts.restore`: a version that was in force before, and why it comes back. */
export const RestoreScriptVersion = Schema.Struct({
  /** The version, retired and approved before, of a script with which no experiment runs. */
  versionId: idField("scriptVersion"),
  /** Why it comes back, 1 to 2,000 characters. A text. */
  reason: textField(2000),
})

/** Input of `scriptProposals.decline`. */
export const DeclineProposal = Schema.Struct({
  /** The proposal, neither taken up nor declined yet. */
  proposalId: idField("scriptProposal"),
  /** Why, 1 to 2,000 characters. A text. */
  reason: textField(2000),
})

/** Decoded input of `scripts.create`. */
export type CreateScript = typeof CreateScript.Type
/** Decoded input of `scripts.amend`. */
export type AmendScript = typeof AmendScript.Type
/** Decoded input of `scripts.draft`. */
export type DraftScriptVersion = typeof DraftScriptVersion.Type
/** Decoded input of `scripts.submit`. */
export type NameScriptVersion = typeof NameScriptVersion.Type
/** Decoded input of `scripts.approve`. */
export type ApproveScriptVersion = typeof ApproveScriptVersion.Type
/** Decoded input of `scripts.sendBack` and `scripts.retire`. */
export type EndScriptVersion = typeof EndScriptVersion.Type
/** Decoded input of `scriptRuns.record`. */
export type RecordScriptRun = typeof RecordScriptRun.Type
/** Decoded input of `scriptProposals.propose`. */
export type ProposeScriptChange = typeof ProposeScriptChange.Type
/** Decoded input of `scripts.restore`. */
export type RestoreScriptVersion = typeof RestoreScriptVersion.Type
/** Decoded input of `scriptProposals.decline`. */
export type DeclineProposal = typeof DeclineProposal.Type
