/**
 * Forecasts of a period: drawn from open deals and arrivals, baselines, categories, scores and back-tests. Pure.
 *
 * @packageDocumentation
 */
export type { BackTest, BackTestInput, MethodScore, TriedMethod, TriedScores } from "../forecast/BackTest.ts"
export { backTest } from "../forecast/BackTest.ts"
export type { DrawnForecast, Forecast } from "../forecast/Forecast.ts"
export type { ForecastArrivals, ForecastDeal, ForecastInput } from "../forecast/ForecastInput.ts"
export type { AttainmentChance, Landing } from "../forecast/Landing.ts"
export type { DealCredits } from "../facts/CreditedParts.ts"
export type { ChanceBasis, ForecastBasis } from "../forecast/ForecastBasis.ts"
export { drawForecast, forecast } from "../forecast/Forecast.ts"
export type { BaselineForecast, BaselineSettings, ForecastBaseline } from "../forecast/ForecastBaselines.ts"
export { baselineForecast } from "../forecast/ForecastBaselines.ts"
export type { BuiltForecast, ForecastMethod, ForecastSettings } from "../forecast/ForecastBuild.ts"
export { buildForecast } from "../forecast/ForecastBuild.ts"
export type { CategoryBounds, CategoryOfRep, ForecastCall, ForecastCategory } from "../forecast/ForecastCategories.ts"
export { forecastCategories } from "../forecast/ForecastCategories.ts"
export type { AmountErrors, BrierScore } from "../forecast/ForecastScores.ts"
export {
  amountErrors,
  brierScore,
  crpsOfDraws,
  intervalCoverage,
  pinballLoss,
  zeroActualsRule,
} from "../forecast/ForecastScores.ts"
export type { HazardsByGroup, HazardSettings, OutcomeHazard, Spell, StageStay } from "../forecast/OutcomeHazard.ts"
export {
  dealSpells,
  hazardsByGroup,
  leastClosedSpells,
  outcomeHazard,
  stageSpells,
  winWithin,
  wonOfClosed,
} from "../forecast/OutcomeHazard.ts"
