import { describe, expect, it } from "vitest"
import { clientDeals, clientHoldings } from "../../src/control/ClientControl.ts"
import { client, context, doneDeal, policy } from "./facts.ts"

const findingsOf = (fields: Parameters<typeof client>[0]) => {
  const facts = client(fields)
  return clientHoldings(facts, clientDeals(facts.deals, policy, context), policy, context)
}

const statesOf = (fields: Parameters<typeof client>[0]) => findingsOf(fields).problems.map(({ state }) => state)

/** Today is 1 June 2026; two deals were won in the winter, and the last dialog was on 1 May. */
const facts = {
  deals: [doneDeal({ id: "deal_1", closedOn: "2026-01-10" }), doneDeal({ id: "deal_2", closedOn: "2026-02-10" })],
  lastDialogAt: "2026-05-01T09:00:00.000Z",
} as const

describe("a client's control by the tenant's own rules", () => {
  it("given a cadence of its segment, then it is quiet past that, and not past the policy's days", () => {
    expect(statesOf(facts)).not.toContain("quietRegular")
    expect(statesOf({ ...facts, contactEveryDays: 30 })).toContain("quietRegular")
    expect(statesOf({ ...facts, contactEveryDays: 31 })).not.toContain("quietRegular")
  })

  it("given a rule with a window, then wins before it do not make the client regular", () => {
    const quiet = { ...facts, contactEveryDays: 14 }
    expect(statesOf({ ...quiet, regularRule: { fromWonDeals: 2, withinDays: 365 } })).toContain("quietRegular")
    expect(statesOf({ ...quiet, regularRule: { fromWonDeals: 2, withinDays: 120 } })).not.toContain("quietRegular")
    expect(statesOf({ ...quiet, regularRule: { fromWonDeals: 1, withinDays: 120 } })).toContain("quietRegular")
  })

  it("given that only a win of unknown day would decide, then the days of sales cannot be seen", () => {
    const deals = [doneDeal({ id: "deal_1", closedOn: "2026-05-10" }), doneDeal({ id: "deal_2", closedOn: null })]
    const found = findingsOf({ deals, regularRule: { fromWonDeals: 2, withinDays: 90 } })
    expect(found.unseen).toContain("saleDates")
  })
})
