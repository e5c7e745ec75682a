import fc from "fast-check"
import { describe, expect, it } from "vitest"
import type { Purchase, PurchaseHistorySettings } from "../../src/loyalty/index.ts"
import { historyColumns, historyProblems, purchaseHistories } from "../../src/loyalty/index.ts"
import { addDays } from "../../src/shared/index.ts"
import { hasTestData } from "../testData.ts"
import { cdnowHistories } from "./cdnow.ts"

const bought = (customerId: string, on: string, amountMinor = 100): Purchase => ({ customerId, on, amountMinor })

describe("purchaseHistories", () => {
  it("merges a day, counts from the birth, and stops at the end for all", () => {
    const purchases = [
      bought("b", "2026-01-19", 7),
      bought("a", "2026-01-05", 900),
      bought("a", "2026-01-19", 450),
      bought("a", "2026-01-19", 50),
      bought("a", "2026-02-02", 30),
      bought("a", "2026-02-10", 1),
      bought("c", "2026-02-03", 5),
    ]
    const result = purchaseHistories(purchases, { end: "2026-02-02", unit: "week", holdoutEnd: "2026-02-10" })
    expect(result).toMatchObject({ rowCount: 7, purchaseDayCount: 6, bornAfterEndCount: 1, outsideCohortCount: 0 })
    expect(result.histories).toEqual([
      {
        customerId: "b",
        bornOn: "2026-01-19",
        lastOn: "2026-01-19",
        repeatCount: 0,
        lastAt: 0,
        age: 2,
        repeatSpendMinor: 0,
        holdoutCount: 0,
        holdoutSpendMinor: 0,
      },
      {
        customerId: "a",
        bornOn: "2026-01-05",
        lastOn: "2026-02-02",
        repeatCount: 2,
        lastAt: 4,
        age: 4,
        repeatSpendMinor: 530,
        holdoutCount: 1,
        holdoutSpendMinor: 1,
      },
    ])
    expect(JSON.parse(JSON.stringify(result))).toEqual(result)
  })

  it("knows nothing of a holdout that was not asked for", () => {
    const { histories } = purchaseHistories([bought("a", "2026-01-01")], { end: "2026-01-02", unit: "day" })
    expect(histories[0]).toMatchObject({ age: 1, holdoutCount: null, holdoutSpendMinor: null })
  })

  it("takes given births, also of customers without purchases", () => {
    const births = new Map([
      ["a", "2026-01-01"],
      ["silent", "2026-01-03"],
    ])
    const { histories } = purchaseHistories([bought("a", "2026-01-02")], { end: "2026-01-04", unit: "day", births })
    expect(histories).toMatchObject([
      { customerId: "a", repeatCount: 1, lastAt: 1, age: 3 },
      { customerId: "silent", repeatCount: 0, lastAt: 0, age: 1, lastOn: "2026-01-03" },
    ])
  })

  it("keeps to a cohort", () => {
    const settings: PurchaseHistorySettings = {
      end: "2026-02-01",
      unit: "day",
      bornFrom: "2026-01-02",
      bornTo: "2026-01-03",
    }
    const days = ["2026-01-01", "2026-01-02", "2026-01-03", "2026-01-04"]
    const result = purchaseHistories(
      days.map((on) => bought(on, on)),
      settings,
    )
    expect(result.histories.map(({ customerId }) => customerId)).toEqual(["2026-01-02", "2026-01-03"])
    expect(result.outsideCohortCount).toBe(2)
  })

  it("refuses bad rows, all at once and by code", () => {
    const purchases = [
      bought("a", "2026-02-30"),
      bought("a", "2026-01-01", -1),
      bought("a", "2026-01-01", 0.5),
      bought("a", "2026-01-01", Number.NaN),
      bought("a", "2026-01-01", Number.POSITIVE_INFINITY),
    ]
    expect(() => purchaseHistories(purchases, { end: "2026-01-02", unit: "day" })).toThrow(
      expect.objectContaining({
        _tag: "InputInvalid",
        problems: [
          expect.objectContaining({ path: "purchases[0].on", code: "loyalty.date" }),
          expect.objectContaining({ path: "purchases[1].amountMinor", code: "loyalty.negativeMoney" }),
          expect.objectContaining({ path: "purchases[2].amountMinor", code: "loyalty.money" }),
          expect.objectContaining({ path: "purchases[3].amountMinor", code: "loyalty.money" }),
          expect.objectContaining({ path: "purchases[4].amountMinor", code: "loyalty.money" }),
        ],
      }),
    )
  })

  it("refuses a purchase before the birth, and settings that cannot be", () => {
    const births = new Map([["a", "2026-01-05"]])
    const early = () => purchaseHistories([bought("a", "2026-01-01")], { end: "2026-02-01", unit: "day", births })
    const problem = { path: "births.a", code: "loyalty.purchaseBeforeBirth" }
    expect(early).toThrow(expect.objectContaining({ problems: [expect.objectContaining(problem)] }))
    const settings = { end: "x", unit: "fortnight", bornFrom: "y" } as unknown as PurchaseHistorySettings
    expect(() => purchaseHistories([], settings)).toThrow(/end:.*bornFrom:.*unit:/)
    expect(() => purchaseHistories([], { end: "2026-01-02", unit: "day", holdoutEnd: "2026-01-02" })).toThrow(
      /holdoutEnd/,
    )
  })

  it("does not depend on the order of rows, and counts every day once", () => {
    const row = fc.record({
      customerId: fc.constantFrom("a", "b", "c"),
      on: fc.integer({ min: 0, max: 60 }).map((days) => addDays("2026-01-01", days)),
      amountMinor: fc.integer({ min: 0, max: 1000 }),
    })
    fc.assert(
      fc.property(fc.array(row, { minLength: 1, maxLength: 40 }), (rows) => {
        const settings = { end: "2026-02-01", unit: "week", holdoutEnd: "2026-03-10" } as const
        const forward = purchaseHistories(rows, settings)
        const byId = (result: typeof forward) =>
          result.histories.toSorted((left, right) => left.customerId.localeCompare(right.customerId))
        expect(byId(purchaseHistories(rows.toReversed(), settings))).toEqual(byId(forward))
        const counted = forward.histories.reduce((sum, each) => sum + 1 + each.repeatCount + each.holdoutCount!, 0)
        const late = new Set(
          rows
            .filter(({ customerId }) => !forward.histories.some((each) => each.customerId === customerId))
            .map(({ customerId, on }) => `${customerId}${on}`),
        )
        expect(counted + late.size).toBe(forward.purchaseDayCount)
        for (const history of forward.histories) expect(historyProblems(history)).toEqual([])
      }),
    )
  })
})

