/**
 * Plan against fact: attainment cell by cell, and exact variance by drivers (LMDI, Shapley, Owen, chain substitution,
 * price–volume–mix, Kitagawa–Oaxaca). Pure functions over the host's own rows or columns; results are plain JSON.
 *
 * @packageDocumentation
 */
export * from "./topics/attainment.ts"
export * from "./topics/drivers.ts"
export * from "./topics/forecast.ts"
export * from "./topics/targets.ts"
export * from "./topics/variance.ts"
export { dealEvidence, timedDeals } from "./DealEvidence.ts"
export type { Decomposition, DriverEffect, Factor } from "./Decomposition.ts"
export type {
  PlanEvent,
  PlanOpened,
  PlanQuestion,
  PlanVersionApproved,
  PlanVersionClosed,
  PlanVersionDrafted,
  PlanVersionEvent,
  PlanVersionMarked,
  PlanVersionSubmitted,
} from "./Plan.ts"
export { planAggregate, planVersionAggregate, targetKey, versionInForce, wholeTarget } from "./Plan.ts"
export type { DriverTreePolicy, PlanPolicy, TreeMeasure } from "./PlanPolicy.ts"
export { driverTreePolicyProblems, factsOfTree } from "./PlanPolicy.ts"
export type { PlanDiff, TargetChange } from "./PlanDiff.ts"
export { planDiff } from "./PlanDiff.ts"
export type { ShapeDays } from "./PlanShape.ts"
export { planShape } from "./PlanShape.ts"
export type { TargetFault } from "./PlanRecordErrors.ts"
export { OwnPlanRefused, PlanCurrencyRefused, PlanStepRefused, TargetsRefused } from "./PlanRecordErrors.ts"
export type {
  MeasureKind,
  Plan,
  PlanBaseline,
  PlanMeasure,
  PlanReason,
  PlanVersion,
  PlanVersionMark,
  PlanVersionStatus,
  QuarterTarget,
  Target,
  TargetInput,
  TargetScope,
} from "./PlanSchema.ts"
export type { NegativeValue } from "./PlanErrors.ts"
export { LmdiUndefined, PopulationEmpty, RatioUndefined, ValueNotFinite, VariantUndefined } from "./PlanErrors.ts"
export type { Replan, ReplannedRep, ReplanScenario } from "./Replan.ts"
export type { BindingConstraint, ReplanConstraint } from "./ReplanBounds.ts"
export type {
  ReplanConstraints,
  ReplanGap,
  ReplanInput,
  ReplanObjective,
  ReplanPeriod,
  ReplanRep,
} from "./ReplanInput.ts"
export { replan, replanScenarios } from "./Replan.ts"
export { targetStep } from "./RoundTargets.ts"
export type { DriverAtHand, RequiredDriver, RequiredDrivers } from "./RequiredDrivers.ts"
export { whatWouldHaveToBeTrue } from "./RequiredDrivers.ts"
export type { SeasonalIndex, SeasonalProfile } from "./Seasonality.ts"
export { seasonalProfile } from "./Seasonality.ts"
export type { SeededDraws } from "./SeededDraws.ts"
export { seededDraws } from "./SeededDraws.ts"
export { sequential } from "./Sequential.ts"
export { maxShapleyDrivers, owen, shapley } from "./Shapley.ts"
export { quarterTargetsOf, targetsInForce } from "./TargetsInForce.ts"
export type { TimedDeal, TimingBucket, TimingLine, TimingVariance } from "./TimingVariance.ts"
export { timingVariance } from "./TimingVariance.ts"
export type { TenantTreeVariance, TreeFact, TreeFacts, TreeMeasureValues } from "./TreeVariance.ts"
export { tenantTreeVariance } from "./TreeVariance.ts"
export type { Variance, VarianceContext, VarianceContribution, VarianceMethod } from "./Variance.ts"
export { methodLimits, planInconsistency, varianceOf } from "./Variance.ts"
export type { YearToDateRow } from "./YearToDate.ts"
export { yearToDate } from "./YearToDate.ts"
export type {
  CauseEvidence,
  DriverCauses,
  DriverDeals,
  EvidenceSource,
  RankedCause,
  RefusedCause,
  VarianceCauses,
} from "./VarianceCauses.ts"
export { isFilledOnlyAtClose, varianceCauses } from "./VarianceCauses.ts"
