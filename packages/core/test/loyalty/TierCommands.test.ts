import { expect, it } from "vitest"
import { defaultLoyaltyPolicy } from "../../src/loyalty/LoyaltyPolicy.ts"
import { along, attack, attacked, toPayment } from "../attack.ts"

const usd = (amountMinor: number) => ({ amountMinor, currency: "USD" })
const clientId = "client_1"
const tier = (id: string, fromMinor: number) => ({ id, name: { en: id, ru: id }, fromMinor })
const tiers = {
  currency: "RUB",
  tiers: [tier("base", 0), tier("silver", 900_91)],
  windowMonths: 12,
  keepMonths: 6,
  downgrade: "oneTier",
} as const
const on = "2026-02-02"

it("counts a deal in another currency by the rate frozen on it, its parts together as the whole; without one it names the deal", async () => {
  const { shop } = await attack({ ...attacked, loyalty: { ...defaultLoyaltyPolicy, tiers } })
  await shop.clients.register({ id: clientId, name: "A", ownerId: "ann" })
  await shop.deals.open({ id: "deal_1", title: "Audit", clientId, ownerId: "ann", amount: usd(10_01) })
  await along(shop, "deal_1", toPayment)
  const instalments = [{ dueOn: "2026-02-10", amountMinor: 10_01 }]
  const invoiceId = "invoice_1"
  await shop.invoices.issue({ id: invoiceId, dealId: "deal_1", issuedOn: on, currency: "USD", instalments })
  for (const part of [3_33, 3_33, 3_35]) await shop.payments.receive({ invoiceId, amount: usd(part), receivedOn: on })
  const act = { id: "document_1", dealId: "deal_1", kind: "serviceAct", amount: usd(10_01), draftedOn: on } as const
  await shop.documents.draft({ ...act, number: "A-1" })
  await shop.documents.sign({ documentId: "document_1", signedOn: on })
  expect(await shop.rewards.tier({ clientId, on })).toMatchObject({
    tierId: "base",
    windowMinor: 0,
    otherCurrencyDealIds: ["deal_1"],
  })
  // 900.9130 roubles; its parts are 299.7043 twice and 301.5044, each of which would lose by itself.
  const rate = { from: "USD", to: "RUB", rate: "90.0013", on } as const
  await shop.deals.freezeRate({ dealId: "deal_1", rate })
  expect(await shop.rewards.tier({ clientId, on })).toMatchObject({
    tierId: "silver",
    windowMinor: 900_91,
    otherCurrencyDealIds: [],
  })
})
