import { clientKinds } from "@salesdept/core/department"
import * as fc from "fast-check"
import { describe, expect, it } from "vitest"
import { allKinds } from "./Kinds.ts"
import { praised, startCampaign } from "./CampaignScene.ts"
import { rejectionOf } from "./Rejection.ts"
import type { Scene } from "./Scene.ts"
import { inScene, run } from "./Scene.ts"
import type { HarnessFactory } from "./StoreHarness.ts"
import { suiteDepartment } from "./SuiteDepartment.ts"
import { recordsOf } from "./Stored.ts"

type Shop = ReturnType<Scene["session"]>

/** Two clients that are the same one, each with something of every area. */
const twice = async (shop: Shop): Promise<void> => {
  await shop.clients.register({ id: "client_1", name: "ООО «Ромашка»", ownerId: "ann", phones: ["1"] })
  await shop.clients.register({
    id: "client_2",
    name: "Ромашка",
    ownerId: "bob",
    segmentId: "key",
    phones: ["1", "2"],
    taxId: "7707083893",
  })
  await shop.clients.tag({ clientId: "client_2", add: ["vip"] })
  await shop.contacts.add({ id: "contact_2", clientId: "client_2", name: "B" })
  await shop.consents.give({
    id: "consent_2",
    clientId: "client_2",
    purposeId: "news",
    proofKind: "mail",
    proof: "письмо",
  })
  for (const id of ["deal_1", "deal_2"] as const) {
    await shop.deals.open({ id, title: "Audit", clientId: id === "deal_1" ? "client_1" : "client_2" })
  }
  await shop.leads.receive({ id: "lead_2", name: "B", channelId: "site" })
  await shop.leads.qualify({ leadId: "lead_2", clientId: "client_2", dealId: "deal_2" })
  const said = { kind: "call", direction: "outbound", outcomeId: "agreed" } as const
  const step = { typeId: "call", dueOn: "2026-02-05", ownerId: "bob" } as const
  await shop.dialogs.record({ ...said, id: "dialog_2", clientId: "client_2", nextStep: { ...step, id: "step_2" } })
}

/** The clients of everything that can belong to one. */
const clientsOf = async ({ store }: Scene, tenant: string): Promise<ReadonlyArray<readonly [string, unknown]>> => {
  const found: Array<readonly [string, unknown]> = []
  for (const of of clientKinds) {
    const kind = allKinds.find(({ kind: name }) => name === of.kind)
    if (kind === undefined) continue
    for (const record of await recordsOf(store, tenant, kind)) {
      found.push([record.id, "clientId" in record ? record.clientId : null])
    }
  }
  return found
}

