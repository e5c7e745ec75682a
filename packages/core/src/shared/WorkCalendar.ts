import { dayNumberOf, isoWeekdayOf, isoWeekdayOfDayNumber } from "./CalendarDate.ts"
import type { CalendarDate } from "./CalendarDate.ts"
import type { DateRange } from "./Period.ts"

/** A stretch of working time of a local day. */
export interface WorkInterval {
  /** Start, in minutes of the clock's face since midnight, 0–1439. */
  readonly fromMinute: number
  /** End (exclusive), in minutes since midnight, up to 1440; after `fromMinute`. */
  readonly toMinute: number
}

/** Working time of one day, in order and without overlaps; empty for a day off. */
export type WorkHours = ReadonlyArray<WorkInterval>

/** A day that differs from the working week. */
export interface WorkException {
  /** The day. */
  readonly on: CalendarDate
  /**
   * `off`: a holiday, or a day off moved here; `short`: worked, less the calendar's `shortByMinutes` (on a day that the
   * week leaves free: worked by `extraDayHours`, less the same); `work`: worked in full though the week leaves it free.
   */
  readonly kind: "off" | "short" | "work"
  /** For a day off moved from another day: that day, itself a holiday or a worked day of rest. */
  readonly movedFrom?: CalendarDate
}

/**
 * When an organisation works: a week, and the days that differ, as known in one version of the data. Plain data:
 * transfers of days off come from yearly decrees and cannot be computed. A calendar speaks only for the days it covers;
 * outside them the answer is "unknown", never a guess. Keep one object per calendar: derived tables are remembered by it.
 */
export interface WorkCalendar {
  /** Stable name, such as `ru`. */
  readonly id: string
  /** Version of the data, 1 and up; a correction of published data is a new version. */
  readonly version: number
  /** Where the data come from. */
  readonly source: string
  /** First day covered (inclusive). */
  readonly validFrom: CalendarDate
  /** End of the days covered (exclusive). */
  readonly validTo: CalendarDate
  /** Working hours of the days of the week: seven entries, Monday first. */
  readonly week: ReadonlyArray<WorkHours>
  /** Hours of a worked day that the week leaves free. */
  readonly extraDayHours: WorkHours
  /** By how much a short day ends earlier, in minutes. */
  readonly shortByMinutes: number
  /** Days that differ, each at most once. */
  readonly exceptions: ReadonlyArray<WorkException>
}

/**
 * Whether a calendar covers all days of a range.
 *
 * @param range - local days
 * @param calendar - the calendar
 * @example
 * ```ts
 * import { calendarCovers, periodOf, ruCalendar } from "@salesdept/core/shared"
 *
 * calendarCovers(periodOf("2026-12-28", "month"), ruCalendar) // true
 * calendarCovers(periodOf("2026-12-28", "week"), ruCalendar) // false
 * ```
 */
export const calendarCovers = (range: DateRange, calendar: WorkCalendar): boolean =>
  calendar.validFrom <= range.from && range.to <= calendar.validTo

/**
 * The working hours of a day: of the week, or of the exception where there is one.
 *
 * @param date - a local day
 * @param calendar - the calendar
 * @returns hours in minutes since midnight (empty for a day off), or null where the calendar does not cover the day
 * @example
 * ```ts
 * import { ruCalendar, workHoursOn } from "@salesdept/core/shared"
 *
 * // The eve of a holiday is an hour shorter.
 * workHoursOn("2026-11-03", ruCalendar) // [{ fromMinute: 540, toMinute: 780 }, { fromMinute: 840, toMinute: 1020 }]
 * ```
 */
export const workHoursOn = (date: CalendarDate, calendar: WorkCalendar): WorkHours | null => {
  if (date < calendar.validFrom || date >= calendar.validTo) return null
  const weekly = calendar.week[isoWeekdayOf(date) - 1] ?? []
  const exception = exceptionsOf(calendar).get(date)
  return exception === undefined ? weekly : exceptionHours(exception, weekly, calendar)
}

