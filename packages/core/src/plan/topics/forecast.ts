/**
 * Forecasts of a period: drawn from open deals and arrivals, baselines, categories, scores and back-tests. Pure.
 *
 * @packageDocumentation
 */
export type { BackTest, BackTestInput, MethodScore, TriedMethod, TriedScores } from "../BackTest.ts"
export { backTest } from "../BackTest.ts"
export type {
  AttainmentChance,
  DrawnForecast,
  Forecast,
  ForecastArrivals,
  ForecastDeal,
  ForecastInput,
  Landing,
} from "../Forecast.ts"
export { drawForecast, forecast } from "../Forecast.ts"
export type { BaselineForecast, BaselineSettings, ForecastBaseline } from "../ForecastBaselines.ts"
export { baselineForecast } from "../ForecastBaselines.ts"
export type { BuiltForecast, ForecastMethod, ForecastSettings } from "../ForecastBuild.ts"
export { buildForecast } from "../ForecastBuild.ts"
export type { CategoryBounds, CategoryOfRep, ForecastCall, ForecastCategory } from "../ForecastCategories.ts"
export { forecastCategories } from "../ForecastCategories.ts"
export type { AmountErrors, BrierScore } from "../ForecastScores.ts"
export {
  amountErrors,
  brierScore,
  crpsOfDraws,
  intervalCoverage,
  pinballLoss,
  zeroActualsRule,
} from "../ForecastScores.ts"
export type { HazardsByGroup, HazardSettings, OutcomeHazard, Spell, StageStay } from "../OutcomeHazard.ts"
export {
  dealSpells,
  hazardsByGroup,
  leastClosedSpells,
  outcomeHazard,
  stageSpells,
  winWithin,
  wonOfClosed,
} from "../OutcomeHazard.ts"
