/**
 * Numerics with their sources: quantiles, intervals, survival, competing outcomes, control charts, special functions.
 * Pure functions over numbers; nothing here knows of sales.
 *
 * @packageDocumentation
 */
export { aalenJohansen, incidenceAt } from "./AalenJohansen.ts"
export type { CauseIncidence, IncidenceCurve, IncidenceStep } from "./AalenJohansen.ts"
export { controlChart } from "./ControlChart.ts"
export type { ControlChart, ControlChartSettings, ControlLimits, ControlRun } from "./ControlChart.ts"
export { distributionOf } from "./Distribution.ts"
export type { Distribution } from "./Distribution.ts"
export { kaplanMeier, restrictedMean, survivalAt, survivalQuantile } from "./KaplanMeier.ts"
export type { RestrictedMean, SurvivalCurve, SurvivalStep } from "./KaplanMeier.ts"
export { moments } from "./Moments.ts"
export type { Moments } from "./Moments.ts"
export { normalCdf, normalPdf, normalQuantile, normalWidth } from "./NormalDistribution.ts"
export { proportion } from "./Proportion.ts"
export type { Proportion } from "./Proportion.ts"
export { median, quantile, quantileOfSorted } from "./Quantile.ts"
export type { Durations } from "./RiskTable.ts"
export { erfc, logBeta, logGamma, regularizedBeta, regularizedGammaP, regularizedGammaQ } from "./SpecialFunctions.ts"
export { wilsonInterval } from "./Wilson.ts"
export type { Interval } from "./Wilson.ts"
