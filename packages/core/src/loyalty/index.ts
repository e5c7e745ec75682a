/**
 * Repeat sale and the numbers behind it: who comes back (MBG/NBD, BG/NBD, Pareto/NBD, NBD), what they spend
 * (Gamma-Gamma), when to offer again, segments by recency, frequency and spend, campaigns measured against a holdout,
 * satisfaction. Pure functions over the host's own rows; a fit that cannot be trusted says so instead of giving figures.
 *
 * @packageDocumentation
 */
export * from "./topics/campaigns.ts"
export * from "./topics/models.ts"
export * from "./topics/rewards.ts"
export * from "./topics/segments.ts"
export type {
  ComplaintOpened,
  ComplaintResolved,
  MilestoneCancelled,
  MilestoneMoved,
  MilestoneSet,
  SatisfactionAnswered,
} from "./Signal.ts"
export { complaintAggregate, milestoneAggregate, satisfactionAnswerAggregate } from "./Signal.ts"
export { LoyaltyStepRefused } from "./SignalErrors.ts"
export type { Complaint, Milestone, SatisfactionAnswer, SatisfactionMetric } from "./SignalSchema.ts"
export type { LoyaltyRun, LoyaltyRunMoved } from "./LoyaltyRun.ts"
export { loyaltyRunAggregate, loyaltyRunId } from "./LoyaltyRun.ts"
