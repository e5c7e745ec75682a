import { streamOf } from "@salesdept/core/ports"
import * as fc from "fast-check"
import { describe, expect, it } from "vitest"
import { anyText } from "../arbitrary/Values.ts"
import { inScene, run, suiteTenant } from "./Scene.ts"
import { storedBy } from "./Stored.ts"
import type { HarnessFactory } from "./StoreHarness.ts"

/** Names long enough that they cannot stand in a journal by chance. */
const anyName = fc
  .tuple(
    fc.string({ unit: fc.constantFrom(...Array.from("абвгдеёжзАБВГДЕЁЖЗ")), minLength: 12, maxLength: 40 }),
    anyText(60),
  )
  .map(([first, rest]) => `${first} ${rest}`)

const anyTexts = fc.record({
  client: anyName,
  imported: anyName,
  lead: anyName,
  deal: anyName,
  reason: anyName,
  summary: anyName,
  reference: anyName,
  rep: anyName,
})

/** Names and free text stand beside the journal, never in it: whatever erases them there erases them. */
export const textsSuite = (name: string, factory: HarnessFactory): void => {
  describe(`${name}: texts`, () => {
    it(
      "keeps names and free text out of journal, records and stored answers, and gives them back as written",
      inScene(factory, async ({ store, session }) => {
        let tenants = 0
        await fc.assert(
          fc.asyncProperty(anyTexts, async (texts) => {
            tenants += 1
            const tenant = `tenant-${tenants}`
            const shop = session(tenant)
            const on = "2026-02-02"
            const key = { idempotencyKey: "k" }
            const answers = [
              await shop.clients.register({ id: "client_1", name: texts.client }, key),
              await shop.clients.import({
                sourceId: "fullExport",
                rows: [{ id: "client_2", name: texts.imported, ownerId: null, segmentId: null }],
              }),
              await shop.leads.receive({ id: "lead_1", name: texts.lead, channelId: "site" }),
              await shop.deals.open({ id: "deal_1", title: texts.deal }),
              await shop.deals.move({ dealId: "deal_1", to: "lost", lostReasonId: "other", reason: texts.reason }),
              await shop.dialogs.record({
                id: "dialog_1",
                clientId: "client_1",
                kind: "call",
                direction: "inbound",
                outcomeId: "agreed",
                summary: texts.summary,
              }),
              await shop.invoices.issue({
                id: "invoice_1",
                dealId: "deal_1",
                issuedOn: on,
                currency: "RUB",
                instalments: [{ dueOn: on, amountMinor: 5 }],
              }),
              await shop.payments.receive({
                id: "payment_1",
                invoiceId: "invoice_1",
                amount: { amountMinor: 5, currency: "RUB" },
                receivedOn: on,
                reference: texts.reference,
              }),
              await shop.reps.state({
                rows: [
                  { id: "rep_1", personId: "user:1", name: texts.rep, teamId: null, joinedOn: null, leftOn: null },
                ],
              }),
              await shop.clients.register({ id: "client_1", name: texts.client }, key),
            ]
            const kinds = await storedBy(store, tenant)
            const kept = JSON.stringify([answers, kinds.map(({ records, streams }) => ({ records, streams }))])
            for (const [what, text] of Object.entries(texts)) {
              expect(kept.includes(JSON.stringify(text).slice(1, -1)), what).toBe(false)
            }
            expect((await shop.clients.get("client_1"))?.texts).toEqual({ name: texts.client })
            expect((await shop.clients.get("client_2"))?.texts).toEqual({ name: texts.imported })
            expect((await shop.leads.get("lead_1"))?.texts).toEqual({ name: texts.lead })
            expect((await shop.deals.get("deal_1"))?.texts).toEqual({ title: texts.deal, moveReason: texts.reason })
            expect((await shop.dialogs.get("dialog_1"))?.texts).toEqual({ summary: texts.summary })
            expect((await shop.payments.get("payment_1"))?.texts).toEqual({ reference: texts.reference })
            expect((await shop.reps.get("rep_1"))?.texts).toEqual({ name: texts.rep })
            expect((await shop.invoices.get("invoice_1"))?.texts).toEqual({})
          }),
          { numRuns: 12 },
        )
      }),
    )

    it(
      "gives the current texts, and counts their versions",
      inScene(factory, async ({ store, session }) => {
        const shop = session()
        await shop.deals.open({ id: "deal_1", title: "Audit" })
        await shop.deals.amend({ dealId: "deal_1", title: "Audit of stock" })
        const { deal } = await shop.deals.amend({ dealId: "deal_1", expectedCloseOn: "2026-04-01" })
        expect(deal.textsVersion).toBe(2)
        expect((await shop.deals.get("deal_1"))?.texts).toEqual({ title: "Audit of stock" })
        const rows = await run(streamOf(store, suiteTenant, "deal_1"))
        expect(rows.map(({ texts }) => texts?.version ?? null)).toEqual([1, 2, null])
        expect(rows[0]?.texts?.digest).not.toBe(rows[1]?.texts?.digest)
        expect(await run(store.texts(suiteTenant, []))).toEqual(new Map())
      }),
    )
  })
}
