import { describe, expect, it } from "vitest"
import { dueDay, settlementCalendar } from "../../src/settlement/DueDay.ts"
import { fiveDayCalendar, ruCalendar } from "../../src/shared/WorkCalendars.ts"

const working = (days: number) => ({ from: "document", days, counted: "working" }) as const

describe("the day an instalment is due", () => {
  it("given calendar days, then days off count", () => {
    expect(dueDay({ from: "shipment", days: 5, counted: "calendar" }, "2026-04-29", null)).toBe("2026-05-04")
  })

  it.each([
    // 1 May is a holiday, 2 and 3 a weekend: 30 April, then 4, 5, 6 and 7 May.
    ["2026-04-29", 5, "2026-05-07"],
    ["2026-04-29", 1, "2026-04-30"],
    ["2026-04-30", 1, "2026-05-04"],
    ["2026-05-01", 0, "2026-05-04"],
    ["2026-04-30", 0, "2026-04-30"],
  ])("given %s and %d working days in Russia, then it is %s", (on, days, due) => {
    expect(dueDay(working(days), on, ruCalendar)).toBe(due)
  })

  it("given no calendar, or one that ends before, then there is no day, not a guess", () => {
    expect(dueDay(working(5), "2026-04-29", null)).toBeNull()
    expect(dueDay(working(30), "2026-12-10", ruCalendar)).toBeNull()
    expect(dueDay(working(0), "2031-01-01", ruCalendar)).toBeNull()
  })

  it("given the department's choice, then it is that calendar", () => {
    expect(settlementCalendar({ calendarId: "ru" })).toBe(ruCalendar)
    expect(settlementCalendar({ calendarId: "fiveDay" })).toBe(fiveDayCalendar)
    expect(settlementCalendar({ calendarId: "ru", calendar: fiveDayCalendar })).toBe(fiveDayCalendar)
    expect(settlementCalendar({ calendar: fiveDayCalendar })).toBe(fiveDayCalendar)
    expect(settlementCalendar({})).toBeNull()
    expect(settlementCalendar(undefined)).toBeNull()
  })
})
