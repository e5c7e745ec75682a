import { epochMsOf, localDateTimeOf, instantOf } from "@salesdept/core/shared"
import * as fc from "fast-check"
import { describe, expect, it } from "vitest"
import { workClock } from "../../src/simulator/WorkClock.ts"

const second = (instant: string): number => epochMsOf(instant) / 1000
const moscow = workClock("2025-10-01", "2026-10-01", "Europe/Moscow", "ru")
const newYork = workClock("2025-10-01", "2026-10-01", "America/New_York", "en")

describe("working time", () => {
  it("goes from Friday's end to Monday's beginning", () => {
    // given Friday, 21 November 2025, 17:30 in Moscow; when an hour of work passes
    const later = moscow.after(second("2025-11-21T14:30:00.000Z"), 60)
    // then it is Monday, 9:30
    expect(instantOf(later * 1000)).toBe("2025-11-24T06:30:00.000Z")
  })

  it("does not go back from the day's last minute", () => {
    // given a Thursday, 17:59:07 in Moscow; when something is done at once
    const at = second("2025-11-20T14:59:07.000Z")
    // then it is not done before it came
    expect(moscow.after(at, 0)).toBe(at)
  })

  it("puts what comes at night to the next opening", () => {
    expect(instantOf(moscow.after(second("2025-11-22T20:00:00.000Z"), 0) * 1000)).toBe("2025-11-24T06:00:00.000Z")
  })

  it("passes over the New Year holidays", () => {
    // 30 December 2025 was the year's last working day in Russia, 12 January 2026 the next.
    expect(instantOf(moscow.after(second("2025-12-30T15:00:00.000Z"), 1) * 1000)).toBe("2026-01-12T06:01:00.000Z")
  })

  it.each([
    ["Moscow", moscow, "Europe/Moscow"],
    ["New York, through both changes of its clocks", newYork, "America/New_York"],
  ] as const)("always ends within working hours in %s", (_, clock, timeZone) => {
    fc.assert(
      fc.property(
        fc.integer({ min: clock.startsAt, max: clock.endsAt }),
        fc.double({ min: 0, max: 9000, noNaN: true }),
        (from, minutes) => {
          const to = clock.after(from, minutes)
          const { date, time } = localDateTimeOf(instantOf(to * 1000), timeZone)
          expect(to).toBeGreaterThanOrEqual(from)
          expect(time >= "09:00" && time < "18:00").toBe(true)
          expect(clock.kindOf(clock.dayOf(to))).toBe("workday")
          expect(clock.dateOf(to)).toBe(date)
          // and the minutes are found again, to the second
          expect(Math.abs(clock.minutesBetween(from, to) - minutes)).toBeLessThan(1 / 30)
        },
      ),
    )
  })

  it("never runs backwards", () => {
    const moment = fc.integer({ min: moscow.startsAt, max: moscow.endsAt })
    fc.assert(
      fc.property(moment, moment, fc.double({ min: 0, max: 5000, noNaN: true }), (a, b, minutes) => {
        const [early, late] = a < b ? [a, b] : [b, a]
        expect(moscow.after(early, minutes)).toBeLessThanOrEqual(moscow.after(late, minutes))
      }),
    )
  })
})
