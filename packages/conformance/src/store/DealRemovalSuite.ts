import type { Waterfall } from "@salesdept/core/deal"
import type { Session } from "@salesdept/core/promise"
import { openMinorOf } from "@salesdept/core/settlement"
import { describe, expect, it } from "vitest"
import { rejectionOf } from "./Rejection.ts"
import { inScene, suiteActor } from "./Scene.ts"
import { statedDeal } from "./StatedDeal.ts"
import type { HarnessFactory } from "./StoreHarness.ts"
import { suiteDepartment } from "./SuiteDepartment.ts"

const dayMs = 86_400_000
const rub = (amountMinor: number) => ({ amountMinor, currency: "RUB" })
const period = { from: "2026-02-02", to: "2026-02-10" }

const bars = ({ buckets }: Waterfall) =>
  buckets
    .filter(({ dealIds }) => dealIds.length > 0)
    .map(({ kind, countChange, amountChangeMinor, dealIds }) => [kind, countChange, amountChangeMinor, dealIds])

const openTwins = async (shop: Session): Promise<void> => {
  await shop.clients.register({ id: "client_1", name: "Alfa", ownerId: suiteActor })
  await shop.deals.open({ id: "deal_1", title: "Audit", clientId: "client_1", amount: rub(100) })
  await shop.deals.open({ id: "deal_2", title: "Audit again", ownerId: suiteActor, amount: rub(70) })
}

