/**
 * Plan against fact: cells by rep, month and product, attainment and its totals, pace, rules of credit and periods. Pure.
 *
 * @packageDocumentation
 */
export type { Attainment, AttainmentInput, AttainmentPeriod, TargetCell } from "../Attainment.ts"
export { attainment } from "../Attainment.ts"
export type { AttainmentTotal } from "../AttainmentTotal.ts"
export { attainmentTotals } from "../AttainmentTotal.ts"
export type { ClosedDeals, ClosedDealsGroup, DealDimension, DealScope } from "../ClosedDeals.ts"
export type { DayRange, PeriodDays } from "../DayRange.ts"
export { closedDealIds, closedDeals, closedDealsBy } from "../ClosedDeals.ts"
export type { CreditMoment, FactDimension } from "../CreditRule.ts"
export { factDimensions } from "../CreditRule.ts"
export type { FactCell, PlanPeriod, WonDealCellsOptions } from "../FactCell.ts"
export { wonDealCells } from "../FactCell.ts"
export type { DueShare, Pace, PaceFigure, PeriodWorkingDays } from "../Pace.ts"
export { paceOf } from "../Pace.ts"
export type { PlanAttainmentRow, PlanPeriodDays } from "../PlanAttainment.ts"
export type { MeasureFacts } from "../MeasureFacts.ts"
export type { ScopeMembers } from "../ScopeMembers.ts"
export { planAttainment } from "../PlanAttainment.ts"
export { dimensionsOf } from "../FactDimensions.ts"
export type { CubeTargets, PlanCube } from "../PlanCube.ts"
export { cubeCellAt, planCube } from "../PlanCube.ts"
export type { FactGroup, FactRule, PlanFacts } from "../PlanFacts.ts"
export { creditFacts } from "../PlanFacts.ts"
export { wonMinorMeasure } from "../PlanMeasures.ts"
export { isPlanPeriodLabel, planPeriod, planPeriodDays } from "../PlanPeriods.ts"
