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
  /** First day of the year: of the fiscal one for fiscal periods, of the year of weeks (ISO 8601, the Monday of its first week) for weeks. */
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

/** First days of the years that a day lies in: of the calendar, of weeks (a week belongs to the year of its Thursday), and fiscal. */
const yearsOf = (on: CalendarDate, calendar: FiscalCalendar | null) => {
  const ofCalendar = periodOf(on, "year").from
  const firstWeek = parsePeriod(`${periodOf(on, "week").label.slice(0, 4)}-W01`)
  return {
    calendar: ofCalendar,
    week: firstWeek?.from ?? ofCalendar,
    fiscal: calendar === null ? ofCalendar : fiscalPeriodOf(calendar, on, "fiscalYear").from,
  }
}

/** First day of the calendar year, of the year of weeks or of the fiscal year that a day lies in, the earliest of them. */
export const yearStart = (on: CalendarDate, calendar: FiscalCalendar | null): CalendarDate =>
  Object.values(yearsOf(on, calendar)).reduce((first, day) => (day < first ? day : first))

/**
 * Sums targets and facts of the year that a day lies in, apart for each scope, measure and kind of period: months are not added
 * to the quarters they make up. Periods that began before the year are left out; the year of weeks begins with its first week.
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
  const years = yearsOf(on, calendar)
  const sums = new Map<string, YearToDateRow>()
  for (const row of rows) {
    const { measure, period, target, repId, teamId, productId, segmentId, pipelineId, clientId } = row
    const days = planPeriodDays(period, calendar)
    const grain = grainOf(period)
    const from = grain === "week" ? years.week : grain.startsWith("fiscal") ? years.fiscal : years.calendar
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
