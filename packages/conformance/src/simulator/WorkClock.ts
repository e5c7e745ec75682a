import type { CalendarDate, Language } from "@salesdept/core/shared"
import { dateOfDayNumber, dayNumberOf, epochMsOfLocal, isWorkingDay, ruCalendar } from "@salesdept/core/shared"

/** Working minutes in a day: 9:00 to 18:00. */
export const workdayMinutes = 540

/**
 * Days beyond the period for which waiting times are still told apart; later than that, everything is merely "after".
 */
const daysBeyond = 400
const daySeconds = 86_400
const openingSecond = 9 * 3600
const noonSecond = 12 * 3600

/**
 * Days off besides weekends, `MM-DD`. Russia: article 112 of the Labour Code, for years whose calendar with the moved
 * days is not at hand; English: the holidays of 5 U.S.C. § 6103 that have a fixed date.
 */
const holidays: { readonly [Key in Language]: ReadonlySet<string> } = {
  ru: new Set("01-01 01-02 01-03 01-04 01-05 01-06 01-07 01-08 02-23 03-08 05-01 05-09 06-12 11-04".split(" ")),
  en: new Set("01-01 06-19 07-04 11-11 12-25".split(" ")),
}

/** What kind of day it is for the department. */
export type DayKind = "workday" | "saturday" | "sunday" | "holiday"

/** The department's working time. Moments are whole seconds since 1970-01-01T00:00:00Z; days are local day numbers. */
export interface WorkClock {
  /** The period's first local day. */
  readonly firstDay: number
  /** The local day after the period's last. */
  readonly endDay: number
  /** The moment at which the period begins: the first local midnight. */
  readonly startsAt: number
  /** The moment at which the period ends (exclusive). */
  readonly endsAt: number
  /** The local day of a moment. */
  readonly dayOf: (second: number) => number
  /** The local date of a moment. */
  readonly dateOf: (second: number) => CalendarDate
  /** What kind of day a local day is. */
  readonly kindOf: (day: number) => DayKind
  /** The moment of a local time of a day, in seconds after midnight. */
  readonly momentOf: (day: number, secondOfDay: number) => number
  /**
   * The moment so many working minutes (0 or more) later; always within working hours, so 0 means "as soon as there is
   * work".
   */
  readonly after: (second: number, minutes: number) => number
  /** Working minutes between two moments; 0 where the second is not later. */
  readonly minutesBetween: (from: number, to: number) => number
}

const kindOfDay = (day: number, language: Language): DayKind => {
  const date = dateOfDayNumber(day)
  // Day 0 of the day numbers, 1 January 1970, was a Thursday.
  const weekday = (((day + 4) % 7) + 7) % 7
  const official = language === "ru" ? isWorkingDay(date, ruCalendar) : null
  if (official === true && weekday !== 0) return "workday"
  if (weekday === 0) return "sunday"
  if (weekday === 6) return "saturday"
  return official === false || holidays[language].has(date.slice(5)) ? "holiday" : "workday"
}

/**
 * Makes the working time of a period. Clocks that change do so at night, so each day is given the offset of its noon.
 *
 * @param from - the first day
 * @param until - the day after the last
 * @param timeZone - IANA name
 * @param language - whose holidays are days off
 */
export const workClock = (from: CalendarDate, until: CalendarDate, timeZone: string, language: Language): WorkClock => {
  const firstDay = dayNumberOf(from)
  const endDay = dayNumberOf(until)
  const base = firstDay - 2
  const days = endDay + daysBeyond - base
  const offsets = new Int32Array(days)
  const kinds: Array<DayKind> = []
  const dates: Array<CalendarDate> = []
  const workdaysBefore = new Int32Array(days)
  const workdays: Array<number> = []
  for (let index = 0; index < days; index++) {
    const day = base + index
    offsets[index] = day * daySeconds + noonSecond - epochMsOfLocal(day, noonSecond * 1000, timeZone) / 1000
    const kind = kindOfDay(day, language)
    kinds.push(kind)
    dates.push(dateOfDayNumber(day))
    workdaysBefore[index] = workdays.length
    if (kind === "workday") workdays.push(day)
  }
  const indexOf = (day: number): number => Math.min(days - 1, Math.max(0, day - base))
  const momentOf = (day: number, secondOfDay: number): number =>
    day * daySeconds - (offsets[indexOf(day)] ?? 0) + secondOfDay
  const dayOf = (second: number): number => {
    const day = Math.floor(second / daySeconds)
    return Math.floor((second + (offsets[indexOf(day)] ?? 0)) / daySeconds)
  }
  const kindOf = (day: number): DayKind => kinds[indexOf(day)] ?? "workday"
  /** Working minutes since the beginning of the table. */
  const workedAt = (second: number): number => {
    const day = dayOf(second)
    const before = (workdaysBefore[indexOf(day)] ?? 0) * workdayMinutes
    if (kindOf(day) !== "workday") return before
    const today = (second - momentOf(day, openingSecond)) / 60
    return before + Math.min(workdayMinutes, Math.max(0, today))
  }
  const after = (second: number, minutes: number): number => {
    const worked = workedAt(second) + minutes
    const ordinal = Math.min(workdays.length - 1, Math.floor(worked / workdayMinutes))
    // Beyond the table there is no next day: what is later stays in the last second of the last one.
    const today = Math.min(workdayMinutes - 1 / 60, worked - ordinal * workdayMinutes)
    // The small addition undoes the rounding of minutes back to the second they came from.
    return momentOf(workdays[ordinal] ?? endDay, openingSecond) + Math.floor(today * 60 + 1e-6)
  }
  return {
    firstDay,
    endDay,
    startsAt: momentOf(firstDay, 0),
    endsAt: momentOf(endDay, 0),
    dayOf,
    dateOf: (second) => dates[indexOf(dayOf(second))] ?? until,
    kindOf,
    momentOf,
    after,
    minutesBetween: (from, to) => Math.max(0, workedAt(to) - workedAt(from)),
  }
}
