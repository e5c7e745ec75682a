import fc from "fast-check"
import { describe, expect, it } from "vitest"
import type { Purchase, RfmFact, RfmScale } from "../../src/loyalty/index.ts"
import { rfmFacts, rfmScores, segmentMap, segmentSummaries } from "../../src/loyalty/index.ts"
import { quantile } from "../../src/stats/index.ts"
import { hasTestData, readTestData } from "../testData.ts"
import { cdnowPurchases } from "./cdnow.ts"

const bought = (customerId: string, on: string, amountMinor: number): Purchase => ({ customerId, on, amountMinor })

describe("rfmFacts", () => {
  const purchases = [
    bought("a", "2026-01-01", 10),
    bought("a", "2026-01-05", 20),
    bought("a", "2026-01-05", 30),
    bought("b", "2026-01-10", 5),
    bought("b", "2026-01-11", 500),
  ]

  it("reads the window up to the day of reference, and counts days or rows", () => {
    const on = "2026-01-10"
    expect(rfmFacts(purchases, { on })).toEqual([
      { customerId: "a", recencyDays: 5, frequency: 2, spendMinor: 60 },
      { customerId: "b", recencyDays: 0, frequency: 1, spendMinor: 5 },
    ])
    expect(rfmFacts(purchases, { on, count: "rows", spend: "mean" })[0]).toMatchObject({
      frequency: 3,
      spendMinor: 20,
    })
    expect(rfmFacts(purchases, { on, from: "2026-01-10" })).toHaveLength(1)
  })

  it("refuses bad rows and dates", () => {
    const bad = [bought("a", "2026-13-01", -1)]
    expect(() => rfmFacts(bad, { on: "yesterday" })).toThrow(/on.*purchases\[0\]\.on.*purchases\[0\]\.amountMinor/)
  })
})

const factArbitrary = fc.record({
  customerId: fc.string(),
  recencyDays: fc.integer({ min: 0, max: 20 }),
  frequency: fc.integer({ min: 1, max: 4 }),
  spendMinor: fc.integer({ min: 0, max: 30 }),
})

