/**
 * Deals: pipelines with gates as data, deals, and the figures of the funnel. Pure functions; results are plain JSON.
 *
 * @packageDocumentation
 */
export * from "./topics/funnel.ts"
export * from "./topics/gates.ts"
export type {
  DealAdopted,
  DealAmended,
  DealCreditSplit,
  DealEvent,
  DealImported,
  DealLinesSet,
  DealMoveAsserted,
  DealMoved,
  DealOpened,
  DealRateFrozen,
  DealRemoved,
  DealRestored,
} from "./DealEvent.ts"
export { dealAggregate, dealFact } from "./Deal.ts"
export type { Credit, CreditShare } from "./DealCredit.ts"
export { creditOf } from "./DealCredit.ts"
export type { DealLine, DealLineAmounts, DealLineKind, DealLinesTotal } from "./DealLine.ts"
export { lineAmounts, linesTotal } from "./DealLine.ts"
export type { RateRule } from "./DealRate.ts"
export { amountInCurrency } from "./DealRate.ts"
export {
  DealAmountRefused,
  GateUndone,
  DealChanged,
  DepartmentMissing,
  LostReasonRefused,
  MoveRefused,
  PipelineUnknown,
  StageUnknown,
  RateRefused,
  SourceUnknown,
} from "./DealErrors.ts"
export type { DealMergeRule } from "./DealMergeErrors.ts"
export { DealMergeRefused, DealRemovalRefused } from "./DealMergeErrors.ts"
export type { ImportViolation } from "./DealHistoryImport.ts"
export type { DealImportStep, ImportConflict, ImportTarget, WholeRow } from "./DealImport.ts"
export { importStep } from "./DealImport.ts"
export type { StageStay } from "./StageStay.ts"
export type { ImportedDeal } from "./DealImportSchema.ts"
export type { Deal, DealValues } from "./DealSchema.ts"
export type { BlockedDeals, Blocker, DealSurvey, RuleBreak, RuleTrial } from "./DealSurvey.ts"
export { blockedDeals, blockerDealsShown, ruleTrial } from "./DealSurvey.ts"
export type { ProductStated } from "./Product.ts"
export { productAggregate } from "./Product.ts"
export type { Product } from "./ProductSchema.ts"
