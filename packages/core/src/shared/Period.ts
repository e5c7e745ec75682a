import {
  addDays,
  dayNumberOf,
  daysBetween,
  isCalendarDate,
  isoWeekdayOf,
  monthIndexOf,
  startOfMonth,
} from "./CalendarDate.ts"
import type { CalendarDate } from "./CalendarDate.ts"
import { InputInvalid } from "./InputErrors.ts"
import type { Instant } from "./Instant.ts"
import { startOfDay } from "./TimeZone.ts"

/** Days from one date to another: `from` is in, `to` is out, `from` is before `to`. */
export interface DateRange {
  /** First day (inclusive). */
  readonly from: CalendarDate
  /** The day after the last one (exclusive). */
  readonly to: CalendarDate
}

/** Instants from one moment to another: `from` is in, `to` is out. */
export interface InstantRange {
  /** First instant (inclusive). */
  readonly from: Instant
  /** End (exclusive). */
  readonly to: Instant
}

/** Kinds of periods that tile the calendar. Weeks are those of ISO 8601: Monday to Sunday. */
export type CalendarPeriodKind = "day" | "week" | "month" | "quarter" | "year"

/** A calendar period, or a free range of days. Whose days they are is said by the tenant's time zone. */
export interface Period extends DateRange {
  /** What kind of period it is; `range` for days that are no calendar period. */
  readonly kind: CalendarPeriodKind | "range"
  /**
   * The text by which the period is written, read and compared: `2026-11-23`, `2026-W47`, `2026-11`, `2026-Q3`, `2026`;
   * for a range `from/to`, its end exclusive as everywhere here.
   */
  readonly label: string
}

/**
 * The calendar period of a kind that a day belongs to.
 *
 * @param date - a day
 * @param kind - day, ISO week, month, quarter or year
 * @throws {@link InputInvalid} (`period.bounds`) where the text is not a date, or the period's first day or the day after
 * its last lies outside years 0000–9999; so the last year is 9998
 * @example
 * ```ts
 * import { periodOf } from "@salesdept/core/shared"
 *
 * periodOf("2026-11-23", "week") // { kind: "week", from: "2026-11-23", to: "2026-11-30", label: "2026-W48" }
 * ```
 */
export const periodOf = (date: CalendarDate, kind: CalendarPeriodKind): Period => {
  const period = found(date, kind)
  if (period === null) throw outOfBounds(date)
  return period
}

/**
 * A free range of days.
 *
 * @param from - first day (inclusive)
 * @param to - the day after the last one (exclusive); after `from`
 * @throws {@link InputInvalid} (`period.bounds`) where a bound is not a date or the range is empty
 * @example
 * ```ts
 * import { rangeOf } from "@salesdept/core/shared"
 *
 * rangeOf("2026-11-23", "2026-12-03").label // "2026-11-23/2026-12-03"
 * ```
 */
export const rangeOf = (from: CalendarDate, to: CalendarDate): Period => {
  const period = range(from, to)
  if (period === null) throw outOfBounds(`${from}/${to}`)
  return period
}

/**
 * Reads the label of a period. Strict: only labels that the library itself writes.
 *
 * @param text - any text
 * @returns the period, or null where the text is no label of a period
 * @example
 * ```ts
 * import { parsePeriod } from "@salesdept/core/shared"
 *
 * parsePeriod("2026-Q3") // { kind: "quarter", from: "2026-07-01", to: "2026-10-01", label: "2026-Q3" }
 * parsePeriod("2026-W54") // null
 * ```
 */
export const parsePeriod = (text: string): Period | null => {
  const [from = "", to] = text.split("/", 2)
  if (to !== undefined) return text === `${from}/${to}` ? range(from, to) : null
  const [, year = "", part = ""] = labelShape.exec(text) ?? []
  const period = year === "" ? null : located(text, year, part)
  return period?.label === text ? period : null
}

