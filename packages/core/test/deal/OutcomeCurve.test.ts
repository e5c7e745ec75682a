import { describe, expect, it } from "vitest"
import { dealColumns } from "../../src/deal/DealFact.ts"
import { selectDeals } from "../../src/deal/DealRows.ts"
import { dealSpans } from "../../src/deal/DealSpans.ts"
import { outcomeAtAge, outcomeCurve } from "../../src/deal/OutcomeCurve.ts"
import { dayNumberOf } from "../../src/shared/CalendarDate.ts"
import { kaplanMeier, restrictedMean, survivalAt, survivalQuantile } from "../../src/stats/index.ts"
import { hasTestData } from "../testData.ts"
import { deal } from "./deals.ts"
import { mavenColumns } from "./maven.ts"

describe("outcomeCurve", () => {
  it("given deals still open, then their share is neither won nor lost, and unknown beyond the oldest age", () => {
    const columns = dealColumns([
      deal({ id: "a", outcome: "won", closedOn: "2026-01-03" }),
      deal({ id: "b", outcome: "lost", closedOn: "2026-01-05" }),
      deal({ id: "c" }),
      deal({ id: "d" }),
    ])
    const curve = outcomeCurve(columns, selectDeals(columns).rows, { on: "2026-01-11" })
    expect(outcomeAtAge(curve, 1)).toEqual({ openShare: 1, wonShare: 0, lostShare: 0 })
    expect(outcomeAtAge(curve, 10)).toEqual({ openShare: 0.5, wonShare: 0.25, lostShare: 0.25 })
    expect(outcomeAtAge(curve, 11)).toBeNull()
    expect(curve.medianDaysToClose).toBe(4)
    expect(curve.steps[0]!.lostBounds).toBeNull()
    expect(curve.steps[0]!.wonBounds![0]).toBeLessThan(0.25)
  })

  it("given no deals, then there is no curve and no share", () => {
    const columns = dealColumns([])
    const curve = outcomeCurve(columns, selectDeals(columns).rows, { on: "2026-01-11" })
    expect(curve).toMatchObject({ dealCount: 0, longestDays: null, medianDaysToClose: null, steps: [] })
    expect(outcomeAtAge(curve, 0)).toBeNull()
  })
})

describe.skipIf(!hasTestData)("outcomeCurve of 8,300 dated opportunities (skipped: no test data)", () => {
  const columns = hasTestData ? mavenColumns() : dealColumns([])
  const { rows } = selectDeals(columns)
  const curve = outcomeCurve(columns, rows, { on: "2017-12-31" })
  const spans = dealSpans(columns, rows, dayNumberOf("2017-12-31"))

  it("leaves out the 500 undated deals and says so", () => {
    expect(curve).toMatchObject({ dealCount: 8300, wonCount: 4238, lostCount: 2473, openCount: 1589, longestDays: 423 })
    expect(curve.notRead.map((each) => [each.reason, each.dealCount])).toEqual([["openedOnMissing", 500]])
  })

  it.each([
    [7, 0.8297590361, 0.0910843373, 0.0791566265, 0.0944940701],
    [14, 0.6618858742, 0.1876142323, 0.1504998935, 0.2040659412],
    [30, 0.6187987068, 0.2189948341, 0.1622064591, 0.2421090369],
    [45, 0.5951915825, 0.2343688788, 0.1704395387, 0.2610439929],
    [60, 0.549765802, 0.2647329742, 0.1855012237, 0.2991858359],
    [90, 0.3508606386, 0.3970147464, 0.252124615, 0.4799147317],
    [120, 0.2044585296, 0.5000419622, 0.2954995082, 0.6435997404],
    [138, 0.1788202555, 0.5194391985, 0.301740546, 0.6779336353],
  ])(
    "has the published shares at %d days, below what one minus Kaplan–Meier would claim",
    (age, open, won, lost, biased) => {
      const shares = outcomeAtAge(curve, age)!
      expect(shares.openShare).toBeCloseTo(open, 9)
      expect(shares.wonShare).toBeCloseTo(won, 9)
      expect(shares.lostShare).toBeCloseTo(lost, 9)
      const naive = kaplanMeier(
        { exits: spans.days },
        spans.outcome.map((outcome) => (outcome === 1 ? 1 : 0)),
      )
      expect(1 - survivalAt(naive, age)!).toBeCloseTo(biased, 9)
    },
  )

  it("has the published median, quartile, restricted mean and bounds", () => {
    expect(curve.medianDaysToClose).toBe(69)
    const any = kaplanMeier(
      { exits: spans.days },
      spans.outcome.map((outcome) => Math.min(1, outcome)),
    )
    expect(any.median).toBe(69)
    expect(survivalQuantile(any, 0.25)).toBe(10)
    expect(restrictedMean(any, 138).mean).toBeCloseTo(64.7269307443, 9)
    const at30 = any.steps.find((step) => step.time === 30)!
    expect(at30.atRisk).toBe(5128)
    expect(at30.standardError).toBeCloseTo(0.0053322344, 9)
    expect(at30.lower).toBeCloseTo(0.608252574, 9)
    expect(at30.upper).toBeCloseTo(0.6291536446, 9)
  })
})
