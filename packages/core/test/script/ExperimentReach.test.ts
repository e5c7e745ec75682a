import { experimentReach } from "@salesdept/core/script"
import { describe, expect, it } from "vitest"

const reach = (plannedClosed: number, trialSharePercent = 50) => experimentReach({ plannedClosed, trialSharePercent })

describe("what an experiment can show", () => {
  it("is nothing where too few deals are planned, and it is said", () => {
    for (const planned of [2, 4]) expect(reach(planned).leastDifference).toBeNull()
    expect(reach(4).why.en).toBe("Deals planned: 4. So few show no difference at all: plan more")
  })

  it("is by the sample size of two shares on both sides of one half", () => {
    // By hand: ((2.2414 × √0.5 + 0.8416 × √0.48) / 0.2)² = 117.5 of each version.
    expect(reach(2 * 118).leastDifference).toBe(0.2)
    expect(reach(2 * 117).leastDifference).toBe(0.21)
    expect(reach(2 * 118).why.en).toContain("a difference of 20 percentage points")
  })

  it("is less the more deals are planned, and more the less even the arms are", () => {
    const differences = [20, 100, 200, 800, 5000].map((planned) => reach(planned).leastDifference ?? 1)
    expect(differences).toEqual(differences.toSorted((left, right) => right - left))
    expect(reach(400, 10).leastDifference).toBeGreaterThan(reach(400).leastDifference ?? 1)
    expect(reach(400, 90).leastDifference).toBe(reach(400, 10).leastDifference)
  })

  it("is a hundredth at the least", () => {
    expect(reach(10_000_000).leastDifference).toBe(0.01)
  })
})