/**
 * The period after: the next of its kind, or for a range as many days right after it.
 *
 * @param period - a period that {@link periodOf}, {@link rangeOf} or {@link parsePeriod} gave
 * @throws {@link InputInvalid} (`period.bounds`) where it would leave years 0000–9999
 * @example
 * ```ts
 * import { nextPeriod, periodOf, rangeOf } from "@salesdept/core/shared"
 *
 * nextPeriod(periodOf("2026-11-23", "quarter")).label // "2027-Q1"
 * nextPeriod(rangeOf("2026-11-23", "2026-12-03")).label // "2026-12-03/2026-12-13"
 * ```
 */
export const nextPeriod = (period: Period): Period => {
  if (period.kind !== "range") return periodOf(period.to, period.kind)
  return shifted(period, daysIn(period))
}

/**
 * The period before: the previous of its kind, or for a range as many days right before it.
 *
 * @param period - a period that {@link periodOf}, {@link rangeOf} or {@link parsePeriod} gave
 * @throws {@link InputInvalid} (`period.bounds`) where it would leave years 0000–9999
 * @example
 * ```ts
 * import { periodOf, previousPeriod } from "@salesdept/core/shared"
 *
 * previousPeriod(periodOf("2026-11-23", "month")).label // "2026-10"
 * ```
 */
export const previousPeriod = (period: Period): Period => {
  if (period.kind === "range") return shifted(period, -daysIn(period))
  return periodOf(dateWithin(period.from, -1), period.kind)
}

/**
 * Cuts a range of days into periods of a kind, in order, without a gap or an overlap. Periods that stick out of either
 * end (weeks at the ends of a month) are cut off there and become ranges.
 *
 * @param whole - the days to cut
 * @param kind - what to cut into
 * @throws {@link InputInvalid} (`period.bounds`) where a bound is not a date
 * @example
 * ```ts
 * import { periodOf, splitPeriod } from "@salesdept/core/shared"
 *
 * const quarter = periodOf("2026-09-01", "quarter")
 * splitPeriod(quarter, "month").map(({ label }) => label) // ["2026-07", "2026-08", "2026-09"]
 * ```
 */
export const splitPeriod = (whole: DateRange, kind: CalendarPeriodKind): ReadonlyArray<Period> => {
  const pieces: Array<Period> = []
  for (let from = whole.from; from < whole.to;) {
    const end = builders[kind](from).to
    const to = isCalendarDate(end) && end < whole.to ? end : whole.to
    const piece = found(from, kind)
    pieces.push(piece?.from === from && piece.to === to ? piece : rangeOf(from, to))
    from = to
  }
  return pieces
}

/**
 * How many calendar days a range has; at least 1.
 *
 * @param range - local days, `from` before `to`
 * @example
 * ```ts
 * import { daysIn, periodOf } from "@salesdept/core/shared"
 *
 * daysIn(periodOf("2028-02-10", "month")) // 29
 * ```
 */
export const daysIn = (range: DateRange): number => daysBetween(range.from, range.to)

/**
 * Whether a day lies in a range.
 *
 * @param range - local days, its end exclusive
 * @param date - the day
 * @example
 * ```ts
 * import { periodContains, periodOf } from "@salesdept/core/shared"
 *
 * periodContains(periodOf("2026-11-23", "month"), "2026-11-30") // true
 * periodContains(periodOf("2026-11-23", "month"), "2026-12-01") // false
 * ```
 */
export const periodContains = (range: DateRange, date: CalendarDate): boolean => range.from <= date && date < range.to

/**
 * A range of days as instants of a zone: for comparing instants without converting each of them.
 *
 * @param range - local days of years 0001–9998
 * @param timeZone - IANA name
 * @returns first instant (inclusive) and end (exclusive)
 * @throws {@link TimeZoneUnknown}
 * @example
 * ```ts
 * import { instantsOf, periodOf } from "@salesdept/core/shared"
 *
 * const november = periodOf("2026-11-23", "month")
 * instantsOf(november, "Europe/Moscow") // { from: "2026-10-31T21:00:00.000Z", to: "2026-11-30T21:00:00.000Z" }
 * ```
 */
