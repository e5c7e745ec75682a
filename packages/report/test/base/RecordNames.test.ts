import { makeMemoryStore } from "@salesdept/core/memory"
import { presets, salesDept } from "@salesdept/core/promise"
import * as Effect from "effect/Effect"
import { expect, it } from "vitest"
import { recordNames } from "../../src/base/RecordNames.ts"
import { readBase } from "../../src/figures/ReadBase.ts"
import { base, deal } from "../figures/records.ts"

it("records are called by title, name or what they are about; steps and documents by their subject", async () => {
  const store = makeMemoryStore()
  const department = presets.servicesWithActs({ timeZone: "UTC", currency: "USD" })
  const opened = { store, close: () => Promise.resolve() }
  await using dept = await salesDept({ store: { open: () => Promise.resolve(opened) }, department })
  const shop = dept.tenant("default").as("head")
  const { client } = await shop.clients.register({ name: "Romashka" })
  const sold = await shop.deals.open({ title: "Audit", clientId: client.id })
  const { lead } = await shop.leads.receive({ name: "Ann", company: "Acme", channelId: "site" })
  const { nextStep } = await shop.nextSteps.set({
    dealId: sold.deal.id,
    typeId: "call",
    dueOn: "2026-12-31",
    ownerId: "head",
  })
  const amount = { amountMinor: 100_00, currency: "USD" }
  const { document } = await shop.documents.draft({
    dealId: sold.deal.id,
    kind: "serviceAct",
    amount,
    draftedOn: "2026-11-30",
  })
  const read = await Effect.runPromise(
    readBase(store, "default", { department, asOf: "2026-12-31", now: "2026-12-31T00:00:00.000Z" }),
  )
  const ids = [client.id, sold.deal.id, lead.id, nextStep.id, document.id, "deal_gone"]
  const names = await recordNames(store, "default", read, ids)
  expect(ids.map((id) => names.get(id))).toEqual(["Romashka", "Audit", "Ann, Acme", "Audit", "Audit", undefined])
})

it("a deal that has a product alone is told apart by its id", async () => {
  const deals = [
    deal({ id: "deal_1", productId: "product_kit" }),
    deal({ id: "deal_2", productId: "product_kit", clientId: "client_1" }),
  ]
  const read = base(deals, {
    productNames: new Map([["product_kit", "Kit"]]),
    clientNames: new Map([["client_1", "Romashka"]]),
  })
  const names = await recordNames(makeMemoryStore(), "default", read, ["deal_1", "deal_2"])
  expect([...names.values()]).toEqual(["Kit (deal_1)", "Romashka · Kit"])
})
