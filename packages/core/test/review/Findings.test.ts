import fc from "fast-check"
import { describe, expect, it } from "vitest"
import type { DealFact } from "../../src/deal/DealFact.ts"
import { dealColumns } from "../../src/deal/DealFact.ts"
import { closedDealsBy } from "../../src/plan/facts/ClosedDeals.ts"
import { dealVarianceByProduct } from "../../src/plan/variance/DealVariance.ts"
import type { FindingSeverity } from "../../src/review/Finding.ts"
import { findingRule } from "../../src/review/FindingRule.ts"
import { findFindings, topFindings } from "../../src/review/Findings.ts"
import type { ReviewFacts } from "../../src/review/ReviewFacts.ts"
import { rulesInForce, shippedRules } from "../../src/review/RuleSet.ts"
import { dayNumberOf } from "../../src/shared/CalendarDate.ts"
import { previousPeriod } from "../../src/shared/Period.ts"
import { deal, deals } from "../deal/deals.ts"
import { hasTestData } from "../testData.ts"
import { controlOf, dealFacts, roubles } from "./controlFacts.ts"
import { factsOf } from "./facts.ts"
import { lastQuarter, mavenFacts } from "./maven.ts"
import { quarter } from "./raised.ts"

interface Planted {
  readonly ids: ReadonlyArray<string>
  readonly severity?: FindingSeverity
  readonly minor?: number | null
  readonly currency?: string
  readonly ownerId?: string | null
}

const text = { en: "text", ru: "текст" }

/** A rule that always finds what it is told to. */
const finding = (id: string, planted: ReadonlyArray<Planted>) =>
  findingRule({
    id,
    version: 1,
    name: text,
    kind: "mistake",
    parameters: {},
    find: () => ({
      findings: planted.map(({ ids, severity = "minor", minor = null, currency = "RUB", ownerId = null }) => ({
        severity,
        title: text,
        what: text,
        ownerId,
        evidence: { kind: "deal", ids },
        atStake: minor === null ? null : { amountMinor: minor, currency, estimate: text },
        withheldReason: minor === null ? text : null,
        next: text,
      })),
      notRead: [],
    }),
  })

const none = factsOf(dealColumns([]))
const ruleIds = (found: { readonly findings: ReadonlyArray<{ readonly ruleId: string }> }) =>
  found.findings.map(({ ruleId }) => ruleId)

describe("findFindings", () => {
  it("ranks by severity, then money in the tenant's currency, then count, then id", () => {
    const rules = [
      finding("a.count2", [{ ids: ["1", "2"] }]),
      finding("b.count1", [{ ids: ["1"] }]),
      finding("c.foreign", [{ ids: ["1", "2", "3"], minor: 9e9, currency: "USD" }]),
      finding("d.rich", [{ ids: ["1"], minor: 500 }]),
      finding("e.poor", [{ ids: ["1"], minor: 0 }]),
      finding("f.critical", [{ ids: ["1"], severity: "critical" }]),
      finding("g.major", [{ ids: ["1"], severity: "major" }]),
    ]
    const found = findFindings(none, rules, quarter)
    expect(ruleIds(found)).toEqual(["f.critical", "g.major", "d.rich", "e.poor", "c.foreign", "a.count2", "b.count1"])
    expect(found.considered).toBe(7)
  })

  it("raises a finding once per rule, scope and evidence, and none without evidence", () => {
    const twice = finding("twice", [
      { ids: ["1", "2"] },
      { ids: ["2", "1", "1"] },
      { ids: ["1", "2"], ownerId: "ann" },
      { ids: [] },
    ])
    const found = findFindings(none, [twice, twice], quarter)
    expect(found.findings.map(({ ownerId, evidence }) => [ownerId, evidence.count])).toEqual(
      expect.arrayContaining([
        [null, 2],
        ["ann", 2],
      ]),
    )
    expect(found.considered).toBe(2)
    expect(findFindings(none, [finding("other", [{ ids: ["1", "2"] }])], quarter).findings[0]!.id).not.toBe(
      found.findings[0]!.id,
    )
  })

  it("lists the first fifty ids and counts all", () => {
    const ids = Array.from({ length: 120 }, (_, i) => `deal_${i}`)
    const [first] = findFindings(none, [finding("many", [{ ids }])], quarter).findings
    expect(first!.evidence).toEqual({ kind: "deal", ids: ids.slice(0, 50), count: 120, cases: ids })
  })
})

