import { describe, expect, it } from "vitest"
import { stageTimes } from "../../src/deal/StageTimes.ts"
import type { StageVisitFact } from "../../src/deal/StageVisitFact.ts"
import { stageVisitColumns } from "../../src/deal/StageVisitFact.ts"

const at = (day: number, hour = 0): string => new Date(Date.UTC(2026, 0, day, hour)).toISOString()
const visit = (dealId: string, stageId: string, entered: number, left: number | null): StageVisitFact => ({
  dealId,
  stageId,
  enteredAt: at(entered),
  leftAt: left === null ? null : at(left),
})
const times = (visits: ReadonlyArray<StageVisitFact>, basis: "visit" | "dealTotal" = "visit", asOf = at(31)) =>
  stageTimes(stageVisitColumns(visits), { asOf, basis })

describe("stageTimes", () => {
  const visits = [
    visit("a", "needs", 1, 3),
    visit("b", "needs", 1, 5),
    visit("c", "needs", 1, null),
    visit("a", "proposal", 3, 4),
    visit("a", "needs", 4, 10),
  ]

  it("given stays still running, then they count as censored, not as ended today", () => {
    const [needs, proposal] = times(visits).stages
    expect(needs).toMatchObject({ stageId: "needs", visitCount: 4, dealCount: 3, endedCount: 3, runningCount: 1 })
    expect(needs!.endedDays).toMatchObject({ n: 3, mean: 4, max: 6 })
    expect(needs!.curve.steps.map((step) => [step.time, step.atRisk, step.survival])).toEqual([
      [2, 4, 0.75],
      [4, 3, 0.5],
      [6, 2, 0.25],
    ])
    expect(needs!.curve).toMatchObject({ median: 4, lastTime: 30 })
    expect(proposal).toMatchObject({ stageId: "proposal", visitCount: 1, endedCount: 1 })
  })

  it("given a deal that came back, then its visits add up per deal on request", () => {
    const [needs] = times(visits, "dealTotal").stages
    expect(needs).toMatchObject({ visitCount: 4, dealCount: 3, endedCount: 2, runningCount: 1 })
    expect(needs!.curve.steps.map((step) => step.time)).toEqual([4, 8])
  })

  it("given a deal that came back and is there now, then its total is still running", () => {
    const [needs] = times([visit("a", "needs", 1, 3), visit("a", "needs", 5, null)], "dealTotal", at(8)).stages
    expect(needs).toMatchObject({ endedCount: 0, runningCount: 1 })
    expect(needs!.curve).toMatchObject({ lastTime: 5, median: null })
    expect(needs!.endedDays.mean).toBeNull()
  })

  it("given an earlier instant, then later exits are still running and later visits are not there", () => {
    const result = times(visits, "visit", at(4, 12))
    expect(result.stages[0]).toMatchObject({ stageId: "needs", visitCount: 4, endedCount: 1, runningCount: 3 })
    expect(times(visits, "visit", at(3, 12)).notRead).toMatchObject([
      { reason: "enteredAfterAsOf", visitCount: 1, dealIds: ["a"] },
    ])
  })

  it("given a stay that ends before it begins, then it is named", () => {
    const result = times([visit("a", "needs", 5, 3), visit("b", "needs", 1, 2)])
    expect(result.notRead).toMatchObject([{ reason: "leftBeforeEntered", visitCount: 1, dealIds: ["a"] }])
    expect(result.stages[0]!.visitCount).toBe(1)
    expect(JSON.parse(JSON.stringify(result))).toEqual(result)
  })

  it("keeps parts of a day", () => {
    const visits = [{ dealId: "a", stageId: "needs", enteredAt: at(1), leftAt: at(1, 6) }]
    expect(times(visits).stages[0]!.endedDays.mean).toBe(0.25)
  })

  it("refuses an as-of that is not an instant", () => {
    expect(() => times([], "visit", "2026-01-31")).toThrow(/asOf/)
  })
})
