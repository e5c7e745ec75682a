import { dateOfDayNumber, dayNumberOf } from "./CalendarDate.ts"
import { InputInvalid } from "./InputErrors.ts"
import { epochMsOf, instantOf } from "./Instant.ts"
import type { Instant } from "./Instant.ts"
import { epochMsOfLocal, localDayNumberAt } from "./TimeZone.ts"
import { workHoursOn } from "./WorkCalendar.ts"
import type { WorkCalendar } from "./WorkCalendar.ts"

const minuteMs = 60_000
const dayMs = 86_400_000

/**
 * Working time that passes between two instants, in minutes: the measure of agreed response times. Counted as real time
 * within the working hours of the zone, so an hour that the clocks repeat counts twice and one they skip not at all.
 * Additive: the time from a to c is that from a to b plus that from b to c. The cost does not grow with the span: days are
 * summed once per calendar, zone and year.
 *
 * @param from - the earlier instant (a later one gives a negative result)
 * @param to - the later instant
 * @param calendar - the working calendar
 * @param timeZone - IANA name of the zone whose clocks the calendar follows
 * @returns minutes, a fraction where an instant is not on a whole minute; null where either instant lies outside the days
 * that the calendar covers
 * @throws {@link TimeZoneUnknown}
 * @example
 * ```ts
 * import { ru2026, workingMinutesBetween } from "@salesdept/core/shared"
 *
 * // Friday 17:30 to Monday 9:45 in Moscow, working days 9 to 18 with an hour's break
 * workingMinutesBetween("2026-11-20T14:30:00.000Z", "2026-11-23T06:45:00.000Z", ru2026, "Europe/Moscow") // 75
 * ```
 */
export const workingMinutesBetween = (
  from: Instant,
  to: Instant,
  calendar: WorkCalendar,
  timeZone: string,
): number | null => {
  const start = positionOf(epochMsOf(from), calendar, timeZone)
  const end = positionOf(epochMsOf(to), calendar, timeZone)
  if (start === null || end === null) return null
  let workedMs = end.workedMs - start.workedMs
  for (let year = start.year; year < end.year; year++) workedMs += totalMs(tableOf(calendar, timeZone, year))
  for (let year = end.year; year < start.year; year++) workedMs -= totalMs(tableOf(calendar, timeZone, year))
  return workedMs / minuteMs
}

/**
 * The first instant by which so much working time has passed: the deadline of an agreed response time. Where the time
 * runs out exactly at the end of a working day, that end is the deadline, not the next morning.
 *
 * @param from - when the time starts to run
 * @param minutes - working minutes, 0 or more; rounded to whole milliseconds; 0 gives `from` itself
 * @param calendar - the working calendar
 * @param timeZone - IANA name of the zone whose clocks the calendar follows
 * @returns null where `from` or the deadline lies outside the days that the calendar covers
 * @throws {@link InputInvalid} (`work.minutes`) where the minutes are negative or not finite; {@link TimeZoneUnknown}
 * @example
 * ```ts
 * import { addWorkingMinutes, ru2026 } from "@salesdept/core/shared"
 *
 * addWorkingMinutes("2026-11-20T14:30:00.000Z", 75, ru2026, "Europe/Moscow") // "2026-11-23T06:45:00.000Z"
 * ```
 */
export const addWorkingMinutes = (
  from: Instant,
  minutes: number,
  calendar: WorkCalendar,
  timeZone: string,
): Instant | null => {
  if (!Number.isFinite(minutes) || minutes < 0) throw badMinutes(minutes)
  const start = positionOf(epochMsOf(from), calendar, timeZone)
  if (start === null) return null
  const addedMs = Math.round(minutes * minuteMs)
  if (addedMs === 0) return from
  let leftMs = start.workedMs + addedMs
  const lastYear = yearOfDay(dayNumberOf(calendar.validTo) - 1)
  for (let year = start.year; year <= lastYear; year++) {
    const table = tableOf(calendar, timeZone, year)
    if (leftMs <= totalMs(table)) return instantWithin(table, leftMs)
    leftMs -= totalMs(table)
  }
  return null
}

/** Working time of one calendar year in one zone. */
interface YearTable {
  readonly firstDay: number
  /** Per day, its working intervals as instants: start, end, start, end, … */
  readonly intervals: ReadonlyArray<ReadonlyArray<number>>
  /** Working milliseconds before each day, and in the whole year at the end. */
  readonly beforeMs: Float64Array
}

