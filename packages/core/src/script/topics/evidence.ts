/**
 * What the records say of scripts: which steps go with winning and with earning more, how far steps are taken up, how far raters agree. Pure.
 *
 * @packageDocumentation
 */
export { adoption } from "../Adoption.ts"
export type { StepAdoption } from "../Adoption.ts"
export type {
  OverPerformanceSettings,
  OverPerformanceVerdict,
  StepOverPerformance,
  StepPeriod,
} from "../OverPerformance.ts"
export { overPerformance } from "../OverPerformance.ts"
export type { ScorecardAgreement, ScorecardFilled } from "../Scorecard.ts"
export { scorecardAgreement } from "../Scorecard.ts"
export { stepEvidence } from "../StepEvidence.ts"
export type { OpportunityDeal, StepOpportunity } from "../StepOpportunity.ts"
export { stepOpportunities } from "../StepOpportunity.ts"
export type { StepCounts, StepEffect, StepVerdict, WinAnalysis, WinAnalysisSettings } from "../WinAnalysis.ts"
export { winAnalysis } from "../WinAnalysis.ts"
