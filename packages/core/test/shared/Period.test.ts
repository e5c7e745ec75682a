import fc from "fast-check"
import { describe, expect, it } from "vitest"
import { addDays, dateOfDayNumber, dayNumberOf, isoWeekdayOf } from "../../src/shared/CalendarDate.ts"
import { InputInvalid } from "../../src/shared/InputErrors.ts"
import {
  daysIn,
  instantsOf,
  nextPeriod,
  parsePeriod,
  periodContains,
  periodOf,
  previousPeriod,
  rangeOf,
  splitPeriod,
} from "../../src/shared/Period.ts"

const kinds = ["day", "week", "month", "quarter", "year"] as const
const kind = fc.constantFrom(...kinds)
const dates = (from: string, to: string) =>
  fc.integer({ min: dayNumberOf(from), max: dayNumberOf(to) }).map(dateOfDayNumber)
const date = dates("0001-02-01", "9997-12-31")

describe("calendar periods", () => {
  it.each([
    ["2026-11-23", "2026-11-23", "2026-11-24"],
    ["2026-W47", "2026-11-16", "2026-11-23"],
    ["2026-W53", "2026-12-28", "2027-01-04"],
    ["2026-11", "2026-11-01", "2026-12-01"],
    ["2026-12", "2026-12-01", "2027-01-01"],
    ["2026-Q3", "2026-07-01", "2026-10-01"],
    ["2026", "2026-01-01", "2027-01-01"],
    ["0000", "0000-01-01", "0001-01-01"],
    ["9998", "9998-01-01", "9999-01-01"],
    ["2026-11-01/2026-11-16", "2026-11-01", "2026-11-16"],
  ])("%s runs from %s to %s", (label, from, to) => expect(parsePeriod(label)).toMatchObject({ label, from, to }))

  // ISO 8601 weeks at the turn of the year, as listed in Wikipedia's "ISO week date".
  it.each([
    ["1977-01-01", "1976-W53"],
    ["1977-01-02", "1976-W53"],
    ["1977-12-31", "1977-W52"],
    ["1978-01-02", "1978-W01"],
    ["1979-12-31", "1980-W01"],
    ["1980-12-28", "1980-W52"],
    ["1980-12-29", "1981-W01"],
    ["1981-12-31", "1981-W53"],
    ["1982-01-03", "1981-W53"],
  ])("%s is in %s", (day, label) => expect(periodOf(day, "week").label).toBe(label))

  it.each([
    "2026-W54",
    "2025-W53",
    "2026-W00",
    "2026-Q0",
    "2026-Q5",
    "2026-13",
    "2026-00",
    "2026-02-29",
    "26",
    "2026-",
    "2026-1",
    "2026-w47",
    " 2026",
    "2026-11-16/2026-11-01",
    "2026-11-01/2026-11-01",
    "2026-11-01/2026-11-02/2026-11-03",
    "2026-11/2026-12",
    "9999",
    "",
  ])("does not read %j", (text) => expect(parsePeriod(text)).toBeNull())

  it("hold their day, and read back from their label", () => {
    fc.assert(
      fc.property(date, kind, (day, kind) => {
        const period = periodOf(day, kind)
        expect(periodContains(period, day)).toBe(true)
        expect(parsePeriod(period.label)).toEqual(period)
      }),
    )
  })

  it("tile the calendar: the next starts where one ends, and the previous of the next is the one", () => {
    fc.assert(
      fc.property(date, kind, (day, kind) => {
        const period = periodOf(day, kind)
        const next = nextPeriod(period)
        expect(next.from).toBe(period.to)
        expect(previousPeriod(next)).toEqual(period)
        expect(periodOf(addDays(period.to, -1), kind)).toEqual(period)
      }),
    )
  })

  it("weeks have seven days from Monday, months 28 to 31, years 365 or 366", () => {
    fc.assert(
      fc.property(date, (day) => {
        const week = periodOf(day, "week")
        expect(daysIn(week)).toBe(7)
        expect(isoWeekdayOf(week.from)).toBe(1)
        expect([28, 29, 30, 31]).toContain(daysIn(periodOf(day, "month")))
        expect([365, 366]).toContain(daysIn(periodOf(day, "year")))
      }),
    )
  })

  it("say so where they would leave years 0000–9999", () => {
    expect(() => periodOf("9999-06-01", "year")).toThrow(InputInvalid)
    expect(() => periodOf("0000-01-01", "week")).toThrow(InputInvalid)
    expect(() => periodOf("2026-02-30", "day")).toThrow(InputInvalid)
    expect(() => previousPeriod(periodOf("0000-01-01", "year"))).toThrow(InputInvalid)
  })
})

