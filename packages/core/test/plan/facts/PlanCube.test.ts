import { describe, expect, it } from "vitest"
import type { DealFact } from "../../../src/deal/DealFact.ts"
import { dealColumns } from "../../../src/deal/DealFact.ts"
import { cubeCellAt, planCube, planPeriod } from "../../../src/plan/index.ts"

const deal = (id: string, given: Partial<DealFact>): DealFact => ({
  id,
  clientId: null,
  ownerId: "ann",
  pipelineId: "sales",
  stageId: "won",
  outcome: "won",
  productId: "a",
  amountMinor: 100,
  listAmountMinor: null,
  currency: "RUB",
  openedOn: "2026-01-01",
  closedOn: "2026-01-15",
  ...given,
})

describe("plan cube", () => {
  it("holds facts, targets and what has no value by rep, period and product", () => {
    const columns = dealColumns([
      deal("1", {}),
      deal("2", { closedOn: "2026-02-01", amountMinor: 7 }),
      deal("3", { ownerId: null, productId: null }),
      deal("4", { currency: "EUR" }),
      deal("5", { amountMinor: null }),
      deal("6", { outcome: "lost" }),
      deal("7", { closedOn: "2026-03-01" }),
      deal("8", { closedOn: null }),
    ])
    const periods = ["2026-01", "2026-02"].flatMap((label) => planPeriod(label, null) ?? [])
    const cube = planCube(
      columns,
      periods,
      {
        owner: Int32Array.of(0, 0),
        period: Int32Array.of(0, 0),
        product: Int32Array.of(0, 0),
        amountMinor: Float64Array.of(60, 50),
      },
      "RUB",
    )
    const at = (owner: number, period: number, product: number) => cubeCellAt(cube, owner, period, product)
    expect(cube.factMinor[at(0, 0, 0)]).toBe(100)
    expect(cube.targetMinor[at(0, 0, 0)]).toBe(110)
    expect(cube.unvaluedCount[at(0, 0, 0)]).toBe(2)
    expect(cube.factMinor[at(0, 1, 0)]).toBe(7)
    expect(cube.targetMinor[at(0, 1, 0)]).toBeNaN()
    expect(cube.factMinor[at(-1, 0, -1)]).toBe(100)
    expect(cube.factMinor.reduce((sum, value) => sum + value, 0)).toBe(207)
    expect(cube.wonCount.reduce((sum, value) => sum + value, 0)).toBe(3)
  })
})
