import fc from "fast-check"
import { describe, expect, it } from "vitest"
import { dayNumberOf } from "../../src/shared/CalendarDate.ts"
import { epochMsOf, instantOf } from "../../src/shared/Instant.ts"
import {
  epochMsOfLocal,
  instantOfLocal,
  isTimeZone,
  localDateOf,
  localDateTimeOf,
  localDayNumberAt,
  startOfDay,
  utcOffsetMsAt,
} from "../../src/shared/TimeZone.ts"
import { TimeZoneUnknown } from "../../src/shared/TimeZoneErrors.ts"

const hourMs = 3_600_000
const zones = [
  "UTC",
  "Europe/Moscow",
  "Europe/Kaliningrad",
  "Asia/Kamchatka",
  "America/New_York",
  "America/St_Johns",
  "America/Sao_Paulo",
  "Asia/Kolkata",
  "Asia/Kathmandu",
  "Asia/Beirut",
  "Africa/Casablanca",
  "Australia/Lord_Howe",
  "Pacific/Apia",
  "Pacific/Kiritimati",
]
const zone = fc.constantFrom(...zones)
const epochMs = fc.integer({ min: Date.parse("1950-01-01T00:00:00Z"), max: Date.parse("2050-01-01T00:00:00Z") })

/** The runtime's own answer, without any table. */
const shownBy = (timeZone: string, instant: number): string => {
  const parts = new Intl.DateTimeFormat("en-US", {
    timeZone,
    hourCycle: "h23",
    year: "numeric",
    month: "2-digit",
    day: "2-digit",
    hour: "2-digit",
    minute: "2-digit",
    second: "2-digit",
  }).formatToParts(instant)
  const part = (type: string) => parts.find((each) => each.type === type)?.value ?? ""
  return `${part("year")}-${part("month")}-${part("day")} ${part("hour")}:${part("minute")}:${part("second")}`
}

describe("local date and time", () => {
  it("agree with the runtime's formatter at random instants of a century", () => {
    fc.assert(
      fc.property(epochMs, zone, (at, timeZone) => {
        const { date, time } = localDateTimeOf(instantOf(at), timeZone)
        expect(`${date} ${time.slice(0, 8)}`).toBe(shownBy(timeZone, at))
        expect(localDateOf(instantOf(at), timeZone)).toBe(date)
        expect(localDayNumberAt(at, timeZone)).toBe(dayNumberOf(date))
      }),
      { numRuns: 400 },
    )
  })

  it.each([
    ["Europe/Moscow", "2026-11-23T21:30:00.000Z", "2026-11-24", "00:30:00.000", 10_800],
    ["Europe/Moscow", "2012-07-01T12:00:00.000Z", "2012-07-01", "16:00:00.000", 14_400],
    ["America/New_York", "2026-03-08T06:59:59.999Z", "2026-03-08", "01:59:59.999", -18_000],
    ["America/New_York", "2026-03-08T07:00:00.000Z", "2026-03-08", "03:00:00.000", -14_400],
    ["America/New_York", "2026-11-01T05:59:00.000Z", "2026-11-01", "01:59:00.000", -14_400],
    ["America/New_York", "2026-11-01T06:00:00.000Z", "2026-11-01", "01:00:00.000", -18_000],
    ["Asia/Kolkata", "2026-11-23T18:30:00.000Z", "2026-11-24", "00:00:00.000", 19_800],
    ["Australia/Lord_Howe", "2026-04-04T14:59:00.000Z", "2026-04-05", "01:59:00.000", 39_600],
    ["Australia/Lord_Howe", "2026-04-04T15:00:00.000Z", "2026-04-05", "01:30:00.000", 37_800],
    ["Pacific/Apia", "2011-12-30T09:59:59.999Z", "2011-12-29", "23:59:59.999", -36_000],
    ["Pacific/Apia", "2011-12-30T10:00:00.000Z", "2011-12-31", "00:00:00.000", 50_400],
    ["Europe/Moscow", "1850-01-01T00:00:00.000Z", "1850-01-01", "02:30:17.000", 9017],
  ])("in %s at %s is %s %s", (timeZone, instant, date, time, utcOffsetSeconds) => {
    expect(localDateTimeOf(instant, timeZone)).toEqual({ date, time, utcOffsetSeconds })
  })

  it("finds a change of the clocks to the millisecond", () => {
    const change = Date.parse("2026-03-29T01:00:00Z")
    expect(utcOffsetMsAt(change - 1, "Europe/Berlin")).toBe(hourMs)
    expect(utcOffsetMsAt(change, "Europe/Berlin")).toBe(2 * hourMs)
  })
})

