import { describe, expect, it } from "vitest"
import { reorderInterval, reorderPeers } from "../../src/loyalty/index.ts"
import { addDays, daysBetween } from "../../src/shared/index.ts"
import { median, quantile } from "../../src/stats/index.ts"
import { hasTestData, readTestData } from "../testData.ts"

const everyone = reorderPeers(
  { en: "everyone", ru: "все" },
  Array.from({ length: 40 }, (_, i) => 21 + (i % 3) - 1),
)
const product = reorderPeers({ en: "toner", ru: "картриджи" }, [60, 60, 60])

describe("reorderInterval", () => {
  it("goes by the own median from three gaps on, whatever the peers do", () => {
    const days = ["2026-11-02", "2026-08-03", "2026-10-01", "2026-09-01", "2026-10-01"]
    expect(reorderInterval(days, [everyone], { on: "2026-11-23" })).toEqual({
      intervalDays: 30,
      basis: "own",
      ownGapCount: 3,
      ownMedianDays: 30,
      peers: null,
      lastOn: "2026-11-02",
      waitedDays: 21,
      expectedOn: "2026-12-02",
      overdueDays: 0,
      shareOfGapsPassed: 0,
      revisedOn: null,
      reason: null,
    })
  })

  it("draws few own gaps towards the first group of peers with enough of them", () => {
    const days = ["2026-10-01", "2026-10-31"]
    const drawn = reorderInterval(days, [product, everyone], { on: "2026-11-01" })
    expect(drawn).toMatchObject({ basis: "ownAndPeers", ownGapCount: 1, ownMedianDays: 30 })
    expect(drawn.peers).toEqual({ title: everyone.title, gapCount: 40, medianDays: 21 })
    expect(drawn.intervalDays).toBeCloseTo((1 * 30 + 2 * 21) / 3, 12)
    const near = reorderInterval(days, [product, everyone], { on: "2026-11-01", peerGapsNeeded: 3 })
    expect(near.intervalDays).toBeCloseTo((30 + 120) / 3, 12)
    // Without peers the one own gap is all there is.
    expect(reorderInterval(days, [], { on: "2026-11-01" })).toMatchObject({ basis: "own", intervalDays: 30 })
    expect(reorderInterval(days, [everyone], { on: "2026-11-01", peerWeight: 0 }).intervalDays).toBe(30)
  })

  it("goes by the peers after one purchase, and says why there is nothing to go by", () => {
    const first = reorderInterval(["2026-10-01"], [everyone], { on: "2026-10-02" })
    expect(first).toMatchObject({ basis: "peers", intervalDays: 21, expectedOn: "2026-10-22", ownMedianDays: null })
    const alone = reorderInterval(["2026-10-01"], [product], { on: "2026-10-09" })
    expect(alone).toMatchObject({ intervalDays: null, basis: null, expectedOn: null, waitedDays: 8 })
    expect(alone.reason!.en).toMatch(/bought once/)
    const nobody = reorderInterval(["2026-10-01"], [everyone], { on: "2026-09-30" })
    expect(nobody).toMatchObject({ lastOn: null, waitedDays: null, intervalDays: null })
    expect(nobody.reason!.ru).toMatch(/не покупал/)
  })

  it("moves the date of an overdue customer on by the longer gaps, until none is longer", () => {
    const days = ["2026-01-01", "2026-01-11", "2026-01-31", "2026-03-12"]
    const late = reorderInterval(days, [], { on: "2026-04-06" })
    expect(late).toMatchObject({ intervalDays: 20, expectedOn: "2026-04-01", overdueDays: 5, revisedOn: "2026-04-21" })
    expect(late.shareOfGapsPassed).toBeCloseTo(2 / 3, 12)
    const silent = reorderInterval(days, [], { on: "2026-06-01" })
    expect(silent).toMatchObject({ shareOfGapsPassed: 1, revisedOn: null })
  })

  it("refuses bad days, gaps and settings, all at once", () => {
    const peers = { title: everyone.title, gapsDays: [3, 2] }
    const settings = { on: "now", ownGapsNeeded: 0, peerWeight: -1, peerGapsNeeded: 0 }
    expect(() => reorderInterval(["then"], [peers], settings)).toThrow(
      /on.*purchasedOn\[0\].*ladder\[0\]\.gapsDays\[1\].*ownGapsNeeded.*peerGapsNeeded.*peerWeight/,
    )
    expect(() => reorderPeers(everyone.title, [0, 5, Number.NaN])).toThrow(/gapsDays\[0\].*gapsDays\[2\]/)
  })
})

describe.skipIf(!hasTestData)("rhythms of an online grocery (skipped: no test data)", () => {
  const byCustomer = new Map<string, Set<string>>()
  if (hasTestData) {
    for (const line of readTestData("loyalty/btydplus/groceryElog.csv").trim().split(/\r?\n/).slice(1)) {
      const [customer = "", on = ""] = line.replaceAll('"', "").split(",")
      const days = byCustomer.get(customer) ?? new Set()
      byCustomer.set(customer, days.add(on))
    }
  }
  const histories = [...byCustomer.values()].map((days) => [...days].toSorted())
  const gapsOf = (days: ReadonlyArray<string>) => days.slice(1).map((on, i) => daysBetween(days[i]!, on))
  const gaps = histories.flatMap(gapsOf)
  const all = reorderPeers(everyone.title, gaps)
  // The last gap of each customer with enough of them, forecast from those before it.
  const meanError = (fewest: number, forecast: (before: ReadonlyArray<string>) => number): number =>
    errorOf(
      histories.filter((days) => days.length > fewest),
      forecast,
    )
  const errorOf = (tried: typeof histories, forecast: (before: ReadonlyArray<string>) => number): number => {
    const errors = tried.map((days) => Math.abs(gapsOf(days).at(-1)! - forecast(days.slice(0, -1))))
    return errors.reduce((sum, error) => sum + error, 0) / errors.length
  }
  const byRhythm = (before: ReadonlyArray<string>): number =>
    reorderInterval(before, [all], { on: addDays(before.at(-1)!, 1) }).intervalDays!

  it("has skewed gaps", () => {
    expect(gaps.reduce((sum, gap) => sum + gap, 0) / gaps.length).toBeCloseTo(38.4, 1)
    expect([0.25, 0.5, 0.75, 0.9].map((share) => quantile(gaps, share))).toEqual([10, 21, 42, 80])
  })

  it("is forecast best by the own median from three gaps on", () => {
    expect(histories.filter((days) => days.length >= 5)).toHaveLength(594)
    expect(meanError(4, byRhythm)).toBeCloseTo(41.5, 1)
    expect(meanError(4, () => median(gaps)!)).toBeCloseTo(51.6, 1)
    const ownMean = (before: ReadonlyArray<string>) =>
      gapsOf(before).reduce((sum, gap) => sum + gap, 0) / (before.length - 1)
    expect(meanError(4, ownMean)).toBeCloseTo(43.5, 1)
  })

  it.each([1, 2])("is forecast better by the mixture than by either part after the first gaps: %d", (known) => {
    const begun = histories.filter((days) => days.length > known + 1).map((days) => days.slice(0, known + 2))
    const mixed = errorOf(begun, byRhythm)
    expect(mixed).toBeLessThan(errorOf(begun, (before) => median(gapsOf(before))!))
    expect(mixed).toBeLessThan(errorOf(begun, () => median(gaps)!))
  })
})