describe("historyColumns", () => {
  it("merges equal histories with their number, whatever their order", () => {
    const histories = [
      { repeatCount: 1, lastAt: 2, age: 5 },
      { repeatCount: 0, lastAt: 0, age: 5 },
      { repeatCount: 1, lastAt: 2, age: 5 },
    ]
    const columns = historyColumns(histories)
    expect(columns).toEqual(historyColumns(histories.toReversed()))
    expect([...columns.repeatCounts]).toEqual([0, 1])
    expect([...columns.weights]).toEqual([1, 2])
    expect(columns).toMatchObject({ customerCount: 3, repeatTotal: 2 })
  })

  it.each([
    [{ repeatCount: 1, lastAt: 6, age: 5 }, "loyalty.lastAfterEnd"],
    [{ repeatCount: 0, lastAt: 1, age: 5 }, "loyalty.lastWithoutRepeat"],
    [{ repeatCount: 2, lastAt: 0, age: 5 }, "loyalty.repeatWithoutLast"],
    [{ repeatCount: 1.5, lastAt: 1, age: 5 }, "loyalty.count"],
    [{ repeatCount: -1, lastAt: 0, age: 5 }, "loyalty.count"],
    [{ repeatCount: 0, lastAt: 0, age: -5 }, "loyalty.negative"],
    [{ repeatCount: 0, lastAt: 0, age: Number.POSITIVE_INFINITY }, "loyalty.notFinite"],
    [{ repeatCount: 1, lastAt: Number.NaN, age: 5 }, "loyalty.notFinite"],
  ])("refuses %j (%s)", (history, code) => {
    const good = { repeatCount: 0, lastAt: 0, age: 1 }
    expect(() => historyColumns([good, history])).toThrow(
      expect.objectContaining({
        _tag: "InputInvalid",
        problems: [expect.objectContaining({ path: expect.stringMatching(/^histories\[1\]/), code })],
      }),
    )
  })
})

describe.skipIf(!hasTestData)("CDNOW by the contract of its publications (skipped: no test data)", () => {
  it("has the published counts", () => {
    const { rowCount, purchaseDayCount, histories } = cdnowHistories("sample")
    const total = (of: (each: (typeof histories)[number]) => number) =>
      histories.reduce((sum, each) => sum + of(each), 0)
    expect({ rowCount, purchaseDayCount, customers: histories.length }).toEqual({
      rowCount: 6919,
      purchaseDayCount: 6696,
      customers: 2357,
    })
    expect(total(({ repeatCount }) => repeatCount)).toBe(2457)
    expect(histories.filter(({ repeatCount }) => repeatCount === 0)).toHaveLength(1411)
    expect(total(({ holdoutCount }) => holdoutCount!)).toBe(1882)
    expect(Math.max(...histories.map(({ age }) => age))).toBeCloseTo(38.857142857142854, 14)
    expect(historyColumns(histories).weights).toHaveLength(1016)
  })
})