/** Deals that leave the base by a command: entered by mistake, or the same as another; they count nowhere, and balance. */
export const dealRemovalSuite = (name: string, factory: HarnessFactory): void => {
  describe(`${name}: deals that leave the base`, () => {
    it(
      "shows a merged and a removed deal in the bar of removals, and counts them nowhere else",
      inScene(factory, async ({ session, clock }) => {
        const shop = session()
        await openTwins(shop)
        await shop.deals.open({ id: "deal_3", title: "By mistake", amount: rub(5) })
        await shop.nextSteps.set({
          id: "step_1",
          dealId: "deal_3",
          typeId: "call",
          dueOn: "2026-02-05",
          ownerId: suiteActor,
        })
        clock.advance(dayMs)
        await shop.deals.merge({ intoId: "deal_1", fromId: "deal_2" })
        await shop.deals.remove({ dealId: "deal_3", reason: "entered twice by the form" })
        const day = { from: "2026-02-03", to: "2026-02-04" }
        for (const kind of ["flow", "pair"] as const) {
          const told = await shop.deals.waterfall({ kind, period: day })
          expect(bars(told)).toEqual([["removed", -2, -75, ["deal_2", "deal_3"]]])
          expect([told.start, told.end]).toEqual([
            { dealCount: 3, amountMinor: 175 },
            { dealCount: 1, amountMinor: 100 },
          ])
        }
        expect((await shop.deals.funnel()).dealCount).toBe(1)
        expect((await shop.deals.blocked()).dealCount).toBe(1)
        expect((await shop.control.partition()).deal.total).toBe(1)
        expect(await shop.nextSteps.get("step_1")).toMatchObject({
          status: "cancelled",
          texts: { cancelReason: "entered twice by the form" },
        })
        const { deal } = await shop.deals.restore({ dealId: "deal_3" })
        expect(deal).toMatchObject({ standing: "active", removedOn: null, stageId: "newLead" })
        const back = await shop.deals.waterfall({ kind: "flow", period })
        expect([back.start.dealCount, back.end]).toEqual([0, { dealCount: 2, amountMinor: 105 }])
      }),
    )

    it(
      "moves everything that belongs to a merged deal, fills what the other lacks, and conserves the money",
      inScene(factory, async ({ session }) => {
        const shop = session()
        await openTwins(shop)
        const instalments = [{ dueOn: "2026-02-10", amountMinor: 70 }]
        const invoice = { id: "invoice_1", dealId: "deal_2", issuedOn: "2026-02-02", currency: "RUB" } as const
        await shop.invoices.issue({ ...invoice, instalments })
        await shop.payments.receive({ invoiceId: "invoice_1", amount: rub(30), receivedOn: "2026-02-02" })
        await shop.documents.draft({
          id: "document_1",
          dealId: "deal_2",
          kind: "serviceAct",
          amount: rub(70),
          draftedOn: "2026-02-02",
        })
        await shop.dialogs.record({ dealId: "deal_2", kind: "call", direction: "outbound", outcomeId: "agreed" })
        await shop.nextSteps.set({ dealId: "deal_2", typeId: "call", dueOn: "2026-02-05", ownerId: suiteActor })
        await shop.approvals.ask({ id: "approval_1", dealId: "deal_2", kindId: "terms", reason: "срочно" })
        const preview = await shop.deals.previewMerge({ intoId: "deal_1", fromId: "deal_2" })
        expect(preview.events).toEqual([])
        const { into, from, conflicts, moved } = await shop.deals.merge({ intoId: "deal_1", fromId: "deal_2" })
        expect([preview.conflicts, preview.moved]).toEqual([conflicts, moved])
        expect(conflicts).toEqual(["amount"])
        expect(into).toMatchObject({ id: "deal_1", ownerId: suiteActor, amount: rub(100), standing: "active" })
        expect(from).toMatchObject({ standing: "merged", mergedIntoId: "deal_1", removedOn: "2026-02-02" })
        expect(moved.map(({ kind, count }) => `${kind} ${count}`).toSorted()).toEqual([
          "approval 1",
          "closingDocument 1",
          "dialog 1",
          "invoice 1",
          "nextStep 1",
          "payment 1",
        ])
        const stored = await shop.invoices.get("invoice_1")
        expect(stored).toMatchObject({ dealId: "deal_1", paidMinor: 30 })
        expect(stored === null ? null : openMinorOf(stored)).toBe(40)
        expect((await shop.payments.page({})).items.map(({ dealId }) => dealId)).toEqual(["deal_1"])
        // What its gates read now is what came with the other: the count of facts tells a move that it has changed.
        expect((await shop.deals.get("deal_1"))?.factsVersion).toBeGreaterThan(into.factsVersion)
        const faults = (await Promise.all([shop.deals.verify(), shop.invoices.verify()])).flatMap((one) => one.faults)
        expect(faults).toEqual([])
      }),
    )

    it(
      "takes over what was sold line by line, and says in what else the two differed",
      inScene(factory, async ({ session }) => {
        const shop = session()
        for (const id of ["deal_1", "deal_2", "deal_3"] as const) {
          await shop.deals.open({ id, title: id, ...(id === "deal_1" ? {} : { amount: rub(90) }) })
        }
        const lines = [
          { kind: "service", name: "Audit", quantity: "1", unitPriceMinor: 70, listPriceMinor: 100 },
        ] as const
        await shop.deals.setLines({ dealId: "deal_2", currency: "RUB", lines })
        await shop.deals.splitCredit({ dealId: "deal_2", shares: [{ repId: "bob", weight: 1 }] })
        await shop.deals.move({ dealId: "deal_2", to: "contact" })
        const { conflicts } = await shop.deals.merge({ intoId: "deal_1", fromId: "deal_2" })
        expect(conflicts).toEqual(["stageId", "creditShares"])
        expect(await shop.deals.get("deal_1")).toMatchObject({
          amount: rub(70),
          listAmount: rub(100),
          amountFrom: "lines",
          lines: [{ unitPriceMinor: 70 }],
          texts: { title: "deal_1", "line.1": "Audit" },
        })
        // A list price beside another amount would be a discount that nobody gave.
        const other = await shop.deals.merge({ intoId: "deal_3", fromId: "deal_1" })
        expect(other.conflicts).toEqual(["amount", "lines"])
        expect(other.into).toMatchObject({ amount: rub(90), listAmount: null, lines: [] })
        expect((await shop.deals.verify()).faults).toEqual([])
      }),
    )

    it(
      "takes over values of the department's own fields that the other has none of",
      inScene(factory, async ({ session }) => {
        const shop = session()
        const label = { en: "Own", ru: "Своё" }
        const score = { of: "deal", key: "score", label, kind: "number" } as const
        const customFields = [
          score,
          { ...score, key: "places" },
          { of: "deal", key: "note", label, kind: "text" } as const,
        ]
        await shop.department.publish({ ...suiteDepartment, customFields })
        await shop.deals.open({ id: "deal_1", title: "Audit", custom: { score: 1 } })
        await shop.deals.open({ id: "deal_2", title: "Twin", custom: { score: 2, places: 3, note: "звонить утром" } })
        const { conflicts } = await shop.deals.merge({ intoId: "deal_1", fromId: "deal_2" })
        expect(conflicts).toEqual(["custom.score"])
        expect(await shop.deals.get("deal_1")).toMatchObject({
          custom: { score: 1, places: 3 },
          texts: { title: "Audit", "custom.note": "звонить утром" },
        })
        expect((await shop.deals.verify()).faults).toEqual([])
      }),
    )

    it(
      "refuses with the field and the rule what cannot leave, and touches nothing of it",
      inScene(factory, async ({ session }) => {
        const shop = session()
        await openTwins(shop)
        await shop.clients.register({ id: "client_2", name: "Beta" })
        await shop.deals.open({ id: "deal_3", title: "Other", clientId: "client_2" })
        await shop.deals.open({ id: "deal_4", title: "In euros", amount: { amountMinor: 1, currency: "EUR" } })
        await shop.deals.open({ id: "deal_5", title: "Lost" })
        await shop.deals.move({ dealId: "deal_5", to: "lost", lostReasonId: "price" })
        const before = (await shop.deals.page({})).items
        for (const [fromId, rule] of [
          ["deal_1", "same"],
          ["deal_3", "otherClient"],
          ["deal_4", "otherCurrency"],
          ["deal_5", "otherOutcome"],
        ] as const) {
          const { data } = await rejectionOf("DealMergeRefused", shop.deals.merge({ intoId: "deal_1", fromId }))
          expect(data).toMatchObject({ field: "fromId", rule })
        }
        const mistake = { dealId: "deal_1", reason: "by mistake" } as const
        const restored = await rejectionOf("DealRemovalRefused", shop.deals.restore({ dealId: "deal_1" }))
        expect(restored.data).toMatchObject({ field: "dealId", rule: "notRemoved" })
        expect((await shop.deals.page({})).items).toEqual(before)
        await shop.invoices.issue({
          dealId: "deal_1",
          issuedOn: "2026-02-02",
          currency: "RUB",
          instalments: [{ dueOn: "2026-02-10", amountMinor: 1 }],
        })
        expect((await rejectionOf("DealRemovalRefused", shop.deals.remove(mistake))).data).toMatchObject({
          rule: "holdsRecords",
        })
      }),
    )

    it(
      "takes no command for a removed deal, and no source brings it back",
      inScene(factory, async ({ session }) => {
        const shop = session()
        const source = { sourceId: "fullExport", pipelineId: "servicesWithActs" } as const
        await shop.deals.import({ ...source, rows: [statedDeal] })
        await shop.deals.remove({ dealId: "deal_1", reason: "a test of the form" })
        const dealId = "deal_1"
        for (const call of [
          () => shop.deals.move({ dealId, to: "contact" }),
          () => shop.deals.amend({ dealId, amount: rub(1) }),
          () => shop.deals.setLines({ dealId, currency: "RUB", lines: [] }),
          () => shop.deals.splitCredit({ dealId, shares: [] }),
          () => shop.deals.remove({ dealId, reason: "again" }),
          () => shop.deals.merge({ intoId: dealId, fromId: dealId }),
        ]) {
          await rejectionOf("RecordNotFound", call())
        }
        const again = await shop.deals.import({ ...source, rows: [{ ...statedDeal, stageId: "contact" }] })
        expect(again).toMatchObject({ unchanged: 1, events: [] })
        const deal = await shop.deals.get(dealId)
        expect(deal).toMatchObject({ standing: "void", texts: { removalReason: "a test of the form" } })
      }),
    )
  })
}
