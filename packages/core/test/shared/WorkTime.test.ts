import fc from "fast-check"
import { describe, expect, it } from "vitest"
import { addDays } from "../../src/shared/CalendarDate.ts"
import { InputInvalid } from "../../src/shared/InputErrors.ts"
import { epochMsOf, instantOf } from "../../src/shared/Instant.ts"
import { instantOfLocal, localDateOf, startOfDay } from "../../src/shared/TimeZone.ts"
import { workHoursOn } from "../../src/shared/WorkCalendar.ts"
import type { WorkCalendar } from "../../src/shared/WorkCalendar.ts"
import { fiveDayCalendar, ru2025, ru2026, ruCalendar } from "../../src/shared/WorkCalendars.ts"
import { addWorkingMinutes, workingMinutesBetween } from "../../src/shared/WorkTime.ts"

const moscow = "Europe/Moscow"
const aroundTheClock: WorkCalendar = {
  ...fiveDayCalendar,
  id: "around-the-clock",
  validFrom: "2025-01-01",
  validTo: "2028-01-01",
  week: Array.from({ length: 7 }, () => [{ fromMinute: 0, toMinute: 1440 }]),
}
const zone = fc.constantFrom(moscow, "America/New_York", "Asia/Kolkata", "Australia/Lord_Howe", "Asia/Beirut")
/** Whole minutes of the two years that the joined calendar covers in every zone of the test. */
const minute = fc
  .integer({ min: Date.parse("2025-01-03T00:00:00Z") / 60_000, max: Date.parse("2026-12-29T00:00:00Z") / 60_000 })
  .map((value) => instantOf(value * 60_000))

/** Day by day and interval by interval, without tables. */
const slowly = (from: string, to: string, calendar: WorkCalendar, timeZone: string): number => {
  let ms = 0
  const last = localDateOf(to, timeZone)
  for (let day = addDays(localDateOf(from, timeZone), -1); day <= last; day = addDays(day, 1)) {
    for (const { fromMinute, toMinute } of workHoursOn(day, calendar) ?? []) {
      const start = epochMsOf(instantOfLocal(day, fromMinute * 60_000, timeZone))
      const end = epochMsOf(instantOfLocal(day, toMinute * 60_000, timeZone))
      ms += Math.max(0, Math.min(end, epochMsOf(to)) - Math.max(start, epochMsOf(from)))
    }
  }
  return ms / 60_000
}