describe("start of a day", () => {
  it.each([
    ["2026-11-23", "Europe/Moscow", "2026-11-22T21:00:00.000Z"],
    ["2026-03-08", "America/New_York", "2026-03-08T05:00:00.000Z"],
    ["2026-03-09", "America/New_York", "2026-03-09T04:00:00.000Z"],
    ["2026-11-23", "Asia/Kolkata", "2026-11-22T18:30:00.000Z"],
    // Midnight is skipped: the day starts at 01:00.
    ["2026-03-29", "Asia/Beirut", "2026-03-28T22:00:00.000Z"],
    ["2018-11-04", "America/Sao_Paulo", "2018-11-04T03:00:00.000Z"],
    // The whole day is skipped: it starts where the next one does.
    ["2011-12-30", "Pacific/Apia", "2011-12-30T10:00:00.000Z"],
    ["2011-12-31", "Pacific/Apia", "2011-12-30T10:00:00.000Z"],
    // Clocks went back from 00:01 to 23:01: the day starts at its first minute, before the repeated hour.
    ["2010-11-07", "America/St_Johns", "2010-11-07T02:30:00.000Z"],
  ])("%s in %s is %s", (date, timeZone, instant) => expect(startOfDay(date, timeZone)).toBe(instant))

  it("is the first instant of the day: the day is not shown just before it, and is at it unless skipped", () => {
    fc.assert(
      fc.property(fc.integer({ min: -7305, max: 29_219 }), zone, (day, timeZone) => {
        const start = epochMsOfLocal(day, 0, timeZone)
        expect(localDayNumberAt(start - 1, timeZone)).toBeLessThan(day)
        expect(localDayNumberAt(start, timeZone)).toBeGreaterThanOrEqual(day)
        expect(epochMsOfLocal(day + 1, 0, timeZone)).toBeGreaterThanOrEqual(start)
      }),
      { numRuns: 400 },
    )
  })
})

describe("instant of a local time", () => {
  it("is the end of the gap for a skipped time, the first pass for a repeated one", () => {
    const time = (hour: number, minute: number) => hour * hourMs + minute * 60_000
    expect(instantOfLocal("2026-03-08", time(2, 30), "America/New_York")).toBe("2026-03-08T07:00:00.000Z")
    expect(instantOfLocal("2026-11-01", time(1, 30), "America/New_York")).toBe("2026-11-01T05:30:00.000Z")
    expect(instantOfLocal("2026-10-04", time(2, 15), "Australia/Lord_Howe")).toBe("2026-10-03T15:30:00.000Z")
    expect(instantOfLocal("2026-04-05", time(1, 45), "Australia/Lord_Howe")).toBe("2026-04-04T14:45:00.000Z")
    expect(instantOfLocal("2026-11-23", 24 * hourMs, "Europe/Moscow")).toBe(startOfDay("2026-11-24", "Europe/Moscow"))
  })

  it("undoes the local reading, up to the earlier pass of a repeated time", () => {
    fc.assert(
      fc.property(epochMs, zone, (at, timeZone) => {
        const local = at + utcOffsetMsAt(at, timeZone)
        const day = Math.floor(local / (24 * hourMs))
        const back = epochMsOfLocal(day, local - day * 24 * hourMs, timeZone)
        expect(back).toBeLessThanOrEqual(at)
        expect(back + utcOffsetMsAt(back, timeZone)).toBe(local)
      }),
      { numRuns: 400 },
    )
  })
})

describe("names of zones", () => {
  it.each(["Europe/Moscow", "UTC", "Asia/Kolkata", "Etc/GMT+3"])("accepts %s", (name) =>
    expect(isTimeZone(name)).toBe(true),
  )
  it.each(["+03:00", "GMT+3", "Mars/Olympus", "", "МСК"])("refuses %j", (name) => {
    expect(isTimeZone(name)).toBe(false)
    expect(() => localDateOf("2026-11-23T00:00:00.000Z", name)).toThrow(TimeZoneUnknown)
  })

  it("does not read the zone of the process", () => {
    expect(localDateOf(instantOf(epochMsOf("2026-11-23T23:30:00.000Z")), "UTC")).toBe("2026-11-23")
  })
})
