/**
 * Findings: rules over facts, own rules among them, and those most worth a review, each with its evidence. Pure; the rules that are shipped are in `review`.
 *
 * @packageDocumentation
 */
export type { StatesOnDay } from "../VarianceEvidence.ts"
export { controlEvidence, findingEvidence } from "../VarianceEvidence.ts"
export type { AtStake, EvidenceKind, Finding, FindingEvidence, FindingKind, FindingSeverity } from "../Finding.ts"
export { evidenceNames, maxEvidenceCases, maxEvidenceIds } from "../Finding.ts"
export type { FindingDraft, FindingRule, RuleOutcome, RuleParameter, RuleSpec, Thresholds } from "../FindingRule.ts"
export { findingRule, withThresholds } from "../FindingRule.ts"
export type { Findings, RuleNotRead } from "../Findings.ts"
export { findFindings, topFindings } from "../Findings.ts"
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
} from "../FollowUpFacts.ts"
export type { OwnCondition, OwnFactValue, OwnRule, OwnRuleSubject } from "../OwnRule.ts"
export { ownFacts, ruleOf } from "../OwnRule.ts"
export type {
  AwayDays,
  GuardedField,
  OptionalFacts,
  ReviewActivity,
  ReviewApproval,
  CreditMove,
  ReviewAttainment,
  ReviewControl,
  ReviewFacts,
  ReviewStep,
  ReviewVariance,
} from "../ReviewFacts.ts"
