import type { Session } from "@salesdept/core/promise"
import { describe, expect, it } from "vitest"
import { rejectionOf } from "./Rejection.ts"
import { inScene, sessionOfKeeper } from "./Scene.ts"
import type { HarnessFactory } from "./StoreHarness.ts"
import { saleStages } from "./SuiteDepartment.ts"

const rub = (amountMinor: number) => ({ amountMinor, currency: "RUB" })
const dealId = "deal_1"

type Stage = (typeof saleStages)[number]

/** Moves the deal stage by stage, from the one after `from` up to `to`. */
const walk = async (shop: Session, from: Stage, to: Stage): Promise<void> => {
  for (const stage of saleStages.slice(saleStages.indexOf(from) + 1, saleStages.indexOf(to) + 1)) {
    await shop.deals.move({ dealId, to: stage })
  }
}

const openForClient = async (shop: Session): Promise<void> => {
  await shop.clients.register({ id: "client_1", name: "Alfa" })
  await shop.deals.open({ id: dealId, title: "Audit", clientId: "client_1", amount: rub(1000) })
}

const invoice = (shop: Session, dueOn: string) =>
  shop.invoices.issue({
    id: "invoice_1",
    dealId,
    issuedOn: "2026-02-02",
    currency: "RUB",
    instalments: [{ dueOn, amountMinor: 1000 }],
  })

const codes = (unmet: unknown): ReadonlyArray<string> =>
  (unmet as ReadonlyArray<{ readonly code: string }>).map(({ code }) => code)

