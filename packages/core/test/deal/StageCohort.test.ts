import { describe, expect, it } from "vitest"
import type { StageCohortSettings } from "../../src/deal/StageCohort.ts"
import { stageCohort } from "../../src/deal/StageCohort.ts"
import { stageVisitColumns } from "../../src/deal/StageVisitFact.ts"
import { InputInvalid } from "../../src/shared/InputErrors.ts"

const visits = stageVisitColumns([
  { dealId: "a", stageId: "lead", enteredAt: "2026-09-01T09:00:00.000Z", leftAt: "2026-09-11T09:00:00.000Z" },
  { dealId: "a", stageId: "done", enteredAt: "2026-09-11T09:00:00.000Z", leftAt: null },
  { dealId: "b", stageId: "lead", enteredAt: "2026-10-01T00:00:00.000Z", leftAt: null },
])
const cohort = (settings: Partial<StageCohortSettings>) =>
  stageCohort(visits, {
    stageId: "lead",
    exits: [{ id: "won", stageIds: ["done"] }],
    asOf: "2026-11-23T00:00:00.000Z",
    ...settings,
  })
const codes = (settings: Partial<StageCohortSettings>): unknown => {
  try {
    return cohort(settings)
  } catch (error) {
    return error instanceof InputInvalid ? error.problems.map(({ path, code }) => [path, code]) : error
  }
}

describe("stageCohort", () => {
  it("given days of entry, then the end is not in", () => {
    const entered = { from: "2026-09-01T00:00:00.000Z", to: "2026-10-01T00:00:00.000Z" }
    expect(cohort({ entered })).toMatchObject({ enteredCount: 1, exits: [{ dealCount: 1 }], stillCount: 0 })
  })

  it("given visits in another order, then it tells the same of them", () => {
    const rows = [
      { dealId: "a", stageId: "lead", enteredAt: "2026-09-01T09:00:00.000Z", leftAt: "2026-09-11T09:00:00.000Z" },
      { dealId: "a", stageId: "offer", enteredAt: "2026-09-11T09:00:00.000Z", leftAt: "2026-09-21T09:00:00.000Z" },
      { dealId: "a", stageId: "done", enteredAt: "2026-09-21T09:00:00.000Z", leftAt: null },
    ]
    const settings: StageCohortSettings = {
      stageId: "lead",
      exits: [
        { id: "offered", stageIds: ["offer"] },
        { id: "won", stageIds: ["done"] },
      ],
      asOf: "2026-11-23T00:00:00.000Z",
    }
    const told = stageCohort(stageVisitColumns(rows), settings)
    expect(told.exits.map(({ dealCount, days }) => [dealCount, days.p50])).toEqual([
      [1, 10],
      [0, null],
    ])
    expect(stageCohort(stageVisitColumns(rows.toReversed()), settings)).toEqual(told)
    expect(stageCohort(stageVisitColumns([rows[1]!, rows[0]!, rows[2]!]), settings)).toEqual(told)
  })

  it("given dates instead of instants, then it refuses them all at once instead of finding nobody", () => {
    expect(codes({ asOf: "2026-11-23", entered: { from: "2026-09-01", to: "2026-10-01" } })).toEqual([
      ["asOf", "instant.invalid"],
      ["entered.from", "instant.invalid"],
      ["entered.to", "instant.invalid"],
    ])
  })

  it("given an end that is not after the beginning, then it refuses it", () => {
    const at = "2026-09-01T00:00:00.000Z"
    expect(codes({ entered: { from: at, to: at } })).toEqual([["entered", "period.bounds"]])
  })

  it("given a stage in two ways out, then it refuses that instead of counting it for the last", () => {
    const exits = [
      { id: "won", stageIds: ["done", "paid"] },
      { id: "over", stageIds: ["lost", "done"] },
    ]
    expect(codes({ exits })).toEqual([["exits[1].stageIds", "exits.repeatedStage"]])
  })
})
