/**
 * Reviews: finding rules over facts, and the findings most worth a review, each with its evidence. Pure functions over
 * plain rows and columns; results are plain JSON.
 *
 * @packageDocumentation
 */
export * from "./topics/comparisons.ts"
export * from "./topics/debriefs.ts"
export * from "./topics/findings.ts"
export * from "./topics/summaries.ts"
export type { ReviewPolicy } from "./ReviewPolicy.ts"
export { defaultReviewPolicy } from "./ReviewPolicy.ts"
export type { RuleSetting } from "./RuleSet.ts"
export { rulesInForce, shippedRules } from "./RuleSet.ts"
export type { FindingEvent, FindingMoved, FindingRaised } from "./FindingRecord.ts"
export { findingAggregate } from "./FindingRecord.ts"
export type { FindingId, FindingRecord, FindingStatus, FindingWords } from "./FindingRecordSchema.ts"
export type { ReviewRefusalRule } from "./ReviewErrors.ts"
export { ReviewRefused } from "./ReviewErrors.ts"
export type {
  DebriefsScheduled,
  PeriodReviewed,
  ReviewDue,
  ReviewScheduleEvent,
  ReviewScheduleSet,
} from "./ReviewSchedule.ts"
export { reviewScheduleAggregate } from "./ReviewSchedule.ts"
export type { RecurringDebriefs, ReviewSchedule } from "./ReviewScheduleSchema.ts"