/** The gates of a pipeline hold over every store: they read through it, and nothing passes them. */
export const dealSuite = (name: string, factory: HarnessFactory): void => {
  describe(`${name}: deals`, () => {
    it(
      "refuses a move with everything it lacks, as the dry run says before",
      inScene(factory, async ({ session }) => {
        const shop = session()
        await shop.deals.open({ id: dealId, title: "Audit" })
        await walk(shop, "newLead", "negotiation")
        const verdict = await shop.deals.evaluate({ dealId, to: "contract" })
        expect(verdict.allowed).toBe(false)
        expect(verdict.events).toEqual([])
        const error = await rejectionOf("MoveRefused", shop.deals.move({ dealId, to: "contract" }))
        expect(error.data).toMatchObject({ dealId, from: "negotiation", to: "contract", unmet: verdict.unmet })
        expect(verdict.unmet.map(({ gate, stageId }) => `${gate} ${stageId}`)).toEqual([
          "entry contract",
          "entry contract",
        ])
        expect((await shop.deals.get(dealId))?.stageId).toBe("negotiation")
      }),
    )

    it(
      "refuses moves that the graph does not have, and stages it does not know",
      inScene(factory, async ({ session }) => {
        const shop = session()
        await shop.deals.open({ id: dealId, title: "Audit" })
        const { data } = await rejectionOf("MoveRefused", shop.deals.move({ dealId, to: "done" }))
        expect(codes((data as { readonly unmet: unknown }).unmet)).toEqual(["transitionNotAllowed"])
        const nowhere = { dealId, to: "nowhere" } as const
        const unknown = {
          field: "to",
          stageId: "nowhere",
          pipelineId: "servicesWithActs",
          known: [...saleStages, "lost"],
        }
        for (const call of [() => shop.deals.move(nowhere), () => shop.deals.evaluate(nowhere)]) {
          expect((await rejectionOf("StageUnknown", call())).data).toEqual(unknown)
        }
        const { lines } = await shop.deals.moveMany({ moves: [nowhere] })
        expect(lines[0]?.fault).toMatchObject({ _tag: "StageUnknown", data: unknown })
        expect((await shop.deals.evaluateMany({ moves: [nowhere] })).lines[0]?.fault).toEqual(lines[0]?.fault)
        const other = shop.deals.open({ title: "Audit", pipelineId: "none" })
        expect((await rejectionOf("PipelineUnknown", other)).data).toMatchObject({
          field: "pipelineId",
          pipelineId: "none",
          known: expect.arrayContaining(["servicesWithActs"]),
        })
      }),
    )

    it(
      "opens the gates as money and documents come in, and derives the win",
      inScene(factory, async ({ session, clock }) => {
        const shop = session()
        await openForClient(shop)
        await walk(shop, "newLead", "paymentControl")
        const next = { dealId, to: "fulfilment" }
        expect((await shop.deals.evaluate(next)).allowed).toBe(false)
        await invoice(shop, "2026-02-02")
        clock.advance(2 * 86_400_000)
        await rejectionOf("MoveRefused", shop.deals.move(next))
        await shop.payments.receive({ invoiceId: "invoice_1", amount: rub(999), receivedOn: "2026-02-04" })
        await rejectionOf("MoveRefused", shop.deals.move(next))
        await shop.payments.receive({ invoiceId: "invoice_1", amount: rub(1), receivedOn: "2026-02-04" })
        expect((await shop.deals.evaluate(next)).allowed).toBe(true)
        await walk(shop, "paymentControl", "closingDocuments")
        expect((await shop.deals.get(dealId))?.outcome).toBe("won")
        const draft = {
          id: "document_1",
          dealId,
          kind: "serviceAct",
          amount: rub(1000),
          draftedOn: "2026-02-04",
        } as const
        await shop.documents.draft(draft)
        await rejectionOf("MoveRefused", shop.deals.move({ dealId, to: "aftercare" }))
        expect((await shop.deals.get(dealId))?.finishedOn).toBeNull()
        await shop.documents.sign({ documentId: "document_1", signedOn: "2026-02-04" })
        expect((await shop.deals.move({ dealId, to: "aftercare" })).deal.finishedOn).toBe("2026-02-04")
        clock.advance(86_400_000)
        const { deal } = await shop.deals.move({ dealId, to: "done" })
        expect(deal).toMatchObject({ outcome: "won", stageId: "done", lostReasonId: null, finishedOn: "2026-02-04" })
      }),
    )

    it(
      "asks for a reason of a loss from the list, and for its text where the reason asks for one",
      inScene(factory, async ({ session }) => {
        const shop = session()
        await shop.deals.open({ id: dealId, title: "Audit" })
        const lose = (given: { readonly lostReasonId?: string; readonly reason?: string }) =>
          shop.deals.move({ dealId, to: "lost", ...given })
        const { data } = await rejectionOf("MoveRefused", lose({}))
        expect(codes((data as { readonly unmet: unknown }).unmet)).toEqual(["reasonRequired"])
        for (const [given, rule] of [
          [{ reason: "too dear" }, "missing"],
          [{ lostReasonId: "weather" }, "unknown"],
          [{ lostReasonId: "other" }, "textRequired"],
        ] as const) {
          expect((await rejectionOf("LostReasonRefused", lose(given))).data).toMatchObject({ rule })
        }
        const { deal } = await lose({ lostReasonId: "other", reason: "moved abroad" })
        expect(deal).toMatchObject({ outcome: "lost", lostReasonId: "other", closedOn: "2026-02-02" })
        expect((await shop.deals.get(dealId))?.texts).toEqual({ title: "Audit", moveReason: "moved abroad" })
      }),
    )

    it(
      "opens a lost deal again, without its closing day and reason",
      inScene(factory, async ({ session, clock }) => {
        const shop = session()
        await shop.deals.open({ id: dealId, title: "Audit" })
        const { deal: lost } = await shop.deals.move({ dealId, to: "lost", lostReasonId: "price" })
        expect(lost.outcome).toBe("lost")
        clock.advance(86_400_000)
        const targets = (await shop.deals.evaluate({ dealId, to: "done" })).unmet.flatMap((unmet) =>
          unmet.kind === "transition" ? unmet.expected : [],
        )
        const to = targets[0] ?? expect.fail("the pipeline of the suites has a way back from a loss")
        const { deal } = await shop.deals.move({ dealId, to, reason: "they called back" })
        expect(deal).toMatchObject({ stageId: to, outcome: "open", closedOn: null, lostReasonId: null })
      }),
    )

    it(
      "exports and erases what is said of a client that the host keeps, by the host's id",
      inScene(factory, async (scene) => {
        const keeper = await sessionOfKeeper(scene)
        const clientId = "client_42"
        await keeper.deals.open({ id: "deal_1", title: "Беседка для Кирпичёвой", clientId })
        await keeper.deals.open({ id: "deal_2", title: "Аудит", clientId: "client_43" })
        const said = { kind: "call", direction: "inbound", outcomeId: "agreed", summary: "Кирпичёва на даче" } as const
        await keeper.dialogs.record({ ...said, id: "dialog_1", dealId: "deal_1" })
        const { records } = await keeper.personalData.export({ clientId })
        expect(records.map(({ record }) => record.id)).toEqual(["deal_1", "dialog_1"])
        const { erased } = await keeper.personalData.erase({ clientId })
        expect(erased).toEqual([
          { kind: "deal", count: 1 },
          { kind: "dialog", count: 1 },
        ])
        const texts = (await keeper.deals.getMany(["deal_1", "deal_2"])).map((deal) => deal.texts)
        expect(texts).toEqual([{}, { title: "Аудит" }])
        expect((await keeper.deals.verify()).faults).toEqual([])
        await rejectionOf("RecordNotFound", keeper.personalData.erase({ clientId: "client_44" }))
        // Without the host's word nobody is there by that id.
        await rejectionOf("RecordNotFound", scene.session().personalData.erase({ clientId: "client_43" }))
      }),
    )

    it(
      "is opened for a client who is there, or a client that the host keeps",
      inScene(factory, async (scene) => {
        const shop = scene.session()
        const unknown = { kind: "client", id: "client_1", field: "clientId" }
        const open = { title: "Audit", clientId: "client_1" } as const
        expect((await rejectionOf("RecordNotFound", shop.deals.open(open))).data).toEqual(unknown)
        await shop.deals.open({ id: dealId, title: "Audit" })
        const amend = { dealId, clientId: "client_1" } as const
        const { data, messages } = await rejectionOf("RecordNotFound", shop.deals.amend(amend))
        expect(data).toEqual(unknown)
        expect(messages).toEqual({
          en: "There is no client client_1 (clientId)",
          ru: "Нет записи «клиент» client_1 (clientId)",
        })
        const keeper = await sessionOfKeeper(scene)
        expect((await keeper.deals.open({ id: "deal_kept", ...open })).deal.clientId).toBe("client_1")
        // What names it already may be written on; a batch sees the client that it makes.
        const again = await shop.deals.amend({ dealId: "deal_kept", clientId: "client_1", title: "Audit 2" })
        expect(again.deal.clientId).toBe("client_1")
        await shop.batch(({ clients, deals }) => [
          clients.register({ id: "client_1", name: "Ромашка" }),
          deals.open(open),
        ])
        expect((await shop.deals.amend(amend)).deal.clientId).toBe("client_1")
        expect((await shop.deals.open(open)).deal.clientId).toBe("client_1")
        await rejectionOf("RecordNotFound", shop.deals.open({ ...open, clientId: "client_2" }))
      }),
    )

    it(
      "takes the day of a win or a loss in the tenant's zone",
      inScene(factory, async ({ session }) => {
        const shop = session()
        // 22:30 UTC is half past one of the next day in Moscow.
        const late = { occurredAt: "2026-01-10T22:30:00.000Z" }
        const { deal: opened } = await shop.deals.open({ id: dealId, title: "Audit" }, late)
        expect(opened.openedOn).toBe("2026-01-11")
        const { deal } = await shop.deals.move({ dealId, to: "lost", lostReasonId: "price" }, late)
        expect(deal.closedOn).toBe("2026-01-11")
      }),
    )

    it(
      "refuses a move that expects another version, and an id that is taken",
      inScene(factory, async ({ session }) => {
        const shop = session()
        await shop.deals.open({ id: dealId, title: "Audit" })
        const move = { dealId, to: "contact", expectedVersion: 2 }
        expect((await rejectionOf("DealChanged", shop.deals.move(move))).data).toEqual({
          dealId,
          expectedVersion: 2,
          version: 1,
        })
        expect((await shop.deals.move({ ...move, expectedVersion: 1 })).deal.version).toBe(2)
        await rejectionOf("RecordExists", shop.deals.open({ id: dealId, title: "Another" }))
      }),
    )

    it(
      "writes no event where an amendment says nothing new",
      inScene(factory, async ({ session }) => {
        const shop = session()
        await openForClient(shop)
        const same = { dealId, title: "Audit", amount: { currency: "RUB", amountMinor: 1000 }, ownerId: null } as const
        expect((await shop.deals.amend(same)).events).toEqual([])
        const { deal, events } = await shop.deals.amend({ dealId, amount: null })
        expect(deal.amount).toBeNull()
        expect(events).toHaveLength(1)
      }),
    )
  })
}
