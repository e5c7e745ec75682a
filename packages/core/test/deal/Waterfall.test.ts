import fc from "fast-check"
import { describe, expect, it } from "vitest"
import type { DealFact } from "../../src/deal/DealFact.ts"
import { dealColumns } from "../../src/deal/DealFact.ts"
import { selectDeals } from "../../src/deal/DealRows.ts"
import type { Waterfall, WaterfallBucketKind } from "../../src/deal/Waterfall.ts"
import { waterfallBucketKinds, waterfallBucketNames } from "../../src/deal/Waterfall.ts"
import { waterfallByFlow } from "../../src/deal/WaterfallByFlow.ts"
import { waterfallByPair } from "../../src/deal/WaterfallByPair.ts"
import { hasTestData } from "../testData.ts"
import { deal, deals } from "./deals.ts"
import { mavenColumns } from "./maven.ts"

const expectBalance = ({ start, buckets, end }: Waterfall): void => {
  expect(buckets.reduce((sum, each) => sum + each.countChange, start.dealCount)).toBe(end.dealCount)
  expect(buckets.reduce((sum, each) => sum + each.amountChangeMinor, start.amountMinor)).toBe(end.amountMinor)
}

const bar = (waterfall: Waterfall, kind: WaterfallBucketKind): Waterfall["buckets"][number] =>
  waterfall.buckets.find((each) => each.kind === kind)!

const flow = (list: ReadonlyArray<DealFact>, from: string, to: string): Waterfall => {
  const columns = dealColumns(list)
  return waterfallByFlow(columns, selectDeals(columns).rows, { period: { from, to }, currency: "RUB" })
}

const pair = (before: ReadonlyArray<DealFact>, after: ReadonlyArray<DealFact>, ownerId?: string): Waterfall => {
  const side = (on: string, list: ReadonlyArray<DealFact>) => {
    const columns = dealColumns(list)
    return { on, columns, rows: selectDeals(columns, ownerId === undefined ? {} : { ownerId }).rows }
  }
  return waterfallByPair(side("2026-01-31", before), side("2026-03-01", after), { currency: "RUB" })
}

describe("waterfallByFlow", () => {
  it("given a deal created and lost within the days, then it is in both bars", () => {
    const waterfall = flow(
      [deal({ id: "a", outcome: "lost", openedOn: "2026-02-01", closedOn: "2026-02-03" })],
      "2026-02-01",
      "2026-03-01",
    )
    expect(bar(waterfall, "new")).toEqual({ kind: "new", countChange: 1, amountChangeMinor: 100_00, dealIds: ["a"] })
    expect(bar(waterfall, "lost")).toEqual({
      kind: "lost",
      countChange: -1,
      amountChangeMinor: -100_00,
      dealIds: ["a"],
    })
    expect(waterfall).toMatchObject({
      startOn: "2026-01-31",
      endOn: "2026-02-28",
      start: { dealCount: 0 },
      end: { dealCount: 0 },
    })
  })

  it("given rows of today, then bars that need history are not observable, rather than zero", () => {
    const waterfall = flow([], "2026-02-01", "2026-03-01")
    expect(waterfall.buckets.map((each) => each.kind)).toEqual(["new", "lost", "won"])
    expect([...waterfall.notObservable, "new", "lost", "won"].toSorted()).toEqual([...waterfallBucketKinds].toSorted())
  })

  it("given deals that state no amount, have no dates or another currency, then they are named", () => {
    const waterfall = flow(
      [
        deal({ id: "a", amountMinor: null }),
        deal({ id: "b", openedOn: null }),
        deal({ id: "c", currency: "EUR" }),
        deal({ id: "d", outcome: "won", closedOn: null }),
      ],
      "2026-02-01",
      "2026-03-01",
    )
    expect(waterfall).toMatchObject({ start: { dealCount: 1, amountMinor: 0 }, unstatedDealIds: ["a"] })
    expect(waterfall.notRead.map((each) => [each.reason, each.dealIds])).toEqual([
      ["openedOnMissing", ["b"]],
      ["otherCurrency", ["c"]],
      ["closedOnMissing", ["d"]],
    ])
  })

  it("balances in count and money and telescopes over days for any deals", () => {
    fc.assert(
      fc.property(deals, (list) => {
        const [first, second, both] = [
          flow(list, "2026-01-05", "2026-01-21"),
          flow(list, "2026-01-21", "2026-02-10"),
          flow(list, "2026-01-05", "2026-02-10"),
        ] as const
        for (const waterfall of [first, second, both]) expectBalance(waterfall)
        expect(first.start).toEqual(both.start)
        expect(first.end).toEqual(second.start)
        expect(second.end).toEqual(both.end)
        for (const each of both.buckets) {
          const parts = [bar(first, each.kind), bar(second, each.kind)] as const
          expect(parts[0].countChange + parts[1].countChange).toBe(each.countChange)
          expect(parts[0].amountChangeMinor + parts[1].amountChangeMinor).toBe(each.amountChangeMinor)
          expect([...parts[0].dealIds, ...parts[1].dealIds].toSorted()).toEqual(each.dealIds.toSorted())
        }
        expect(JSON.parse(JSON.stringify(both))).toEqual(both)
      }),
    )
  })

  it("refuses a period without a day", () => {
    expect(() => flow([], "2026-02-02", "2026-02-02")).toThrow(/period/)
  })
})

