import fc from "fast-check"
import { describe, expect, it } from "vitest"
import { dealColumns } from "../../src/deal/DealFact.ts"
import { dealBreakdown, funnel } from "../../src/deal/Funnel.ts"
import { periodColumn, selectDeals } from "../../src/deal/DealRows.ts"
import { periodOf } from "../../src/shared/Period.ts"
import { hasTestData } from "../testData.ts"
import { deal, deals } from "./deals.ts"
import { mavenColumns } from "./maven.ts"

const on = "2026-03-31"

describe("funnel", () => {
  it("given open deals, then the win rate counts the closed ones only and says of how many", () => {
    const columns = dealColumns([
      deal({ id: "a", outcome: "won", closedOn: "2026-01-05" }),
      deal({ id: "b", outcome: "lost", closedOn: "2026-01-09" }),
      deal({ id: "c" }),
      deal({ id: "d" }),
    ])
    const { figures } = funnel(columns, { on })
    expect(figures.winRate).toMatchObject({ numerator: 1, denominator: 2, ratio: 0.5, method: "wilson" })
    expect(figures).toMatchObject({ dealCount: 4, openCount: 2, wonCount: 1, lostCount: 1 })
    expect(figures.daysToClose.all).toMatchObject({ n: 2, mean: 6, min: 4, max: 8 })
  })

  it("given no closed deal, then the rate is withheld, not 0", () => {
    const { figures } = funnel(dealColumns([deal({ id: "a" })]), { on })
    expect(figures.winRate).toMatchObject({ denominator: 0, ratio: null, interval: null })
    expect(figures.daysToClose.all.mean).toBeNull()
    expect(figures.wonAmount).toEqual([])
  })

  it("given deals without an amount or in two currencies, then money stays apart and says what is not stated", () => {
    const columns = dealColumns([
      deal({ id: "a", amountMinor: 100 }),
      deal({ id: "b", amountMinor: null }),
      deal({ id: "c", amountMinor: null, currency: "EUR" }),
    ])
    expect(funnel(columns, { on }).figures.openAmount).toEqual([
      { currency: "EUR", amountMinor: null, statedCount: 0, unstatedCount: 1, meanMinor: null },
      { currency: "RUB", amountMinor: 100, statedCount: 1, unstatedCount: 1, meanMinor: 100 },
    ])
  })

  it("given dates that cannot be used, then they are counted and named, not dropped", () => {
    const columns = dealColumns([
      deal({ id: "a", openedOn: null }),
      deal({ id: "b", outcome: "won", openedOn: null, closedOn: "2026-01-05" }),
      deal({ id: "c", outcome: "won", closedOn: null }),
      deal({ id: "d", outcome: "lost", openedOn: "2026-02-01", closedOn: "2026-01-05" }),
      deal({ id: "e", openedOn: "2026-04-01" }),
    ])
    const { curve, figures } = funnel(columns, { on })
    expect(curve.notRead.map((each) => [each.reason, each.dealCount, each.dealIds])).toEqual([
      ["openedOnMissing", 2, ["a", "b"]],
      ["closedOnMissing", 1, ["c"]],
      ["closedBeforeOpened", 1, ["d"]],
      ["openedAfterAsOf", 1, ["e"]],
    ])
    expect(figures.daysToClose.notRead.map((each) => each.dealCount)).toEqual([1, 1, 1])
    expect(figures.wonCount).toBe(2)
    const asked = funnel(columns, { on, filter: { closed: periodOf("2026-01-01", "quarter") } })
    expect(asked.notRead).toMatchObject([{ reason: "closedOnMissing", dealIds: ["c"] }])
  })

  it("given an as-of day before a closing, then the curve takes the deal as open", () => {
    const columns = dealColumns([
      deal({ id: "a", outcome: "won", closedOn: "2026-01-11" }),
      deal({ id: "b", outcome: "won", closedOn: "2026-01-21" }),
    ])
    const at = (day: string) => funnel(columns, { on: day }).curve
    expect(at("2026-01-20")).toMatchObject({ wonCount: 1, openCount: 1, longestDays: 19 })
    expect(at("2026-01-21")).toMatchObject({ wonCount: 2, openCount: 0, longestDays: 20 })
  })

  it("given a source that began to record closings late, then older deals enter the curve only then", () => {
    const columns = dealColumns([
      deal({ id: "early", outcome: "won", closedOn: "2026-01-10" }),
      deal({ id: "there", outcome: "won", closedOn: "2026-02-01" }),
      deal({ id: "fresh", outcome: "won", openedOn: "2026-02-05", closedOn: "2026-02-25" }),
    ])
    const { curve } = funnel(columns, { on, closingsRecordedFrom: "2026-02-01" })
    expect(curve).toMatchObject({ dealCount: 2, neverObservedCount: 1, closingsRecordedFrom: "2026-02-01" })
    // At day 20 only the fresh deal was watched; the other came under observation at day 31.
    expect(curve.steps.map((step) => [step.ageDays, step.atRisk])).toEqual([
      [20, 1],
      [31, 1],
    ])
  })

  it("given bounds in the wrong order or days that do not exist, then all are refused at once", () => {
    const filter = {
      opened: { from: "2026-02-30", to: "2026-03-01" },
      closed: { from: "2026-03-01", to: "2026-03-01" },
    }
    expect(() => funnel(dealColumns([]), { on, filter })).toThrow(/opened\.from.*closed/)
    expect(() => funnel(dealColumns([]), { on: "yesterday" })).toThrow(/on: /)
  })

  it("breaks down into lines that sum to the whole, those without a value last", () => {
    fc.assert(
      fc.property(deals, (list) => {
        const columns = dealColumns(list)
        const { rows } = selectDeals(columns)
        const whole = funnel(columns, { on }).figures
        for (const by of [columns.owner, columns.currency, periodColumn(columns.closedDay, "month")]) {
          const lines = dealBreakdown(columns, rows, by)
          const sum = (of: (line: (typeof lines)[number]) => number): number =>
            lines.reduce((total, line) => total + of(line), 0)
          expect(sum((line) => line.dealCount)).toBe(whole.dealCount)
          expect(sum((line) => line.winRate.numerator)).toBe(whole.winRate.numerator)
          expect(sum((line) => line.winRate.denominator)).toBe(whole.winRate.denominator)
          expect(sum((line) => line.daysToClose.all.n)).toBe(whole.daysToClose.all.n)
          const rubles = (figures: typeof whole): number =>
            figures.wonAmount.find((total) => total.currency === "RUB")?.amountMinor ?? 0
          expect(sum(rubles)).toBe(rubles(whole))
          const values = lines.map((line) => line.value).filter((value) => value !== null)
          expect(values).toEqual(values.toSorted())
          expect(lines.slice(0, -1).every((line) => line.value !== null)).toBe(true)
        }
        const result = funnel(columns, { on })
        expect(JSON.parse(JSON.stringify(result))).toEqual(result)
        expect(result.curve.dealCount + result.curve.notRead.reduce((sum, each) => sum + each.dealCount, 0)).toBe(
          list.length,
        )
      }),
    )
  })
})

