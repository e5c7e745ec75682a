import { dealAggregate } from "@salesdept/core/deal"
import { factGroupOrder } from "@salesdept/core/deal/gates"
import { readGateFacts } from "@salesdept/core/department/service"
import { byIds, decision } from "@salesdept/core/journal"
import type { StoreShape } from "@salesdept/core/ports"
import type { Session } from "@salesdept/core/promise"
import * as Result from "effect/Result"
import { describe, expect, it } from "vitest"
import { rawCommand } from "./RawCommand.ts"
import { inScene, run, suiteActor } from "./Scene.ts"
import type { HarnessFactory } from "./StoreHarness.ts"
import { suiteDepartment } from "./SuiteDepartment.ts"

const on = "2026-02-02"
const rub = (amountMinor: number) => ({ amountMinor, currency: "RUB" })
const dealIds = ["deal_1", "deal_2", "deal_3"] as const
const [dealId] = dealIds

/** Everything that gates can read of the deals, and how far each deal and its facts are counted. */
const readAll = (store: StoreShape) =>
  run(
    store.transact(
      rawCommand(
        function* () {
          const deals = [...(yield* byIds(dealAggregate, dealIds)).values()]
          const facts = yield* readGateFacts(deals, factGroupOrder, suiteDepartment, "2026-03-02T09:00:00.000Z")
          const rows = deals.map(({ id, version, factsVersion }) => ({
            id,
            counted: [version, factsVersion],
            facts: facts.get(id) ?? {},
          }))
          return Result.succeed(decision([], { rows }))
        },
        { dryRun: true },
      ),
    ),
  )

type Step = (shop: Session, head: Session) => Promise<unknown>

const instalments = [
  { kind: "advance", dueOn: on, amountMinor: 60 },
  { dueOn: "2026-02-20", amountMinor: 30 },
  { offset: { from: "shipment", days: 3, counted: "calendar" }, amountMinor: 5 },
  { offset: { from: "document", days: 3, counted: "calendar" }, amountMinor: 5 },
] as const
const bankLine = { direction: "in", bookedOn: on, amount: rub(3), purpose: "предоплата" } as const

/** A deal of the client's that was won before, as another system states it. */
const won = (id: `deal_${number}`) =>
  ({
    id,
    title: null,
    stageId: "paymentControl",
    clientId: "client_1",
    ownerId: null,
    productId: null,
    amount: null,
    listAmount: null,
    openedOn: "2026-01-01",
    closedOn: "2026-01-20",
  }) as const

