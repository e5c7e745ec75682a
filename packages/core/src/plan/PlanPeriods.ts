import type { FiscalCalendar, FiscalPeriod } from "../shared/FiscalCalendar.ts"
import { fiscalMonths, fiscalQuarters, fiscalYear } from "../shared/FiscalCalendar.ts"
import { dayNumberOf } from "../shared/CalendarDate.ts"
import type { DateRange } from "../shared/Period.ts"
import { parsePeriod } from "../shared/Period.ts"
import type { PlanPeriod } from "./FactCell.ts"

const fiscalShape = /^FY(\d{4})(?:-(Q[1-4]|M0[1-9]|M1[0-2]))?$/

/** Whether a text is the label of a calendar period (no free range) or of a fiscal one; a calendar is not needed to tell. */
export const isPlanPeriodLabel = (text: string): boolean => {
  const fiscal = fiscalShape.exec(text)
  if (fiscal !== null) return Number(fiscal[1]) >= 1 && Number(fiscal[1]) <= 9997
  const period = parsePeriod(text)
  return period !== null && period.kind !== "range"
}

const fiscalPeriod = (year: number, part: string | undefined, calendar: FiscalCalendar): FiscalPeriod | null => {
  if (part === undefined) return fiscalYear(calendar, year)
  const parts = part.startsWith("Q") ? fiscalQuarters(calendar, year) : fiscalMonths(calendar, year)
  return parts.find(({ number }) => number === Number(part.slice(1))) ?? null
}

/**
 * The days of a period by its label.
 *
 * @param label - `2026-11-23`, `2026-W47`, `2026-11`, `2026-Q3`, `2026`, `FY2026`, `FY2026-Q3` or `FY2026-M07`
 * @param calendar - the fiscal calendar of the plan; null where it has none
 * @returns null where the text is no such label, or is fiscal and there is no calendar
 * @throws `InputInvalid` where the calendar's own numbers are out of bounds
 */
export const planPeriodDays = (label: string, calendar: FiscalCalendar | null): DateRange | null => {
  const fiscal = fiscalShape.exec(label)
  if (fiscal === null) {
    const period = parsePeriod(label)
    return period === null || period.kind === "range" ? null : { from: period.from, to: period.to }
  }
  const year = Number(fiscal[1])
  if (calendar === null || year < 1 || year > 9997) return null
  const period = fiscalPeriod(year, fiscal[2], calendar)
  return period === null ? null : { from: period.from, to: period.to }
}

/**
 * The same as day numbers, named by its label: what fact sources and attainment take.
 *
 * @returns null as {@link planPeriodDays}
 */
export const planPeriod = (label: string, calendar: FiscalCalendar | null): PlanPeriod | null => {
  const days = planPeriodDays(label, calendar)
  return days === null ? null : { id: label, fromDay: dayNumberOf(days.from), toDay: dayNumberOf(days.to) }
}
