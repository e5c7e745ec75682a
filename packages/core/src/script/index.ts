/**
 * Scripts of sales: immutable versions as graphs of steps, runs, proposals, which steps go with winning, and experiments. Pure.
 *
 * @packageDocumentation
 */
export { adoption } from "./Adoption.ts"
export type { StepAdoption } from "./Adoption.ts"
export type { BeforeAfter, BeforeAfterAdvice, BeforeAfterDeal, BeforeAfterSettings } from "./BeforeAfter.ts"
export { beforeAfter } from "./BeforeAfter.ts"
export type {
  OverPerformanceSettings,
  OverPerformanceVerdict,
  StepOverPerformance,
  StepPeriod,
} from "./OverPerformance.ts"
export { overPerformance } from "./OverPerformance.ts"
export type { ExperimentReading, ExperimentStatus, ScriptExperiment, ScriptExperimentId } from "./ExperimentSchema.ts"
export { experimentReach } from "./ExperimentReach.ts"
export type { ExperimentReach } from "./ExperimentReach.ts"
export { experimentVerdict } from "./ExperimentVerdict.ts"
export type { ExperimentAdvice, ExperimentArm, ExperimentPlan, ExperimentVerdict } from "./ExperimentVerdict.ts"
export type { ScorecardAgreement, ScorecardFilled } from "./Scorecard.ts"
export { scorecardAgreement, scorecardAggregate } from "./Scorecard.ts"
export type { RaterKind, Scorecard, ScorecardId, StepMark } from "./ScorecardSchema.ts"
export type { ScriptAmended, ScriptCreated, ScriptCurrentChanged, ScriptEvent, ScriptVersionAdded } from "./Script.ts"
export { scriptAggregate } from "./Script.ts"
export type { ScriptRefusalRule } from "./ScriptErrors.ts"
export { ScriptInvalid, ScriptRefused, ScriptSubjectMissing } from "./ScriptErrors.ts"
export type { ExperimentDeal, ExperimentEvent, ExperimentSettled, ExperimentStarted } from "./ScriptExperiment.ts"
export { assignedVersion, experimentArms, scriptExperimentAggregate } from "./ScriptExperiment.ts"
export type { ScriptBranch, ScriptObjection, ScriptStep, ScriptStepKind } from "./ScriptGraph.ts"
export { maxScriptSteps, scriptProblems } from "./ScriptGraph.ts"
export type {
  ScriptChangeProposed,
  ScriptProposalAccepted,
  ScriptProposalDeclined,
  ScriptProposalEvent,
  ScriptProposalHandedOver,
} from "./ScriptProposal.ts"
export { scriptProposalAggregate } from "./ScriptProposal.ts"
export type { ScriptRunRecorded } from "./ScriptRun.ts"
export { scriptRunAggregate } from "./ScriptRun.ts"
export type {
  ProposalOrigin,
  ProposalStatus,
  Script,
  ScriptId,
  ScriptProposal,
  ScriptProposalId,
  ScriptRun,
  ScriptRunId,
  ScriptVersion,
  ScriptVersionId,
  ScriptVersionStatus,
  StepUse,
} from "./ScriptSchema.ts"
export type { ScriptVersionDrafted, ScriptVersionEvent, ScriptVersionMoved } from "./ScriptVersion.ts"
export { scriptVersionAggregate } from "./ScriptVersion.ts"
export { stepEvidence } from "./StepEvidence.ts"
export type { OpportunityDeal, StepOpportunity } from "./StepOpportunity.ts"
export { stepOpportunities } from "./StepOpportunity.ts"
export type { StepCounts, StepEffect, StepVerdict, WinAnalysis, WinAnalysisSettings } from "./WinAnalysis.ts"
export { winAnalysis } from "./WinAnalysis.ts"
export type { WinOdds } from "./WinOdds.ts"
