import { InputInvalid } from "./InputErrors.ts"
import type { WorkCalendar, WorkException, WorkHours } from "./WorkCalendar.ts"

/** 9:00–18:00 with a break at 13:00–14:00: eight hours. */
const officeHours: WorkHours = [
  { fromMinute: 540, toMinute: 780 },
  { fromMinute: 840, toMinute: 1080 },
]

const officeWeek: ReadonlyArray<WorkHours> = [officeHours, officeHours, officeHours, officeHours, officeHours, [], []]

/**
 * Monday to Friday, 9:00–18:00 with a break at 13:00–14:00, no holidays: for hosts without a calendar of their country,
 * and for tests. Covers years 0001–9998.
 */
export const fiveDayCalendar: WorkCalendar = {
  id: "five-day",
  version: 1,
  source: "A plain five-day week; no holidays",
  validFrom: "0001-01-01",
  validTo: "9999-01-01",
  week: officeWeek,
  extraDayHours: officeHours,
  shortByMinutes: 60,
  exceptions: [],
}

/** Holidays of article 112 of the Russian Labour Code, the same every year. */
const russianHolidays = [
  "01-01",
  "01-02",
  "01-03",
  "01-04",
  "01-05",
  "01-06",
  "01-07",
  "01-08",
  "02-23",
  "03-08",
  "05-01",
  "05-09",
  "06-12",
  "11-04",
]

const russianYear = (
  year: number,
  source: string,
  moved: ReadonlyArray<readonly [on: string, movedFrom: string]>,
  short: ReadonlyArray<string>,
): WorkCalendar => {
  const exceptions: ReadonlyArray<WorkException> = [
    ...russianHolidays.map((day) => ({ on: `${year}-${day}`, kind: "off" as const })),
    ...moved.map(([on, from]) => ({ on: `${year}-${on}`, kind: "off" as const, movedFrom: `${year}-${from}` })),
    ...short.map((day) => ({ on: `${year}-${day}`, kind: "short" as const })),
  ]
  return {
    id: `ru-${year}`,
    version: 1,
    source,
    validFrom: `${year}-01-01`,
    validTo: `${year + 1}-01-01`,
    week: officeWeek,
    extraDayHours: officeHours,
    shortByMinutes: 60,
    exceptions: exceptions.toSorted((left, right) => (left.on < right.on ? -1 : 1)),
  }
}

/**
 * The Russian working calendar of 2025, five-day week of 40 hours: 247 days, 1,972 hours. Days off moved by the
 * government's decree of 4 October 2024, No. 1335. Saturday 1 November is worked an hour short (Labour Code, article 95:
 * it stands in for Monday 3 November, the eve of a holiday); some published copies show it in full.
 */
export const ru2025: WorkCalendar = /* @__PURE__ */ russianYear(
  2025,
  "Labour Code of the Russian Federation, articles 95 and 112; government decree of 2024-10-04 No. 1335",
  [
    ["05-02", "01-04"],
    ["05-08", "02-23"],
    ["06-13", "03-08"],
    ["11-03", "11-01"],
    ["12-31", "01-05"],
  ],
  ["03-07", "04-30", "06-11", "11-01"],
)

/**
 * The Russian working calendar of 2026, five-day week of 40 hours: 247 days, 1,972 hours. Days off of 3 and 4 January
 * moved by the government's decree of 24 September 2025; those of 8 March and 9 May to the next working day by article
 * 112 itself.
 */
export const ru2026: WorkCalendar = /* @__PURE__ */ russianYear(
  2026,
  "Labour Code of the Russian Federation, articles 95 and 112; government decree of 2025-09-24 on days off in 2026",
  [
    ["01-09", "01-03"],
    ["03-09", "03-08"],
    ["05-11", "05-09"],
    ["12-31", "01-04"],
  ],
  ["04-30", "05-08", "06-11", "11-03"],
)

/**
 * Joins calendars of adjoining periods (years, as a rule) into one, so that spans may cross their border.
 *
 * @param id - name of the joined calendar; its version is the sum of the parts' versions, so a correction of any part
 * raises it
 * @param calendars - at least one, in order, each starting where the one before ends, all of one working week
 * @throws {@link InputInvalid} (`calendar.join`) for every part that does not fit the one before
 * @example
 * ```ts
 * import { joinWorkCalendars, ru2025, ru2026, workingDaysIn } from "@salesdept/core/shared"
 *
 * const russia = joinWorkCalendars("ru", [ru2025, ru2026])
 * workingDaysIn({ from: "2025-12-29", to: "2026-01-17" }, russia) // 7
 * ```
 */
export const joinWorkCalendars = (id: string, calendars: ReadonlyArray<WorkCalendar>): WorkCalendar => {
  const [first] = calendars
  const last = calendars.at(-1)
  if (first === undefined || last === undefined) throw new InputInvalid([misfit(0)])
  const problems = calendars.flatMap((calendar, i) => {
    const previous = calendars[i - 1]
    return previous === undefined || fits(previous, calendar) ? [] : [misfit(i)]
  })
  if (problems.length > 0) throw new InputInvalid(problems)
  return {
    ...first,
    id,
    version: calendars.reduce((sum, { version }) => sum + version, 0),
    source: calendars.map(({ source }) => source).join("; "),
    validTo: last.validTo,
    exceptions: calendars.flatMap(({ exceptions }) => exceptions),
  }
}

const fits = (left: WorkCalendar, right: WorkCalendar): boolean =>
  left.validTo === right.validFrom && hoursText(left) === hoursText(right)

const hoursText = ({ week, extraDayHours, shortByMinutes }: WorkCalendar): string =>
  JSON.stringify(
    [...week, extraDayHours].map((hours) => hours.map(({ fromMinute, toMinute }) => [fromMinute, toMinute])),
  ) + String(shortByMinutes)

const misfit = (position: number) => ({
  path: `[${position}]`,
  code: "calendar.join",
  message: {
    en: "calendars to join must follow one another without a gap and have the same hours",
    ru: "объединяемые календари должны идти подряд без разрывов и иметь одинаковые часы работы",
  },
})

/** The Russian working calendar of 2025 and 2026. Add the next year's when its decree is out. */
export const ruCalendar: WorkCalendar = /* @__PURE__ */ joinWorkCalendars("ru", [ru2025, ru2026])