/** Merging clients: the preview is the merge, everything moves, and it can be undone without losing what came later. */
export const mergeSuite = (name: string, factory: HarnessFactory): void => {
  describe(`${name}: merging clients`, () => {
    it(
      "knows a payment of the client that went by its reference, and tells of both in one statement",
      inScene(factory, async ({ session, clock }) => {
        const shop = session()
        for (const at of [1, 2, 3]) await shop.clients.register({ id: `client_${at}`, name: `ООО «Ромашка ${at}»` })
        await shop.deals.open({ id: "deal_1", title: "Audit", clientId: "client_1" })
        const instalments = [{ dueOn: "2026-02-02", amountMinor: 500 }]
        const bill = {
          id: "invoice_1",
          dealId: "deal_1",
          number: "17",
          issuedOn: "2026-02-02",
          currency: "RUB",
        } as const
        await shop.invoices.issue({ ...bill, instalments })
        const amount = { amountMinor: 500, currency: "RUB" }
        const paid = { amount, receivedOn: "2026-02-02", reference: "R-7", excess: "keep" } as const
        const { payment } = await shop.payments.receive({ ...paid, clientId: "client_1" })
        // Into one that goes into a third: what was recorded of the first is of the last.
        await shop.clients.merge({ intoId: "client_2", fromId: "client_1" })
        clock.advance(60_000)
        await shop.clients.merge({ intoId: "client_3", fromId: "client_2" })
        for (const clientId of ["client_1", "client_2", "client_3"] as const) {
          const { data } = await rejectionOf("PaymentRepeated", shop.payments.receive({ ...paid, clientId }))
          expect(data).toMatchObject({ paymentId: payment.id })
          const period = { from: "2026-01-01", to: "2027-01-01", currency: "RUB" }
          const statement = await shop.settlement.reconciliation({ clientId, ...period })
          expect([statement.debitMinor, statement.creditMinor]).toEqual([500, 500])
        }
        const line = { direction: "in", bookedOn: "2026-02-02", amount, reference: "R-7", purpose: "счёт 17" } as const
        const answer = await shop.bank.import({ account: "40702810000000000017", lines: [line] })
        expect(answer).toMatchObject({ matched: 1 })
        expect((await shop.payments.page()).items.map(({ id }) => id)).toEqual([payment.id])
      }),
    )

    it(
      "says how many telephone numbers were compared with nothing, and what is missing to read them",
      inScene(factory, async ({ session }) => {
        const shop = session()
        const publish = (base: { country?: string }) =>
          shop.department.publish({ ...suiteDepartment, currency: "EUR", base })
        await publish({})
        await shop.clients.register({ id: "client_1", name: "Blume GmbH", phones: ["030 901820", "(030) 90 18 20"] })
        await shop.clients.register({ id: "client_2", name: "Garten AG", phones: ["030/901820", "+49 30 901821"] })
        const blind = await shop.clients.duplicates({ minScore: 1 })
        expect(blind.pairs).toEqual([])
        expect(blind.notRead).toMatchObject([{ what: "phones", valueCount: 3, recordCount: 2 }])
        expect(blind.notRead[0]?.message.ru).toContain("base.country")
        await publish({ country: "DE" })
        const seeing = await shop.clients.duplicates({ minScore: 1 })
        expect([seeing.pairs.map(({ evidence }) => evidence[0]?.kind), seeing.notRead]).toEqual([["phone"], []])
        await shop.clients.register({ name: "Feld", phones: ["ask the secretary"] })
        const [unread] = (await shop.clients.duplicates()).notRead
        expect([unread?.valueCount, unread?.message.en.includes("DE")]).toEqual([1, true])
      }),
    )

    it(
      "preview equals result: the same answer, and the preview writes nothing",
      inScene(factory, async ({ session }) => {
        const shop = session()
        await twice(shop)
        const input = { intoId: "client_1", fromId: "client_2", choices: { ownerId: "from" } } as const
        const preview = await shop.clients.previewMerge(input)
        expect((await shop.clients.get("client_2"))?.standing).toBe("active")
        const merged = await shop.clients.merge(input)
        expect({ ...preview, events: [] }).toEqual({ ...merged, events: [] })
        expect(preview.events).toEqual([])
        expect(merged.conflicts).toEqual([
          { field: "ownerId", kept: "from" },
          { field: "name", kept: "into" },
        ])
        expect(merged.moved).toEqual([
          { kind: "contact", count: 1 },
          { kind: "consent", count: 1 },
          { kind: "lead", count: 1 },
          { kind: "dialog", count: 1 },
          { kind: "nextStep", count: 1 },
          { kind: "deal", count: 1 },
        ])
        expect(await shop.clients.get("client_1")).toMatchObject({
          ownerId: "bob",
          segmentId: "key",
          tags: ["vip"],
          texts: { name: "ООО «Ромашка»", phones: "1\n2", taxId: "7707083893" },
        })
        expect(await shop.clients.get("client_2")).toMatchObject({ standing: "merged", mergedIntoId: "client_1" })
      }),
    )

    it(
      "trap: moves everything in a merge and keeps the audit: every journal goes on where it was, and verifies",
      inScene(factory, async (scene) => {
        const { session, store } = scene
        const shop = session()
        await twice(shop)
        const before = await shop.deals.history("deal_2")
        await shop.clients.merge({ intoId: "client_1", fromId: "client_2" })
        for (const [, clientId] of await clientsOf(scene, "shop-17")) expect(clientId).toBe("client_1")
        const after = await shop.deals.history("deal_2")
        expect(after.slice(0, before.length)).toEqual(before)
        expect(after.at(-1)).toMatchObject({
          type: "RecordCorrected",
          payload: { cause: "merge", causeId: "client_2", values: { clientId: "client_1" } },
        })
        for (const of of allKinds) expect((await run(store.verify("shop-17", of))).faults).toEqual([])
      }),
    )

    it(
      "redirects the old id: what is said of the client that went is said of the one that stayed",
      inScene(factory, async ({ session }) => {
        const shop = session()
        await twice(shop)
        await shop.clients.merge({ intoId: "client_1", fromId: "client_2" })
        await shop.contacts.add({ id: "contact_3", clientId: "client_2", name: "C" })
        expect((await shop.contacts.get("contact_3"))?.clientId).toBe("client_1")
        expect((await shop.clients.amend({ clientId: "client_2", segmentId: "rest" })).client).toMatchObject({
          id: "client_1",
          segmentId: "rest",
        })
        const said = { clientId: "client_2", kind: "call", direction: "inbound", outcomeId: "agreed" } as const
        expect((await shop.dialogs.record(said)).dialog.clientId).toBe("client_1")
        await rejectionOf("RecordRetired", shop.clients.merge({ intoId: "client_2", fromId: "client_1" }))
        await rejectionOf("InputInvalid", shop.clients.merge({ intoId: "client_1", fromId: "client_1" }))
      }),
    )

    it(
      "undoes a merge and keeps what came later",
      inScene(factory, async ({ session }) => {
        const shop = session()
        await twice(shop)
        await shop.clients.merge({ intoId: "client_1", fromId: "client_2" })
        await shop.deals.amend({ dealId: "deal_2", title: "Audit of stock" })
        await shop.clients.amend({ clientId: "client_1", segmentId: "rest", comment: "позже" })
        await shop.contacts.add({ id: "contact_3", clientId: "client_1", name: "C" })
        await shop.clients.register({ id: "client_3", name: "D" })
        await shop.deals.amend({ dealId: "deal_2", clientId: "client_3" })
        const undone = await shop.clients.unmerge({ clientId: "client_2" })
        expect(undone.leftCount).toBe(1)
        expect(await shop.deals.get("deal_2")).toMatchObject({
          clientId: "client_3",
          texts: { title: "Audit of stock" },
        })
        expect((await shop.contacts.get("contact_2"))?.clientId).toBe("client_2")
        expect((await shop.contacts.get("contact_3"))?.clientId).toBe("client_1")
        expect(await shop.clients.get("client_1")).toMatchObject({
          ownerId: "ann",
          segmentId: "rest",
          tags: [],
          texts: { name: "ООО «Ромашка»", phones: "1", comment: "позже" },
        })
        expect(await shop.clients.get("client_2")).toMatchObject({
          ownerId: "bob",
          standing: "active",
          mergedIntoId: null,
          merge: null,
          tags: ["vip"],
        })
        await rejectionOf("ClientNotMerged", shop.clients.unmerge({ clientId: "client_2" }))
      }),
    )

    it(
      "takes open complaints and turns to a client along, and back: nothing is offered, and no cap is passed, by another card",
      inScene(factory, async ({ session }) => {
        const shop = session()
        await praised(shop, 2)
        await startCampaign(shop, "campaign_1")
        expect((await shop.loyalty.decide({ clientId: "client_2" })).actions).toHaveLength(1)
        await shop.complaints.open({ id: "complaint_1", clientId: "client_2" })
        await shop.loyalty.setTimeZone({ clientId: "client_2", timeZone: "Asia/Omsk" })
        await shop.clients.merge({ intoId: "client_1", fromId: "client_2" })
        const offer = { offerTypeId: "audit", cost: { amountMinor: 1, currency: "RUB" }, validDays: 2 }
        const propose = (clientId: "client_1" | "client_2") => shop.offers.propose({ ...offer, clientId })
        await rejectionOf("OfferBlocked", propose("client_1"))
        const held = await shop.loyalty.decide({ clientId: "client_1" })
        expect(held.withheld.map(({ reasons }) => reasons)).toEqual([["complaintOpen", "contactCap"]])
        expect((await shop.loyaltyProfiles.get("loyalty_1"))?.timeZone).toBe("Asia/Omsk")
        await shop.clients.unmerge({ clientId: "client_2" })
        await rejectionOf("OfferBlocked", propose("client_2"))
        expect((await shop.loyalty.decide({ clientId: "client_1" })).actions).toHaveLength(1)
        // What is settled while they are one is settled for both.
        await shop.clients.merge({ intoId: "client_1", fromId: "client_2" })
        await shop.complaints.resolve({ complaintId: "complaint_1" })
        await propose("client_1")
        await shop.clients.unmerge({ clientId: "client_2" })
        await propose("client_2")
      }),
    )

    it(
      "property: merge then undo is identity on everything that was not touched, and the journals verify",
      inScene(factory, async (scene) => {
        const { session, store } = scene
        let tenants = 0
        const side = fc.constantFrom<"into" | "from">("into", "from")
        const choices = fc.record({ ownerId: side, name: side, segmentId: side }, { requiredKeys: [] })
        await fc.assert(
          fc.asyncProperty(choices, fc.boolean(), async (chosen, isOtherWay) => {
            tenants += 1
            const tenant = `merge-${tenants}`
            const shop = session(tenant)
            await twice(shop)
            const seen = async () => ({
              clients: (await shop.clients.page({})).items.map(
                ({ version: _version, textsVersion: _texts, changedAt: _changed, ...rest }) => rest,
              ),
              children: await clientsOf(scene, tenant),
            })
            const before = await seen()
            const [intoId, fromId] = isOtherWay
              ? (["client_2", "client_1"] as const)
              : (["client_1", "client_2"] as const)
            await shop.clients.merge({ intoId, fromId, choices: chosen })
            await shop.clients.unmerge({ clientId: fromId })
            expect(await seen()).toEqual(before)
            for (const of of clientKinds) expect((await run(store.verify(tenant, of))).faults).toEqual([])
          }),
          { numRuns: 8 },
        )
      }),
    )
  })
}
