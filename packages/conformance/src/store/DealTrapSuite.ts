import { dealColumns, dealFact, dealFigures, selectDeals } from "@salesdept/core/deal"
import type { TouchKind } from "@salesdept/core/deal"
import type { Session } from "@salesdept/core/promise"
import * as fc from "fast-check"
import { describe, expect, it } from "vitest"
import { anyCommand } from "../arbitrary/Commands.ts"
import { inScene, suiteActor, suiteTenant } from "./Scene.ts"
import type { HarnessFactory } from "./StoreHarness.ts"
import { saleStages, suiteDepartment } from "./SuiteDepartment.ts"

const rub = (amountMinor: number) => ({ amountMinor, currency: "RUB" })
const dealId = "deal_1"
const dayMs = 86_400_000

const controlOf = async (shop: Session): Promise<ReadonlyArray<string>> => {
  const { deal } = await shop.control.partition()
  return deal.states.filter(({ count }) => count > 0).map(({ state }) => state)
}

/** A deal that is finished although its act was never signed: the head passed over the gates of the end. */
const finishedWithoutAct = async (shop: Session, head: Session): Promise<void> => {
  await shop.clients.register({ id: "client_1", name: "Alfa" })
  await shop.deals.open({ id: dealId, title: "Audit", clientId: "client_1", ownerId: suiteActor, amount: rub(100) })
  for (const to of saleStages.slice(1, saleStages.indexOf("paymentControl") + 1)) await shop.deals.move({ dealId, to })
  const on = "2026-02-02"
  await shop.invoices.issue({
    id: "invoice_1",
    dealId,
    issuedOn: on,
    currency: "RUB",
    instalments: [{ dueOn: on, amountMinor: 100 }],
  })
  await shop.payments.receive({ invoiceId: "invoice_1", amount: rub(100), receivedOn: on })
  for (const to of ["fulfilment", "closingDocuments"]) await shop.deals.move({ dealId, to })
  for (const to of ["aftercare", "done"]) {
    await head.deals.move({ dealId, to, override: { reason: "the client promised to sign" } })
  }
}

