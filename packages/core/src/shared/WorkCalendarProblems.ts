import { isCalendarDate, isoWeekdayOf } from "./CalendarDate.ts"
import type { CalendarDate } from "./CalendarDate.ts"
import type { Message } from "./Message.ts"
import type { Problem } from "./Problem.ts"
import type { WorkCalendar, WorkException, WorkHours } from "./WorkCalendar.ts"

/**
 * Everything that is wrong with a working calendar. Data about transfers of days off circulate in stale copies; the
 * telling sign is a day off "moved from" a day that is neither a holiday nor a worked day of rest.
 *
 * Codes: `calendar.validity`, `calendar.week`, `calendar.hours`, `calendar.short`, `calendar.date`, `calendar.outside`,
 * `calendar.duplicate`, `calendar.movedKind`, `calendar.movedFrom`, `calendar.movedTwice`.
 *
 * @param calendar - the calendar
 * @returns problems in the order of the data; empty for a sound calendar
 * @example
 * ```ts
 * import { ru2026, workCalendarProblems } from "@salesdept/core/shared"
 *
 * const stale = { ...ru2026, exceptions: [{ on: "2026-12-31", kind: "off", movedFrom: "2026-01-04" } as const] }
 * workCalendarProblems(stale).map(({ path, code }) => `${path}: ${code}`) // ["exceptions[0].movedFrom: calendar.movedFrom"]
 * ```
 */
export const workCalendarProblems = (calendar: WorkCalendar): ReadonlyArray<Problem> => [
  ...validityProblems(calendar),
  ...(calendar.week.length === 7 ? [] : [problem("week", "calendar.week", texts.week)]),
  ...calendar.week.flatMap((hours, day) => hoursProblems(`week[${day}]`, hours)),
  ...hoursProblems("extraDayHours", calendar.extraDayHours),
  ...(Number.isInteger(calendar.shortByMinutes) && calendar.shortByMinutes >= 0 && calendar.shortByMinutes < 1440
    ? []
    : [problem("shortByMinutes", "calendar.short", texts.short)]),
  ...exceptionProblems(calendar),
]

const problem = (path: string, code: string, message: Message): Problem => ({ path, code, message })

const texts = {
  validity: {
    en: "the days covered must run from a real date to a later one",
    ru: "период действия должен идти от настоящей даты до более поздней",
  },
  week: {
    en: "the week must have seven days, Monday first",
    ru: "в неделе должно быть семь дней, начиная с понедельника",
  },
  hours: {
    en: "hours must be whole minutes within 0–1440, in order and without overlaps",
    ru: "часы работы задаются целыми минутами от 0 до 1440, по порядку и без наложений",
  },
  short: {
    en: "the shortening must be whole minutes, 0 or more and less than a day",
    ru: "сокращение дня задаётся целым числом минут: не меньше нуля и меньше суток",
  },
} as const

const validityProblems = ({ validFrom, validTo }: WorkCalendar): ReadonlyArray<Problem> =>
  isCalendarDate(validFrom) && isCalendarDate(validTo) && validFrom < validTo
    ? []
    : [problem("validTo", "calendar.validity", texts.validity)]

const hoursProblems = (path: string, hours: WorkHours): ReadonlyArray<Problem> => {
  const bounds = hours.flatMap(({ fromMinute, toMinute }) => [fromMinute, toMinute])
  const sound = bounds.every((minute, i) => {
    const previous = bounds[i - 1] ?? 0
    // Intervals may touch; an interval itself may not be empty.
    return (
      Number.isInteger(minute) &&
      minute >= 0 &&
      minute <= 1440 &&
      (i % 2 === 0 ? minute >= previous : minute > previous)
    )
  })
  return sound ? [] : [problem(path, "calendar.hours", texts.hours)]
}

const exceptionProblems = (calendar: WorkCalendar): ReadonlyArray<Problem> => {
  const byDate = new Map<CalendarDate, WorkException>()
  const movedAlready = new Set<CalendarDate>()
  const repeated: Array<Problem> = []
  calendar.exceptions.forEach((exception, i) => {
    const { on, movedFrom } = exception
    if (byDate.has(on)) repeated.push(problem(`exceptions[${i}].on`, "calendar.duplicate", duplicate(on)))
    if (movedFrom !== undefined && movedAlready.has(movedFrom)) {
      repeated.push(problem(`exceptions[${i}].movedFrom`, "calendar.movedTwice", movedTwice(movedFrom)))
    }
    byDate.set(on, exception)
    if (movedFrom !== undefined) movedAlready.add(movedFrom)
  })
  return [
    ...calendar.exceptions.flatMap((exception, i) => dateProblems(`exceptions[${i}]`, exception, calendar)),
    ...calendar.exceptions.flatMap((exception, i) => movedProblems(`exceptions[${i}]`, exception, calendar, byDate)),
    ...repeated,
  ]
}

const dateProblems = (path: string, { on }: WorkException, calendar: WorkCalendar): ReadonlyArray<Problem> => {
  if (!isCalendarDate(on)) return [problem(`${path}.on`, "calendar.date", notDate(on))]
  const inside = on >= calendar.validFrom && on < calendar.validTo
  return inside ? [] : [problem(`${path}.on`, "calendar.outside", outside(on))]
}

const movedProblems = (
  path: string,
  { on, kind, movedFrom }: WorkException,
  calendar: WorkCalendar,
  byDate: ReadonlyMap<CalendarDate, WorkException>,
): ReadonlyArray<Problem> => {
  if (movedFrom === undefined) return []
  if (!isCalendarDate(movedFrom)) return [problem(`${path}.movedFrom`, "calendar.date", notDate(movedFrom))]
  if (kind !== "off") return [problem(`${path}.movedFrom`, "calendar.movedKind", movedKind(on))]
  const source = byDate.get(movedFrom)
  const isHoliday = source?.kind === "off" && source.movedFrom === undefined
  const restsWeekly = (calendar.week[isoWeekdayOf(movedFrom) - 1] ?? []).length === 0
  const isWorkedRest = source !== undefined && source.kind !== "off" && restsWeekly
  return isHoliday || isWorkedRest
    ? []
    : [problem(`${path}.movedFrom`, "calendar.movedFrom", movedFromNothing(on, movedFrom))]
}

const duplicate = (on: CalendarDate): Message => ({
  en: `${on} is listed more than once`,
  ru: `день ${on} указан больше одного раза`,
})

const movedTwice = (from: CalendarDate): Message => ({
  en: `the day off of ${from} is moved more than once`,
  ru: `выходной с ${from} перенесён больше одного раза`,
})

const notDate = (text: string): Message => ({
  en: `"${text}" is not a calendar date`,
  ru: `«${text}» — не календарная дата`,
})

const outside = (on: CalendarDate): Message => ({
  en: `${on} is outside the days that the calendar covers`,
  ru: `день ${on} не входит в период действия календаря`,
})

const movedKind = (on: CalendarDate): Message => ({
  en: `${on} is said to be moved from another day, but it is not a day off`,
  ru: `для ${on} указан перенос с другого дня, но сам день не выходной`,
})

const movedFromNothing = (on: CalendarDate, from: CalendarDate): Message => ({
  en: `${on} is a day off moved from ${from}, but ${from} is neither a holiday nor a worked day of rest`,
  ru: `на ${on} перенесён выходной с ${from}, но ${from} — не праздник и не рабочий выходной`,
})