/** Where an instant stands: its year, and the working time since that year began. */
interface Position {
  readonly year: number
  readonly workedMs: number
}

// A cache by identity: calendars are plain immutable data, and the same arguments give the same table.
const tables = new WeakMap<WorkCalendar, Map<string, YearTable>>()

const tableOf = (calendar: WorkCalendar, timeZone: string, year: number): YearTable => {
  const known = tables.get(calendar) ?? new Map<string, YearTable>()
  tables.set(calendar, known)
  const key = `${timeZone} ${year}`
  const table = known.get(key) ?? build(calendar, timeZone, year)
  known.set(key, table)
  return table
}

const build = (calendar: WorkCalendar, timeZone: string, year: number): YearTable => {
  const firstDay = firstDayOf(year)
  const days = firstDayOf(year + 1) - firstDay
  const beforeMs = new Float64Array(days + 1)
  const intervals = Array.from({ length: days }, (_, index) => {
    const day = firstDay + index
    const hours = workHoursOn(dateOfDayNumber(day), calendar) ?? []
    const bounds = hours.flatMap(({ fromMinute, toMinute }) => [
      epochMsOfLocal(day, fromMinute * minuteMs, timeZone),
      epochMsOfLocal(day, toMinute * minuteMs, timeZone),
    ])
    beforeMs[index + 1] = (beforeMs[index] ?? 0) + workedBy(bounds, Number.POSITIVE_INFINITY)
    return bounds
  })
  return { firstDay, intervals, beforeMs }
}

/** Working milliseconds of a day's intervals until an instant. */
const workedBy = (bounds: ReadonlyArray<number>, epochMs: number): number => {
  let worked = 0
  for (let i = 0; i < bounds.length; i += 2) {
    const from = bounds[i] ?? 0
    worked += Math.max(0, Math.min(bounds[i + 1] ?? 0, epochMs) - from)
  }
  return worked
}

const positionOf = (epochMs: number, calendar: WorkCalendar, timeZone: string): Position | null => {
  if (epochMs < epochMsOfLocal(dayNumberOf(calendar.validFrom), 0, timeZone)) return null
  if (epochMs > epochMsOfLocal(dayNumberOf(calendar.validTo), 0, timeZone)) return null
  const shown = localDayNumberAt(epochMs, timeZone)
  // Clocks put back over midnight show the old day again; working days start once.
  const day = epochMs >= epochMsOfLocal(shown + 1, 0, timeZone) ? shown + 1 : shown
  const year = yearOfDay(day)
  const table = tableOf(calendar, timeZone, year)
  const index = day - table.firstDay
  return { year, workedMs: (table.beforeMs[index] ?? 0) + workedBy(table.intervals[index] ?? [], epochMs) }
}

/** The first instant at which a year's working time reaches an amount above 0, at most the year's total. */
const instantWithin = (table: YearTable, workedMs: number): Instant => {
  let low = 0
  let high = table.intervals.length - 1
  while (low < high) {
    const middle = (low + high) >> 1
    if ((table.beforeMs[middle + 1] ?? 0) >= workedMs) high = middle
    else low = middle + 1
  }
  const bounds = table.intervals[low] ?? []
  let left = workedMs - (table.beforeMs[low] ?? 0)
  let interval = 0
  for (; interval < bounds.length - 2; interval += 2) {
    const length = (bounds[interval + 1] ?? 0) - (bounds[interval] ?? 0)
    if (left <= length) break
    left -= length
  }
  return instantOf((bounds[interval] ?? 0) + left)
}

const totalMs = (table: YearTable): number => table.beforeMs.at(-1) ?? 0

const yearOfDay = (day: number): number => new Date(day * dayMs).getUTCFullYear()

const firstDayOf = (year: number): number => dayNumberOf(`${String(year).padStart(4, "0")}-01-01`)

const badMinutes = (minutes: number): InputInvalid =>
  new InputInvalid([
    {
      path: "minutes",
      code: "work.minutes",
      message: {
        en: `${minutes} is not a finite number of minutes of 0 or more`,
        ru: `${minutes} — не конечное неотрицательное число минут`,
      },
    },
  ])
