import { describe, expect, it } from "vitest"
import { dealColumns } from "../../../src/deal/DealFact.ts"
import type { DealFact } from "../../../src/deal/DealFact.ts"
import { closedDeals, closedDealsBy } from "../../../src/plan/facts/ClosedDeals.ts"
import { dealVarianceAgainstPlan, dealVarianceByProduct } from "../../../src/plan/variance/DealVariance.ts"
import type { ReviewVariance } from "../../../src/review/ReviewFacts.ts"
import { varianceDrag, varianceLift } from "../../../src/review/rules/VarianceDriver.ts"
import { dayNumberOf } from "../../../src/shared/CalendarDate.ts"
import { periodOf, previousPeriod } from "../../../src/shared/Period.ts"
import { deal } from "../../deal/deals.ts"
import { outline, quarter, raised } from "../raised.ts"

const prior = previousPeriod(quarter)
const days = ({ from, to }: { from: string; to: string }) => ({ fromDay: dayNumberOf(from), toDay: dayNumberOf(to) })

// Ten deals a quarter of each of two products; of the dear one eight were won before and two are now.
const closedIn = (name: string, closedOn: string, dearWins: number): ReadonlyArray<DealFact> =>
  Array.from({ length: 10 }, (_, i) => [
    deal({
      id: `${name}_dear_${i}`,
      productId: "dear",
      outcome: i < dearWins ? "won" : "lost",
      amountMinor: i < dearWins ? 1000_00 : null,
      openedOn: "2025-09-01",
      closedOn,
    }),
    deal({
      id: `${name}_cheap_${i}`,
      productId: "cheap",
      outcome: i < 5 ? "won" : "lost",
      amountMinor: 10_00,
      openedOn: "2025-09-01",
      closedOn,
    }),
  ]).flat()
const deals = [...closedIn("before", "2025-10-05", 8), ...closedIn("now", "2026-02-05", 2)]

const againstPrior = (list: ReadonlyArray<DealFact>): ReviewVariance => {
  const columns = dealColumns(list)
  return {
    variance: dealVarianceByProduct(
      closedDealsBy(columns, "product", days(prior), "RUB"),
      closedDealsBy(columns, "product", days(quarter), "RUB"),
      "RUB",
    ),
    against: "priorPeriod",
    baseName: { en: prior.label, ru: prior.label },
    actual: quarter,
    base: prior,
  }
}

describe("plan.varianceDrag", () => {
  it("given a fallen win rate of one product, then it is named with its lost deals", () => {
    const found = raised(varianceDrag, deals, { variance: againstPrior(deals), productNames: { dear: "Dear one" } })
    expect(outline(found)).toEqual([
      { ownerId: null, ids: Array.from({ length: 8 }, (_, i) => `now_dear_${i + 2}`), minor: 6000_00 },
    ])
    expect(found.findings[0]).toMatchObject({
      severity: "major",
      title: { en: "What pulled down most: Win rate, product by product, −₽6,000" },
    })
    expect(found.findings[0]!.what.en).toMatch(/the prior period \(2025-Q4\).*largest part lies in Dear one: −₽6,000/)
  })

  it("given that the product is filled only at closing, then no product is named and all lost deals are evidence", () => {
    const found = raised(varianceDrag, deals, { variance: againstPrior(deals), filledOnlyAtClose: ["productKey"] })
    expect(found.findings[0]!.evidence.count).toBe(13)
    expect(JSON.stringify(found.findings[0]!.what)).not.toMatch(/dear|product/i)
  })

  it("given deals of one product alone, or of none, then nothing is said of products", () => {
    const plain = deals.map((each) => ({ ...each, productId: null }))
    const found = raised(varianceDrag, plain, { variance: againstPrior(plain) })
    expect(found.findings).toHaveLength(1)
    expect(found.findings[0]!.what.en).not.toMatch(/product/)
    expect(found.findings[0]!.what.ru).not.toMatch(/продукт/)
  })

  it("given a single day against the day before, then nothing is raised, and it says why", () => {
    const day = periodOf("2026-02-05", "day")
    const found = raised(varianceDrag, deals, { variance: { ...againstPrior(deals), actual: day } })
    expect(found.findings).toEqual([])
    expect(found.notRead[0]?.reason.en).toMatch(/shorter than 7\sdays are not compared/)
  })

  it("given a plan, then the same is said against the target", () => {
    const plan = { closedDeals: 20, winRate: 0.65, averageDealMinor: 619_23 }
    const variance: ReviewVariance = {
      variance: dealVarianceAgainstPlan(plan, closedDeals(dealColumns(deals), days(quarter), "RUB")),
      against: "target",
      baseName: { en: "plan 2026-Q1", ru: "план 2026-Q1" },
      actual: quarter,
      base: null,
    }
    expect(raised(varianceDrag, deals, { variance }).findings[0]!.what.en).toMatch(/the target \(plan 2026-Q1\)/)
  })

  it("given a base whose closings are not recorded from its start, then nothing is compared", () => {
    const late = deals.map((each) => (each.closedOn === "2025-10-05" ? { ...each, closedOn: "2025-12-01" } : each))
    const found = raised(varianceDrag, late, { variance: againstPrior(late) })
    expect(found).toMatchObject({ findings: [], notRead: [{ ruleId: "plan.varianceDrag" }] })
    expect(found.notRead[0]!.reason.en).toMatch(/\(61\sdays\)/)
  })
})

describe("plan.varianceLift", () => {
  it("given that nothing rose, then no win is made up", () => {
    const found = raised(varianceLift, deals, { variance: againstPrior(deals) })
    expect(found.findings).toEqual([])
    expect(found.notRead.map(({ reason }) => reason.en)).toEqual([expect.stringMatching(/least share/)])
  })

  it("given the quarters the other way round, then the win rate is the win, with its won deals", () => {
    const better = [...closedIn("before", "2025-10-05", 2), ...closedIn("now", "2026-02-05", 8)]
    const found = raised(varianceLift, better, { variance: againstPrior(better) })
    expect(outline(found)).toMatchObject([{ minor: 6000_00 }])
    expect(found.findings[0]).toMatchObject({ kind: "win", evidence: { count: 8 } })
  })
})
