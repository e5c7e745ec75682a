import type { FiscalCalendar, FiscalPeriod } from "../../shared/FiscalCalendar.ts"
import { fiscalMonths, fiscalPeriodOf, fiscalQuarters, fiscalYear } from "../../shared/FiscalCalendar.ts"
import { addDays, dayNumberOf } from "../../shared/CalendarDate.ts"
import type { DateRange, Period } from "../../shared/Period.ts"
import { parsePeriod, previousPeriod } from "../../shared/Period.ts"
import type { Problem } from "../../shared/Problem.ts"
import type { PlanPeriod } from "../facts/FactCell.ts"

const fiscalShape = /^FY(\d{4})(?:-(Q[1-4]|M0[1-9]|M1[0-2]))?$/

/**
 * Whether a text is the label of a calendar period (no free range) or of a fiscal one; a calendar is not needed to tell.
 *
 * @param text - any text
 *
 * @example
 * ```ts
 * import { isPlanPeriodLabel } from "@salesdept/core/plan/attainment"
 *
 * isPlanPeriodLabel("2026-Q3") // true
 * isPlanPeriodLabel("2026-07-01/2026-07-15") // false
 * ```
 */
export const isPlanPeriodLabel = (text: string): boolean => {
  const fiscal = fiscalShape.exec(text)
  if (fiscal !== null) return Number(fiscal[1]) >= 1 && Number(fiscal[1]) <= 9997
  const period = parsePeriod(text)
  return period !== null && period.kind !== "range"
}

/** What is said of a text that names no period of a plan. */
export const notAPeriod = (path: string): Problem => ({
  path,
  code: "plan.period",
  message: {
    en: "must be the label of a period of the plan, such as 2026-11, 2026-Q4 or 2026, or FY2026-Q3 where the plan has a fiscal calendar",
    ru: "ожидается название периода плана вида 2026-11, 2026-Q4 или 2026, а если у плана финансовый календарь — вида FY2026-Q3",
  },
})

/** The fiscal period of a label; null where it is the label of none, or there is no calendar. */
const fiscalPeriod = (label: string, calendar: FiscalCalendar | null): FiscalPeriod | null => {
  const [, digits = "", part] = fiscalShape.exec(label) ?? []
  const year = Number(digits)
  if (calendar === null || year < 1 || year > 9997) return null
  if (part === undefined) return fiscalYear(calendar, year)
  const parts = part.startsWith("Q") ? fiscalQuarters(calendar, year) : fiscalMonths(calendar, year)
  return parts.find(({ number }) => number === Number(part.slice(1))) ?? null
}

const asRange = ({ from, to, label }: FiscalPeriod): Period => ({ kind: "range", from, to, label })

/** A period that is explained, and the one before it: days of any label, fiscal ones where the plan has a calendar for them. */
export const explainedPeriod = (
  label: string,
  calendar: FiscalCalendar | null,
): { readonly period: Period; readonly before: Period } | null => {
  const period = parsePeriod(label)
  if (period !== null) return { period, before: previousPeriod(period) }
  const fiscal = fiscalPeriod(label, calendar)
  if (fiscal === null || calendar === null) return null
  return { period: asRange(fiscal), before: asRange(fiscalPeriodOf(calendar, addDays(fiscal.from, -1), fiscal.kind)) }
}

/**
 * The days of a period by its label.
 *
 * @param label - `2026-11-23`, `2026-W47`, `2026-11`, `2026-Q3`, `2026`, `FY2026`, `FY2026-Q3` or `FY2026-M07`; a fiscal year is 1 to 9997
 * @param calendar - the fiscal calendar of the plan; null where it has none
 * @returns the first day and the day after the last; null where the text is no such label, or is fiscal and there is no calendar
 * @throws `InputInvalid` where the calendar's own numbers are out of bounds
 *
 * @example
 * ```ts
 * import { planPeriodDays } from "@salesdept/core/plan/attainment"
 *
 * planPeriodDays("2026-Q3", null) // { from: "2026-07-01", to: "2026-10-01" }
 * planPeriodDays("FY2026-Q3", null) // null
 * ```
 */
export const planPeriodDays = (label: string, calendar: FiscalCalendar | null): DateRange | null => {
  const period = fiscalShape.test(label) ? fiscalPeriod(label, calendar) : parsePeriod(label)
  return period === null || period.kind === "range" ? null : { from: period.from, to: period.to }
}

/**
 * The same as day numbers, named by its label: what fact sources and attainment take.
 *
 * @param label - as {@link planPeriodDays} takes it
 * @param calendar - the fiscal calendar of the plan; null where it has none
 * @returns `toDay` is the day after the last; null as {@link planPeriodDays}
 * @throws `InputInvalid` where the calendar's own numbers are out of bounds
 *
 * @example
 * ```ts
 * import { planPeriod } from "@salesdept/core/plan/attainment"
 *
 * planPeriod("2026-Q3", null) // { id: "2026-Q3", fromDay: 20635, toDay: 20727 }
 * ```
 */
export const planPeriod = (label: string, calendar: FiscalCalendar | null): PlanPeriod | null => {
  const days = planPeriodDays(label, calendar)
  return days === null ? null : { id: label, fromDay: dayNumberOf(days.from), toDay: dayNumberOf(days.to) }
}