describe("waterfallByPair", () => {
  const before = [
    deal({ id: "won" }),
    deal({ id: "lost" }),
    deal({ id: "merged" }),
    deal({ id: "up" }),
    deal({ id: "down" }),
    deal({ id: "same" }),
    deal({ id: "given", amountMinor: 700 }),
    deal({ id: "taken", ownerId: "bob" }),
    deal({ id: "back", outcome: "lost", closedOn: "2026-01-10" }),
    deal({ id: "euro" }),
    deal({ id: "ruble", currency: "EUR" }),
  ]
  const after = [
    deal({ id: "won", outcome: "won", amountMinor: 900_00, ownerId: "bob", closedOn: "2026-02-10" }),
    deal({ id: "lost", outcome: "lost", closedOn: "2026-02-10" }),
    deal({ id: "up", amountMinor: 130_00 }),
    deal({ id: "down", amountMinor: 90_00 }),
    deal({ id: "same" }),
    deal({ id: "given", ownerId: "bob", amountMinor: 800 }),
    deal({ id: "taken" }),
    deal({ id: "back" }),
    deal({ id: "euro", currency: "EUR" }),
    deal({ id: "ruble" }),
    deal({ id: "fresh" }),
    deal({ id: "passing", outcome: "won", closedOn: "2026-02-10" }),
  ]

  it("given one change of each sort, then each deal is in exactly the bar of the stated precedence", () => {
    const waterfall = pair(before, after, "ann")
    const shown = waterfall.buckets.map((each) => [each.kind, each.countChange, each.amountChangeMinor, each.dealIds])
    expect(shown).toEqual([
      ["new", 1, 100_00, ["fresh"]],
      ["reopened", 1, 100_00, ["back"]],
      ["ownerIn", 1, 100_00, ["taken"]],
      ["amountUp", 0, 30_00, ["up"]],
      ["currency", 0, 0, ["euro", "ruble"]],
      ["amountDown", 0, -10_00, ["down"]],
      ["ownerOut", -1, -700, ["given"]],
      ["removed", -1, -100_00, ["merged"]],
      ["lost", -1, -100_00, ["lost"]],
      // Handed over and won: won goes first, with the amount it stood at before.
      ["won", -1, -100_00, ["won"]],
    ])
    expect(waterfall.notObservable).toEqual(["pulledIn", "pushedOut"])
    expectBalance(waterfall)
  })

  it("refuses sides in the wrong order", () => {
    const columns = dealColumns([])
    const side = (on: string) => ({ on, columns, rows: selectDeals(columns).rows })
    expect(() => waterfallByPair(side("2026-02-01"), side("2026-01-01"), { currency: "RUB" })).toThrow(/before\.on/)
  })

  it("given the whole department, then hand-overs are no bar", () => {
    const waterfall = pair(before, after)
    expect(bar(waterfall, "ownerIn").dealIds).toEqual([])
    expect(bar(waterfall, "ownerOut").dealIds).toEqual([])
    expectBalance(waterfall)
  })

  it("balances for any two sides and any scope, each deal in one bar at most, scopes summing to the whole", () => {
    fc.assert(
      fc.property(deals, deals, (left, right) => {
        const owned = (list: ReadonlyArray<DealFact>) =>
          list.map((each) => ({ ...each, ownerId: each.ownerId ?? "bob" }))
        const [earlier, later] = [owned(left), owned(right)]
        const whole = pair(earlier, later)
        const parts = [pair(earlier, later, "ann"), pair(earlier, later, "bob")]
        for (const waterfall of [whole, ...parts]) {
          expectBalance(waterfall)
          const ids = waterfall.buckets.flatMap((each) => each.dealIds)
          expect(new Set(ids).size).toBe(ids.length)
        }
        expect(parts.reduce((sum, part) => sum + part.start.amountMinor, 0)).toBe(whole.start.amountMinor)
        expect(parts.reduce((sum, part) => sum + part.end.dealCount, 0)).toBe(whole.end.dealCount)
        for (const kind of ["new", "reopened", "currency", "removed", "lost", "won"] as const) {
          const sum = parts.reduce((total, part) => total + bar(part, kind).amountChangeMinor, 0)
          expect(sum).toBe(bar(whole, kind).amountChangeMinor)
        }
        const moved = parts.reduce(
          (sum, part) => sum + bar(part, "ownerIn").countChange + bar(part, "ownerOut").countChange,
          0,
        )
        expect(moved).toBe(0)
      }),
    )
  })
})

