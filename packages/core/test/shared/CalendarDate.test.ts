import fc from "fast-check"
import { describe, expect, it } from "vitest"
import {
  addDays,
  dateOfDayNumber,
  dayNumberOf,
  daysBetween,
  isCalendarDate,
  isoWeekdayOf,
  monthIndexOf,
  startOfMonth,
} from "../../src/shared/CalendarDate.ts"

const dayMs = 86_400_000
const dayNumber = fc.integer({ min: -719_528, max: 2_932_896 })

describe("calendar dates", () => {
  it("agree with the Date of JavaScript on every day of years 0000–9999", () => {
    fc.assert(
      fc.property(dayNumber, (day) => {
        const date = new Date(day * dayMs).toISOString().slice(0, 10)
        expect(dateOfDayNumber(day)).toBe(date)
        expect(dayNumberOf(date)).toBe(day)
        expect(isoWeekdayOf(date)).toBe(new Date(day * dayMs).getUTCDay() || 7)
        expect(isCalendarDate(date)).toBe(true)
      }),
      { numRuns: 2000 },
    )
  })

  it("have known numbers at the bounds", () => {
    expect([dayNumberOf("0000-01-01"), dayNumberOf("1970-01-01"), dayNumberOf("9999-12-31")]).toEqual([
      -719_528, 0, 2_932_896,
    ])
  })

  it.each(["2026-02-29", "2026-13-01", "2026-00-10", "2026-01-00", "1900-02-29", "26-01-01", "2026-1-1", "", "today"])(
    "refuses %j",
    (text) => expect(isCalendarDate(text)).toBe(false),
  )

  it.each(["2024-02-29", "2000-02-29", "0000-02-29", "9999-12-31"])("accepts %s", (text) =>
    expect(isCalendarDate(text)).toBe(true),
  )

  it("counts days across a leap day", () => {
    expect(addDays("2024-02-28", 2)).toBe("2024-03-01")
    expect(addDays("2026-01-01", -1)).toBe("2025-12-31")
    expect(daysBetween("2024-02-28", "2024-03-01")).toBe(2)
    expect(daysBetween("2024-03-01", "2024-02-28")).toBe(-2)
  })

  it("turns month indexes into first days and back", () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 119_999 }), (index) => {
        expect(isCalendarDate(startOfMonth(index))).toBe(true)
        expect(monthIndexOf(startOfMonth(index))).toBe(index)
      }),
    )
    expect(startOfMonth(2026 * 12 + 10)).toBe("2026-11-01")
  })
})