describe("topFindings", () => {
  const several = (id: string, count: number, severity: FindingSeverity) =>
    finding(
      id,
      Array.from({ length: count }, (_, i) => ({ ids: [`${id}_${i}`], severity, minor: 100 - i })),
    )

  it("takes at most one of each rule where there are enough rules", () => {
    const rules = [several("a", 4, "critical"), ...["b", "c", "d", "e", "f"].map((id) => several(id, 1, "minor"))]
    expect(ruleIds({ findings: topFindings(findFindings(none, rules, quarter)) }).toSorted()).toHaveLength(5)
    expect(new Set(ruleIds({ findings: topFindings(findFindings(none, rules, quarter)) })).size).toBe(5)
  })

  it("goes round the rules again where there are fewer", () => {
    const found = findFindings(none, [several("a", 4, "critical"), several("b", 4, "major")], quarter)
    expect(ruleIds({ findings: topFindings(found) })).toEqual(["a", "a", "a", "b", "b"])
    expect(topFindings(found, 1)).toEqual(found.findings.slice(0, 1))
    expect(topFindings(found, 0)).toEqual([])
  })

  it("takes a rep's part of what the whole department's says, and the other way round, only where nothing else is left", () => {
    const whole = finding("whole", [
      { ids: ["1", "2"], minor: 9 },
      { ids: ["1"], minor: 5, ownerId: "ann" },
    ])
    const part = finding("part", [
      { ids: ["3"], severity: "critical", ownerId: "bob" },
      { ids: ["4"], severity: "critical", ownerId: "eve" },
      { ids: ["3", "4", "5"] },
    ])
    const of = (count: number) =>
      topFindings(findFindings(none, [whole, part], quarter), count).map(({ ruleId, ownerId }) => [ruleId, ownerId])
    const graver = [
      ["part", expect.any(String)],
      ["part", expect.any(String)],
    ]
    expect(of(3)).toEqual([...graver, ["whole", null]])
    expect(of(4)).toEqual([...graver, ["whole", null], ["whole", "ann"]])
    expect(of(9)).toHaveLength(5)
  })
})

const days = ({ from, to }: { from: string; to: string }) => ({ fromDay: dayNumberOf(from), toDay: dayNumberOf(to) })

/** Facts of random deals, whatever the rules can read of them. */
const factsFrom = (list: ReadonlyArray<DealFact>, order: ReadonlyArray<number>): ReviewFacts => {
  const rows = list.map((_, i) => list[order[i]!]!)
  const columns = dealColumns(rows)
  const base = previousPeriod(quarter)
  const byProduct = (period: { from: string; to: string }) => closedDealsBy(columns, "product", days(period), "RUB")
  const deal = rows.map(({ id, ownerId, outcome, amountMinor, openedOn, closedOn }) =>
    dealFacts({
      id,
      ownerId,
      outcome,
      openedOn,
      closedOn,
      stageMeaning: outcome === "won" ? "done" : outcome,
      invoiceCount: outcome === "won" ? 1 : 0,
      unpaid: amountMinor === null || amountMinor === 0 ? [] : [{ dueOn: "2026-03-01", open: roubles(amountMinor) }],
      awaitingSince: openedOn === null ? null : `${openedOn}T09:00:00.000Z`,
    }),
  )
  return factsOf(columns, {
    control: controlOf({ deal }),
    variance: {
      variance: dealVarianceByProduct(byProduct(base), byProduct(quarter), "RUB"),
      against: "priorPeriod",
      baseName: text,
      actual: quarter,
      base,
    },
  })
}

const eager = rulesInForce([
  { ruleId: "deal.stalledByHistory", thresholds: { minimumWins: 1 } },
  { ruleId: "rep.winRateBelow", thresholds: { minimumClosed: 5, level: 0.5 } },
  { ruleId: "rep.winRateAbove", thresholds: { minimumClosed: 5, level: 0.5 } },
])

