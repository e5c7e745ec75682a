import { describe, expect, it } from "vitest"
import type { OwnRule } from "../../src/review/OwnRule.ts"
import { ruleOf } from "../../src/review/OwnRule.ts"
import { deal } from "../deal/deals.ts"
import { controlOf, leadFacts } from "./controlFacts.ts"
import { outline, raised } from "./raised.ts"

const own = (fields: Partial<OwnRule>): OwnRule => ({
  id: "hugeAndOld",
  version: 1,
  name: { en: "Huge deals that are old", ru: "Крупные сделки, которые давно открыты" },
  kind: "missedOpportunity",
  severity: "major",
  over: "deal",
  when: [
    { fact: "outcome", is: "open" },
    { fact: "amountMinor", atLeast: 1_000_00 },
    { fact: "ageDays", atLeast: 30 },
  ],
  next: { en: "Who calls the director?", ru: "Кто позвонит директору?" },
  ...fields,
})

describe("ruleOf", () => {
  it("finds the deals of which every condition holds, for the department and for each rep", () => {
    const deals = [
      deal({ id: "hit", amountMinor: 2_000_00 }),
      deal({ id: "other", amountMinor: 1_000_00, ownerId: "bob" }),
      deal({ id: "small", amountMinor: 999_99 }),
      deal({ id: "young", amountMinor: 2_000_00, openedOn: "2026-03-15" }),
      deal({ id: "won", amountMinor: 2_000_00, outcome: "won", closedOn: "2026-03-20" }),
      deal({ id: "unknown", amountMinor: null }),
    ]
    const found = raised(ruleOf(own({})), deals)
    expect(outline(found)).toEqual([
      { ownerId: null, ids: ["hit", "other"], minor: 3_000_00 },
      { ownerId: "ann", ids: ["hit"], minor: 2_000_00 },
      { ownerId: "bob", ids: ["other"], minor: 1_000_00 },
    ])
    expect(found.findings[0]).toMatchObject({ ruleId: "own.hugeAndOld", ruleVersion: 1, severity: "major" })
  })

  it("reads a discount of seven in a hundred as seven percent", () => {
    const deals = [deal({ id: "sold", amountMinor: 93, listAmountMinor: 100 })]
    const ids = (limit: number) =>
      outline(raised(ruleOf(own({ when: [{ fact: "discountPercent", atLeast: limit }] })), deals)).map((one) => one.ids)
    expect(ids(7)).toEqual([["sold"]])
    expect(ids(7.1)).toEqual([])
  })

  it("asks for what is not known only where it is asked", () => {
    const deals = [deal({ id: "unpriced", amountMinor: null }), deal({ id: "priced" })]
    const ids = (isSet: boolean) =>
      outline(raised(ruleOf(own({ when: [{ fact: "amountMinor", isSet }] })), deals)).map((one) => one.ids)
    expect(ids(false)).toEqual([["unpriced"]])
    expect(ids(true)).toEqual([["priced"]])
  })

  it("reads leads through control, and is skipped where control was not read", () => {
    const rule = ruleOf(
      own({
        over: "lead",
        when: [
          { fact: "status", oneOf: ["new"] },
          { fact: "ageHours", atLeast: 100 },
        ],
      }),
    )
    const lead = [leadFacts({ id: "lead_old" }), leadFacts({ id: "lead_new", receivedAt: "2026-03-31T09:00:00.000Z" })]
    expect(outline(raised(rule, [], { control: controlOf({ lead }) })).map(({ ids }) => ids)).toEqual([["lead_old"]])
    expect(raised(rule, []).notRead).toHaveLength(1)
  })
})
