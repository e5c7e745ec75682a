/**
 * Plan against fact: attainment cell by cell, and exact variance by drivers (LMDI, Shapley, Owen, chain substitution,
 * price–volume–mix, Kitagawa–Oaxaca). Pure functions over the host's own rows or columns; results are plain JSON.
 *
 * @packageDocumentation
 */
export type { ActivityGoal, ActivityNorm, ActivityNorms, ActivityStep } from "./ActivityNorms.ts"
export { activityNorms } from "./ActivityNorms.ts"
export type { Allotment, Allotted, BoundedShare } from "./Allotment.ts"
export { allot } from "./Allotment.ts"
export type { Attainment, AttainmentInput, AttainmentPeriod, TargetCell } from "./Attainment.ts"
export { attainment } from "./Attainment.ts"
export type { AttainmentTotal } from "./AttainmentTotal.ts"
export { attainmentTotals } from "./AttainmentTotal.ts"
export type { BackTest, BackTestInput, MethodScore, TriedMethod, TriedScores } from "./BackTest.ts"
export { backTest } from "./BackTest.ts"
export type { StaffedAmount } from "./CapacityVariance.ts"
export { capacityVariance } from "./CapacityVariance.ts"
export type { Capacity, RepTime } from "./Capacity.ts"
export { capacityOf } from "./Capacity.ts"
export type { Cascade, CascadeBound, CascadeCell, CascadeInput, CascadeNode, CascadePeriod } from "./Cascade.ts"
export { cascade } from "./Cascade.ts"
export type { ClosedDeals, ClosedDealsGroup, DayRange, DealDimension, DealScope } from "./ClosedDeals.ts"
export { closedDealIds, closedDeals, closedDealsBy } from "./ClosedDeals.ts"
export type { CreditMoment, FactDimension } from "./CreditRule.ts"
export { factDimensions } from "./CreditRule.ts"
export { dealEvidence, timedDeals } from "./DealEvidence.ts"
export type { DealDriver } from "./DealDrivers.ts"
export { dealDriverNames } from "./DealDrivers.ts"
export type {
  DealPlan,
  DealProductPart,
  DealProductVariance,
  DealVarianceByProduct,
  DealVarianceMethod,
} from "./DealVariance.ts"
export { dealVariance, dealVarianceAgainstPlan, dealVarianceByProduct } from "./DealVariance.ts"
export type { Decomposition, DriverEffect, Factor } from "./Decomposition.ts"
export type { DriverDealIds } from "./DriverDealIds.ts"
export { driverDealIds } from "./DriverDealIds.ts"
export type {
  DriverLeaf,
  DriverNode,
  DriverNodeValue,
  DriverProduct,
  DriverRatio,
  DriverState,
  DriverSum,
} from "./DriverTree.ts"
export { driverTreeProblems, evaluateDriverTree, maxDriverTreeDepth, measuresOf } from "./DriverTree.ts"
export type { DriverTreeDecomposition, DriverTreeMethod, DriverTreePart } from "./DriverTreeDecomposition.ts"
export { decomposeDriverTree } from "./DriverTreeDecomposition.ts"
export type { DriverNodeVariance, DriverTreeVariance, DriverTreeVarianceOptions } from "./DriverTreeVariance.ts"
export { driverTreeVariance } from "./DriverTreeVariance.ts"
export type { FactCell, PlanPeriod, WonDealCellsOptions } from "./FactCell.ts"
export { wonDealCells } from "./FactCell.ts"
export type {
  AttainmentChance,
  DrawnForecast,
  Forecast,
  ForecastArrivals,
  ForecastDeal,
  ForecastInput,
  Landing,
} from "./Forecast.ts"
export { drawForecast, forecast } from "./Forecast.ts"
export type { BaselineForecast, BaselineSettings, ForecastBaseline } from "./ForecastBaselines.ts"
export { baselineForecast } from "./ForecastBaselines.ts"
export type { BuiltForecast, ForecastMethod, ForecastSettings } from "./ForecastBuild.ts"
export { buildForecast } from "./ForecastBuild.ts"
export type { CategoryBounds, CategoryOfRep, ForecastCall, ForecastCategory } from "./ForecastCategories.ts"
export { forecastCategories } from "./ForecastCategories.ts"
export type { AmountErrors, BrierScore } from "./ForecastScores.ts"
export {
  amountErrors,
  brierScore,
  crpsOfDraws,
  intervalCoverage,
  pinballLoss,
  zeroActualsRule,
} from "./ForecastScores.ts"
export type { Kitagawa, Standardised, Stratum, StratumEffects } from "./Kitagawa.ts"
export { kitagawa, standardise } from "./Kitagawa.ts"
export type { LmdiDecomposition, LmdiItem, LmdiItemEffects } from "./Lmdi.ts"
export { lmdi, logarithmicMean } from "./Lmdi.ts"
export type { HazardsByGroup, HazardSettings, OutcomeHazard, Spell, StageStay } from "./OutcomeHazard.ts"
export {
  dealSpells,
  hazardsByGroup,
  leastClosedSpells,
  outcomeHazard,
  stageSpells,
  winWithin,
  wonOfClosed,
} from "./OutcomeHazard.ts"
export type { DueShare, Pace, PaceFigure, PeriodWorkingDays } from "./Pace.ts"
export { paceOf } from "./Pace.ts"
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
export type { MeasureFacts, PlanAttainmentRow, PlanPeriodDays, ScopeMembers } from "./PlanAttainment.ts"
export { dimensionsOf, planAttainment } from "./PlanAttainment.ts"
export type { CubeTargets, PlanCube } from "./PlanCube.ts"
export { cubeCellAt, planCube } from "./PlanCube.ts"
export type { PlanDiff, TargetChange } from "./PlanDiff.ts"
export { planDiff } from "./PlanDiff.ts"
export type { FactGroup, FactRule, PlanFacts } from "./PlanFacts.ts"
export { creditFacts } from "./PlanFacts.ts"
export { wonMinorMeasure } from "./PlanMeasures.ts"
export { isPlanPeriodLabel, planPeriod, planPeriodDays } from "./PlanPeriods.ts"
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
export type { SoldProduct, SoldState } from "./PriceDrivers.ts"
export { priceDrivers } from "./PriceDrivers.ts"
export type { SoldDeals } from "./SoldProducts.ts"
export { soldInDeals } from "./SoldProducts.ts"
export { staffedAmount } from "./StaffedTime.ts"
export type {
  PriceVolumeMix,
  PvmLine,
  PvmProductEffects,
  PvmSpread,
  PvmStatus,
  PvmStatusCounts,
  PvmVariant,
} from "./PriceVolumeMix.ts"
export { priceVolumeMix, pvmVariance } from "./PriceVolumeMix.ts"
export type { PvmDriver, PvmVariantId } from "./PvmVariant.ts"
export { pvmDriverNames } from "./PvmVariant.ts"
export type { AgreedTarget, ReconciledTargets, ReconciledTotal, TwoSidedTarget } from "./Reconciliation.ts"
export { reconcileTargets } from "./Reconciliation.ts"
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
