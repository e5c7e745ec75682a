import { describe, expect, it } from "vitest"
import { defaultControlPolicy } from "../../src/control/ControlPolicy.ts"
import type { Session } from "../../src/promise/index.ts"
import { fiveDayCalendar } from "../../src/shared/index.ts"
import { along, attack, attacked, invoiced, rub, sold } from "../attack.ts"

const minutes = { minutes: 60, remindBeforeMinutes: 0 }
const sla = { calendar: fiveDayCalendar, firstResponse: minutes, rollingResponse: minutes, escalation: [] }

/** Ann is away from 9 to 20 February; where `coverId` is given, that person stands in. */
const vacation = async (coverId?: string) => {
  const scene = await attack({ ...attacked, sources: [], control: { ...defaultControlPolicy, sla } })
  const { shop } = scene
  const rows = ["ann", "bob"].map((id) => ({
    id: `rep_${id}` as const,
    personId: id,
    name: id,
    joinedOn: "2025-01-01",
  }))
  await shop.reps.state({ rows })
  const rest = { repId: "rep_ann", id: "winter", from: "2026-02-09", to: "2026-02-20", kind: "vacation" } as const
  await shop.reps.planAbsence({ ...rest, ...(coverId && { coverId }) })
  return scene
}

const ownersOf = async (shop: Session, ruleId: string, on: string, span: "day" | "week" | "month" = "week") => {
  const { findings } = await shop.findings.find({ span, on })
  return findings.flatMap((one) => (one.ruleId === ruleId ? [one.ownerId] : []))
}

describe("what fell due while somebody was away", () => {
  it.each([
    ["bob", ["bob"]],
    [undefined, [null]],
  ])("is not theirs: with %s standing in, it is of %s", async (coverId, owners) => {
    const { shop, at } = await vacation(coverId)
    await sold(shop)
    await invoiced(shop)
    await shop.clients.register({ id: "client_2", name: "Café", ownerId: "ann" })
    await shop.nextSteps.set({ dealId: "deal_1", typeId: "call", dueOn: "2026-02-10", ownerId: "ann" })
    await shop.invoices.promise({ invoiceId: "invoice_1", madeOn: "2026-02-02", promisedOn: "2026-02-06" })
    at("2026-02-10T07:00:00.000Z")
    await shop.leads.receive({ id: "lead_1", name: "Kiosk", channelId: "site", ownerId: "ann" })
    await shop.dialogs.record({ clientId: "client_2", kind: "call", direction: "inbound", outcomeId: "noAnswer" })
    at("2026-02-16")
    for (const ruleId of [
      "sla.breached",
      "lead.untaken",
      "dialog.unanswered",
      "nextStep.overdue",
      "invoice.promiseUnnoticed",
    ]) {
      expect([ruleId, await ownersOf(shop, ruleId, "2026-02-10")]).toEqual([ruleId, owners])
    }
  })

  it("is told from what was late before: a client who had waited already stays whose it was", async () => {
    const { shop, at } = await vacation("bob")
    await shop.clients.register({ id: "client_2", name: "Café", ownerId: "ann" })
    await shop.dialogs.record({ clientId: "client_2", kind: "call", direction: "inbound", outcomeId: "noAnswer" })
    at("2026-02-16")
    expect(await ownersOf(shop, "dialog.unanswered", "2026-02-10")).toEqual(["ann"])
  })

  it("is a silence only where it became too long within those days", async () => {
    const { shop, at } = await vacation("bob")
    await shop.clients.register({ id: "client_1", name: "Bakery", ownerId: "ann" })
    await shop.deals.open({ id: "deal_1", title: "Audit", clientId: "client_1", ownerId: "ann", amount: rub(100) })
    await along(shop, "deal_1", ["contact", "needs", "proposal"])
    at("2026-02-17")
    // The proposal was to be followed up by Saturday the 7th, so by Monday, the first day that she was away.
    expect(await ownersOf(shop, "deal.proposalWithoutFollowUp", "2026-02-16", "day")).toEqual(["bob"])
    at("2026-03-10")
    // Three weeks without a word ended on the 23rd, when she was back.
    expect(await ownersOf(shop, "deal.untouched", "2026-03-09", "day")).toEqual(["ann"])
  })

  it("is no occasion of theirs beside peers, and one of who stood in", async () => {
    const { shop, at } = await vacation("bob")
    await sold(shop)
    for (let step = 0; step < 12; step++) {
      await shop.nextSteps.set({ dealId: "deal_1", typeId: "call", dueOn: "2026-02-10", ownerId: "ann" })
    }
    at("2026-02-16")
    const { mistakes } = await shop.findings.peers({ span: "week", on: "2026-02-10", leastOccasions: 2 })
    expect(mistakes.map(({ repId, own }) => [repId, own.numerator, own.denominator])).toEqual([["bob", 12, 12]])
  })
})
