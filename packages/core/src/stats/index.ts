/**
 * Numerics with their sources: quantiles, intervals, survival, competing outcomes, control charts, comparison of groups,
 * optimisation, special functions.
 * Pure functions over numbers; nothing here knows of sales.
 *
 * @packageDocumentation
 */
export { aalenJohansen, incidenceAt } from "./AalenJohansen.ts"
export type { CauseIncidence, IncidenceCurve, IncidenceStep } from "./AalenJohansen.ts"
export { chiSquareTail } from "./ChiSquare.ts"
export { controlChart } from "./ControlChart.ts"
export type { ControlChart, ControlChartSettings, ControlLimits, ControlRun } from "./ControlChart.ts"
export { cuped } from "./Cuped.ts"
export type { Cuped } from "./Cuped.ts"
export { digamma } from "./Digamma.ts"
export { distributionOf } from "./Distribution.ts"
export type { Distribution } from "./Distribution.ts"
export { crossingProbability, groupSequentialBounds } from "./GroupSequential.ts"
export type { GroupSequentialBounds, GroupSequentialShape } from "./GroupSequential.ts"
export {
  hypergeometric2F1,
  hypergeometric2F1Slope,
  hypergeometric2F1With1,
  logHypergeometric2F1,
} from "./Hypergeometric.ts"
export { hypergeometricU } from "./HypergeometricU.ts"
export { kaplanMeier, restrictedMean, survivalAt, survivalQuantile } from "./KaplanMeier.ts"
export type { RestrictedMean, SurvivalCurve, SurvivalStep } from "./KaplanMeier.ts"
export { mantelHaenszel } from "./MantelHaenszel.ts"
export type { ChiSquareTest, MantelHaenszel, MantelHaenszelSettings, TwoByTwo } from "./MantelHaenszel.ts"
export { hessianAt, minimize } from "./Minimum.ts"
export type { Minimum, MinimumSettings, Objective } from "./Minimum.ts"
export { moments } from "./Moments.ts"
export type { Moments } from "./Moments.ts"
export { murmur3 } from "./Murmur3.ts"
export { normalCdf, normalPdf, normalQuantile, normalWidth } from "./NormalDistribution.ts"
export { NotConverged } from "./NumericErrors.ts"
export { proportion } from "./Proportion.ts"
export type { Proportion } from "./Proportion.ts"
export { median, quantile, quantileOfSorted } from "./Quantile.ts"
export type { Durations } from "./RiskTable.ts"
export { sampleRatioCheck } from "./SampleRatio.ts"
export type { SampleRatioCheck } from "./SampleRatio.ts"
export { sequentialInterval } from "./SequentialInterval.ts"
export type { SequentialEstimate } from "./SequentialInterval.ts"
export { erfc, logBeta, logGamma, regularizedBeta, regularizedGammaP, regularizedGammaQ } from "./SpecialFunctions.ts"
export { studentTCdf, studentTQuantile } from "./StudentT.ts"
export { positiveDefiniteInverse } from "./SymmetricMatrix.ts"
export type { SymmetricMatrix } from "./SymmetricMatrix.ts"
export { compareMeans, summaryOfSums } from "./TwoMeans.ts"
export type { MeanComparison, MeanComparisonSettings, SampleSummary } from "./TwoMeans.ts"
export { newcombeInterval, sampleSizeForProportions, twoProportionTest } from "./TwoProportions.ts"
export type { Count, SampleSizeSettings, TwoProportionTest } from "./TwoProportions.ts"
export { wilsonInterval } from "./Wilson.ts"
export type { Interval } from "./Wilson.ts"
