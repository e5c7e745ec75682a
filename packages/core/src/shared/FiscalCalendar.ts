import {
  addDays,
  dateOfDayNumber,
  dayNumberOf,
  isoWeekdayOfDayNumber,
  monthIndexOf,
  startOfMonth,
} from "./CalendarDate.ts"
import type { CalendarDate } from "./CalendarDate.ts"
import { InputInvalid } from "./InputErrors.ts"
import type { DateRange } from "./Period.ts"

/** Which calendar year a fiscal year takes its number from: the one it nominally starts in, or ends in. */
export type FiscalYearName = "start" | "end"

/** Fiscal years of twelve calendar months. With `startMonth` 1 they are calendar years. */
export interface MonthFiscalCalendar {
  /** Discriminator. */
  readonly form: "months"
  /** First month of the year, 1 (January) to 12. */
  readonly startMonth: number
  /** Where the year's number comes from; no difference for a year that starts in January. */
  readonly namedBy: FiscalYearName
}

/**
 * Fiscal years of 52 or 53 whole weeks, quarters of 13 weeks, months of 4 or 5: every month of a name has the same
 * weekends, so months compare from year to year.
 */
export interface WeekFiscalCalendar {
  /** Discriminator. */
  readonly form: "weeks"
  /** Weeks of the three months of each quarter. */
  readonly pattern: "4-4-5" | "4-5-4" | "5-4-4"
  /** Month, 1–12, at whose end the year ends. */
  readonly endMonth: number
  /** Last day of every fiscal week and year, 1 (Monday) to 7 (Sunday). */
  readonly endWeekday: number
  /** The year ends on the last such weekday within the month, or on the one nearest to the month's last day. */
  readonly endRule: "last" | "nearest"
  /** The fiscal month, 1–12, that gets the 53rd week; 12 where absent. Apple, for one, adds it to its first quarter. */
  readonly extraWeekMonth?: number
  /** Where the year's number comes from, by the month the year nominally starts or ends in. */
  readonly namedBy: FiscalYearName
}

/** How an organisation divides time for its plans and accounts. */
export type FiscalCalendar = MonthFiscalCalendar | WeekFiscalCalendar

/** A year, quarter or month of a fiscal calendar. */
export interface FiscalPeriod extends DateRange {
  /** What kind of fiscal period it is. */
  readonly kind: FiscalPeriodKind
  /** The fiscal year's number. */
  readonly fiscalYear: number
  /** Number within the year: quarter 1–4, month 1–12; 1 for the year itself. */
  readonly number: number
  /** `FY2026`, `FY2026-Q3` or `FY2026-M07` (the seventh fiscal month, not July). */
  readonly label: string
}

/** Kinds of fiscal periods. */
export type FiscalPeriodKind = "fiscalYear" | "fiscalQuarter" | "fiscalMonth"

/**
 * The 4-5-4 calendar of the US National Retail Federation: years end on the Saturday nearest to 31 January and carry the
 * number of the year they start in. Years 2000, 2006, 2012, 2017 and 2023 have 53 weeks.
 */
export const nrfRetailCalendar: WeekFiscalCalendar = {
  form: "weeks",
  pattern: "4-5-4",
  endMonth: 1,
  endWeekday: 6,
  endRule: "nearest",
  namedBy: "start",
}

/**
 * A fiscal year.
 *
 * @param calendar - the rule
 * @param fiscalYear - its number, 1–9997
 * @throws {@link InputInvalid} (`fiscal.calendar`, `fiscal.year`) where a number of the calendar or the year is out of its
 * bounds
 * @example
 * ```ts
 * import { daysIn, fiscalYear, nrfRetailCalendar } from "@salesdept/core/shared"
 *
 * const year = fiscalYear(nrfRetailCalendar, 2023)
 * year // { kind: "fiscalYear", fiscalYear: 2023, number: 1, from: "2023-01-29", to: "2024-02-04", label: "FY2023" }
 * daysIn(year) / 7 // 53
 * ```
 */
export const fiscalYear = (calendar: FiscalCalendar, fiscalYear: number): FiscalPeriod => {
  checkCalendar(calendar)
  if (!Number.isInteger(fiscalYear) || fiscalYear < 1 || fiscalYear > 9997) throw badYear(fiscalYear)
  return yearOf(calendar, fiscalYear)
}

/**
 * The four quarters of a fiscal year, in order.
 *
 * @param calendar - the rule
 * @param year - number of the fiscal year, 1–9997
 * @throws {@link InputInvalid} as {@link fiscalYear}
 * @example
 * ```ts
 * import { fiscalQuarters } from "@salesdept/core/shared"
 *
 * const fromApril = { form: "months", startMonth: 4, namedBy: "start" } as const
 * fiscalQuarters(fromApril, 2026).map(({ from }) => from) // ["2026-04-01", "2026-07-01", "2026-10-01", "2027-01-01"]
 * ```
 */
export const fiscalQuarters = (calendar: FiscalCalendar, year: number): ReadonlyArray<FiscalPeriod> => {
  const { label, fiscalYear: number } = fiscalYear(calendar, year)
  const starts = monthStarts(calendar, year)
  return [0, 1, 2, 3].map((quarter) => ({
    kind: "fiscalQuarter",
    fiscalYear: number,
    number: quarter + 1,
    from: starts[quarter * 3] ?? "",
    to: starts[quarter * 3 + 3] ?? "",
    label: `${label}-Q${quarter + 1}`,
  }))
}