export const instantsOf = (range: DateRange, timeZone: string): InstantRange => ({
  from: startOfDay(range.from, timeZone),
  to: startOfDay(range.to, timeZone),
})

const labelShape = /^(\d{4})(?:-(\d\d|\d\d-\d\d|W\d\d|Q\d))?$/

/** The period that a well-formed label points to; its own label differs where the text names none (`2026-W54`). */
const located = (text: string, year: string, part: string): Period | null => {
  if (part === "") return found(`${year}-01-01`, "year")
  if (part.startsWith("W")) return found(dateWithin(`${year}-01-04`, (Number(part.slice(1)) - 1) * 7), "week")
  if (part.startsWith("Q")) return found(startOfMonth(Number(year) * 12 + (Number(part.slice(1)) - 1) * 3), "quarter")
  return part.length === 2 ? found(`${text}-01`, "month") : found(text, "day")
}

const found = (date: CalendarDate, kind: CalendarPeriodKind): Period | null => {
  if (!isCalendarDate(date)) return null
  const { from, to, label } = builders[kind](date)
  return isCalendarDate(from) && isCalendarDate(to) ? { kind, from, to, label } : null
}

const range = (from: CalendarDate, to: CalendarDate): Period | null =>
  isCalendarDate(from) && isCalendarDate(to) && from < to ? { kind: "range", from, to, label: `${from}/${to}` } : null

const shifted = (period: Period, days: number): Period =>
  rangeOf(dateWithin(period.from, days), dateWithin(period.to, days))

const monthsFrom = (first: number, count: number, label: string): DateRange & { readonly label: string } => ({
  from: startOfMonth(first),
  to: startOfMonth(first + count),
  label,
})

const builders: Record<CalendarPeriodKind, (date: CalendarDate) => DateRange & { readonly label: string }> = {
  day: (date) => ({ from: date, to: dateWithin(date, 1), label: date }),
  week: (date) => {
    const from = dateWithin(date, 1 - isoWeekdayOf(date))
    // A week belongs to the year of its Thursday (ISO 8601).
    const thursday = dateWithin(date, 4 - isoWeekdayOf(date))
    const year = thursday.slice(0, 4)
    const week = Math.floor((dayNumberOf(thursday) - dayNumberOf(`${year}-01-01`)) / 7) + 1
    return { from, to: dateWithin(date, 8 - isoWeekdayOf(date)), label: `${year}-W${String(week).padStart(2, "0")}` }
  },
  month: (date) => monthsFrom(monthIndexOf(date), 1, date.slice(0, 7)),
  quarter: (date) => {
    const first = Math.floor(monthIndexOf(date) / 3) * 3
    return monthsFrom(first, 3, `${date.slice(0, 4)}-Q${((first % 12) / 3 + 1).toString()}`)
  },
  year: (date) => monthsFrom(Number(date.slice(0, 4)) * 12, 12, date.slice(0, 4)),
}

const firstDay = dayNumberOf("0000-01-01")
const lastDay = dayNumberOf("9999-12-31")

/** Like `addDays`, but empty (which is no date) where the result would leave years 0000–9999. */
const dateWithin = (date: CalendarDate, days: number): CalendarDate => {
  const day = dayNumberOf(date) + days
  return day >= firstDay && day <= lastDay ? addDays(date, days) : ""
}

const outOfBounds = (text: string): InputInvalid =>
  new InputInvalid([
    {
      path: "",
      code: "period.bounds",
      message: {
        en: `"${text}" is not within a period of real dates between 0000-01-01 and 9999-12-31`,
        ru: `«${text}» не задаёт период из настоящих дат между 0000-01-01 и 9999-12-31`,
      },
    },
  ])
