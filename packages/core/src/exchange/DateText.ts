import type { CalendarDate } from "../shared/CalendarDate.ts"
import { dateOfDayNumber, dayNumberOf, isCalendarDate } from "../shared/CalendarDate.ts"
import { isTimeZone, localDayNumberAt } from "../shared/TimeZone.ts"
import { TimeZoneUnknown } from "../shared/TimeZoneErrors.ts"

/** What one cell says about a day, before its column is known. */
export type DateReading =
  /** One day, whatever the rest of the column says. */
  | { readonly kind: "day"; readonly date: CalendarDate }
  /** Two numbers and a year: which is the day is for the column to show. */
  | { readonly kind: "open"; readonly first: number; readonly second: number; readonly year: string }
  /** No date. */
  | { readonly kind: "unreadable" }

const unreadable: DateReading = { kind: "unreadable" }

const time = String.raw`(?:[T ,]+([01]?\d|2[0-3]):([0-5]\d)(?::([0-5]\d)(?:[.,]\d+)?)?(?: ?[AaPp][Mm])?)?`
const yearFirst = new RegExp(String.raw`^(\d{4})([-/.])(\d{1,2})\2(\d{1,2})${time} ?(Z|UTC|[+-]\d\d(?::?\d\d)?)?$`)
const dayFirst = new RegExp(String.raw`^(\d{1,2})\.(\d{1,2})\.(\d{4})(?: ?г\.?)?${time}$`)
const openOrder = new RegExp(String.raw`^(\d{1,2})([/-])(\d{1,2})\2(\d{4})${time}$`)
const dayMonthName = new RegExp(String.raw`^(\d{1,2})[ -](\p{L}+)\.?[ ,-]+(\d{4})(?: ?г\.?)?${time}$`, "u")
const monthNameDay = new RegExp(String.raw`^(\p{L}+)\.? (\d{1,2}),? (\d{4})${time}$`, "u")

const months = ["jan|янв", "feb|фев", "mar|мар", "apr|апр", "may|мая|май", "jun|июн", "jul|июл", "aug|авг"]
  .concat(["sep|сен", "oct|окт", "nov|ноя", "dec|дек"])
  .map((names) => new RegExp(`^(?:${names})`, "u"))

const dayOf = (year: string, month: number, day: number): DateReading => {
  const date = `${year}-${String(month).padStart(2, "0")}-${String(day).padStart(2, "0")}`
  return isCalendarDate(date) ? { kind: "day", date } : unreadable
}

const monthNumber = (name: string): number => {
  const lower = name.toLowerCase()
  return months.findIndex((month) => month.test(lower)) + 1
}

/** Tells the day that a moment falls on in one time zone; never in the zone of the process. */
export type LocalDay = (epochMs: number) => CalendarDate

/**
 * Makes a {@link LocalDay} for an IANA time zone such as `Europe/Moscow`.
 *
 * @param timeZone - IANA zone
 * @throws TimeZoneUnknown where no time zone has the name
 *
 * @example
 * ```ts
 * import { localDayIn } from "@salesdept/core/exchange"
 *
 * localDayIn("Asia/Vladivostok")(Date.parse("2026-11-22T20:00:00.000Z")) // "2026-11-23"
 * ```
 */
export const localDayIn = (timeZone: string): LocalDay => {
  if (!isTimeZone(timeZone)) throw new TimeZoneUnknown(timeZone)
  return (epochMs) => dateOfDayNumber(localDayNumberAt(epochMs, timeZone))
}

const zonedDay = (match: RegExpExecArray, localDay: LocalDay): DateReading => {
  const [, year = "", , month = "", day = "", hour = "0", minute = "0", second = "0", zone = "Z"] = match
  const written = dayOf(year, Number(month), Number(day))
  if (written.kind !== "day") return unreadable
  const seconds = (Number(hour) * 60 + Number(minute)) * 60 + Number(second)
  const utc = dayNumberOf(written.date) * 86_400_000 + seconds * 1000
  const offset = /^([+-])(\d\d):?(\d\d)?$/.exec(zone)
  const minutes = offset === null ? 0 : Number(offset[2]) * 60 + Number(offset[3] ?? 0)
  return { kind: "day", date: localDay(utc - (offset?.[1] === "-" ? -minutes : minutes) * 60_000) }
}

/**
 * Reads one cell as a date: `2026-03-01`, `2026/03/01`, `01.03.2026` (dots mean the day first), `1 марта 2026`,
 * `Mar 1, 2026`, each with or without a time; `03/01/2026` and `03-01-2026` stay open. A time with an offset or `Z` gives
 * the day in the tenant's zone; one without stands for local time. Years have four digits.
 *
 * @param text - the cell, trimmed
 * @param localDay - the tenant's day of a moment
 */
export const readDate = (text: string, localDay: LocalDay): DateReading => {
  const iso = yearFirst.exec(text)
  if (iso !== null) {
    return iso[8] === undefined ? dayOf(iso[1] ?? "", Number(iso[3]), Number(iso[4])) : zonedDay(iso, localDay)
  }
  const dotted = dayFirst.exec(text)
  if (dotted !== null) return dayOf(dotted[3] ?? "", Number(dotted[2]), Number(dotted[1]))
  const open = openOrder.exec(text)
  if (open !== null) return openReading(Number(open[1]), Number(open[3]), open[4] ?? "")
  const named = dayMonthName.exec(text)
  if (named !== null) return dayOf(named[3] ?? "", monthNumber(named[2] ?? ""), Number(named[1]))
  const american = monthNameDay.exec(text)
  if (american !== null) return dayOf(american[3] ?? "", monthNumber(american[1] ?? ""), Number(american[2]))
  return unreadable
}

const openReading = (first: number, second: number, year: string): DateReading => {
  if (first === second) return dayOf(year, first, second)
  const either = dayOf(year, second, first).kind === "day" || dayOf(year, first, second).kind === "day"
  return either ? { kind: "open", first, second, year } : unreadable
}

/** Reads an open date once the order of day and month is known; null where there is no such day. */
export const settledDate = (
  reading: { readonly first: number; readonly second: number; readonly year: string },
  order: "dmy" | "mdy",
): CalendarDate | null => {
  const [day, month] = order === "dmy" ? [reading.first, reading.second] : [reading.second, reading.first]
  const settled = dayOf(reading.year, month, day)
  return settled.kind === "day" ? settled.date : null
}
