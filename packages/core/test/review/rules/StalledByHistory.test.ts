import { describe, expect, it } from "vitest"
import { addDays } from "../../../src/shared/CalendarDate.ts"
import { withThresholds } from "../../../src/review/FindingRule.ts"
import { stalledByHistory, stalledSince } from "../../../src/review/rules/StalledByHistory.ts"
import { undatedDeals } from "../../../src/review/rules/UndatedDeals.ts"
import { dealColumns } from "../../../src/deal/DealFact.ts"
import { deal } from "../../deal/deals.ts"
import { factsOf } from "../facts.ts"
import { outline, raised } from "../raised.ts"

// Twenty deals won after 1 to 20 days, and twenty lost: a win rate of one half.
const history = Array.from({ length: 20 }, (_, i) => [
  deal({ id: `won_${i}`, outcome: "won", closedOn: addDays("2026-01-01", i + 1) }),
  deal({ id: `lost_${i}`, outcome: "lost", amountMinor: null, closedOn: "2026-01-10" }),
]).flat()
const open = [
  deal({ id: "a1", openedOn: "2026-02-01", listAmountMinor: 1000_00 }),
  deal({ id: "b1", openedOn: "2026-01-20", listAmountMinor: 501_00, ownerId: "bob" }),
  deal({ id: "b2", openedOn: "2026-01-20", listAmountMinor: 300_00, ownerId: "bob" }),
  deal({ id: "b3", openedOn: "2026-03-11", listAmountMinor: 999_00, ownerId: "bob" }),
  deal({ id: "undated", openedOn: null, listAmountMinor: 999_00 }),
]

describe("deal.stalledByHistory", () => {
  it("given open deals older than any win, then the department and each rep have theirs, at list price × win rate", () => {
    const found = raised(stalledByHistory, [...history, ...open])
    expect(outline(found)).toEqual([
      { ownerId: null, ids: ["b1", "b2", "a1"], minor: 900_50 },
      { ownerId: "ann", ids: ["a1"], minor: 500_00 },
      { ownerId: "bob", ids: ["b1", "b2"], minor: 400_50 },
    ])
    expect(found.findings[0]).toMatchObject({
      severity: "critical",
      kind: "missedOpportunity",
      title: { en: "Open deals older than any deal ever won: 3", ru: "Открытые сделки старше любой выигранной: 3" },
    })
    expect(found.findings[0]!.what.en).toMatch(/3 of 4 \(75\.0%\).*more than 20\u00A0days.*₽1,801/)
    expect(found.findings[0]!.atStake!.estimate.en).toMatch(/20 of 40 \(50\.0%\)/)
  })

  it("given a deal that was handed over after it had stalled, then it stands with who held it when it did", () => {
    const deals = [...history, ...open]
    const found = raised(stalledByHistory, deals, { stalledHolders: { b1: "ann", b2: null } })
    expect(outline(found).map(({ ownerId, ids }) => [ownerId, ids])).toEqual([
      [null, ["b1", "b2", "a1"]],
      ["ann", ["b1", "a1"]],
    ])
    expect(found.findings[1]!.what.en).toMatch(/2 of 2/)
  })

  it("says since when: the first day on which a deal was older than any that was won", () => {
    const facts = factsOf(dealColumns([...history, ...open]))
    expect(stalledSince(facts, stalledByHistory.thresholds).map(({ id, since }) => [id, since])).toEqual([
      ["b1", "2026-02-10"],
      ["b2", "2026-02-10"],
      ["a1", "2026-02-22"],
    ])
  })

  it("given one rep alone, then the department's finding does not repeat the evidence", () => {
    const found = raised(stalledByHistory, [...history, open[0]!])
    expect(outline(found).map(({ ownerId }) => ownerId)).toEqual(["ann"])
  })

  it("given another quantile, then younger deals are in too", () => {
    const rule = withThresholds(stalledByHistory, { probability: 0.5 })
    const younger = deal({ id: "younger", openedOn: "2026-03-18" })
    expect(outline(raised(rule, [...history, younger]))[0]!.ids).toEqual(["younger"])
    expect(outline(raised(stalledByHistory, [...history, younger]))).toEqual([])
  })

  it("given too few wins, then nothing is judged and it is said", () => {
    const found = raised(stalledByHistory, [...history.slice(0, 10), ...open])
    expect(found.findings).toEqual([])
    expect(found.notRead.map(({ ruleId, reason }) => [ruleId, reason.en])).toEqual([
      ["deal.stalledByHistory", expect.stringMatching(/^won deals 5, and 20 are needed/)],
    ])
  })

  it("given prices in several currencies, then the money is withheld, not added", () => {
    const euro = deal({ id: "eur", openedOn: "2026-01-20", listAmountMinor: 1, currency: "EUR" })
    const [first] = raised(stalledByHistory, [...history, open[0]!, euro]).findings
    expect(first).toMatchObject({ atStake: null, evidence: { count: 2 } })
    expect(first!.withheldReason!.en).toMatch(/several currencies/)
  })

  it("given a deal without a price, then the money is a floor", () => {
    const unpriced = deal({ id: "unpriced", openedOn: "2026-01-20", amountMinor: null })
    const [first] = raised(stalledByHistory, [...history, open[0]!, unpriced]).findings
    expect(first!.atStake!.estimate.en).toMatch(/a floor: 1 without an amount/)
  })
})

describe("deal.undated", () => {
  it("given an open deal without an opening day, then it is named; closed ones are not", () => {
    const closed = deal({ id: "closed", outcome: "won", openedOn: null, closedOn: "2026-01-05" })
    expect(outline(raised(undatedDeals, [...history, ...open, closed]))).toMatchObject([{ ids: ["undated"] }])
  })
})
