import { controlEvidence, findingEvidence, shippedRules } from "@salesdept/core/review"
import type { FindingRecord } from "@salesdept/core/review"
import { describe, expect, it } from "vitest"

const closed = new Map([
  ["deal_1", "2026-03-10"],
  ["deal_2", "2026-03-20"],
  ["deal_3", "2026-03-05"],
])

describe("what control said of deals", () => {
  it("is the last state before the closing, where it asked for somebody", () => {
    const evidence = controlEvidence(closed, [
      { on: "2026-03-15", states: new Map([["deal_1", "stalled"] as const, ["deal_2", "noNextStep"] as const]) },
      { on: "2026-03-01", states: new Map([["deal_1", "noNextStep"] as const, ["deal_3", "onTrack"] as const]) },
      { on: "2026-03-20", states: new Map([["deal_2", "closed"] as const]) },
    ])
    // deal_2 was fine at last, deal_3 always; the state of deal_1 after its closing is not looked at.
    expect(evidence).toMatchObject([
      { cause: "noNextStep", source: "controlState", driver: "winRate", dealIds: ["deal_1"], seen: "beforeOutcome" },
    ])
  })
})

describe("what findings said of deals", () => {
  const finding = (ruleId: string, more: Partial<FindingRecord> = {}): FindingRecord =>
    ({
      ruleId,
      kind: "mistake",
      evidence: { kind: "deal", ids: ["deal_1", "deal_2", "deal_9"], count: 3 },
      words: { title: { en: ruleId, ru: ruleId } },
      ...more,
    }) as FindingRecord

  it("counts only where it was raised before the closing; wins bear for the driver, all else against it", () => {
    const evidence = findingEvidence(closed, [
      { finding: finding("late"), raisedOn: "2026-03-10" },
      { finding: finding("early"), raisedOn: "2026-03-01" },
      { finding: finding("praise", { kind: "win" }), raisedOn: "2026-03-01" },
    ])
    expect(evidence.map(({ cause, dealIds, bears }) => [cause, dealIds, bears])).toEqual([
      ["late", ["deal_2"], "against"],
      ["early", ["deal_1", "deal_2"], "against"],
      ["praise", ["deal_1", "deal_2"], "for"],
    ])
  })

  it("goes by the rule's name, of many findings with other counts in their titles, and by the first title where no rule has one", () => {
    const raised = (ruleId: string, count: number) => ({
      finding: finding(ruleId, { words: { title: { en: `${ruleId}: ${count}`, ru: `${ruleId}: ${count}` } } as never }),
      raisedOn: "2026-03-01",
    })
    const found = [raised("deal.untouched", 1), raised("deal.untouched", 9), raised("old", 2)]
    const evidence = findingEvidence(closed, found, shippedRules)
    expect(evidence.map(({ name }) => name.en)).toEqual(["Open deals without a dialog for long", "old: 2"])
  })

  it("bears on the win rate, and of discounts on the average deal", () => {
    const raised = (ruleId: string) => ({ finding: finding(ruleId), raisedOn: "2026-03-01" })
    const evidence = findingEvidence(closed, [raised("deal.untouched"), raised("deal.discountBeyondLimit")])
    expect(evidence.map(({ driver }) => driver)).toEqual(["winRate", "averageDeal"])
  })

  it("takes nothing that only tells over again what came out", () => {
    const raised = (ruleId: string) => ({ finding: finding(ruleId, { kind: "win" }), raisedOn: "2026-03-01" })
    const told = ["plan.varianceDrag", "plan.varianceLift", "rep.overTarget", "rep.winRateAbove", "rep.winRateBelow"]
    expect(shippedRules.map(({ id }) => id)).toEqual(expect.arrayContaining(told))
    expect(findingEvidence(closed, told.map(raised))).toEqual([])
  })
})
