/**
 * Plan against fact: attainment cell by cell, and exact variance by drivers (LMDI, Shapley, Owen, chain substitution,
 * price–volume–mix, Kitagawa–Oaxaca). Pure functions over the host's own rows or columns; results are plain JSON.
 *
 * @packageDocumentation
 */
export type { Attainment, AttainmentInput, AttainmentPeriod, TargetCell } from "./Attainment.ts"
export { attainment } from "./Attainment.ts"
export type { AttainmentTotal } from "./AttainmentTotal.ts"
export { attainmentTotals } from "./AttainmentTotal.ts"
export type { ClosedDeals, ClosedDealsGroup, DayRange, DealDimension, DealScope } from "./ClosedDeals.ts"
export { closedDealIds, closedDeals, closedDealsBy } from "./ClosedDeals.ts"
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
export type { Kitagawa, Standardised, Stratum, StratumEffects } from "./Kitagawa.ts"
export { kitagawa, standardise } from "./Kitagawa.ts"
export type { LmdiDecomposition, LmdiItem, LmdiItemEffects } from "./Lmdi.ts"
export { lmdi, logarithmicMean } from "./Lmdi.ts"
export type { Pace, PaceFigure, PeriodWorkingDays } from "./Pace.ts"
export { paceOf } from "./Pace.ts"
export type { PlanPublished } from "./Plan.ts"
export { planAggregate } from "./Plan.ts"
export type { Plan, Target } from "./PlanSchema.ts"
export type { NegativeValue } from "./PlanErrors.ts"
export { LmdiUndefined, PopulationEmpty, RatioUndefined, ValueNotFinite, VariantUndefined } from "./PlanErrors.ts"
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
export { sequential } from "./Sequential.ts"
export { maxShapleyDrivers, owen, shapley } from "./Shapley.ts"
export type { Variance, VarianceContext, VarianceContribution, VarianceMethod } from "./Variance.ts"
export { methodLimits, planInconsistency, varianceOf } from "./Variance.ts"