/** Commands that change what gates can read, in an order in which each does. */
const steps: { readonly [name: string]: Step } = {
  "contacts.add": (shop) =>
    shop.contacts.add({ id: "contact_1", clientId: "client_1", name: "Anna", roleId: "decides" }),
  "contacts.amend": (shop) => shop.contacts.amend({ contactId: "contact_1", roleId: "pays" }),
  "contacts.amend, left": (shop) => shop.contacts.amend({ contactId: "contact_1", leftOn: on }),
  "clients.amend, segment": (shop) => shop.clients.amend({ clientId: "client_1", segmentId: "wholesale" }),
  "clients.amend, tax number": (shop) => shop.clients.amend({ clientId: "client_1", taxId: "7707083893" }),
  "nextSteps.set": (shop) =>
    shop.nextSteps.set({ id: "step_1", dealId, typeId: "call", dueOn: on, ownerId: suiteActor }),
  "nextSteps.move": (shop) => shop.nextSteps.move({ nextStepId: "step_1", dueOn: "2026-03-05" }),
  "nextSteps.complete": (shop) => shop.nextSteps.complete({ nextStepId: "step_1" }),
  "dialogs.record, with a step": (shop) =>
    shop.dialogs.record({
      dealId,
      kind: "call",
      direction: "inbound",
      outcomeId: "agreed",
      nextStep: { id: "step_2", typeId: "call", dueOn: on, ownerId: suiteActor },
    }),
  "nextSteps.cancel": (shop) => shop.nextSteps.cancel({ nextStepId: "step_2", reason: "moved" }),
  "approvals.ask and grant": async (shop, head) => {
    await shop.approvals.ask({ id: "approval_1", dealId, kindId: "terms", reason: "please" })
    await head.approvals.grant({ approvalId: "approval_1" })
  },
  "invoices.issue": (shop) =>
    shop.invoices.issue({ id: "invoice_1", dealId, issuedOn: "2026-02-01", currency: "RUB", instalments }),
  "invoices.noteShipment": (shop) => shop.invoices.noteShipment({ invoiceId: "invoice_1", shippedOn: on }),
  "invoices.reschedule": (shop) => shop.invoices.reschedule({ invoiceId: "invoice_1", no: 2, dueOn: "2026-04-01" }),
  "payments.receive": (shop) =>
    shop.payments.receive({ id: "payment_1", invoiceId: "invoice_1", amount: rub(40), receivedOn: on }),
  "payments.release": (shop) => shop.payments.release({ paymentId: "payment_1", invoiceId: "invoice_1" }),
  "payments.allocate": (shop) =>
    shop.payments.allocate({ paymentId: "payment_1", parts: [{ invoiceId: "invoice_1", amountMinor: 40 }] }),
  "payments.refund": (shop) =>
    shop.payments.refund({
      paymentId: "payment_1",
      invoiceId: "invoice_1",
      amount: rub(10),
      refundedOn: on,
      reasonId: "returned",
    }),
  "bank.assign": async (shop) => {
    const { openIds } = await shop.bank.import({ account: "40702810900000012345", lines: [bankLine] })
    for (const entryId of openIds) await shop.bank.assign({ entryId, invoiceId: "invoice_1" })
  },
  "invoices.credit": (shop) =>
    shop.invoices.credit({ invoiceId: "invoice_1", amount: rub(2), creditedOn: on, reasonId: "price" }),
  "invoices.writeOff": (shop) =>
    shop.invoices.writeOff({ invoiceId: "invoice_1", amount: rub(2), writtenOffOn: on, reasonId: "bad" }),
  "documents.draft": (shop) =>
    shop.documents.draft({ id: "document_1", dealId, kind: "serviceAct", amount: rub(100), draftedOn: on }),
  "documents.sign": (shop) => shop.documents.sign({ documentId: "document_1", signedOn: on }),
  "documents.revoke": async (shop) => {
    await shop.documents.askRevocation({ documentId: "document_1", revocationAskedOn: on, by: "us" })
    await shop.documents.revoke({ documentId: "document_1", revokedOn: on })
  },
  "deals.move, of another deal of the client": (shop) =>
    shop.deals.move({ dealId: "deal_2", to: "lost", lostReasonId: "price" }),
  "clients.merge": (shop) => shop.clients.merge({ intoId: "client_1", fromId: "client_2" }),
  "clients.unmerge": (shop) => shop.clients.unmerge({ clientId: "client_2" }),
  "deals.import": (shop) =>
    shop.deals.import({ sourceId: "bareExport", pipelineId: "servicesWithActs", rows: [won("deal_5"), won("deal_6")] }),
  "deals.remove": (shop) => shop.deals.remove({ dealId: "deal_6", reason: "entered twice" }),
  "deals.restore": (shop) => shop.deals.restore({ dealId: "deal_6" }),
  "personalData.erase": (shop) => shop.personalData.erase({ clientId: "client_1" }),
}

/** What is counted beside a deal guards its moves, so it has to go on with whatever a gate of it can read. */
export const factsCountSuite = (name: string, factory: HarnessFactory): void => {
  describe(`${name}: the count of facts`, () => {
    it(
      "goes on with every deal of which a command changes what gates can read",
      inScene(factory, async ({ session, store }) => {
        const [shop, head] = [session(), session(undefined, "head", ["head"])]
        for (const id of ["client_1", "client_2"] as const) await shop.clients.register({ id, name: id })
        for (const id of dealIds) {
          const clientId = id === "deal_3" ? "client_2" : "client_1"
          await shop.deals.open({ id, title: id, clientId, amount: rub(100) })
        }
        let before = await readAll(store)
        for (const [step, command] of Object.entries(steps)) {
          await command(shop, head)
          const after = await readAll(store)
          // Stores read records by id in any order.
          const then = new Map(before.answer.rows.map((row) => [row.id, row]))
          const changed = after.answer.rows.filter(
            ({ id, facts }) => JSON.stringify(facts) !== JSON.stringify(then.get(id)?.facts),
          )
          expect(changed, `${step} changes what gates can read`).not.toEqual([])
          for (const { id, counted } of changed) {
            expect(counted, `${step}: ${id}`).not.toEqual(then.get(id)?.counted)
          }
          before = after
        }
      }),
    )
  })
}