describe("rfmScores", () => {
  it("never splits equal customers, keeps the order, and counts everyone once, for any number of bins", () => {
    const base = fc.uniqueArray(factArbitrary, {
      minLength: 1,
      maxLength: 60,
      selector: ({ customerId }) => customerId,
    })
    fc.assert(
      fc.property(base, fc.integer({ min: 2, max: 12 }), (facts, bins) => {
        const { scores, counts } = rfmScores(facts, { kind: "minRank", bins })
        const below = (field: "frequency" | "spendMinor", value: number): number =>
          facts.filter((fact) => fact[field] < value).length
        scores.forEach((score, i) => {
          const fact = facts[i]!
          // The definition itself: ⌊others below × bins ÷ n⌋ + 1.
          const worse = facts.filter(({ recencyDays }) => recencyDays > fact.recencyDays).length
          expect(score.recency).toBe(Math.floor((worse * bins) / facts.length) + 1)
          expect(score.frequency).toBe(Math.floor((below("frequency", fact.frequency) * bins) / facts.length) + 1)
          expect(score.spend).toBe(Math.floor((below("spendMinor", fact.spendMinor) * bins) / facts.length) + 1)
        })
        for (const column of Object.values(counts) as ReadonlyArray<ReadonlyArray<number>>) {
          expect(column).toHaveLength(bins)
          expect(column.reduce((sum, count) => sum + count, 0)).toBe(facts.length)
        }
      }),
    )
  })

  it("scores alike by the limits that the ranks amount to", () => {
    const base = fc.uniqueArray(factArbitrary, {
      minLength: 1,
      maxLength: 60,
      selector: ({ customerId }) => customerId,
    })
    fc.assert(
      fc.property(base, fc.integer({ min: 2, max: 9 }), (facts, bins) => {
        const byRank = rfmScores(facts, { kind: "minRank", bins })
        const byLimits = rfmScores(facts, { kind: "thresholds", thresholds: byRank.thresholds })
        expect(byLimits.scores).toEqual(byRank.scores)
        expect(JSON.parse(JSON.stringify(byRank))).toEqual(byRank)
      }),
    )
  })

  it("scores by stated limits, at the limit the better score", () => {
    const fact = (recencyDays: number, frequency: number, spendMinor: number): RfmFact => ({
      customerId: `${recencyDays}`,
      recencyDays,
      frequency,
      spendMinor,
    })
    const thresholds = { recencyDays: [90, 30], frequency: [2, 5], spendMinor: [1000, null] }
    const scale: RfmScale = { kind: "thresholds", thresholds }
    const { scores, bins } = rfmScores([fact(90, 2, 1000), fact(91, 1, 999), fact(30, 5, 1e9)], scale)
    expect(bins).toBe(3)
    expect(scores.map(({ recency, frequency, spend }) => [recency, frequency, spend])).toEqual([
      [2, 2, 2],
      [1, 1, 1],
      [3, 3, 2],
    ])
  })

  it("refuses who stands in the base twice: that would shift everybody's ranks", () => {
    const fact = (customerId: string) => ({ customerId, recencyDays: 1, frequency: 1, spendMinor: 1 })
    expect(() => rfmScores(["a", "b", "a", "a"].map(fact), { kind: "minRank", bins: 3 })).toThrow(
      expect.objectContaining({
        problems: [2, 3].map((i) =>
          expect.objectContaining({ path: `facts[${i}].customerId`, code: "loyalty.repeatedCustomer" }),
        ),
      }),
    )
  })

  it("refuses numbers that are none, and scales out of order", () => {
    const bad = { customerId: "a", recencyDays: Number.NaN, frequency: Number.POSITIVE_INFINITY, spendMinor: -1 }
    expect(() => rfmScores([bad], { kind: "minRank", bins: 1 })).toThrow(
      expect.objectContaining({
        problems: [
          expect.objectContaining({ path: "facts[0].recencyDays", code: "loyalty.notFinite" }),
          expect.objectContaining({ path: "facts[0].frequency", code: "loyalty.notFinite" }),
          expect.objectContaining({ path: "facts[0].spendMinor", code: "loyalty.negativeMoney" }),
          expect.objectContaining({ path: "bins" }),
        ],
      }),
    )
    const thresholds = { recencyDays: [30, 90], frequency: [5, 2], spendMinor: [1] }
    expect(() => rfmScores([], { kind: "thresholds", thresholds })).toThrow(
      /thresholds\.recencyDays.*thresholds\.frequency.*thresholds\.spendMinor/,
    )
    expect(rfmScores([], { kind: "minRank", bins: 3 })).toMatchObject({ scores: [], counts: { spend: [0, 0, 0] } })
  })
})

