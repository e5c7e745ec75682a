import { findFindings, shippedRules } from "@salesdept/core/review"
import { dealColumns } from "@salesdept/core/deal/funnel"
import { periodOf } from "@salesdept/core/shared"
import { describe, expect, it } from "vitest"
import { findingsFigures } from "../../src/figures/FindingsFigures.ts"
import { base } from "./records.ts"

describe("what to review", () => {
  it("says of a rep's finding that it is a part of the department's above, so that nobody adds the two", () => {
    const stage = { clientId: null, productId: null, pipelineId: "sales", stageId: "done", currency: "USD" }
    const won = { outcome: "won", amountMinor: 60_00, listAmountMinor: 100_00, closedOn: "2026-03-10" } as const
    const deals = dealColumns(
      ["ann", "bob"].map((ownerId) => ({ id: `deal_${ownerId}`, ownerId, openedOn: "2026-01-15", ...stage, ...won })),
    )
    const unread = { control: null, nextSteps: null, activity: null, followUp: null, attainment: null, variance: null }
    const facts = { on: "2026-03-31", currency: "USD", deals, productNames: {}, filledOnlyAtClose: [], ...unread }
    const found = findFindings(facts, shippedRules, periodOf("2026-03-31", "quarter"))
    const { findings } = findingsFigures(base([]), found, new Map()).section
    const discounts = findings.filter(({ code }) => code === "deal.discountBeyondLimit")
    expect(discounts.map(({ evidence, partOf }) => [evidence.count, partOf ?? null])).toEqual([
      [2, null],
      [1, 1],
      [1, 1],
    ])
    // With whoever has left nobody talks any more: what they leave behind is given to somebody.
    const left = base([], { employments: new Map([["ann", { joinedOn: null, leftOn: "2026-04-30" }]]) })
    const talks = findingsFigures(left, found, new Map()).section.findings.map(({ repName, talk }) => [
      repName,
      talk?.en,
    ])
    expect(talks).toContainEqual(["ann", "with nobody: the rep has left; see that somebody has the records"])
    expect(talks).toContainEqual(["bob", expect.not.stringContaining("has left")])
  })
})