describe.skipIf(!hasTestData)("waterfallByFlow of real-shaped opportunities (skipped: no test data)", () => {
  const columns = hasTestData ? mavenColumns() : dealColumns([])

  it.each([
    [
      "2017-05-01",
      "2017-06-01",
      [1618, 3_969_118],
      [722, 1_809_820],
      [438, 1_029_664],
      [367, 890_041],
      [1535, 3_859_233],
    ],
    [
      "2017-06-01",
      "2017-07-01",
      [1535, 3_859_233],
      [792, 1_950_402],
      [531, 1_333_684],
      [110, 259_144],
      [1686, 4_216_807],
    ],
  ])("has the published month from %s", (from, to, start, created, won, lost, end) => {
    const { rows } = selectDeals(columns)
    const waterfall = waterfallByFlow(columns, rows, { period: { from, to }, currency: "USD", measure: "listAmount" })
    const level = ({ dealCount, amountMinor }: Waterfall["start"]) => [dealCount, amountMinor / 100]
    const change = (kind: WaterfallBucketKind, sign: number) => {
      const { countChange, amountChangeMinor } = bar(waterfall, kind)
      return [sign * countChange, (sign * amountChangeMinor) / 100]
    }
    expect(level(waterfall.start)).toEqual(start)
    expect(change("new", 1)).toEqual(created)
    expect(change("won", -1)).toEqual(won)
    expect(change("lost", -1)).toEqual(lost)
    expect(level(waterfall.end)).toEqual(end)
    expect(bar(waterfall, "won").dealIds).toHaveLength(won[0]!)
    expectBalance(waterfall)
  })
})

describe("the bars of a waterfall", () => {
  it("have names of their own in both languages, in the order in which they are drawn", () => {
    expect(Object.keys(waterfallBucketNames)).toEqual([...waterfallBucketKinds])
    for (const language of ["en", "ru"] as const) {
      const names = Object.values(waterfallBucketNames).map((name) => name[language])
      expect(new Set(names).size).toBe(waterfallBucketKinds.length)
    }
  })
})
