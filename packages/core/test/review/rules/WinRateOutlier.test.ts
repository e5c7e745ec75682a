import { describe, expect, it } from "vitest"
import type { DealFact } from "../../../src/deal/DealFact.ts"
import { dealColumns } from "../../../src/deal/DealFact.ts"
import { winRateAbove, winRateBelow } from "../../../src/review/rules/WinRateOutlier.ts"
import { compareWinRates } from "../../../src/review/WinRateComparison.ts"
import { deal } from "../../deal/deals.ts"
import { factsOf } from "../facts.ts"
import { quarter, raised } from "../raised.ts"

const closed = (ownerId: string, productId: string, count: number, wins: number): ReadonlyArray<DealFact> =>
  Array.from({ length: count }, (_, i) =>
    deal({
      id: `${ownerId}_${productId}_${i}`,
      ownerId,
      productId,
      outcome: i < wins ? "won" : "lost",
      amountMinor: i < wins ? 100_00 : null,
      closedOn: "2026-02-01",
    }),
  )

// Easy deals are won eight times of ten, hard ones two of ten, by everybody.
const alike = [
  ...closed("bob", "easy", 100, 80),
  ...closed("bob", "hard", 100, 20),
  ...closed("eve", "easy", 100, 80),
  ...closed("eve", "hard", 100, 20),
]

describe("mix-adjusted win rates", () => {
  it("given a rep with hard deals only, then a low crude rate is mix, not a finding", () => {
    const deals = [...alike, ...closed("ann", "hard", 100, 20)]
    expect(raised(winRateBelow, deals).findings).toEqual([])
    const { comparisons } = compareWinRates(factsOf(dealColumns(deals)), quarter, 20, 0.95)
    expect(comparisons[0]).toMatchObject({ ownerId: "ann", won: 20, difference: 0 })
    expect(comparisons[0]!.split.delta).toBeCloseTo(-0.3, 12)
    expect(comparisons[0]!.split.composition).toBeCloseTo(-0.3, 12)
  })

  it("draws a few deals towards others who won none, too: that they won none does not make a few deals certain", () => {
    const deals = [...closed("ann", "odd", 10, 1), ...closed("bob", "odd", 12, 0), ...closed("eve", "odd", 12, 0)]
    const { comparisons } = compareWinRates(factsOf(dealColumns(deals)), quarter, 10, 0.95)
    const ann = comparisons.find(({ ownerId }) => ownerId === "ann")!
    expect(ann.difference).toBeCloseTo(0.1, 12)
    expect(ann.shrunk).toBeLessThan(0.05)
  })

  it("draws small samples towards the others, the more so the fewer deals there are", () => {
    const few = closed("ann", "easy", 20, 10)
    const many = closed("cid", "easy", 200, 100)
    const { comparisons } = compareWinRates(factsOf(dealColumns([...alike, ...few, ...many])), quarter, 20, 0.95)
    const [ann, cid] = ["ann", "cid"].map((id) => comparisons.find(({ ownerId }) => ownerId === id)!)
    for (const one of [ann!, cid!]) {
      expect(one.shrunk).toBeLessThan(0)
      expect(Math.abs(one.shrunk)).toBeLessThan(Math.abs(one.difference))
    }
    expect(ann!.shrunk / ann!.difference).toBeLessThan(cid!.shrunk / cid!.difference)
  })

  it("given a rep who wins less on the same products, then the lost deals are evidence and the gap is priced", () => {
    const found = raised(winRateBelow, [...alike, ...closed("ann", "easy", 60, 24)])
    expect(found.findings).toHaveLength(1)
    expect(found.findings[0]).toMatchObject({
      ownerId: "ann",
      evidence: { count: 36 },
      // 24 fewer than the 48 that the others would have won.
      atStake: { amountMinor: 2400_00, currency: "RUB" },
    })
    expect(found.findings[0]!.what.en).toMatch(/24 of 60 \(40\.0%\).*others win 80\.0%.*−40\.0\u00A0pp/)
  })

  it("given a rep who wins more on hard deals, then it is a win, though the crude rate is below the others'", () => {
    const deals = [...alike, ...closed("ann", "hard", 60, 29)]
    const found = raised(winRateAbove, deals)
    expect(found.findings.map(({ ownerId, kind }) => [ownerId, kind])).toEqual([["ann", "win"]])
    expect(raised(winRateBelow, deals).findings).toEqual([])
  })

  it("given a small cohort, then it is withheld and said", () => {
    const found = raised(winRateBelow, [...alike, ...closed("ann", "easy", 19, 0)])
    expect(found.findings).toEqual([])
    expect(found.notRead[0]!.reason.en).toMatch(/fewer than 20 .*: 1$/)
  })

  it("given a product that only the rep sells, then it is not compared with anything", () => {
    const deals = [...alike, ...closed("ann", "own", 50, 0), ...closed("ann", "easy", 20, 16)]
    const { comparisons } = compareWinRates(factsOf(dealColumns(deals)), quarter, 20, 0.95)
    expect(comparisons[0]).toMatchObject({ ownerId: "ann", won: 16 })
    expect(comparisons[0]!.deals).toHaveLength(20)
  })

  it("equals Newcombe's method 10 for one stratum", () => {
    // Newcombe (1998), Statistics in Medicine 17, Table II, example (a): 56/70 − 48/80 = 0.2, 95 % 0.0524 to 0.3339.
    const deals = [...closed("ann", "one", 70, 56), ...closed("bob", "one", 80, 48)]
    // Two reps are judged at half of α each, so α is doubled to get 95 % for one.
    const { comparisons } = compareWinRates(factsOf(dealColumns(deals)), quarter, 20, 0.9)
    expect(comparisons[0]!.interval.lower).toBeCloseTo(0.0524, 4)
    expect(comparisons[0]!.interval.upper).toBeCloseTo(0.3339, 4)
  })

  it("given that the product is filled only at closing, then nothing is explained by it", () => {
    const found = raised(winRateBelow, [...alike, ...closed("ann", "easy", 60, 24)], {
      filledOnlyAtClose: ["productKey"],
    })
    expect(found).toMatchObject({ findings: [], notRead: [{ reason: { ru: expect.stringContaining("продукт") } }] })
  })
})
