import { dayNumberOf, isCalendarDate } from "../../shared/CalendarDate.ts"
import { InputInvalid } from "../../shared/InputErrors.ts"
import type { DateRange } from "../../shared/Period.ts"

/** Days from `fromDay` (inclusive) to `toDay` (not inclusive), as day numbers since 1970-01-01. */
export interface DayRange {
  /** First day of the range. */
  readonly fromDay: number
  /** The day after the last one. */
  readonly toDay: number
}

/** Days of a period, the end not inclusive: dates, such as `parsePeriod("2026-Q3")` has them, or day numbers. */
export type PeriodDays = DateRange | DayRange

const isNumber = (value: unknown): boolean => typeof value === "number" && !Number.isNaN(value)

/** The days as numbers. A period of another shape would hold every day, or none, without a word. */
export const dayRangeOf = (period: PeriodDays): DayRange => {
  if ("from" in period && isCalendarDate(period.from) && isCalendarDate(period.to)) {
    return { fromDay: dayNumberOf(period.from), toDay: dayNumberOf(period.to) }
  }
  if ("fromDay" in period && isNumber(period.fromDay) && isNumber(period.toDay)) return period
  throw new InputInvalid([
    {
      path: "range",
      code: "period.bounds",
      message: {
        en: "must be days from … to …, such as those of parsePeriod",
        ru: "должен быть отрезок дней from … to …, как его даёт parsePeriod",
      },
    },
  ])
}
