import { describe, expect, it } from "vitest"
import { controlStateOf } from "../../src/control/ControlState.ts"
import { partition } from "../../src/control/Partition.ts"
import { context, deal, doneDeal, lead, policy } from "./facts.ts"

describe("traps of other systems", () => {
  it("hidden activities of won deals still count: an overdue step, a debt and an unanswered word of a finished deal", () => {
    const stateOf = (fields: Parameters<typeof doneDeal>[0]) => controlStateOf(doneDeal(fields), policy, context).state
    expect(stateOf({})).toBe("closed")
    expect(stateOf({ stepDueOn: "2026-05-30" })).toBe("stepOverdue")
    expect(stateOf({ awaitingSince: "2026-05-30T08:00:00.000Z" })).toBe("waitingOnUs")
    const open = { amountMinor: 1, currency: "RUB" }
    expect(stateOf({ unpaid: [{ dueOn: "2026-05-30", open }] })).toBe("owingPayment")
  })

  it("a lead of any age is in the base: nothing falls out of the partition by its date", () => {
    const rows = ["2016-06-01T08:00:00.000Z", "2026-05-25T08:00:00.000Z", "2026-06-01T08:59:00.000Z"].map(
      (receivedAt, i) => lead({ id: `lead_${i}`, ownerId: null, status: "new", receivedAt, stepDueOn: null }),
    )
    const { states } = partition("lead", rows, policy, context)
    expect(states.find(({ state }) => state === "unassigned")?.count).toBe(3)
  })

  it("sums past the safe bound are withheld with the reason, and the counts still hold", () => {
    const most = { amountMinor: Number.MAX_SAFE_INTEGER, currency: "RUB" }
    const rows = [deal({ id: "deal_1", amount: most }), deal({ id: "deal_2", amount: most })]
    const onTrack = partition("deal", rows, policy, context).states.find(({ state }) => state === "onTrack")
    expect(onTrack).toMatchObject({ count: 2, amount: null })
    expect(onTrack?.withheld?.ru).toContain("2^53")
    const unpaid = [most, most].map((open) => ({ dueOn: "2026-05-30", open }))
    const owing = controlStateOf(doneDeal({ unpaid }), policy, context)
    expect(owing).toMatchObject({ state: "owingPayment", amountMinor: null })
  })
})
