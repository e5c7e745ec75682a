import { describe, expect, it } from "vitest"
import type { DealFact } from "../../../src/deal/DealFact.ts"
import { dealColumns } from "../../../src/deal/DealFact.ts"
import { dateOfDayNumber, dayNumberOf } from "../../../src/shared/CalendarDate.ts"
import { InputInvalid } from "../../../src/shared/InputErrors.ts"
import { attainment, creditsOf, wonDealCells } from "../../../src/plan/index.ts"
import { hasTestData } from "../../testData.ts"
import { mavenDeals } from "../mavenDeals.ts"
import { thrownBy } from "../thrownBy.ts"

const deal = (id: string, closedDay: number | null, changes: Partial<DealFact> = {}): DealFact => ({
  id,
  clientId: null,
  ownerId: "ann",
  pipelineId: "sales",
  stageId: "done",
  outcome: "won",
  productId: null,
  amountMinor: 100,
  listAmountMinor: null,
  currency: "RUB",
  openedOn: null,
  closedOn: closedDay === null ? null : dateOfDayNumber(closedDay),
  ...changes,
})

const columns = dealColumns([
  deal("a", 10),
  deal("b", 19),
  deal("c", 20),
  deal("before", 9),
  deal("after", 30),
  deal("gap", 25),
  deal("undated", null),
  deal("lost", 12, { outcome: "lost" }),
  deal("unpriced", 12, { amountMinor: null }),
  deal("foreign", 12, { currency: "USD" }),
  deal("unowned", 22, { ownerId: null, amountMinor: 7 }),
  deal("only unpriced", 21, { ownerId: "bob", amountMinor: null }),
])
const periods = [
  { id: "late", fromDay: 20, toDay: 25 },
  { id: "early", fromDay: 10, toDay: 20 },
  { id: "last", fromDay: 26, toDay: 30 },
]

describe("wonDealCells", () => {
  it("gives the money of a split deal to those credited with it, and counts deals by owner", () => {
    const split = dealColumns([deal("deal_a", 10), deal("deal_b", 11, { amountMinor: 101 })])
    const shares = [
      { repId: "bob", weight: 1 },
      { repId: "cat", weight: 2 },
    ]
    const credits = creditsOf([
      { id: "deal_a", creditShares: [] },
      { id: "deal_b", creditShares: shares },
    ])
    const told = (of: "amountMinor" | "deals") =>
      wonDealCells(split, periods, { currency: "RUB", of, credits, withIds: true }).map(
        ({ count, ids, repId, value }) => ({
          count,
          ids,
          repId,
          value,
        }),
      )
    expect(told("amountMinor")).toEqual([
      { repId: "ann", value: 100, count: 1, ids: ["deal_a"] },
      { repId: "bob", value: 34, count: 1, ids: ["deal_b"] },
      { repId: "cat", value: 67, count: 1, ids: ["deal_b"] },
    ])
    expect(told("deals")).toEqual([{ repId: "ann", value: 2, count: 2, ids: ["deal_a", "deal_b"] }])
  })

  it("sums won deals by owner and period, with the ids behind each cell and the unvalued beside it", () => {
    expect(wonDealCells(columns, periods, { currency: "RUB", withIds: true })).toEqual([
      {
        repId: null,
        periodId: "late",
        measure: "wonMinor",
        value: 7,
        count: 1,
        ids: ["unowned"],
        unvaluedCount: 0,
        unvaluedIds: [],
      },
      {
        repId: "ann",
        periodId: "late",
        measure: "wonMinor",
        value: 100,
        count: 1,
        ids: ["c"],
        unvaluedCount: 0,
        unvaluedIds: [],
      },
      {
        repId: "ann",
        periodId: "early",
        measure: "wonMinor",
        value: 200,
        count: 2,
        ids: ["a", "b"],
        unvaluedCount: 2,
        unvaluedIds: ["unpriced", "foreign"],
      },
      {
        repId: "bob",
        periodId: "late",
        measure: "wonMinor",
        value: 0,
        count: 0,
        ids: [],
        unvaluedCount: 1,
        unvaluedIds: ["only unpriced"],
      },
    ])
  })

  it("counts deals of any currency where deals are what is measured", () => {
    const cells = wonDealCells(columns, periods, { currency: "RUB", of: "deals" })
    expect(cells.map(({ repId, periodId, value }) => [repId, periodId, value])).toEqual([
      [null, "late", 1],
      ["ann", "late", 1],
      ["ann", "early", 4],
      ["bob", "late", 1],
    ])
    expect(cells[0]).toMatchObject({ measure: "wonDeals", ids: null, unvaluedIds: null })
  })

  it("refuses periods that overlap, repeat or have no days, all at once", () => {
    const given = [
      { id: "a", fromDay: 0, toDay: 10 },
      { id: "a", fromDay: 9, toDay: 12 },
      { id: "b", fromDay: 20, toDay: 20 },
    ]
    const error = thrownBy(InputInvalid, () => wonDealCells(columns, given, { currency: "RUB" }))
    expect(error.problems.map(({ code }) => code)).toEqual(["period.duplicate", "period.empty", "period.overlap"])
    expect(wonDealCells(columns, [], { currency: "RUB" })).toEqual([])
  })
})

describe.skipIf(!hasTestData)(`won deals of the CRM set${hasTestData ? "" : " (skipped: no test data)"}`, () => {
  it("sums to the reference by quarter, and compares each agent with the prior quarter where no plan exists", () => {
    const starts = ["2017-01-01", "2017-04-01", "2017-07-01", "2017-10-01", "2018-01-01"].map(dayNumberOf)
    const quarters = starts
      .slice(0, -1)
      .map((fromDay, index) => ({ id: `2017-Q${index + 1}`, fromDay, toDay: starts[index + 1] ?? fromDay }))
    const facts = wonDealCells(dealColumns(mavenDeals()), quarters, { currency: "USD" })
    const total = (id: string) =>
      facts.filter(({ periodId }) => periodId === id).reduce((sum, { value }) => sum + value, 0)
    expect(quarters.map(({ id }) => total(id))).toEqual([1_134_672_00, 3_086_111_00, 2_982_255_00, 2_802_496_00])
    const cells = attainment({ periods: [{ id: "2017-Q3", priorId: "2017-Q2" }], targets: [], facts })
    expect(new Set(cells.map(({ against }) => against))).toEqual(new Set(["priorPeriod"]))
    expect(cells.reduce((sum, { gap }) => sum + (gap ?? 0), 0)).toBe(-103_856_00)
  })
})
