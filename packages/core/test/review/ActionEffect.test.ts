import { actionEffect } from "@salesdept/core/review"
import { describe, expect, it } from "vitest"

const september = { from: "2026-09-01", to: "2026-10-01" }
const october = { from: "2026-10-01", to: "2026-11-01" }
const effect = (before: number, after: number, expected: "fewer" | "more" = "fewer") =>
  actionEffect({ days: september, records: before }, { days: october, records: after }, expected)

describe("actionEffect", () => {
  it.each([
    ["effect", 24, 6, "fewer"],
    ["opposite", 24, 6, "more"],
    ["effect", 6, 24, "more"],
    ["none", 12, 10, "fewer"],
    ["notEnoughData", 5, 0, "fewer"],
    ["notEnoughData", 0, 0, "fewer"],
    ["effect", 12, 0, "fewer"],
  ] as const)("says %s for %i before and %i after, expecting %s", (outcome, before, after, expected) => {
    expect(effect(before, after, expected).outcome).toBe(outcome)
  })

  it("takes the number of days into account: twice the records in twice the days are no change", () => {
    const verdict = actionEffect(
      { days: { from: "2026-09-01", to: "2026-09-11" }, records: 10 },
      { days: { from: "2026-10-01", to: "2026-10-21" }, records: 20 },
      "fewer",
    )
    expect(verdict).toMatchObject({ outcome: "none", daysBefore: 10, daysAfter: 20, rateRatio: 1 })
  })

  it("withholds the ratio where nothing was there before", () => {
    expect(effect(0, 9, "more")).toMatchObject({ outcome: "effect", rateRatio: null, interval: null })
  })

  it("seldom sees a change where there is none", () => {
    let state = 20_261_128
    const random = (): number => (state = (state * 48_271) % 2_147_483_647) / 2_147_483_647
    const poisson = (mean: number): number => {
      let [k, product] = [0, random()]
      for (; product > Math.exp(-mean); k++) product *= random()
      return k
    }
    const outcomes = Array.from({ length: 1000 }, () => effect(poisson(30), poisson(31)).outcome)
    expect(outcomes.filter((outcome) => outcome === "effect" || outcome === "opposite").length).toBeLessThan(75)
  })
})
