import type { CalendarDate } from "../../shared/CalendarDate.ts"
import { addDays } from "../../shared/CalendarDate.ts"
import type { FiscalCalendar } from "../../shared/FiscalCalendar.ts"
import { fiscalPeriodOf } from "../../shared/FiscalCalendar.ts"
import type { DateRange } from "../../shared/Period.ts"
import { daysIn, parsePeriod, periodOf } from "../../shared/Period.ts"
import type { Ratio } from "../../shared/Ratio.ts"
import { addFigure } from "../facts/Figure.ts"
import type { PlanAttainmentRow } from "./PlanAttainment.ts"
import { planPeriodDays } from "../record/PlanPeriods.ts"
import type { TargetScope } from "../record/PlanSchema.ts"

/** A scope's targets and facts from the beginning of the year to a day. */
export interface YearToDateRow extends TargetScope {
  /** What is measured. */
  readonly measure: string
  /** Which periods are summed: those of one kind, such as months or fiscal quarters. */
  readonly grain: string
  /** First day of the year. */
  readonly from: CalendarDate
  /** Last day that counts (inclusive). */
  readonly to: CalendarDate
  /** Targets of the periods that are over, and of the one under way what was due by the day; fractional. */
  readonly targetToDate: number
  /**
   * Of it what is due of the period under way: by the plan's own seasonality, else by working days where a calendar is known, else by
   * calendar days.
   */
  readonly dueOfPeriodUnderWay: number
  /** Facts of those periods. */
  readonly fact: number
  /** `fact − targetToDate`. */
  readonly gap: number
  /** Fact over target; null where nothing was due yet. */
  readonly ratio: Ratio | null
  /** Facts that could not be valued. */
  readonly unvaluedCount: number
  /** Labels of the periods summed. */
  readonly periods: ReadonlyArray<string>
}

const grainOf = (label: string): string =>
  label.startsWith("FY")
    ? label.includes("-Q")
      ? "fiscalQuarter"
      : label.includes("-M")
        ? "fiscalMonth"
        : "fiscalYear"
    : (parsePeriod(label)?.kind ?? "")

/** How much of a target was due by the end of a day: all of one whose period is over, else what the row says, or by calendar days. */
export const dueShareOf = (row: Pick<PlanAttainmentRow, "due">, days: DateRange, on: CalendarDate): number => {
  if (days.to <= addDays(on, 1)) return 1
  if (row.due !== null) return row.due.share
  return on < days.from ? 0 : daysIn({ from: days.from, to: addDays(on, 1) }) / daysIn(days)
}

/** First day of the calendar year or of the fiscal year that a day lies in, the earlier of them. */
export const yearStart = (on: CalendarDate, calendar: FiscalCalendar | null): CalendarDate => {
  const ofCalendar = periodOf(on, "year").from
  const fiscal = calendar === null ? ofCalendar : fiscalPeriodOf(calendar, on, "fiscalYear").from
  return fiscal < ofCalendar ? fiscal : ofCalendar
}

/**
 * Sums targets and facts of the year that a day lies in, apart for each scope, measure and kind of period: months are not added
 * to the quarters they make up. Periods that began before the year are left out.
 *
 * @param rows - plan against fact, of measures that flow (not of balances)
 * @param on - the last day that counts (inclusive)
 * @param calendar - the fiscal calendar, for fiscal periods, which are left out where it is null
 * @throws `InputInvalid` where the calendar's own numbers are out of bounds; AmountUnsafe where facts sum past 2^53−1
 *
 * @example
 * ```ts
 * import { dimensionsOf, planAttainment, planPeriod, wholeTarget, yearToDate } from "@salesdept/core/plan"
 *
 * const targets = ["2026-01", "2026-02"].map((period) => wholeTarget({ measure: "meetings", period, value: 40 }))
 * const rows = planAttainment(targets, [{ id: "2026-01" }, { id: "2026-02" }], new Map(), {
 *   repsOfTeam: new Map(),
 *   clientsOfSegment: new Map(),
 * })
 * yearToDate(rows, "2026-02-14", null).map(({ targetToDate, periods }) => [targetToDate, periods]) // [[60, ["2026-01", "2026-02"]]]
 * ```
 */
export const yearToDate = (
  rows: ReadonlyArray<PlanAttainmentRow>,
  on: CalendarDate,
  calendar: FiscalCalendar | null,
): ReadonlyArray<YearToDateRow> => {
  const calendarYear = periodOf(on, "year").from
  const fiscalYear = calendar === null ? calendarYear : fiscalPeriodOf(calendar, on, "fiscalYear").from
  const sums = new Map<string, YearToDateRow>()
  for (const row of rows) {
    const { measure, period, target, repId, teamId, productId, segmentId, pipelineId, clientId } = row
    const days = planPeriodDays(period, calendar)
    const grain = grainOf(period)
    const from = grain.startsWith("fiscal") ? fiscalYear : calendarYear
    if (days === null || target === null || days.from < from || days.from > on) continue
    const scope: TargetScope = { repId, teamId, productId, segmentId, pipelineId, clientId }
    const key = JSON.stringify([scope, measure, grain])
    const before = sums.get(key)
    const due = target * dueShareOf(row, days, on)
    const isUnderWay = days.to > addDays(on, 1)
    const targetToDate = (before?.targetToDate ?? 0) + due
    const fact = addFigure(before?.fact ?? 0, row.fact)
    sums.set(key, {
      ...scope,
      measure,
      grain,
      from,
      to: on,
      targetToDate,
      dueOfPeriodUnderWay: (before?.dueOfPeriodUnderWay ?? 0) + (isUnderWay ? due : 0),
      fact,
      gap: fact - targetToDate,
      ratio: targetToDate > 0 ? { numerator: fact, denominator: targetToDate } : null,
      unvaluedCount: (before?.unvaluedCount ?? 0) + row.unvaluedCount,
      periods: [...(before?.periods ?? []), period],
    })
  }
  return [...sums.values()]
}
