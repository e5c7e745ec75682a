import type {
  Scorecard,
  Script,
  ScriptExperiment,
  ScriptProposal,
  ScriptRun,
  ScriptVersion,
} from "@salesdept/core/script"
import * as fc from "fast-check"
import { states } from "./States.ts"
import { anyId, anyInstant, anyOpaqueId, anyText, orNull } from "./Values.ts"

/** States of the script area's records. */
export const scriptRecords = {
  script: states<Script>("script", {
    pipelineId: orNull(anyText(60)),
    stageId: orNull(anyText(60)),
    segmentId: orNull(anyText(100)),
    language: fc.constantFrom("ru", "en-GB"),
    ownerId: anyOpaqueId,
    versionCount: fc.nat(),
    currentVersionId: orNull(anyId("scriptVersion")),
  }),
  scriptVersion: states<ScriptVersion>("scriptVersion", {
    scriptId: anyId("script"),
    number: fc.nat(),
    status: fc.constantFrom("draft", "review", "approved", "retired"),
    steps: fc.array(
      fc.record({
        id: anyText(60),
        kind: fc.constantFrom("opening", "question", "close"),
        branches: fc.array(fc.record({ when: orNull(anyText(60)), to: orNull(anyText(60)) }), { maxLength: 2 }),
        objections: fc.array(fc.record({ id: anyText(60), answerIds: fc.array(anyText(60), { maxLength: 2 }) }), {
          maxLength: 2,
        }),
      }),
      { maxLength: 3 },
    ),
    basedOnId: orNull(anyId("scriptVersion")),
    proposalIds: fc.array(anyId("scriptProposal"), { maxLength: 2 }),
    authorId: anyOpaqueId,
    approvedBy: orNull(anyOpaqueId),
    approvedAt: orNull(anyInstant),
    retiredAt: orNull(anyInstant),
  }),
  scriptRun: states<ScriptRun>("scriptRun", {
    leadId: orNull(anyId("lead")),
    dealId: orNull(anyId("deal")),
    clientId: orNull(anyId("client")),
    scriptId: anyId("script"),
    versionId: anyId("scriptVersion"),
    dialogId: orNull(anyId("dialog")),
    repId: anyOpaqueId,
    startedAt: anyInstant,
    steps: fc.array(fc.record({ stepId: anyText(60), usedAt: anyInstant }), { maxLength: 3 }),
    unansweredStepIds: fc.array(anyText(60), { maxLength: 2 }),
    outcomeId: anyText(60),
  }),
  scorecard: states<Scorecard>("scorecard", {
    dialogId: anyId("dialog"),
    versionId: anyId("scriptVersion"),
    repId: anyOpaqueId,
    raterId: anyOpaqueId,
    raterKind: fc.constantFrom("mentor", "self", "host"),
    marks: fc.array(fc.record({ stepId: anyText(20), mark: fc.constantFrom("met", "notMet", "notApplicable") }), {
      maxLength: 3,
    }),
    score: orNull(fc.record({ met: fc.nat(), of: fc.nat() })),
  }),
  scriptProposal: states<ScriptProposal>("scriptProposal", {
    scriptId: anyId("script"),
    stepId: orNull(anyText(60)),
    origin: fc.constantFrom("unanswered", "winAnalysis", "debrief", "person"),
    evidenceIds: fc.array(anyText(60), { maxLength: 2 }),
    reviewId: orNull(anyText(60)),
    variancePeriod: orNull(anyText(20)),
    proposedBy: anyOpaqueId,
    ownerId: anyOpaqueId,
    status: fc.constantFrom("proposed", "accepted", "declined"),
    versionId: orNull(anyId("scriptVersion")),
  }),
  scriptExperiment: states<ScriptExperiment>("scriptExperiment", {
    scriptId: anyId("script"),
    baselineVersionId: anyId("scriptVersion"),
    trialVersionId: anyId("scriptVersion"),
    trialSharePercent: fc.integer({ min: 1, max: 99 }),
    plannedClosed: fc.integer({ min: 2, max: 1e6 }),
    seed: anyText(60),
    proposalIds: fc.array(anyId("scriptProposal"), { maxLength: 2 }),
    startedAt: anyInstant,
    status: fc.constantFrom("running", "kept", "rolledBack"),
    settledBy: orNull(anyOpaqueId),
    settledAt: orNull(anyInstant),
    reading: fc.constantFrom(null, {
      advice: "continue",
      baseline: { deals: 3, closed: 2, won: 1, strayed: 0 },
      trial: { deals: 0, closed: 0, won: 0, strayed: 0 },
    }),
  }),
}