describe("ranges", () => {
  it("are half-open and not empty", () => {
    const range = rangeOf("2026-11-01", "2026-11-16")
    expect(daysIn(range)).toBe(15)
    expect([periodContains(range, "2026-11-15"), periodContains(range, "2026-11-16")]).toEqual([true, false])
    expect(() => rangeOf("2026-11-16", "2026-11-16")).toThrow(InputInvalid)
  })

  it("are followed and preceded by as many days", () => {
    const range = rangeOf("2026-11-01", "2026-11-16")
    expect(nextPeriod(range).label).toBe("2026-11-16/2026-12-01")
    expect(previousPeriod(range).label).toBe("2026-10-17/2026-11-01")
    expect(parsePeriod(range.label)).toEqual(range)
  })
})

describe("splitting", () => {
  it("gives the months of a quarter and the quarters of a year", () => {
    const labels = splitPeriod(periodOf("2026-08-01", "quarter"), "month").map(({ label }) => label)
    expect(labels).toEqual(["2026-07", "2026-08", "2026-09"])
    expect(splitPeriod(periodOf("2026-08-01", "year"), "quarter")).toHaveLength(4)
  })

  it("cuts weeks at the ends of a month", () => {
    const labels = splitPeriod(periodOf("2026-11-01", "month"), "week").map(({ label }) => label)
    expect(labels).toEqual([
      "2026-11-01/2026-11-02",
      "2026-W45",
      "2026-W46",
      "2026-W47",
      "2026-W48",
      "2026-11-30/2026-12-01",
    ])
  })

  it("cuts at the ends of the years that dates can have", () => {
    const labels = (from: string, to: string, kind: "week" | "year") =>
      splitPeriod({ from, to }, kind).map(({ label }) => label)
    expect(labels("0000-01-01", "0000-01-04", "week")).toEqual(["0000-01-01/0000-01-03", "0000-01-03/0000-01-04"])
    expect(labels("9998-01-01", "9999-12-31", "year")).toEqual(["9998", "9999-01-01/9999-12-31"])
  })

  it("leaves no gap and no overlap", () => {
    fc.assert(
      fc.property(date, fc.integer({ min: 1, max: 500 }), kind, (from, days, kind) => {
        const whole = rangeOf(from, addDays(from, days))
        const pieces = splitPeriod(whole, kind)
        expect(pieces.at(-1)?.to).toBe(whole.to)
        pieces.forEach((piece, i) => {
          expect(piece.from).toBe(i === 0 ? whole.from : pieces[i - 1]?.to)
          expect(parsePeriod(piece.label)).toEqual(piece)
        })
        expect(pieces.reduce((sum, piece) => sum + daysIn(piece), 0)).toBe(days)
      }),
    )
  })
})

describe("periods as instants", () => {
  it("follow the zone: the day the clocks go forward has 23 hours", () => {
    expect(instantsOf(periodOf("2026-03-08", "day"), "America/New_York")).toEqual({
      from: "2026-03-08T05:00:00.000Z",
      to: "2026-03-09T04:00:00.000Z",
    })
  })
})