describe("any facts", () => {
  const shuffled = deals.chain((list) =>
    fc.tuple(
      fc.constant(list),
      fc.shuffledSubarray(
        list.map((_, i) => i),
        { minLength: list.length },
      ),
    ),
  )

  it("give the same findings in whatever order rows and rules come", () => {
    fc.assert(
      fc.property(shuffled, ([list, order]) => {
        const identity = list.map((_, i) => i)
        const found = findFindings(factsFrom(list, identity), eager, quarter)
        const again = findFindings(factsFrom(list, order), eager.toReversed(), quarter)
        expect(again).toEqual(found)
        expect(topFindings(again)).toEqual(topFindings(found))
      }),
      { numRuns: 60 },
    )
  })

  it("give findings that survive JSON, each with an id of its own, evidence, and money or a reason", () => {
    fc.assert(
      fc.property(shuffled, ([list, order]) => {
        const found = findFindings(factsFrom(list, order), eager, quarter)
        expect(JSON.parse(JSON.stringify(found))).toEqual(found)
        expect(new Set(found.findings.map(({ id }) => id)).size).toBe(found.considered)
        for (const { evidence, atStake, withheldReason } of found.findings) {
          expect(evidence.count).toBeGreaterThan(0)
          expect(evidence.ids).toHaveLength(Math.min(50, evidence.count))
          expect(atStake === null).toBe(withheldReason !== null)
        }
      }),
      { numRuns: 60 },
    )
  })

  it("find something at all: the properties are not empty", () => {
    const won = Array.from({ length: 3 }, (_, i) => deal({ id: `won_${i}`, outcome: "won", closedOn: "2026-01-10" }))
    const list = [...won, deal({ id: "old" })]
    const found = findFindings(factsFrom(list, [0, 1, 2, 3]), eager, quarter)
    expect(new Set(found.findings.map(({ ruleId }) => ruleId))).toEqual(
      new Set([
        "deal.stalledByHistory",
        "deal.noNextStep",
        "dialog.unanswered",
        "payment.overdue",
        "document.wonUndocumented",
        // Nothing was won before, so the driver is all of the sum.
        "plan.varianceLift",
      ]),
    )
  })
})

describe.skipIf(!hasTestData)("findings in 8,800 opportunities (skipped: no test data)", () => {
  const found = hasTestData ? findFindings(mavenFacts(lastQuarter), shippedRules, lastQuarter) : null

  it("has the stalled deals first, with the reference's count and list value", () => {
    const first = topFindings(found!)[0]!
    expect(first).toMatchObject({
      ruleId: "deal.stalledByHistory",
      ownerId: null,
      severity: "critical",
      title: { en: "Open deals older than any deal ever won: 1,291" },
      evidence: { kind: "deal", count: 1291 },
      // 3,198,664 × 4,238 / 6,711
      atStake: { amountMinor: 2_019_957_98, currency: "USD" },
    })
    expect(first.evidence.ids).toHaveLength(50)
    expect(first.what.en).toContain("1,291 of 1,589 (81.2%)")
    expect(first.what.en).toContain("138\u00A0days")
    expect(first.what.en).toContain("$3,198,664")
    expect(first.atStake!.estimate.en).toContain("4,238 of 6,711 (63.2%)")
  })

  it("shows five at most, of as many rules as found something, with the variance against the prior quarter", () => {
    const top = topFindings(found!)
    expect(top).toHaveLength(5)
    expect(new Set(top.map(({ ruleId }) => ruleId))).toEqual(
      new Set(["deal.stalledByHistory", "plan.varianceDrag", "deal.undated", "deal.discountBeyondLimit"]),
    )
    const drag = top.find(({ ruleId }) => ruleId === "plan.varianceDrag")!
    expect(drag.what.en).toMatch(/the prior period \(Q3\u00A02017\) by −\$179,759/)
    expect(top.find(({ ruleId }) => ruleId === "deal.undated")!.evidence.count).toBe(500)
  })

  it("never names the account, which is filled only at closing", () => {
    const said = found!.findings.map(({ title, what, evidence }) => ({ title, what, kind: evidence.kind }))
    expect(JSON.stringify(said)).not.toMatch(/account|client|аккаунт|клиент/i)
    expect(found!.notRead.filter(({ ruleId }) => ruleId.startsWith("client.")).length).toBeGreaterThan(0)
  })

  it("does not take unrecorded closings of the first quarter for a change in the second", () => {
    const second = { ...lastQuarter, from: "2017-04-01", to: "2017-07-01", label: "2017-Q2" }
    const early = findFindings(mavenFacts(second), shippedRules, second)
    expect(early.notRead.find(({ ruleId }) => ruleId === "plan.varianceDrag")!.reason.en).toMatch(/\(59\sdays\)/)
  })

  it("calls no rep an outlier: the win rates of the quarter differ by chance", () => {
    expect(found!.findings.filter(({ ruleId }) => ruleId.startsWith("rep."))).toEqual([])
  })
})
