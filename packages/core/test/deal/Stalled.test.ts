import { describe, expect, it } from "vitest"
import { dealColumns } from "../../src/deal/DealFact.ts"
import { selectDeals } from "../../src/deal/DealRows.ts"
import { stalledDeals } from "../../src/deal/Stalled.ts"
import { addDays } from "../../src/shared/CalendarDate.ts"
import { hasTestData } from "../testData.ts"
import { deal } from "./deals.ts"
import { mavenColumns } from "./maven.ts"

// Twenty deals won after 1 to 20 days, all opened on the first of January.
const history = Array.from({ length: 20 }, (_, i) =>
  deal({ id: `won_${i}`, outcome: "won", closedOn: addDays("2026-01-01", i + 1) }),
)
const open = [
  deal({ id: "old", openedOn: "2026-02-01", amountMinor: 500 }),
  deal({ id: "older", openedOn: "2026-01-20", amountMinor: null, listAmountMinor: 700 }),
  deal({ id: "longest", openedOn: "2026-02-08" }),
  deal({ id: "undated", openedOn: null }),
]

describe("stalledDeals", () => {
  const columns = dealColumns([...history, ...open])
  const { rows } = selectDeals(columns)

  it("given deals open longer than wins took, then they are listed oldest first; exactly as long is not longer", () => {
    const stalled = stalledDeals(columns, rows, { on: "2026-02-28" })
    expect(stalled.olderThanLongest).toEqual({
      thresholdDays: 20,
      dealCount: 2,
      ofCount: 3,
      dealIds: ["older", "old"],
      amount: [{ currency: "RUB", amountMinor: 500, statedCount: 1, unstatedCount: 1, meanMinor: 500 }],
      listAmount: [{ currency: "RUB", amountMinor: 700, statedCount: 1, unstatedCount: 1, meanMinor: 700 }],
    })
    expect(stalled.olderThanQuantile).toMatchObject({ dealIds: ["older", "old", "longest"] })
    expect(stalled.olderThanQuantile!.thresholdDays).toBeCloseTo(18.1, 12)
    expect(stalled.notRead).toMatchObject([{ reason: "openedOnMissing", dealIds: ["undated"] }])
    expect(stalled.withheld).toBeNull()
  })

  it("given an earlier day, then only what had happened by then is used", () => {
    const early = stalledDeals(columns, rows, { on: "2026-01-11", minimumWins: 5 })
    expect(early.daysToWin).toMatchObject({ n: 10, max: 10 })
    expect(early.openAgeDays).toMatchObject({ n: 10, max: 10 })
    expect(early.olderThanLongest).toMatchObject({ dealCount: 0, ofCount: 10 })
  })

  it("given too few wins, then no deal is judged by them", () => {
    const stalled = stalledDeals(columns, rows, { on: "2026-01-11" })
    expect(stalled).toMatchObject({
      withheld: "tooFewWins",
      minimumWins: 20,
      olderThanQuantile: null,
      olderThanLongest: null,
    })
    const none = stalledDeals(columns, rows, { on: "2026-01-01", minimumWins: 0 })
    expect(none).toMatchObject({ withheld: "tooFewWins", olderThanLongest: null })
  })

  it("refuses settings out of bounds, all at once", () => {
    const settings = { on: "2026-13-01", probability: 2, minimumWins: -1 }
    expect(() => stalledDeals(columns, rows, settings)).toThrow(/on.*probability.*minimumWins/)
  })
})

describe.skipIf(!hasTestData)("stalledDeals of 1,589 open opportunities (skipped: no test data)", () => {
  it("has the published counts, list values and ages", () => {
    const columns = mavenColumns()
    const stalled = stalledDeals(columns, selectDeals(columns).rows, { on: "2017-12-31" })
    expect(stalled.olderThanQuantile).toMatchObject({
      thresholdDays: 106,
      dealCount: 1432,
      ofCount: 1589,
      listAmount: [{ currency: "USD", amountMinor: 3_496_223_00, unstatedCount: 0 }],
    })
    expect(stalled.olderThanLongest).toMatchObject({
      thresholdDays: 138,
      dealCount: 1291,
      listAmount: [{ currency: "USD", amountMinor: 3_198_664_00, unstatedCount: 0 }],
    })
    expect(stalled.olderThanLongest!.dealIds).toHaveLength(1291)
    const ages = stalled.openAgeDays
    expect(ages).toMatchObject({
      n: 1589,
      min: 9,
      p10: 107,
      p25: 148,
      p50: 165,
      p75: 263,
      p90: 319,
      p95: 353,
      max: 423,
    })
    expect(ages.mean).toBeCloseTo(198.8162366268, 9)
    expect(ages.standardDeviation).toBeCloseTo(83.5957961966, 9)
    expect(stalled.notRead).toMatchObject([{ reason: "openedOnMissing", dealCount: 500 }])
  })
})
