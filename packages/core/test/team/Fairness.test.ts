import { describe, expect, it } from "vitest"
import { fairnessReport } from "../../src/team/index.ts"

const person = (name: string, capacityEffort: number, receivedCount: number) => ({
  personId: `rep_${name}` as const,
  capacityEffort,
  receivedCount,
  qualifiedCount: 0,
  disqualifiedCount: 0,
})

describe("fairnessReport", () => {
  it("compares the counts of people with capacity with its spread over them alone", () => {
    const even = [person("ann", 10, 20), person("bob", 10, 20)]
    expect(fairnessReport(even).spread).toMatchObject({ statistic: 0, degrees: 1, pValue: 1 })
    // Forty more went to somebody away: that the two got less than all of them is not unfair between the two.
    const { spread, totalReceived } = fairnessReport([...even, person("cid", 0, 40)])
    expect(spread).toMatchObject({ statistic: 0, degrees: 1, pValue: 1 })
    expect(totalReceived).toBe(80)
    // By hand: (30 − 20)² / 20 twice.
    expect(fairnessReport([person("ann", 10, 30), person("bob", 10, 10)]).spread?.statistic).toBeCloseTo(10, 12)
  })
})