describe.skipIf(!hasTestData)("funnel of 8,800 real-shaped opportunities (skipped: no test data)", () => {
  const columns = hasTestData ? mavenColumns() : dealColumns([])
  const whole = funnel(columns, { on: "2017-12-31" })
  const all = selectDeals(columns).rows

  it("has the published stages, money and win rate", () => {
    expect(whole.stages.map((stage) => [stage.stageId, stage.dealCount])).toEqual([
      ["Engaging", 1589],
      ["Lost", 2473],
      ["Prospecting", 500],
      ["Won", 4238],
    ])
    const won = whole.figures.wonAmount[0]!
    expect(won).toMatchObject({ currency: "USD", amountMinor: 10_005_534_00, statedCount: 4238, unstatedCount: 0 })
    expect(won.meanMinor! / 100).toBeCloseTo(2360.9093912223, 9)
    const { numerator, denominator, ratio, interval } = whole.figures.winRate
    expect([numerator, denominator]).toEqual([4238, 6711])
    expect(ratio).toBeCloseTo(0.6315005215, 9)
    expect(interval!.lower).toBeCloseTo(0.6198869148, 9)
    expect(interval!.upper).toBeCloseTo(0.6429636694, 9)
  })

  it("has the published days to close", () => {
    const { all: closed, won, lost, notRead } = whole.figures.daysToClose
    expect(closed).toMatchObject({ n: 6711, min: 1, p10: 4, p25: 8, p50: 45, p75: 85, p90: 104, p95: 114.5, max: 138 })
    expect(won).toMatchObject({ n: 4238, min: 1, p10: 5, p25: 9, p50: 57, p75: 88, p90: 106, p95: 116, max: 138 })
    expect(lost).toMatchObject({ n: 2473, min: 1, p10: 2, p25: 7, p50: 14, p75: 79, p90: 100, p95: 110, max: 138 })
    const pairs = [
      [closed, 47.9853971092, 41.0576646736],
      [won, 51.7819726286, 41.1716031621],
      [lost, 41.479175091, 40.0411761039],
    ] as const
    for (const [figures, mean, standardDeviation] of pairs) {
      expect(figures.mean).toBeCloseTo(mean, 9)
      expect(figures.standardDeviation).toBeCloseTo(standardDeviation, 9)
    }
    expect(notRead).toEqual([])
  })

  it.each([
    ["GTK 500", 40, 15, 10, 15, 0.6, 0.4073945736, 0.7659669762, 400_612, 69, 53.72, 0.9977385933],
    [
      "GTX Basic",
      1866,
      915,
      521,
      337,
      0.6371866295,
      0.6119828332,
      0.6616584053,
      499_263,
      61,
      49.9059888579,
      0.9920774963,
    ],
    [
      "GTX Plus Basic",
      1383,
      653,
      398,
      258,
      0.6213130352,
      0.5915960787,
      0.6501464105,
      705_275,
      56,
      49.4100856327,
      0.9854503638,
    ],
    [
      "GTX Plus Pro",
      968,
      479,
      266,
      176,
      0.6429530201,
      0.6078951604,
      0.6765442192,
      2_629_651,
      57,
      46.0765100671,
      1.0014368527,
    ],
    [
      "GTX Pro",
      1480,
      729,
      418,
      253,
      0.6355710549,
      0.6073094628,
      0.6629275865,
      3_510_578,
      47,
      45.7349607672,
      0.9988814938,
    ],
    [
      "MG Advanced",
      1412,
      654,
      430,
      242,
      0.6033210332,
      0.5738829474,
      0.6320294107,
      2_216_387,
      57.5,
      47.1226937269,
      0.9988125399,
    ],
    [
      "MG Special",
      1651,
      793,
      430,
      308,
      0.6484055601,
      0.6212191866,
      0.6746625652,
      43_768,
      57,
      48.4268192968,
      1.0035079674,
    ],
  ])(
    "has the published figures of product %s",
    (product, created, won, lost, engaging, rate, lower, upper, value, median, mean, price) => {
      const line = dealBreakdown(columns, all, columns.product).find((each) => each.value === product)!
      expect(line).toMatchObject({ dealCount: created, wonCount: won, lostCount: lost })
      const { rows } = selectDeals(columns, { productId: product, stageId: "Engaging" })
      expect(rows).toHaveLength(engaging)
      expect(line.winRate.ratio).toBeCloseTo(rate, 9)
      expect(line.winRate.interval!.lower).toBeCloseTo(lower, 9)
      expect(line.winRate.interval!.upper).toBeCloseTo(upper, 9)
      expect(line.wonAmount[0]!.amountMinor).toBe(value * 100)
      expect(line.daysToClose.won.p50).toBe(median)
      expect(line.daysToClose.all.mean).toBeCloseTo(mean, 9)
      expect(line.realisedPrice[0]!.ratio).toBeCloseTo(price, 9)
    },
  )

  it.each([
    ["Darcel Schlecht", 747, 349, 204, 0.6311030741, 1_153_214, 48, 45.842676311, 0.9966157649],
    ["Anna Snelling", 448, 208, 128, 0.619047619, 275_056, 59.5, 49.9761904762, 0.9988996183],
    ["Moses Frase", 260, 129, 66, 0.6615384615, 207_182, 78, 56.9230769231, 1.0086953982],
  ])("has the published figures of agent %s", (agent, created, won, lost, rate, value, median, mean, price) => {
    const line = dealBreakdown(columns, all, columns.owner).find((each) => each.value === agent)!
    expect(line).toMatchObject({ dealCount: created, wonCount: won, lostCount: lost })
    expect(line.winRate.ratio).toBeCloseTo(rate, 9)
    expect(line.wonAmount[0]!.amountMinor).toBe(value * 100)
    expect(line.daysToClose.won.p50).toBe(median)
    expect(line.daysToClose.all.mean).toBeCloseTo(mean, 9)
    expect(line.realisedPrice[0]!.ratio).toBeCloseTo(price, 9)
  })

  it("has thirty agents with deals", () => {
    expect(dealBreakdown(columns, all, columns.owner)).toHaveLength(30)
  })

  it("has the published quarters by closing date, whether broken down or filtered", () => {
    const lines = dealBreakdown(columns, all, periodColumn(columns.closedDay, "quarter"))
    expect(lines.map((line) => [line.value, line.wonCount, line.lostCount, line.wonAmount[0]?.amountMinor])).toEqual([
      ["2017-Q1", 531, 116, 1_134_672_00],
      ["2017-Q2", 1254, 778, 3_086_111_00],
      ["2017-Q3", 1257, 790, 2_982_255_00],
      ["2017-Q4", 1196, 789, 2_802_496_00],
      [null, 0, 0, undefined],
    ])
    const filter = { closed: periodOf("2017-08-01", "quarter") }
    const third = funnel(columns, { on: "2017-12-31", filter }).figures
    expect(third.winRate).toEqual(lines[2]!.winRate)
    expect(third.winRate.ratio).toBeCloseTo(0.6140693698, 9)
    expect(third.dealCount).toBe(2047)
  })
})
