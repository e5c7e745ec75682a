import { describe, expect, it } from "vitest"
import { campaignOutcomes } from "../../src/loyalty/index.ts"
import type { Offer } from "../../src/loyalty/index.ts"
import { addDays } from "../../src/shared/index.ts"

/** A stated sequence of numbers between 0 and 1 (Lehmer's generator). */
const numbers = (seed: number) => {
  let state = seed
  return (): number => (state = (state * 48_271) % 2_147_483_647) / 2_147_483_647
}

const half = { share: 0.5, seed: "s1" }
const design = { withinDays: 30, baselineShare: 0.2, minimumDifference: 0.2 }
const action = (clientId: string, dueOn: string, status: "done" | "cancelled" | "heldOut") => ({
  clientId: clientId as `client_${string}`,
  dueOn,
  status,
})

describe("campaignOutcomes", () => {
  it("counts a client once, by what first fell due, and as come back within its days, both included", () => {
    const actions = [
      action("client_late", "2026-03-20", "heldOut"),
      action("client_late", "2026-03-01", "heldOut"),
      action("client_first", "2026-03-01", "done"),
      action("client_last", "2026-03-01", "cancelled"),
      action("client_after", "2026-03-01", "done"),
      action("client_before", "2026-03-01", "done"),
    ]
    const won = [
      { clientId: "client_first", closedOn: "2026-03-01" },
      { clientId: "client_last", closedOn: "2026-03-31" },
      { clientId: "client_after", closedOn: "2026-04-01" },
      { clientId: "client_before", closedOn: "2026-02-28" },
      { clientId: null, closedOn: "2026-03-05" },
    ]
    const outcomes = campaignOutcomes(actions, null, won, half, design, "2026-04-01")
    expect(outcomes).toMatchObject({
      treated: { clientCount: 4, cameBackCount: 2 },
      holdout: { clientCount: 1, cameBackCount: 0 },
      undecidedCount: 0,
      offers: null,
    })
    // On the last of their days nobody's are over.
    expect(campaignOutcomes(actions, null, won, half, design, "2026-03-31")).toMatchObject({
      treated: { clientCount: 0 },
      holdout: { clientCount: 0 },
      undecidedCount: 5,
      uplift: { status: "notEnoughData" },
    })
    expect(campaignOutcomes(actions, null, won, null, design, "2026-04-01")).toMatchObject({
      holdout: null,
      uplift: null,
    })
  })

  it("finds an effect that is not there no more often than stated, however often one looks while the campaign runs", () => {
    const seeds = 200
    let alarms = 0
    for (let seed = 1; seed <= seeds; seed++) {
      const random = numbers(seed * 7919)
      const clients = Array.from({ length: 1500 }, (_, at) => ({
        ...action(`client_${at}`, addDays("2026-01-01", at), random() < 0.5 ? "heldOut" : "done"),
        isBack: random() < 0.2,
      }))
      const won = clients.flatMap(({ clientId, dueOn, isBack }) => (isBack ? [{ clientId, closedOn: dueOn }] : []))
      const isAlarm = Array.from({ length: 15 }, (_, at) => addDays("2026-01-01", at * 100 + 131)).some((today) => {
        const begun = clients.filter(({ dueOn }) => dueOn < today)
        const { uplift } = campaignOutcomes(begun, null, won, half, design, today)
        return uplift?.status === "measured" && uplift.conclusive
      })
      if (isAlarm) alarms++
    }
    // Stated: 5 %; the upper limit leaves room for chance among 200 seeds.
    expect(alarms / seeds).toBeLessThan(0.08)
  })

  it("shows an effect that is there", () => {
    const random = numbers(20_261_129)
    const clients = Array.from({ length: 600 }, (_, at) =>
      action(`client_${at}`, "2026-01-01", at % 2 === 0 ? "heldOut" : "done"),
    )
    const won = clients.flatMap(({ clientId, status, dueOn }) =>
      random() < (status === "done" ? 0.4 : 0.2) ? [{ clientId, closedOn: dueOn }] : [],
    )
    const { uplift } = campaignOutcomes(clients, null, won, half, design, "2026-03-01")
    expect(uplift).toMatchObject({ status: "measured", method: "sequential", conclusive: true, pValue: null })
  })

  it("leave out who was merged of one turned to and one let alone, whichever fell due first", () => {
    const actions = [
      action("client_1", "2026-03-01", "heldOut"),
      action("client_1", "2026-03-02", "done"),
      action("client_2", "2026-03-02", "heldOut"),
      action("client_2", "2026-03-01", "cancelled"),
      action("client_3", "2026-03-01", "heldOut"),
      action("client_3", "2026-04-01", "heldOut"),
      action("client_4", "2026-03-01", "done"),
    ]
    const won = ["1", "2", "3", "4"].map((id) => ({ clientId: `client_${id}`, closedOn: "2026-03-10" }))
    expect(campaignOutcomes(actions, null, won, half, design, "2026-06-01")).toMatchObject({
      treated: { clientCount: 1, cameBackCount: 1 },
      holdout: { clientCount: 1, cameBackCount: 1 },
      undecidedCount: 0,
      inBothCount: 2,
    })
  })

  it("count an offer as let pass only where it was made, and a deal once", () => {
    const at = "2026-03-02T09:00:00.000Z"
    const offer = (status: Offer["status"], madeAt: string | null, dealId: `deal_${string}` | null = null): Offer => ({
      id: "offer_1",
      clientId: "client_1",
      campaignId: "campaign_1",
      offerTypeId: "audit",
      afterDealId: null,
      cost: { amountMinor: 1, currency: "RUB" },
      validDays: 14,
      lastOn: "2026-03-16",
      openUntil: null,
      proposedAt: at,
      madeAt,
      closedAt: at,
      dealId,
      refusalReasonId: status === "refused" ? "price" : null,
      status,
      version: 1,
      textsVersion: 0,
      changedAt: at,
    })
    const offers = [
      offer("accepted", at, "deal_1"),
      offer("accepted", at, "deal_1"),
      offer("refused", at),
      offer("expired", at),
      offer("expired", null),
      offer("cancelled", null),
    ]
    const outcomes = campaignOutcomes([], offers, [], null, design, "2026-06-01")
    expect(outcomes.offers).toMatchObject({
      byStatus: { accepted: 2, refused: 1, expired: 2, cancelled: 1 },
      accepted: { numerator: 2, denominator: 4 },
      dealIds: ["deal_1"],
    })
  })
})
