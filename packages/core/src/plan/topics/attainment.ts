/**
 * Plan against fact: cells by rep, month and product, attainment and its totals, pace, rules of credit and periods. Pure.
 *
 * @packageDocumentation
 */
export type { Attainment, AttainmentInput, AttainmentPeriod, TargetCell } from "../attainment/Attainment.ts"
export { attainment } from "../attainment/Attainment.ts"
export type { AttainmentTotal } from "../attainment/AttainmentTotal.ts"
export { attainmentTotals } from "../attainment/AttainmentTotal.ts"
export type { ClosedDeals, ClosedDealsGroup, DealDimension, DealScope } from "../facts/ClosedDeals.ts"
export type { DayRange, PeriodDays } from "../facts/DayRange.ts"
export { closedDealIds, closedDeals, closedDealsBy } from "../facts/ClosedDeals.ts"
export type { CreditMoment, FactDimension } from "../facts/CreditRule.ts"
export { factDimensions } from "../facts/CreditRule.ts"
export type { FactCell, PlanPeriod, WonDealCellsOptions } from "../facts/FactCell.ts"
export { wonDealCells } from "../facts/FactCell.ts"
export type { DueShare, Pace, PaceFigure, PeriodWorkingDays } from "../record/Pace.ts"
export { paceOf } from "../record/Pace.ts"
export type { PlanAttainmentRow, PlanPeriodDays } from "../attainment/PlanAttainment.ts"
export type { MeasureFacts } from "../facts/MeasureFacts.ts"
export type { ScopeMembers } from "../facts/ScopeMembers.ts"
export { planAttainment } from "../attainment/PlanAttainment.ts"
export { dimensionsOf } from "../record/FactDimensions.ts"
export type { CubeTargets, PlanCube } from "../facts/PlanCube.ts"
export { cubeCellAt, planCube } from "../facts/PlanCube.ts"
export type { FactGroup, FactRule, PlanFacts } from "../facts/PlanFacts.ts"
export { creditFacts } from "../facts/PlanFacts.ts"
export { wonMinorMeasure } from "../facts/PlanMeasures.ts"
export { isPlanPeriodLabel, planPeriod, planPeriodDays } from "../record/PlanPeriods.ts"