/** Traps that other systems fall into, each as a test of its own, over every store. */
export const dealTrapSuite = (name: string, factory: HarnessFactory): void => {
  describe(`${name}: traps of deals`, () => {
    it(
      "a lost deal never counts in pipeline or forecast",
      inScene(factory, async ({ session, clock }) => {
        const shop = session()
        const march = { from: "2026-03-01", to: "2026-04-01" }
        await shop.deals.open({ id: dealId, title: "Audit", amount: rub(100), expectedCloseOn: "2026-03-10" })
        const period = { from: "2026-02-02", to: "2026-02-10" }
        const level = async (scope: object) => (await shop.deals.waterfall({ kind: "pair", period, ...scope })).end
        expect(await level({ expectedClose: march })).toEqual({ dealCount: 1, amountMinor: 100 })
        clock.advance(dayMs)
        await shop.deals.move({ dealId, to: "lost", lostReasonId: "price" })
        for (const scope of [{}, { expectedClose: march }]) {
          expect(await level(scope)).toEqual({ dealCount: 0, amountMinor: 0 })
        }
        const deals = (await shop.deals.page({})).items
        const columns = dealColumns(deals.map((deal) => dealFact(deal, "RUB")))
        const figures = dealFigures(columns, selectDeals(columns).rows)
        expect(figures).toMatchObject({ openCount: 0, lostCount: 1, openAmount: [], wonAmount: [] })
        expect((await shop.deals.funnel()).stages.map(({ stillCount }) => stillCount)).toEqual(
          saleStages.slice(0, -1).map(() => 0),
        )
        expect((await shop.deals.blocked()).dealCount).toBe(0)
        clock.advance(365 * dayMs)
        expect((await shop.deals.stalled()).items).toEqual([])
        expect(await controlOf(shop)).toEqual(["closed"])
      }),
    )

    it(
      "a lost deal never counts in the forecast of a plan, by any method",
      inScene(factory, async ({ session, clock }) => {
        const shop = session()
        const open = (id: `deal_${string}`, amountMinor: number) =>
          shop.deals.open({ id, title: id, ownerId: suiteActor, amount: rub(amountMinor) })
        await shop.clients.register({ id: "client_1", name: "Alfa" })
        await shop.plans.publish({
          id: "plan_1",
          currency: "RUB",
          targets: [{ ownerId: suiteActor, quarter: "2026-Q1", amountMinor: 1000 }],
        })
        // Something to learn from: one deal that was won after ten days.
        const won = { dealId: "deal_won" } as const
        await open("deal_won", 500)
        await shop.deals.amend({ ...won, clientId: "client_1" })
        clock.advance(10 * dayMs)
        for (const to of saleStages.slice(1, saleStages.indexOf("paymentControl") + 1)) {
          await shop.deals.move({ ...won, to })
        }
        await open("deal_1", 100)
        await open("deal_2", 70)
        clock.advance(dayMs)
        const methods = ["hazard", "stageHazard", "stageHistory"] as const
        const ask = async (method: (typeof methods)[number]) => {
          const question = { planId: "plan_1", period: "2026-Q1", method, seed: 3 } as const
          const { forecast, categories, beyondObserved, undated, withoutValue } = await shop.plans.forecast(question)
          const ids = [...categories.flatMap((one) => one.ids), ...beyondObserved, ...undated, ...withoutValue]
          return { ids: [...new Set(ids)].toSorted(), openMinor: forecast.total.coverage?.openAmountMinor }
        }
        for (const method of methods) {
          expect(await ask(method)).toEqual({ ids: ["deal_1", "deal_2"], openMinor: 170 })
        }
        await shop.deals.move({ dealId, to: "lost", lostReasonId: "price" })
        for (const method of methods) expect(await ask(method)).toEqual({ ids: ["deal_2"], openMinor: 70 })
        await shop.deals.remove({ dealId: "deal_2", reason: "entered by mistake" })
        for (const method of methods) expect(await ask(method)).toEqual({ ids: [], openMinor: 0 })
      }),
    )

    it(
      "every stage change is in the history, whatever made it",
      inScene(factory, async ({ dept, clock }) => {
        let tenants = 0
        await fc.assert(
          fc.asyncProperty(fc.array(anyCommand, { maxLength: 40, size: "max" }), async (history) => {
            tenants += 1
            const shop = dept.tenant(`tenant-${tenants}`).as(suiteActor, { roles: ["head"] })
            const seen = new Map<string, Array<string>>()
            for (const command of history) {
              clock.advance(command.afterMs)
              await command.call(shop).catch(() => null)
              for (const { id, stageId } of (await shop.deals.page({})).items) {
                const path = seen.get(id) ?? []
                seen.set(id, path)
                if (path.at(-1) !== stageId) path.push(stageId)
              }
            }
            for (const [id, path] of seen) {
              const told: Array<string> = []
              for (const { mark } of await shop.deals.history(id)) {
                if (mark === null) continue
                expect(mark.previousStageId).toBe(told.length === 0 ? null : told.at(-1))
                if (told.at(-1) !== mark.stageId) told.push(mark.stageId)
              }
              // A source may assert several stages at once: what was seen in between is what the history says, and no more.
              let from = 0
              for (const stage of path) {
                const found = told.indexOf(stage, from)
                expect([id, stage, found]).not.toEqual([id, stage, -1])
                from = found + 1
              }
              expect(told.at(-1)).toBe(path.at(-1))
            }
          }),
          { numRuns: 8 },
        )
      }),
    )

    it(
      "a deal that is finished but owes a document stays under control",
      inScene(factory, async ({ session, clock }) => {
        const shop = session()
        await finishedWithoutAct(shop, session(suiteTenant, "head", ["head"]))
        expect(await shop.deals.get(dealId)).toMatchObject({ stageId: "done", outcome: "won" })
        clock.advance(60 * dayMs)
        expect(await controlOf(shop)).toEqual(["owingDocuments"])
        const act = { id: "document_1", dealId, kind: "serviceAct", amount: rub(100), draftedOn: "2026-04-03" } as const
        await shop.documents.draft(act)
        expect(await controlOf(shop)).toEqual(["owingDocuments"])
        await shop.documents.sign({ documentId: "document_1", signedOn: "2026-04-03" })
        expect(await controlOf(shop)).toEqual(["closed"])
      }),
    )

    it(
      "a deal that is finished and signed for, but never invoiced nor paid, stays under control",
      inScene(factory, async ({ session, clock }) => {
        const shop = session()
        const head = session(suiteTenant, "head", ["head"])
        await shop.clients.register({ id: "client_1", name: "Alfa" })
        await shop.deals.open({
          id: dealId,
          title: "Audit",
          clientId: "client_1",
          ownerId: suiteActor,
          amount: rub(100),
        })
        for (const to of saleStages.slice(1, saleStages.indexOf("paymentControl") + 1)) {
          await shop.deals.move({ dealId, to })
        }
        const act = { id: "document_1", dealId, kind: "serviceAct", amount: rub(100), draftedOn: "2026-02-02" } as const
        await shop.documents.draft(act)
        await shop.documents.sign({ documentId: "document_1", signedOn: "2026-02-02" })
        const override = { reason: "the client is known" }
        await head.deals.move({ dealId, to: "fulfilment", override })
        await shop.deals.move({ dealId, to: "closingDocuments" })
        await head.deals.move({ dealId, to: "aftercare", override })
        clock.advance(dayMs)
        const [row] = (await shop.control.list({ kinds: ["deal"] })).rows
        expect(row).toMatchObject({ state: "owingPayment", amountMinor: 100 })
        expect(row?.reason.en).toMatch(/^Signed for, not invoiced: /)
        expect(row?.reason.ru).toMatch(/^Подписано, счёта нет: не хватает 1.₽$/)
        expect((await shop.control.owned({ personId: suiteActor })).deals).toHaveLength(1)
        const paid = { dealId, amount: rub(100), receivedOn: "2026-02-02", excess: "keep" } as const
        await shop.payments.receive(paid)
        expect(await controlOf(shop)).toEqual(["noNextStep"])
      }),
    )

    it(
      "a deal is stalled past the limit of its stage, and what counts as a touch is the tenant's setting",
      inScene(factory, async ({ session, clock }) => {
        const shop = session()
        const touchedBy = (...touches: ReadonlyArray<TouchKind>) =>
          shop.department.publish({ ...suiteDepartment, touches })
        await shop.deals.open({ id: dealId, title: "Audit", ownerId: "ann" })
        await shop.deals.move({ dealId, to: "contact" })
        // The stage `contact` allows three days.
        clock.advance(3 * dayMs)
        await shop.dialogs.record({ dealId, kind: "call", direction: "outbound", outcomeId: "undecided" })
        expect((await shop.deals.stalled()).items).toEqual([])
        clock.advance(2 * dayMs)
        const [stall] = (await shop.deals.stalled()).items
        expect(stall).toMatchObject({ dealId, stageId: "contact", days: 5, limitDays: 3, lastTouch: { kind: "stage" } })
        expect(stall?.since).toBe("2026-02-06")
        await touchedBy("dialog")
        expect((await shop.deals.stalled()).items).toEqual([])
        clock.advance(2 * dayMs)
        expect((await shop.deals.stalled({ ownerId: "ann" })).items).toMatchObject([
          { days: 4, lastTouch: { kind: "dialog" } },
        ])
        expect((await shop.deals.stalled({ ownerId: "bob" })).items).toEqual([])
        await shop.deals.amend({ dealId, expectedCloseOn: "2026-03-01" })
        expect((await shop.deals.stalled()).items).toHaveLength(1)
        await touchedBy("dialog", "amended")
        expect((await shop.deals.stalled()).items).toEqual([])
        await touchedBy("nextStep")
        const typeId = "call"
        await shop.nextSteps.set({ id: "step_1", dealId, typeId, dueOn: "2026-02-20", ownerId: "ann" })
        await shop.nextSteps.cancel({ nextStepId: "step_1", reason: "The client asked not to be called" })
        expect((await shop.deals.stalled()).items).toMatchObject([{ days: 7, lastTouch: { kind: "stage" } }])
        await shop.nextSteps.set({ id: "step_2", dealId, typeId, dueOn: "2026-02-20", ownerId: "ann" })
        await shop.nextSteps.complete({ nextStepId: "step_2" })
        expect((await shop.deals.stalled()).items).toEqual([])
      }),
    )

    it(
      "control calls a deal stalled by the same touches as the list of stalled deals",
      inScene(factory, async ({ session, clock }) => {
        const shop = session()
        const clientId = "client_1"
        const on = "2026-02-05"
        const touched: { readonly [Kind in TouchKind]: () => Promise<unknown> } = {
          amended: () => shop.deals.amend({ dealId, amount: rub(100) }),
          dialog: () => shop.dialogs.record({ dealId, kind: "call", direction: "outbound", outcomeId: "undecided" }),
          nextStep: () => shop.nextSteps.complete({ nextStepId: "step_1" }),
          // Money of the client that names no deal is for the one whose invoice it is counted against.
          payment: () => shop.payments.receive({ clientId, amount: rub(60), receivedOn: on, rule: "oldestDueFirst" }),
          document: () => shop.documents.draft({ dealId, kind: "serviceAct", amount: rub(100), draftedOn: on }),
        }
        await shop.clients.register({ id: clientId, name: "Alfa" })
        await shop.deals.open({ id: dealId, title: "Audit", clientId, ownerId: "ann" })
        await shop.deals.move({ dealId, to: "contact" })
        for (const id of ["step_1", "step_2"] as const) {
          await shop.nextSteps.set({ id, dealId, typeId: "call", dueOn: "2026-03-20", ownerId: "ann" })
        }
        const instalments = [{ dueOn: "2026-03-20", amountMinor: 100 }]
        await shop.invoices.issue({ dealId, issuedOn: "2026-02-02", currency: "RUB", instalments })
        // The stage `contact` allows three days.
        clock.advance(4 * dayMs)
        expect([(await shop.deals.stalled()).items, await controlOf(shop)]).toMatchObject([[{ days: 4 }], ["stalled"]])
        const kinds = Object.keys(touched) as ReadonlyArray<TouchKind>
        for (const kind of kinds) {
          await touched[kind]()
          await shop.department.publish({ ...suiteDepartment, touches: [kind] })
          expect([kind, (await shop.deals.stalled()).items, await controlOf(shop)]).toEqual([kind, [], ["onTrack"]])
        }
        await shop.department.publish({ ...suiteDepartment, touches: kinds })
        clock.advance(4 * dayMs)
        expect([(await shop.deals.stalled()).items, await controlOf(shop)]).toMatchObject([[{ days: 4 }], ["stalled"]])
        const [row] = (await shop.control.list({ kinds: ["deal"] })).rows
        expect(row?.reason.en).toMatch(/nothing has moved it on since 6.February.2026: 4.days, the limit is 3.days/)
      }),
    )
  })
}