/**
 * The twelve months of a fiscal year, in order.
 *
 * @param calendar - the rule
 * @param year - number of the fiscal year, 1–9997
 * @throws {@link InputInvalid} as {@link fiscalYear}
 * @example
 * ```ts
 * import { daysIn, fiscalMonths, nrfRetailCalendar } from "@salesdept/core/shared"
 *
 * const months = fiscalMonths(nrfRetailCalendar, 2026)
 * months.slice(0, 3).map((month) => daysIn(month) / 7) // [4, 5, 4]
 * ```
 */
export const fiscalMonths = (calendar: FiscalCalendar, year: number): ReadonlyArray<FiscalPeriod> => {
  const { label, fiscalYear: number } = fiscalYear(calendar, year)
  const starts = monthStarts(calendar, year)
  return starts.slice(0, 12).map((from, month) => ({
    kind: "fiscalMonth",
    fiscalYear: number,
    number: month + 1,
    from,
    to: starts[month + 1] ?? "",
    label: `${label}-M${String(month + 1).padStart(2, "0")}`,
  }))
}

/**
 * The fiscal period of a kind that a day belongs to.
 *
 * @param calendar - the rule
 * @param date - years 0003–9995
 * @param kind - year, quarter or month of the fiscal calendar
 * @throws {@link InputInvalid} as {@link fiscalYear}
 * @example
 * ```ts
 * import { fiscalPeriodOf } from "@salesdept/core/shared"
 *
 * const fromApril = { form: "months", startMonth: 4, namedBy: "start" } as const
 * fiscalPeriodOf(fromApril, "2027-02-10", "fiscalQuarter").label // "FY2026-Q4"
 * ```
 */
export const fiscalPeriodOf = (calendar: FiscalCalendar, date: CalendarDate, kind: FiscalPeriodKind): FiscalPeriod => {
  const near = Number(date.slice(0, 4))
  // The number differs from the date's own year by one at most; week years overlap the turn of the year by days.
  const year = [near - 1, near, near + 1].map((number) => fiscalYear(calendar, number)).find((year) => date < year.to)
  if (year === undefined || date < year.from) throw badYear(near)
  if (kind === "fiscalYear") return year
  const parts =
    kind === "fiscalQuarter" ? fiscalQuarters(calendar, year.fiscalYear) : fiscalMonths(calendar, year.fiscalYear)
  return parts.find((part) => date < part.to) ?? year
}

const yearOf = (calendar: FiscalCalendar, number: number): FiscalPeriod => ({
  kind: "fiscalYear",
  fiscalYear: number,
  number: 1,
  from: startOf(calendar, number),
  to: startOf(calendar, number + 1),
  label: `FY${String(number).padStart(4, "0")}`,
})

/** First day of the fiscal year of a number. */
const startOf = (calendar: FiscalCalendar, number: number): CalendarDate => {
  // The nominal first month: calendar years are counted from it, whatever days the weeks move the bounds to.
  const month = calendar.form === "months" ? calendar.startMonth - 1 : calendar.endMonth % 12
  const calendarYear = calendar.namedBy === "end" && month > 0 ? number - 1 : number
  const nominal = startOfMonth(calendarYear * 12 + month)
  if (calendar.form === "months") return nominal
  const lastDay = dayNumberOf(nominal) - 1
  const furthest = calendar.endRule === "nearest" ? lastDay + 3 : lastDay
  return dateOfDayNumber(furthest - ((isoWeekdayOfDayNumber(furthest) - calendar.endWeekday + 7) % 7) + 1)
}

/** First days of the twelve months, and of the next year. */
const monthStarts = (calendar: FiscalCalendar, number: number): ReadonlyArray<CalendarDate> => {
  const { from, to } = yearOf(calendar, number)
  if (calendar.form === "months") {
    return Array.from({ length: 13 }, (_, month) => startOfMonth(monthIndexOf(from) + month))
  }
  const pattern = calendar.pattern.split("-").map(Number)
  const longYear = dayNumberOf(to) - dayNumberOf(from) > 364
  const starts = [from]
  for (let month = 1; month <= 12; month++) {
    const weeks = (pattern[(month - 1) % 3] ?? 4) + (longYear && month === (calendar.extraWeekMonth ?? 12) ? 1 : 0)
    starts.push(addDays(starts.at(-1) ?? from, weeks * 7))
  }
  return starts
}

const checkCalendar = (calendar: FiscalCalendar): void => {
  const bounds: ReadonlyArray<readonly [string, number, number]> =
    calendar.form === "months"
      ? [["startMonth", calendar.startMonth, 12]]
      : [
          ["endMonth", calendar.endMonth, 12],
          ["endWeekday", calendar.endWeekday, 7],
          ["extraWeekMonth", calendar.extraWeekMonth ?? 12, 12],
        ]
  const problems = bounds.flatMap(([path, value, most]) =>
    Number.isInteger(value) && value >= 1 && value <= most
      ? []
      : [
          {
            path,
            code: "fiscal.calendar",
            message: {
              en: `${value} is not a whole number from 1 to ${most}`,
              ru: `${value} — не целое число от 1 до ${most}`,
            },
          },
        ],
  )
  if (problems.length > 0) throw new InputInvalid(problems)
}

const badYear = (year: number): InputInvalid =>
  new InputInvalid([
    {
      path: "fiscalYear",
      code: "fiscal.year",
      message: { en: `the fiscal year ${year} is out of bounds`, ru: `финансовый год ${year} вне допустимых границ` },
    },
  ])
