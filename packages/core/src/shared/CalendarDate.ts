/** A day of the calendar, `YYYY-MM-DD`, without a time zone; years 0000–9999. Never a JavaScript `Date`. */
export type CalendarDate = string

const shape = /^\d{4}-\d\d-\d\d$/

/**
 * Whether a text is a real calendar date of the form `YYYY-MM-DD` (years 0000–9999, proleptic Gregorian).
 *
 * @param text - any text, such as one that a person typed
 * @example
 * ```ts
 * import { isCalendarDate } from "@salesdept/core/shared"
 *
 * isCalendarDate("2028-02-29") // true
 * isCalendarDate("2026-02-29") // false
 * ```
 */
export const isCalendarDate = (text: string): text is CalendarDate =>
  shape.test(text) && dateOfDayNumber(dayNumberOf(text)) === text

/**
 * Days since 1970-01-01 (0 for that day, negative before). The form in which dates stand in columns. Plain arithmetic
 * (Howard Hinnant, "chrono-compatible low-level date algorithms", 2013): several times as fast as `Date`.
 *
 * @param date - a real date, see {@link isCalendarDate}; any other text gives a number without meaning
 * @example
 * ```ts
 * import { dayNumberOf } from "@salesdept/core/shared"
 *
 * dayNumberOf("2026-11-23") // 20780
 * ```
 */
export const dayNumberOf = (date: CalendarDate): number => {
  const month = digit(date, 5) * 10 + digit(date, 6)
  const day = digit(date, 8) * 10 + digit(date, 9)
  // Years are counted from March here, so that the leap day is the last of its year.
  const year =
    digit(date, 0) * 1000 + digit(date, 1) * 100 + digit(date, 2) * 10 + digit(date, 3) - (month <= 2 ? 1 : 0)
  const dayOfYear = Math.floor((153 * (month > 2 ? month - 3 : month + 9) + 2) / 5) + day - 1
  return year * 365 + Math.floor(year / 4) - Math.floor(year / 100) + Math.floor(year / 400) + dayOfYear - epochShift
}

/**
 * The date of a day number; the opposite of {@link dayNumberOf}.
 *
 * @param dayNumber - whole, −719 528 (0000-01-01) to 2 932 896 (9999-12-31), inclusive
 * @example
 * ```ts
 * import { dateOfDayNumber } from "@salesdept/core/shared"
 *
 * dateOfDayNumber(20_780) // "2026-11-23"
 * ```
 */
export const dateOfDayNumber = (dayNumber: number): CalendarDate => {
  const shifted = dayNumber + epochShift
  const era = Math.floor(shifted / daysPerEra)
  const dayOfEra = shifted - era * daysPerEra
  const yearOfEra = Math.floor(
    (dayOfEra - Math.floor(dayOfEra / 1460) + Math.floor(dayOfEra / 36_524) - Math.floor(dayOfEra / 146_096)) / 365,
  )
  const dayOfYear = dayOfEra - (365 * yearOfEra + Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100))
  const fromMarch = Math.floor((5 * dayOfYear + 2) / 153)
  const day = dayOfYear - Math.floor((153 * fromMarch + 2) / 5) + 1
  const month = fromMarch < 10 ? fromMarch + 3 : fromMarch - 9
  const year = yearOfEra + era * 400 + (month <= 2 ? 1 : 0)
  return `${String(year).padStart(4, "0")}-${twoDigits(month)}-${twoDigits(day)}`
}

/** Days from 0000-03-01 to 1970-01-01. */
const epochShift = 719_468
/** Days in 400 years. */
const daysPerEra = 146_097

const digit = (text: string, position: number): number => text.charCodeAt(position) - 48

const twoDigits = (value: number): string => (value < 10 ? `0${value}` : String(value))

/**
 * The date so many days later (earlier where negative).
 *
 * @param date - the day to count from
 * @param days - whole; the result stays within years 0000–9999
 * @example
 * ```ts
 * import { addDays } from "@salesdept/core/shared"
 *
 * addDays("2026-11-23", 10) // "2026-12-03"
 * ```
 */
export const addDays = (date: CalendarDate, days: number): CalendarDate => dateOfDayNumber(dayNumberOf(date) + days)

/**
 * Whole days from one date to another; negative where `to` is earlier.
 *
 * @param from - the day counted from: 0 where it is `to`
 * @param to - the day counted to
 * @example
 * ```ts
 * import { daysBetween } from "@salesdept/core/shared"
 *
 * daysBetween("2026-11-23", "2026-12-03") // 10
 * ```
 */
export const daysBetween = (from: CalendarDate, to: CalendarDate): number => dayNumberOf(to) - dayNumberOf(from)

/**
 * Day of the week by ISO 8601: 1 for Monday to 7 for Sunday.
 *
 * @param date - the day
 * @example
 * ```ts
 * import { isoWeekdayOf } from "@salesdept/core/shared"
 *
 * isoWeekdayOf("2026-11-23") // 1
 * ```
 */
export const isoWeekdayOf = (date: CalendarDate): number => isoWeekdayOfDayNumber(dayNumberOf(date))

/**
 * {@link isoWeekdayOf} of a day number.
 *
 * @param dayNumber - whole days since 1970-01-01, see {@link dayNumberOf}
 * @example
 * ```ts
 * import { isoWeekdayOfDayNumber } from "@salesdept/core/shared"
 *
 * isoWeekdayOfDayNumber(0) // 4
 * ```
 */
export const isoWeekdayOfDayNumber = (dayNumber: number): number => ((((dayNumber + 3) % 7) + 7) % 7) + 1

/**
 * Months since January of the year 0: year × 12 + month − 1. The form for counting in months.
 *
 * @param date - any day of the month
 * @example
 * ```ts
 * import { monthIndexOf } from "@salesdept/core/shared"
 *
 * monthIndexOf("2026-11-23") - monthIndexOf("2026-02-28") // 9
 * ```
 */
export const monthIndexOf = (date: CalendarDate): number => Number(date.slice(0, 4)) * 12 + Number(date.slice(5, 7)) - 1

/**
 * The first day of a month given by its index, see {@link monthIndexOf}.
 *
 * @param monthIndex - whole, 0 (0000-01) to 119 999 (9999-12), inclusive
 * @example
 * ```ts
 * import { monthIndexOf, startOfMonth } from "@salesdept/core/shared"
 *
 * startOfMonth(monthIndexOf("2026-11-23") + 1) // "2026-12-01"
 * ```
 */
export const startOfMonth = (monthIndex: number): CalendarDate => {
  const year = Math.floor(monthIndex / 12)
  return `${String(year).padStart(4, "0")}-${twoDigits(monthIndex - year * 12 + 1)}-01`
}