describe("working time between instants", () => {
  it.each([
    ["within a morning", "2026-11-23T06:00:00.000Z", "2026-11-23T07:30:00.000Z", 90],
    ["over the break", "2026-11-23T09:30:00.000Z", "2026-11-23T11:30:00.000Z", 60],
    ["Friday evening to Monday morning", "2026-11-20T14:30:00.000Z", "2026-11-23T06:45:00.000Z", 75],
    ["over a night", "2026-11-23T16:00:00.000Z", "2026-11-24T05:00:00.000Z", 0],
    ["to the end of a short day", "2026-11-03T06:00:00.000Z", "2026-11-03T20:00:00.000Z", 420],
    ["over the New Year holidays", "2025-12-30T14:00:00.000Z", "2026-01-12T07:00:00.000Z", 120],
    ["not on whole minutes", "2026-11-23T06:00:00.000Z", "2026-11-23T06:00:30.000Z", 0.5],
  ])("%s", (_, from, to, minutes) => {
    expect(workingMinutesBetween(from, to, ruCalendar, moscow)).toBe(minutes)
    expect(workingMinutesBetween(to, from, ruCalendar, moscow)).toBe(0 - minutes)
  })

  it("equals the sum over days, in every zone", () => {
    fc.assert(
      fc.property(minute, fc.nat(60 * 24 * 40), zone, (from, span, timeZone) => {
        const to = instantOf(Math.min(epochMsOf(from) + span * 60_000, Date.parse("2026-12-30T00:00:00Z")))
        expect(workingMinutesBetween(from, to, ruCalendar, timeZone)).toBe(slowly(from, to, ruCalendar, timeZone))
      }),
      { numRuns: 200 },
    )
  })

  it("is additive and never decreases", () => {
    fc.assert(
      fc.property(minute, minute, minute, zone, (a, b, c, timeZone) => {
        const between = (from: string, to: string) =>
          workingMinutesBetween(from, to, ruCalendar, timeZone) ?? Number.NaN
        expect(between(a, b) + between(b, c)).toBe(between(a, c))
        expect(a <= b ? between(a, b) : between(b, a)).toBeGreaterThanOrEqual(0)
      }),
    )
  })

  it("around the clock is real time, whatever the clocks do", () => {
    fc.assert(
      fc.property(minute, minute, zone, (from, to, timeZone) => {
        const minutes = (epochMsOf(to) - epochMsOf(from)) / 60_000
        expect(workingMinutesBetween(from, to, aroundTheClock, timeZone)).toBe(minutes)
      }),
    )
  })

  it("stays monotone where clocks went back over midnight (St John's, 7 November 2010, 00:01 to 23:01)", () => {
    const calendar = { ...aroundTheClock, validFrom: "2010-01-01", validTo: "2011-01-01" }
    const between = (from: string, to: string) => workingMinutesBetween(from, to, calendar, "America/St_Johns")
    expect(between("2010-11-07T02:30:00.000Z", "2010-11-07T02:30:30.000Z")).toBe(0.5)
    expect(between("2010-11-07T02:30:00.000Z", "2010-11-07T03:00:00.000Z")).toBe(30)
    expect(between("2010-11-07T02:00:00.000Z", "2010-11-07T04:00:00.000Z")).toBe(120)
  })

  it("counts a long span at once: forty years of a plain week", () => {
    const minutes = workingMinutesBetween(
      "2000-01-03T00:00:00.000Z",
      "2040-01-02T00:00:00.000Z",
      fiveDayCalendar,
      "UTC",
    )
    expect(minutes).toBe(2087 * 5 * 480)
  })

  it("is unknown outside the days the calendar covers", () => {
    expect(workingMinutesBetween("2024-12-31T20:59:59.999Z", "2025-02-01T00:00:00.000Z", ru2025, moscow)).toBeNull()
    expect(workingMinutesBetween("2025-12-01T00:00:00.000Z", "2026-01-01T00:00:00.000Z", ru2025, moscow)).toBeNull()
    const whole = [startOfDay("2025-01-01", moscow), startOfDay("2026-01-01", moscow)] as const
    expect(workingMinutesBetween(...whole, ru2025, moscow)).toBe(1972 * 60)
  })
})

describe("adding working time", () => {
  it.each([
    ["over a weekend", "2026-11-20T14:30:00.000Z", 75, "2026-11-23T06:45:00.000Z"],
    ["to the very end of a day", "2026-11-20T14:30:00.000Z", 30, "2026-11-20T15:00:00.000Z"],
    ["from a night", "2026-11-22T22:00:00.000Z", 1, "2026-11-23T06:01:00.000Z"],
    ["over the break", "2026-11-23T09:30:00.000Z", 60, "2026-11-23T11:30:00.000Z"],
    ["over the New Year holidays", "2025-12-30T14:00:00.000Z", 120, "2026-01-12T07:00:00.000Z"],
    ["nothing", "2026-11-22T22:00:00.000Z", 0, "2026-11-22T22:00:00.000Z"],
  ])("%s", (_, from, minutes, to) => expect(addWorkingMinutes(from, minutes, ruCalendar, moscow)).toBe(to))

  it("is the first instant by which the time has passed", () => {
    fc.assert(
      fc.property(minute, fc.integer({ min: 1, max: 480 * 60 }), zone, (from, minutes, timeZone) => {
        const to = addWorkingMinutes(from, minutes, ruCalendar, timeZone)
        if (to === null) return
        expect(workingMinutesBetween(from, to, ruCalendar, timeZone)).toBe(minutes)
        const before = instantOf(epochMsOf(to) - 1)
        expect(workingMinutesBetween(from, before, ruCalendar, timeZone)).toBeLessThan(minutes)
      }),
    )
  })

  it("is unknown where the deadline falls after the last day covered", () => {
    expect(addWorkingMinutes("2026-12-30T14:00:00.000Z", 60, ru2026, moscow)).toBe("2026-12-30T15:00:00.000Z")
    expect(addWorkingMinutes("2026-12-30T14:00:00.000Z", 61, ru2026, moscow)).toBeNull()
    expect(addWorkingMinutes("2030-01-01T00:00:00.000Z", 1, ru2026, moscow)).toBeNull()
  })

  it.each([-1, Number.NaN, Number.POSITIVE_INFINITY])("refuses %d minutes", (minutes) =>
    expect(() => addWorkingMinutes("2026-11-23T06:00:00.000Z", minutes, ru2026, moscow)).toThrow(InputInvalid),
  )
})