/**
 * Whether a day is worked, in full or short.
 *
 * @param date - a local day
 * @param calendar - the calendar
 * @returns null where the calendar does not cover the day: test for `true` or `false`, not for truth
 * @example
 * ```ts
 * import { isWorkingDay, ru2025 } from "@salesdept/core/shared"
 *
 * // A Saturday worked in exchange for Monday 3 November
 * isWorkingDay("2025-11-01", ru2025) // true
 * ```
 */
export const isWorkingDay = (date: CalendarDate, calendar: WorkCalendar): boolean | null => {
  const hours = workHoursOn(date, calendar)
  return hours === null ? null : hours.length > 0
}

/**
 * How many days of a range are worked; short days count as days.
 *
 * @param range - local days
 * @param calendar - the calendar
 * @returns null where the calendar does not cover the whole range
 * @example
 * ```ts
 * import { periodOf, ruCalendar, workingDaysIn } from "@salesdept/core/shared"
 *
 * workingDaysIn(periodOf("2026-11-23", "year"), ruCalendar) // 247
 * ```
 */
export const workingDaysIn = (range: DateRange, calendar: WorkCalendar): number | null =>
  totalOver(range, calendar, (hours) => (hours.length > 0 ? 1 : 0))

/**
 * The norm of working time of a range, in minutes of the clock's face (changes of the clocks do not count here).
 *
 * @param range - local days
 * @param calendar - the calendar
 * @returns null where the calendar does not cover the whole range
 * @example
 * ```ts
 * import { periodOf, plannedMinutesIn, ruCalendar } from "@salesdept/core/shared"
 *
 * plannedMinutesIn(periodOf("2026-11-23", "week"), ruCalendar) // 2400
 * ```
 */
export const plannedMinutesIn = (range: DateRange, calendar: WorkCalendar): number | null =>
  totalOver(range, calendar, minutesOf)

/** Minutes of working hours by the clock's face. */
export const minutesOf = (hours: WorkHours): number =>
  hours.reduce((sum, { fromMinute, toMinute }) => sum + toMinute - fromMinute, 0)

/** Whole weeks by arithmetic, the rest of a week day by day, then the exceptions: no loop over the days. */
const totalOver = (range: DateRange, calendar: WorkCalendar, measure: (hours: WorkHours) => number): number | null => {
  if (!calendarCovers(range, calendar)) return null
  const weekly = calendar.week.map(measure)
  const first = dayNumberOf(range.from)
  const days = Math.max(0, dayNumberOf(range.to) - first)
  const rest = days % 7
  let total = ((days - rest) / 7) * weekly.reduce((left, right) => left + right, 0)
  for (let day = first; day < first + rest; day++) total += weekly[isoWeekdayOfDayNumber(day) - 1] ?? 0
  for (const exception of calendar.exceptions) {
    if (exception.on < range.from || exception.on >= range.to) continue
    const hours = calendar.week[isoWeekdayOf(exception.on) - 1] ?? []
    total += measure(exceptionHours(exception, hours, calendar)) - measure(hours)
  }
  return total
}

const exceptionHours = (exception: WorkException, weekly: WorkHours, calendar: WorkCalendar): WorkHours => {
  if (exception.kind === "off") return []
  const full = weekly.length > 0 ? weekly : calendar.extraDayHours
  return exception.kind === "work" ? full : endingEarlier(full, calendar.shortByMinutes)
}

const endingEarlier = (hours: WorkHours, byMinutes: number): WorkHours => {
  const kept = [...hours]
  for (let left = byMinutes; left > 0;) {
    const last = kept.pop()
    if (last === undefined) break
    const length = last.toMinute - last.fromMinute
    if (length > left) kept.push({ fromMinute: last.fromMinute, toMinute: last.toMinute - left })
    left -= length
  }
  return kept
}

// A cache by identity: calendars are plain immutable data.
const exceptionMaps = new WeakMap<WorkCalendar, ReadonlyMap<CalendarDate, WorkException>>()

const exceptionsOf = (calendar: WorkCalendar): ReadonlyMap<CalendarDate, WorkException> => {
  const known = exceptionMaps.get(calendar)
  if (known !== undefined) return known
  const map = new Map(calendar.exceptions.map((exception) => [exception.on, exception] as const))
  exceptionMaps.set(calendar, map)
  return map
}
