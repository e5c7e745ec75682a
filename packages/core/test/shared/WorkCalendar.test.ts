import fc from "fast-check"
import { describe, expect, it } from "vitest"
import { addDays } from "../../src/shared/CalendarDate.ts"
import { InputInvalid } from "../../src/shared/InputErrors.ts"
import { parsePeriod, periodOf, splitPeriod } from "../../src/shared/Period.ts"
import { workHoursOn, isWorkingDay, minutesOf, plannedMinutesIn, workingDaysIn } from "../../src/shared/WorkCalendar.ts"
import type { WorkCalendar } from "../../src/shared/WorkCalendar.ts"
import { workCalendarProblems } from "../../src/shared/WorkCalendarProblems.ts"
import { fiveDayCalendar, joinWorkCalendars, ru2025, ru2026, ruCalendar } from "../../src/shared/WorkCalendars.ts"
import { hasTestData } from "../testData.ts"
import { readXmlCalendar } from "./WorkCalendarFixtures.ts"

const year = (number: number) => ({ from: `${number}-01-01`, to: `${number + 1}-01-01` })
const byMonth = (calendar: WorkCalendar, number: number) =>
  splitPeriod(year(number), "month").map((month) => workingDaysIn(month, calendar))
const hoursByMonth = (calendar: WorkCalendar, number: number) =>
  splitPeriod(year(number), "month").map((month) => (plannedMinutesIn(month, calendar) ?? Number.NaN) / 60)

describe("the Russian working calendar", () => {
  it("of 2025 has 247 days and 1 972 hours", () => {
    expect(byMonth(ru2025, 2025)).toEqual([17, 20, 21, 22, 18, 19, 23, 21, 22, 23, 19, 22])
    expect(workingDaysIn(year(2025), ru2025)).toBe(247)
    expect(hoursByMonth(ru2025, 2025)).toEqual([136, 160, 167, 175, 144, 151, 184, 168, 176, 184, 151, 176])
    expect((plannedMinutesIn(year(2025), ru2025) ?? 0) / 60).toBe(1972)
  })

  it("of 2026 has 247 days and 1 972 hours", () => {
    expect(workingDaysIn(year(2026), ru2026)).toBe(247)
    expect((plannedMinutesIn(year(2026), ru2026) ?? 0) / 60).toBe(1972)
  })

  it("works the Saturday of 1 November 2025, an hour short, for Monday the 3rd", () => {
    expect(isWorkingDay("2025-11-01", ru2025)).toBe(true)
    expect(minutesOf(workHoursOn("2025-11-01", ru2025) ?? [])).toBe(420)
    expect(isWorkingDay("2025-11-03", ru2025)).toBe(false)
    expect(isWorkingDay("2025-11-08", ru2025)).toBe(false)
  })

  it("passes the check, in each year and joined", () => {
    for (const calendar of [ru2025, ru2026, ruCalendar, fiveDayCalendar])
      expect(workCalendarProblems(calendar)).toEqual([])
  })

  it("joins years, so that spans cross the border", () => {
    expect(workingDaysIn({ from: "2025-01-01", to: "2027-01-01" }, ruCalendar)).toBe(494)
    expect(workingDaysIn({ from: "2025-12-29", to: "2026-01-17" }, ruCalendar)).toBe(7)
    expect(() => joinWorkCalendars("ru", [ru2026, ru2025])).toThrow(InputInvalid)
    expect(() => joinWorkCalendars("ru", [])).toThrow(InputInvalid)
    expect(() => joinWorkCalendars("ru", [ru2025, { ...ru2026, shortByMinutes: 30 }])).toThrow(InputInvalid)
  })

  it("does not speak for days it does not cover", () => {
    expect(isWorkingDay("2024-12-31", ru2025)).toBeNull()
    expect(isWorkingDay("2026-01-01", ru2025)).toBeNull()
    expect(workingDaysIn({ from: "2025-12-01", to: "2026-01-02" }, ru2025)).toBeNull()
    expect(plannedMinutesIn(periodOf("2026-06-01", "year"), ru2025)).toBeNull()
  })
})

describe.skipIf(!hasTestData)(`files of xmlcalendar.ru${hasTestData ? "" : " (skipped: no test data)"}`, () => {
  const data = (name: string) => readXmlCalendar(`pipeline/ru-calendar/${name}`)

  it("2025: the published counts, and no doubts", () => {
    const calendar = data("ru-2025.xml")
    expect(byMonth(calendar, 2025)).toEqual([17, 20, 21, 22, 18, 19, 23, 21, 22, 23, 19, 22])
    expect(workingDaysIn(year(2025), calendar)).toBe(247)
    expect(hoursByMonth(calendar, 2025)).toEqual([136, 160, 167, 175, 144, 151, 184, 168, 176, 184, 152, 176])
    expect(workCalendarProblems(calendar)).toEqual([])
  })

  it("2025 and 2026: the shipped calendars differ only by the short Saturday", () => {
    const daysThatDiffer = (ours: WorkCalendar, theirs: WorkCalendar, number: number) =>
      splitPeriod(year(number), "day")
        .map(({ from }) => from)
        .filter((day) => JSON.stringify(workHoursOn(day, ours)) !== JSON.stringify(workHoursOn(day, theirs)))
    expect(daysThatDiffer(ru2025, data("ru-2025.xml"), 2025)).toEqual(["2025-11-01"])
    expect(daysThatDiffer(ru2026, data("ru-2026.xml"), 2026)).toEqual([])
    expect(workCalendarProblems(data("ru-2026.xml"))).toEqual([])
  })

  it("2024, a stale copy: flagged where days off are moved from days that were never worked", () => {
    const calendar = data("ru-2024-stale.xml")
    expect(workingDaysIn(year(2024), calendar)).toBe(246)
    const problems = workCalendarProblems(calendar)
    expect(problems.map(({ code }) => code)).toEqual(["calendar.movedFrom", "calendar.movedFrom"])
    expect(problems.map(({ message }) => message.en.slice(0, 50))).toEqual([
      "2024-04-29 is a day off moved from 2024-04-27, but",
      "2024-12-30 is a day off moved from 2024-12-28, but",
    ])
  })
})