describe.skipIf(!hasTestData)("RFM on published data (skipped: no test data)", () => {
  it("leaves CDNOW's one-time buyers together by minimum rank", () => {
    const facts = rfmFacts(cdnowPurchases("sample"), { on: "1997-09-30" })
    const { counts, thresholds } = rfmScores(facts, { kind: "minRank", bins: 5 })
    expect(counts.frequency).toEqual([1411, 0, 439, 214, 293])
    // Score 2 is empty: whoever reaches it reaches 3 as well.
    expect(thresholds.frequency).toEqual([2, 2, 3, 4])
  })

  it("reproduces the table of the R package rfm: its limits, and both versions of its map", () => {
    const orders = readTestData("loyalty/rfm/rfm_data_orders.csv")
      .trim()
      .split(/\r?\n/)
      .slice(1)
      .map((line) => line.split(","))
    const purchases = orders.map(([customerId = "", on = "", revenue]) => bought(customerId, on, Number(revenue)))
    const facts = rfmFacts(purchases, { on: "2006-12-31", count: "rows" })
    expect(facts).toHaveLength(995)
    expect(facts.reduce((sum, { frequency }) => sum + frequency, 0)).toBe(4906)
    // The package adds 1 to the inner quantiles and takes bins as [lower, upper).
    const cuts = (values: ReadonlyArray<number>) => [0.2, 0.4, 0.6, 0.8].map((share) => quantile(values, share)! + 1)
    const recencyCuts = cuts(facts.map(({ recencyDays }) => recencyDays))
    const scale: RfmScale = {
      kind: "thresholds",
      thresholds: {
        recencyDays: recencyCuts.toReversed().map((cut) => Math.ceil(cut) - 1),
        frequency: cuts(facts.map(({ frequency }) => frequency)),
        spendMinor: cuts(facts.map(({ spendMinor }) => spendMinor)),
      },
    }
    const { scores, counts } = rfmScores(facts, scale)
    expect(counts).toEqual({
      recency: [197, 200, 199, 199, 200],
      frequency: [268, 187, 176, 244, 120],
      spend: [200, 200, 198, 202, 195],
    })
    const summaries = (blocks: ReadonlyArray<Block>) => {
      const keys = [...new Set(blocks.map(([key]) => key)), "Others"]
      const map = segmentMap({
        name: "rfm",
        bins: 5,
        segments: keys.map((key) => ({ key, title: { en: key, ru: key } })),
        rules: blocks.map(([segment, recency, frequency, spend]) => ({ segment, recency, frequency, spend })),
        otherwise: "Others",
        overlap: "firstMatch",
      })
      return Object.fromEntries(
        segmentSummaries(map, facts, scores)
          .filter(({ customerCount }) => customerCount > 0)
          .map((each) => [each.segment.key, [each.customerCount, each.frequencyTotal, each.spendMinorTotal]]),
      )
    }
    expect(summaries(version2)).toEqual({
      Champions: [158, 1234, 120178],
      "Loyal Customers": [278, 1708, 166712],
      "Potential Loyalist": [229, 801, 65873],
      "Need Attention": [35, 144, 13287],
      "About To Sleep": [50, 127, 10914],
      "At Risk": [86, 438, 44178],
      Lost: [111, 244, 20955],
      Others: [48, 210, 22061],
    })
    expect(summaries(version3)).toEqual({
      Champions: [35, 316, 31646],
      "Potential Loyalist": [342, 2211, 204856],
      "Loyal Customers": [170, 799, 76562],
      Promising: [9, 28, 4249],
      "New Customers": [104, 329, 28837],
      "Can't Lose Them": [47, 274, 32446],
      "At Risk": [28, 216, 22227],
      "Need Attention": [10, 57, 4562],
      "About To Sleep": [102, 283, 23449],
      Lost: [148, 393, 35324],
    })
  })
})

type Range = readonly [number, number]
type Block = readonly [segment: string, recency: Range, frequency: Range, spend: Range]

const version2: ReadonlyArray<Block> = [
  ["Champions", [4, 5], [4, 5], [4, 5]],
  ["Loyal Customers", [2, 5], [3, 5], [3, 5]],
  ["Potential Loyalist", [3, 5], [1, 3], [1, 3]],
  ["New Customers", [4, 5], [1, 1], [1, 1]],
  ["Promising", [3, 4], [1, 1], [1, 1]],
  ["Need Attention", [2, 3], [2, 3], [2, 3]],
  ["About To Sleep", [2, 3], [1, 2], [1, 2]],
  ["At Risk", [1, 2], [2, 5], [2, 5]],
  ["Can't Lose Them", [1, 1], [4, 5], [4, 5]],
  ["Lost", [1, 2], [1, 2], [1, 2]],
]

// In the order in which the package tries them.
const version3: ReadonlyArray<Block> = [
  ["Champions", [5, 5], [5, 5], [5, 5]],
  ["Potential Loyalist", [3, 5], [3, 5], [2, 5]],
  ["Loyal Customers", [2, 4], [2, 4], [2, 4]],
  ["Promising", [3, 4], [1, 3], [3, 5]],
  ["New Customers", [4, 5], [1, 3], [1, 5]],
  ["Can't Lose Them", [1, 2], [3, 4], [4, 5]],
  ["At Risk", [1, 2], [2, 5], [4, 5]],
  ["Need Attention", [1, 3], [3, 5], [3, 5]],
  ["About To Sleep", [2, 3], [1, 3], [1, 4]],
  ["Lost", [1, 1], [1, 5], [1, 5]],
]
