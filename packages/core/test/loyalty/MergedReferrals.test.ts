import { expect, it } from "vitest"
import { defaultLoyaltyPolicy } from "../../src/loyalty/LoyaltyPolicy.ts"
import type { Session } from "../../src/promise/index.ts"
import { along, attack, attacked, refusal, rub, toPayment } from "../attack.ts"

type Name = "a" | "b" | "c" | "d"

const on = "2026-02-02"

const programme = {
  advocatePoints: 100,
  clientPoints: 50,
  validDays: null,
  minPaid: null,
  capPerAdvocate: null,
  attributionDays: 90,
}

/** Four clients, none of whom has bought. */
const four = async () => {
  const scene = await attack({ ...attacked, loyalty: { ...defaultLoyaltyPolicy, referral: programme } })
  for (const id of ["a", "b", "c", "d"] as const)
    await scene.shop.clients.register({ id: `client_${id}`, name: id, ownerId: "ann" })
  return scene
}

/** Records that one recommended another, with a deal that came of it. */
const recommended = async (shop: Session, by: Name, who: Name) => {
  const clientId = `client_${who}` as const
  const dealId = `deal_${who}` as const
  const { referral } = await shop.referrals.record({ clientId, by: { advocateId: `client_${by}` } })
  await shop.deals.open({ id: dealId, title: who, clientId, ownerId: "ann", amount: rub(100) })
  await shop.referrals.attribute({ referralId: referral.id, dealId })
  return referral.id
}

/** Sells a deal: paid and documented. */
const paid = async (shop: Session, who: Name) => {
  const dealId = `deal_${who}` as const
  await along(shop, dealId, toPayment)
  const invoiceId = `invoice_${who}` as const
  await shop.invoices.issue({
    id: invoiceId,
    dealId,
    issuedOn: on,
    currency: "RUB",
    instalments: [{ dueOn: on, amountMinor: 100 }],
  })
  await shop.payments.receive({ invoiceId, amount: rub(100), receivedOn: on })
  const documentId = `document_${who}` as const
  await shop.documents.draft({ id: documentId, dealId, kind: "serviceAct", amount: rub(100), draftedOn: on })
  await shop.documents.sign({ documentId, signedOn: on })
}

it("a client that two were merged into is rewarded for one recommendation; for the other once that was taken back", async () => {
  const { shop } = await four()
  const first = await recommended(shop, "c", "a")
  const second = await recommended(shop, "d", "b")
  await shop.clients.merge({ intoId: "client_a", fromId: "client_b" })
  for (const who of ["a", "b"] as const) await paid(shop, who)
  await shop.referrals.reward({ referralId: first })
  expect((await refusal(shop.referrals.reward({ referralId: second }))).data).toMatchObject({ rule: "recordedAlready" })
  expect((await shop.rewards.balance({ clientId: "client_a" })).activePoints).toBe(50)
  await shop.referrals.reverse({ referralId: first, refundId: "refund-1" })
  expect((await shop.referrals.reward({ referralId: second })).referral.status).toBe("rewarded")
})

it("a client who turned out to have bought before it was recommended brings nothing", async () => {
  const { shop, at } = await four()
  await shop.deals.open({ id: "deal_a", title: "a", clientId: "client_a", ownerId: "ann", amount: rub(100) })
  await paid(shop, "a")
  at("2026-02-05")
  const ofB = await recommended(shop, "c", "b")
  await shop.clients.merge({ intoId: "client_a", fromId: "client_b" })
  await paid(shop, "b")
  expect((await refusal(shop.referrals.reward({ referralId: ofB }))).data).toMatchObject({ rule: "existingClient" })
})

it("a ring that a merge closes is rewarded but for its last recommendation", async () => {
  const { shop } = await four()
  const ofA = await recommended(shop, "c", "a")
  const ofB = await recommended(shop, "a", "b")
  await shop.clients.merge({ intoId: "client_c", fromId: "client_b" })
  for (const who of ["a", "b"] as const) await paid(shop, who)
  await shop.referrals.reward({ referralId: ofA })
  expect((await refusal(shop.referrals.reward({ referralId: ofB }))).data).toMatchObject({ rule: "cycle" })
})
