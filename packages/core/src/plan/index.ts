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
export { dealEvidence, timedDeals } from "./variance/DealEvidence.ts"
export type { Decomposition, DriverEffect, Factor } from "./decomposition/Decomposition.ts"
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
} from "./record/Plan.ts"
export { planAggregate, planVersionAggregate, targetKey, versionInForce, wholeTarget } from "./record/Plan.ts"
export type { DriverTreePolicy, PlanPolicy, TreeMeasure } from "./record/PlanPolicy.ts"
export { driverTreePolicyProblems, factsOfTree } from "./record/PlanPolicy.ts"
export type { PartTargets, PeriodTargets } from "./record/PeriodTargets.ts"
export { targetsOfPeriod } from "./record/PeriodTargets.ts"
export type { PlanDiff, TargetChange } from "./record/PlanDiff.ts"
export { planDiff } from "./record/PlanDiff.ts"
export type { ShapeDays } from "./record/PlanShape.ts"
export { planShape } from "./record/PlanShape.ts"
export type { TargetFault } from "./record/PlanRecordErrors.ts"
export { OwnPlanRefused, PlanCurrencyRefused, PlanStepRefused, TargetsRefused } from "./record/PlanRecordErrors.ts"
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
} from "./record/PlanSchema.ts"
export type { NegativeValue } from "./PlanErrors.ts"
export { LmdiUndefined, PopulationEmpty, RatioUndefined, ValueNotFinite, VariantUndefined } from "./PlanErrors.ts"
export type { Replan, ReplannedRep, ReplanScenario } from "./replan/Replan.ts"
export type { BindingConstraint, ReplanConstraint } from "./replan/ReplanBounds.ts"
export type {
  ReplanConstraints,
  ReplanGap,
  ReplanInput,
  ReplanObjective,
  ReplanPeriod,
  ReplanRep,
} from "./replan/ReplanInput.ts"
export { replan, replanScenarios } from "./replan/Replan.ts"
export { targetStep } from "./targets/RoundTargets.ts"
export type { DriverAtHand, RequiredDriver, RequiredDrivers } from "./replan/RequiredDrivers.ts"
export { whatWouldHaveToBeTrue } from "./replan/RequiredDrivers.ts"
export type { SeasonalIndex, SeasonalProfile } from "./forecast/Seasonality.ts"
export { seasonalProfile } from "./forecast/Seasonality.ts"
export type { SeededDraws } from "./forecast/SeededDraws.ts"
export { seededDraws } from "./forecast/SeededDraws.ts"
export { sequential } from "./decomposition/Sequential.ts"
export { maxShapleyDrivers, owen, shapley } from "./decomposition/Shapley.ts"
export { quarterTargetsOf, repMoneyTargets, targetsInForce } from "./record/TargetsInForce.ts"
export type { TimedDeal, TimingBucket, TimingLine, TimingVariance } from "./variance/TimingVariance.ts"
export { timingVariance } from "./variance/TimingVariance.ts"
export type { TenantTreeVariance, TreeFact, TreeFacts, TreeMeasureValues } from "./variance/TreeVariance.ts"
export { tenantTreeVariance } from "./variance/TreeVariance.ts"
export type { Variance, VarianceContext, VarianceContribution, VarianceMethod } from "./decomposition/Variance.ts"
export { methodLimits, planInconsistency, varianceOf } from "./decomposition/Variance.ts"
export type { YearToDateRow } from "./attainment/YearToDate.ts"
export { yearToDate } from "./attainment/YearToDate.ts"
export type {
  CauseEvidence,
  DriverCauses,
  DriverDeals,
  EvidenceSource,
  RankedCause,
  RefusedCause,
  VarianceCauses,
} from "./variance/VarianceCauses.ts"
export { isFilledOnlyAtClose, varianceCauses } from "./variance/VarianceCauses.ts"
