/**
 * Reviews: finding rules over facts, and the findings most worth a review, each with its evidence. Pure functions over
 * plain rows and columns; results are plain JSON.
 *
 * @packageDocumentation
 */
export type { StatesOnDay } from "./VarianceEvidence.ts"
export { controlEvidence, findingEvidence } from "./VarianceEvidence.ts"
export type { AtStake, EvidenceKind, Finding, FindingEvidence, FindingKind, FindingSeverity } from "./Finding.ts"
export { evidenceNames, maxEvidenceIds } from "./Finding.ts"
export type { FindingDraft, FindingRule, RuleOutcome, RuleParameter, RuleSpec, Thresholds } from "./FindingRule.ts"
export { findingRule, withThresholds } from "./FindingRule.ts"
export type { Findings, RuleNotRead } from "./Findings.ts"
export { findFindings, topFindings } from "./Findings.ts"
export type {
  AgreedAnswer,
  BrokenPromise,
  FinishedDeal,
  PeerOf,
  ProposalDeal,
  DatedScore,
  ReviewFollowUp,
  ScoredDialog,
  ScriptFacts,
  ScriptUse,
  StepSlip,
} from "./FollowUpFacts.ts"
export type { MistakeLimits, MistakeMeasure, MistakeRate } from "./MistakeRates.ts"
export { mistakeMeasures, mistakeRates } from "./MistakeRates.ts"
export type { OwnCondition, OwnFactValue, OwnRule, OwnRuleSubject } from "./OwnRule.ts"
export { ownFacts, ruleOf } from "./OwnRule.ts"
export type { PlanFigure, PlanRows } from "./PlanFigures.ts"
export { planFigures } from "./PlanFigures.ts"
export type { ChartSignal, FigureSignal, PeriodSignals, ScopeSignals, SignalSettings } from "./SummarySignals.ts"
export { periodSignals } from "./SummarySignals.ts"
export type { PeerComparison, PeerCount, PeerSettings, PeerVerdict } from "./PeerComparison.ts"
export { comparePeers } from "./PeerComparison.ts"
export type { ReviewPolicy } from "./ReviewPolicy.ts"
export { defaultReviewPolicy } from "./ReviewPolicy.ts"
export type {
  GuardedField,
  OptionalFacts,
  ReviewActivity,
  ReviewApproval,
  ReviewAttainment,
  ReviewControl,
  ReviewFacts,
  ReviewStep,
  ReviewVariance,
} from "./ReviewFacts.ts"
export type { RuleSetting } from "./RuleSet.ts"
export { rulesInForce, shippedRules } from "./RuleSet.ts"
export type { WinRateComparison, WinRateComparisons } from "./WinRateComparison.ts"
export { compareWinRates } from "./WinRateComparison.ts"
export type { ActionOutcome, ActionVerdict } from "./ActionEffect.ts"
export { actionEffect, leastRecords } from "./ActionEffect.ts"
export type { CommitmentAnswered, CommitmentEnded, CommitmentEvent, CommitmentMade } from "./Commitment.ts"
export { commitmentAggregate } from "./Commitment.ts"
export type { Commitment, CommitmentId, CommitmentStatus } from "./CommitmentSchema.ts"
export type {
  ActionsVerified,
  AgendaItem,
  DebriefCancelled,
  DebriefEvent,
  DebriefHeld,
  DebriefPlanned,
} from "./Debrief.ts"
export { agendaOf, debriefAggregate, mayKnowOf } from "./Debrief.ts"
export type { ActionItem, Debrief, DebriefId, DebriefStatus } from "./DebriefSchema.ts"
export type { FindingEvent, FindingMoved, FindingRaised } from "./FindingRecord.ts"
export { findingAggregate } from "./FindingRecord.ts"
export type { FindingId, FindingRecord, FindingStatus, FindingWords } from "./FindingRecordSchema.ts"
export type { Growth } from "./Growth.ts"
export { growth } from "./Growth.ts"
export type { ReviewRefusalRule } from "./ReviewErrors.ts"
export { ReviewRefused } from "./ReviewErrors.ts"
export type { DebriefRoute, RoutedAgenda, RoutedFinding, RoutingPolicy, RoutingRule } from "./Routing.ts"
export { routeFindings, usualRouting } from "./Routing.ts"
export type { Support } from "./Support.ts"
export { support } from "./Support.ts"
export type { PeriodClosed } from "./Summary.ts"
export { summaryAggregate } from "./Summary.ts"
export type {
  CountFigure,
  EndedPromise,
  MoneyFigure,
  SummaryContext,
  SummaryCorrection,
  SummaryFacts,
  SummaryFigures,
} from "./SummaryFigures.ts"
export { figureNames, summaryCorrections, summaryFigures } from "./SummaryFigures.ts"
export type { Summary, SummaryId, SummaryScope, SummarySpan } from "./SummarySchema.ts"
export type { DebriefsScheduled, ReviewDue, ReviewScheduleEvent, ReviewScheduleSet } from "./ReviewSchedule.ts"
export { reviewScheduleAggregate } from "./ReviewSchedule.ts"
export type { RecurringDebriefs, ReviewSchedule } from "./ReviewScheduleSchema.ts"