describe("counting", () => {
  it("by arithmetic equals counting day by day", () => {
    fc.assert(
      fc.property(fc.nat(729), fc.nat(729), (start, length) => {
        const from = addDays("2025-01-01", start)
        const to = addDays(from, Math.min(length, 730 - start))
        let days = 0
        let minutes = 0
        for (let day = from; day < to; day = addDays(day, 1)) {
          const hours = workHoursOn(day, ruCalendar) ?? []
          days += hours.length > 0 ? 1 : 0
          minutes += minutesOf(hours)
        }
        expect(workingDaysIn({ from, to }, ruCalendar)).toBe(days)
        expect(plannedMinutesIn({ from, to }, ruCalendar)).toBe(minutes)
      }),
    )
  })

  it("adds up over any cut of a period", () => {
    fc.assert(
      fc.property(fc.nat(365), (cut) => {
        const middle = addDays("2026-01-01", cut)
        const left = workingDaysIn({ from: "2026-01-01", to: middle }, ru2026) ?? Number.NaN
        const right = workingDaysIn({ from: middle, to: "2027-01-01" }, ru2026) ?? Number.NaN
        expect(left + right).toBe(247)
      }),
    )
  })

  it("shortens across a break: a short day that loses its last interval", () => {
    const calendar: WorkCalendar = {
      ...fiveDayCalendar,
      shortByMinutes: 300,
      exceptions: [{ on: "2026-11-23", kind: "short" }],
    }
    expect(workHoursOn("2026-11-23", calendar)).toEqual([{ fromMinute: 540, toMinute: 720 }])
    expect(workHoursOn("2026-11-23", { ...calendar, shortByMinutes: 240 })).toEqual([
      { fromMinute: 540, toMinute: 780 },
    ])
    expect(workHoursOn("2026-11-23", { ...calendar, shortByMinutes: 600 })).toEqual([])
  })

  it("covers a week of the plain calendar", () => {
    expect(workingDaysIn(parsePeriod("2026-W47") ?? year(2026), fiveDayCalendar)).toBe(5)
  })
})

describe("checking a calendar", () => {
  const codes = (changes: Partial<WorkCalendar>) =>
    workCalendarProblems({ ...ru2025, ...changes }).map(({ code }) => code)
  const holiday = { on: "2025-01-04", kind: "off" } as const

  it.each([
    ["an empty validity", { validTo: "2025-01-01", exceptions: [] }, ["calendar.validity"]],
    ["a week of five days", { week: ru2025.week.slice(0, 5), exceptions: [] }, ["calendar.week"]],
    ["overlapping hours", { extraDayHours: [interval(540, 800), interval(780, 900)] }, ["calendar.hours"]],
    ["an empty interval", { extraDayHours: [interval(540, 540)] }, ["calendar.hours"]],
    ["hours past midnight", { extraDayHours: [interval(1380, 1500)] }, ["calendar.hours"]],
    ["a negative shortening", { shortByMinutes: -60 }, ["calendar.short"]],
    ["a date that is none", { exceptions: [{ on: "2025-02-29", kind: "off" }] }, ["calendar.date"]],
    ["a day of another year", { exceptions: [{ on: "2026-01-01", kind: "off" }] }, ["calendar.outside"]],
    ["a day listed twice", { exceptions: [holiday, holiday] }, ["calendar.duplicate"]],
    [
      "a day moved from a working Friday",
      { exceptions: [{ on: "2025-05-02", kind: "off", movedFrom: "2025-04-25" }] },
      ["calendar.movedFrom"],
    ],
    [
      "a day moved from one that was itself moved",
      {
        exceptions: [
          holiday,
          { on: "2025-05-02", kind: "off", movedFrom: "2025-01-04" },
          { on: "2025-05-05", kind: "off", movedFrom: "2025-05-02" },
        ],
      },
      ["calendar.movedFrom"],
    ],
    [
      "a day moved twice",
      {
        exceptions: [
          holiday,
          { on: "2025-05-02", kind: "off", movedFrom: "2025-01-04" },
          { on: "2025-05-05", kind: "off", movedFrom: "2025-01-04" },
        ],
      },
      ["calendar.movedTwice"],
    ],
    [
      "a worked day said to be moved",
      { exceptions: [holiday, { on: "2025-11-01", kind: "work", movedFrom: "2025-01-04" }] },
      ["calendar.movedKind"],
    ],
  ] satisfies ReadonlyArray<readonly [string, Partial<WorkCalendar>, ReadonlyArray<string>]>)(
    "finds %s",
    (_, changes, expected) => expect(codes(changes)).toEqual(expected),
  )
})

function interval(fromMinute: number, toMinute: number) {
  return { fromMinute, toMinute }
}
