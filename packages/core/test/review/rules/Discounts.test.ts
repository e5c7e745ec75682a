import { describe, expect, it } from "vitest"
import { withThresholds } from "../../../src/review/FindingRule.ts"
import { discountBeyondLimit } from "../../../src/review/rules/Discounts.ts"
import { deal } from "../../deal/deals.ts"
import { outline, raised } from "../raised.ts"

const won = (id: string, amountMinor: number | null, ownerId = "ann", closedOn = "2026-02-01") =>
  deal({ id, outcome: "won", amountMinor, listAmountMinor: 1000_00, ownerId, closedOn })

describe("deal.discountBeyondLimit", () => {
  it("given won deals below the limit, then what was given away beyond it is exact; at the limit is within", () => {
    const deals = [
      won("deep", 700_00),
      won("atLimit", 800_00),
      won("above", 1100_00),
      won("old", 1, "ann", "2025-12-31"),
    ]
    const found = raised(discountBeyondLimit, deals)
    expect(outline(found)).toEqual([{ ownerId: "ann", ids: ["deep"], minor: 100_00 }])
    expect(found.findings[0]!.what.en).toMatch(/1 of 3 \(33\.3%\).*30\.0%.*median discount is 20\.0%/)
  })

  it("given a rep who discounts far more often than the others, then it is major; otherwise minor", () => {
    const others = Array.from({ length: 40 }, (_, i) => won(`bob_${i}`, i === 0 ? 700_00 : 950_00, "bob"))
    const own = Array.from({ length: 20 }, (_, i) => won(`ann_${i}`, i < 12 ? 700_00 : 950_00))
    const found = raised(discountBeyondLimit, [...others, ...own])
    expect(found.findings.map(({ ownerId, severity }) => [ownerId, severity])).toEqual([
      ["ann", "major"],
      [null, "minor"],
      ["bob", "minor"],
    ])
    expect(found.findings[0]!.what.en).toMatch(/median discount is 30\.0%, the department's 5\.0%/)
  })

  it("given another limit, then it is that one", () => {
    const rule = withThresholds(discountBeyondLimit, { limitPercent: 12.5 })
    expect(outline(raised(rule, [won("half", 874_99), won("at", 875_00)]))).toEqual([
      { ownerId: "ann", ids: ["half"], minor: 1 },
    ])
  })

  it("given no list prices, then discounts are not read, not zero", () => {
    const found = raised(discountBeyondLimit, [deal({ id: "d", outcome: "won", closedOn: "2026-02-01" })])
    expect(found).toMatchObject({ findings: [], notRead: [{ ruleId: "deal.discountBeyondLimit" }] })
  })
})
