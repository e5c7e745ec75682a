import { paceOf, planShape, wholeTarget } from "@salesdept/core/plan"
import type { ShapeDays } from "@salesdept/core/plan"
import { daysIn } from "@salesdept/core/shared"
import * as fc from "fast-check"
import { describe, expect, it } from "vitest"

const target = (period: string, value: number, repId?: string) =>
  wholeTarget({ measure: "wonMinor", period, value, ...(repId === undefined ? {} : { repId }) })

const days = (on: string, more: Partial<ShapeDays> = {}): ShapeDays => ({
  on,
  workingDays: (range) => daysIn(range),
  fiscalCalendar: null,
  ...more,
})

describe("how much of a target is due", () => {
  it("follows the plan's own months within a quarter, and days within the month under way", () => {
    const quarter = target("2026-Q2", 600)
    const held = [quarter, target("2026-04", 100), target("2026-05", 200), target("2026-06", 300)]
    const dueOf = planShape(held, days("2026-06-15"))
    expect(dueOf(quarter)).toEqual({ share: (100 + 200 + 150) / 600, by: "plan" })
    // A month that nothing breaks down has no seasons of its own.
    expect(dueOf(target("2026-05", 200))).toBeNull()
  })

  it("takes the months of all others where a rep has a quarter alone, and not parts with a gap between them", () => {
    const mine = target("2026-Q2", 600, "user:1")
    const others = [1, 3, 6].map((value, at) => target(`2026-0${at + 4}`, value, "user:2"))
    expect(planShape([mine, ...others], days("2026-04-30"))(mine)).toEqual({ share: 0.1, by: "plan" })
    expect(planShape([mine, ...others.slice(1)], days("2026-04-30"))(mine)).toBeNull()
  })

  it("goes by given months where the plan breaks nothing down", () => {
    const seasons = [1, 1, 1, 2, 1, 0, 1, 1, 1, 1, 1, 1]
    const quarter = target("2026-Q2", 600)
    const found = planShape([quarter], days("2026-04-30", { seasons }))(quarter)
    expect(found?.by).toBe("seasons")
    expect(found?.share).toBeCloseTo(60 / 91, 12)
    const nothing = { share: 0, by: "workingDays" } as const
    expect(paceOf(10, 100, { total: 10, elapsed: 0 }).due).toEqual(nothing)
    expect(paceOf(10, 100, { total: 10, elapsed: 5 }, found ?? null).expected.value).toBeCloseTo(6000 / 91, 12)
    // 90 are missing where the plan asks 1 − 60/91 of 100 for the rest.
    expect(paceOf(10, 100, { total: 10, elapsed: 5 }, found ?? null).requiredToPlanned.value).toBeCloseTo(
      90 / (100 - 6000 / 91),
      12,
    )
  })

  it("never falls as days go by, is 0 before the period and 1 after it", () => {
    const months = fc.tuple(...Array.from({ length: 3 }, () => fc.nat({ max: 1000 })))
    fc.assert(
      fc.property(months, fc.integer({ min: 0, max: 120 }), (values, at) => {
        const quarter = target("2026-Q2", 1)
        const held = [quarter, ...values.map((value, month) => target(`2026-0${month + 4}`, value))]
        const day = (offset: number): string => new Date(Date.UTC(2026, 2, 25 + offset)).toISOString().slice(0, 10)
        const share = (offset: number) => planShape(held, days(day(offset)))(quarter)?.share ?? Number.NaN
        fc.pre(values.some((value) => value > 0))
        expect(share(at + 1)).toBeGreaterThanOrEqual(share(at) - 1e-12)
        expect([share(0), share(110)]).toEqual([0, 1])
      }),
    )
  })
})
