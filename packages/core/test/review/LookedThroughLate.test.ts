import { describe, expect, it } from "vitest"
import type { Session } from "../../src/promise/index.ts"
import { along, attack, attacked, done, invoiced, paid, rub, sold } from "../attack.ts"

const named = async (shop: Session, ruleId: string, span: "day" | "week" | "month", on: string) => {
  const { findings } = await shop.findings.find({ span, on })
  return findings.flatMap((one) => (one.ruleId === ruleId ? one.evidence.ids : [])).toSorted()
}

const words = { en: "Open proposals", ru: "Открытые предложения" }
const openProposals = {
  id: "openProposals",
  version: 1,
  name: words,
  kind: "missedOpportunity",
  severity: "minor",
  over: "deal",
  when: [
    { fact: "outcome", is: "open" },
    { fact: "stageId", is: "proposal" },
  ],
  next: words,
} as const

describe("a period tells the same whenever it is looked through", () => {
  it.each(["deal.proposalWithoutFollowUp", "own.openProposals"])(
    "of a deal that was open then, in the stage in which it stood: %s",
    async (ruleId) => {
      const { shop, at } = await attack({ ...attacked, sources: [], review: { ownRules: [openProposals] } })
      await shop.clients.register({ id: "client_1", name: "Bakery", ownerId: "ann" })
      for (const id of ["deal_lost", "deal_moved"] as const) {
        await shop.deals.open({ id, title: "Audit", clientId: "client_1", ownerId: "ann", amount: rub(100) })
        await along(shop, id, ["contact", "needs", "proposal"])
      }
      at("2026-02-16")
      const inTime = await named(shop, ruleId, "week", "2026-02-09")
      expect(inTime).toEqual(["deal_lost", "deal_moved"])
      at("2026-02-17")
      await shop.deals.move({ dealId: "deal_lost", to: "lost", lostReasonId: "price" })
      await along(shop, "deal_moved", ["negotiation"])
      at("2026-03-01")
      expect(await named(shop, ruleId, "week", "2026-02-09")).toEqual(inTime)
    },
  )

  it("of a client who was asked for a recommendation only afterwards, about a deal that has gone on since", async () => {
    const { shop, at } = await attack()
    await done(shop)
    await shop.deals.move({ dealId: "deal_1", to: "aftercare", reason: "Not over yet" })
    at("2026-04-01")
    const inTime = await named(shop, "client.referralNotAsked", "month", "2026-03-01")
    expect(inTime).toEqual(["client_1"])
    at("2026-04-05")
    await along(shop, "deal_1", ["done"])
    await shop.clients.register({ id: "client_2", name: "Café", ownerId: "ann" })
    await shop.dialogs.record({
      clientId: "client_1",
      kind: "call",
      direction: "outbound",
      repId: "ann",
      outcomeId: "agreed",
      scriptSteps: ["referralRequest"],
    })
    at("2026-04-06")
    expect(await named(shop, "client.referralNotAsked", "month", "2026-03-01")).toEqual(inTime)
  })

  it("of an instalment due on its last day, as its summary does", async () => {
    const { shop, at } = await attack()
    await sold(shop)
    await invoiced(shop, { dueOn: "2026-02-28" })
    at("2026-02-28")
    expect(await named(shop, "payment.overdue", "month", "2026-02-01")).toEqual([])
    at("2026-03-01")
    const { debtsOverdue } = await shop.summaries.preview({ span: "month", on: "2026-02-01" })
    expect(debtsOverdue.ids).toEqual(["invoice_1"])
    expect(await named(shop, "payment.overdue", "month", "2026-02-01")).toEqual(["deal_1"])
    const { findings } = await shop.findings.find({ span: "month", on: "2026-02-01" })
    expect(findings.find(({ ruleId }) => ruleId === "payment.overdue")?.what.en).toMatch(/is 1\sday late/u)
  })
})

describe("a promise of payment whose day is over", () => {
  it("was broken, also where the client promises anew before anybody judged it", async () => {
    const { shop, at } = await attack()
    await sold(shop)
    await invoiced(shop)
    await shop.invoices.promise({ invoiceId: "invoice_1", madeOn: "2026-02-02", promisedOn: "2026-02-04" })
    at("2026-02-05")
    await shop.invoices.promise({ invoiceId: "invoice_1", madeOn: "2026-02-05", promisedOn: "2026-02-06" })
    expect((await shop.invoices.get("invoice_1"))?.promisesBroken).toBe(1)
    at("2026-02-09")
    expect(await named(shop, "invoice.promiseUnnoticed", "day", "2026-02-07")).toEqual(["invoice_1"])
    const { promisesBroken } = await shop.summaries.preview({ span: "week", on: "2026-02-02" })
    expect(promisesBroken.ids).toEqual(["invoice_1"])
  })

  it("was broken on the day after it, however late somebody looks", async () => {
    const { shop, at, dept } = await attack()
    await sold(shop)
    await invoiced(shop)
    await shop.invoices.promise({ invoiceId: "invoice_1", madeOn: "2026-02-02", promisedOn: "2026-02-04" })
    at("2026-02-16")
    await dept.tick()
    const brokenIn = async (on: string) => (await shop.summaries.preview({ span: "week", on })).promisesBroken.ids
    expect([await brokenIn("2026-02-02"), await brokenIn("2026-02-16")]).toEqual([["invoice_1"], []])
  })

  it("gives way to another that was made before it was over, whenever that is noted", async () => {
    const { shop, at } = await attack()
    await sold(shop)
    await invoiced(shop)
    await shop.invoices.promise({ invoiceId: "invoice_1", madeOn: "2026-02-02", promisedOn: "2026-02-04" })
    at("2026-02-05")
    await shop.invoices.promise({ invoiceId: "invoice_1", madeOn: "2026-02-04", promisedOn: "2026-02-10" })
    at("2026-02-06")
    await paid(shop)
    const invoice = await shop.invoices.get("invoice_1")
    expect([invoice?.promisesBroken, invoice?.promisesKept]).toEqual([0, 1])
  })
})
