/**
 * Reviews: finding rules over facts, and the findings most worth a review, each with its evidence. Pure functions over
 * plain rows and columns; results are plain JSON.
 *
 * @packageDocumentation
 */
export type { AtStake, EvidenceKind, Finding, FindingEvidence, FindingKind, FindingSeverity } from "./Finding.ts"
export { evidenceNames, maxEvidenceIds } from "./Finding.ts"
export type { FindingDraft, FindingRule, RuleOutcome, RuleParameter, RuleSpec, Thresholds } from "./FindingRule.ts"
export { findingRule, withThresholds } from "./FindingRule.ts"
export type { Findings, RuleNotRead } from "./Findings.ts"
export { findFindings, topFindings } from "./Findings.ts"
export type {
  GuardedField,
  OptionalFacts,
  ReviewAttainment,
  ReviewControl,
  ReviewFacts,
  ReviewVariance,
} from "./ReviewFacts.ts"
export type { RuleSetting } from "./RuleSet.ts"
export { rulesInForce, shippedRules } from "./RuleSet.ts"
export type { WinRateComparison, WinRateComparisons } from "./WinRateComparison.ts"
export { compareWinRates } from "./WinRateComparison.ts"
