import type { Condition } from "@salesdept/core/deal"
import type { Decision, Read, Work } from "@salesdept/core/journal"
import type { StoreShape } from "@salesdept/core/ports"
import { salesDept } from "@salesdept/core/promise"
import type { Session } from "@salesdept/core/promise"
import * as Effect from "effect/Effect"
import type * as Result from "effect/Result"
import { describe, expect, it } from "vitest"
import { rejectionOf } from "./Rejection.ts"
import type { Scene } from "./Scene.ts"
import { inScene, run, sessionOfKeeper, suiteActor, suiteTenant } from "./Scene.ts"
import type { HarnessFactory } from "./StoreHarness.ts"
import { gatedBy, suiteDepartment } from "./SuiteDepartment.ts"

const dealId = "deal_1"
const on = "2026-02-02"
const rub = (amountMinor: number) => ({ amountMinor, currency: "RUB" })

/** Answers a command's question outside of any transaction. */
const answered = async (store: StoreShape, question: Read): Promise<unknown> => {
  if (question._tag === "Texts") return run(store.texts(suiteTenant, question.records))
  const of = question.of as never
  if (question._tag === "ById") return run(store.byIds(suiteTenant, of, question.ids))
  const test = { _tag: "OneOf", values: question.values } as const
  return run(store.page(suiteTenant, of, { filters: [{ field: question.index, kind: "text", test }], limit: 10_000 }))
}

const decided = async <Answer, Rejection>(
  store: StoreShape,
  work: Work<Answer, Rejection>,
): Promise<Result.Result<Decision<Answer>, Rejection>> => {
  let step = work.next()
  while (step.done !== true) step = work.next(await answered(store, step.value))
  return step.value
}

/** The same store, but for time that passes between reading and writing: what a slow caller sees. */
const slowly = (store: StoreShape, meanwhile: () => Promise<unknown>): StoreShape => ({
  ...store,
  transact: (transaction) =>
    Effect.flatMap(
      Effect.promise(async () => {
        const decision = await decided(store, transaction.work())
        await meanwhile()
        return decision
      }),
      (decision) =>
        store.transact({
          ...transaction,
          work: function* () {
            return decision
          },
        }),
    ),
})

/** A fact that a gate reads: what makes it hold, and what takes it back. */
interface RacedFact {
  readonly name: string
  readonly condition: Condition
  readonly hold: (shop: Session, head: Session) => Promise<unknown>
  readonly reverse: (shop: Session, head: Session) => Promise<unknown>
}

const invoice = {
  id: "invoice_1",
  dealId,
  issuedOn: on,
  currency: "RUB",
  instalments: [{ dueOn: on, amountMinor: 100 }],
} as const

const act = { dealId, kind: "serviceAct", amount: rub(100), draftedOn: on } as const

const raced: ReadonlyArray<RacedFact> = [
  {
    name: "an invoice",
    condition: { fact: "settlement.invoiceCount", op: "atMost", value: 0 },
    hold: async () => null,
    reverse: (shop) => shop.invoices.issue(invoice),
  },
  {
    name: "a payment",
    condition: { fact: "settlement.paidMinor", op: "atLeast", value: { amountMinor: 60, currency: "RUB" } },
    hold: async (shop) => {
      await shop.invoices.issue(invoice)
      await shop.payments.receive({ id: "payment_1", invoiceId: "invoice_1", amount: rub(60), receivedOn: on })
    },
    reverse: (shop) => shop.payments.release({ paymentId: "payment_1", invoiceId: "invoice_1" }),
  },
  {
    name: "a closing document",
    condition: { fact: "documents.allSigned", op: "is", value: true },
    hold: async (shop) => {
      await shop.documents.draft({ ...act, id: "document_1" })
      await shop.documents.sign({ documentId: "document_1", signedOn: on })
    },
    reverse: (shop) => shop.documents.draft({ ...act, id: "document_2" }),
  },
  {
    name: "a dialog",
    condition: { not: { fact: "dialogs.outcomes", op: "has", value: "refused" } },
    hold: (shop) => shop.dialogs.record({ dealId, kind: "call", direction: "inbound", outcomeId: "agreed" }),
    reverse: (shop) => shop.dialogs.record({ dealId, kind: "call", direction: "inbound", outcomeId: "refused" }),
  },
  {
    name: "a next step",
    condition: { fact: "nextStep.isPlanned", op: "is", value: true },
    hold: (shop) => shop.nextSteps.set({ id: "step_1", dealId, typeId: "call", dueOn: on, ownerId: suiteActor }),
    reverse: (shop) => shop.nextSteps.complete({ nextStepId: "step_1" }),
  },
  {
    name: "the client",
    condition: { fact: "client.isKnown", op: "is", value: false },
    hold: async () => null,
    reverse: (shop) => shop.clients.register({ id: "client_1", name: "Alfa" }),
  },
  {
    name: "what the client bought before",
    condition: { fact: "client.isRegular", op: "is", value: true },
    hold: async (shop) => {
      const row = {
        title: null,
        clientId: "client_1",
        ownerId: null,
        productId: null,
        amount: null,
        listAmount: null,
      } as const
      const won = { ...row, stageId: "paymentControl", openedOn: "2026-01-01", closedOn: "2026-01-20" } as const
      await shop.deals.import({
        sourceId: "bareExport",
        pipelineId: "servicesWithActs",
        rows: [
          { ...won, id: "deal_2" },
          { ...won, id: "deal_3" },
        ],
      })
    },
    reverse: (shop) => shop.deals.move({ dealId: "deal_2", to: "lost", lostReasonId: "price" }),
  },
  {
    name: "the client's tax number",
    condition: { fact: "client.hasTaxId", op: "is", value: true },
    hold: (shop) => shop.clients.register({ id: "client_1", name: "Alfa", taxId: "7707083893" }),
    reverse: (shop) => shop.clients.amend({ clientId: "client_1", taxId: null }),
  },
  {
    name: "the client's tax number, erased with the person,",
    condition: { fact: "client.hasTaxId", op: "is", value: true },
    hold: (shop) => shop.clients.register({ id: "client_1", name: "Alfa", taxId: "7707083893" }),
    reverse: (shop) => shop.personalData.erase({ clientId: "client_1" }),
  },
  {
    name: "the contact persons",
    condition: { fact: "contacts.count", op: "atMost", value: 0 },
    hold: (shop) => shop.clients.register({ id: "client_1", name: "Alfa" }),
    reverse: (shop) => shop.contacts.add({ clientId: "client_1", name: "Anna" }),
  },
  {
    name: "the lines",
    condition: { fact: "deal.lineCount", op: "atLeast", value: 1 },
    hold: (shop) =>
      shop.deals.setLines({
        dealId,
        currency: "RUB",
        lines: [{ kind: "service", quantity: "1", unitPriceMinor: 100 }],
      }),
    reverse: (shop) => shop.deals.setLines({ dealId, currency: "RUB", lines: [] }),
  },
  {
    name: "an approval",
    condition: { fact: "approvals.granted", op: "hasNot", value: "terms" },
    hold: (shop) => shop.approvals.ask({ id: "approval_1", dealId, kindId: "terms", reason: "please" }),
    reverse: (_shop, head) => head.approvals.grant({ approvalId: "approval_1" }),
  },
  {
    name: "the amount",
    condition: { fact: "deal.amountMinor", op: "isSet" },
    hold: async () => null,
    reverse: (shop) => shop.deals.amend({ dealId, amount: null }),
  },
]

/** A session whose commands take their time between reading and writing. */
const slowSession = async ({ store, clock }: Scene, meanwhile: () => Promise<unknown>): Promise<Session> => {
  const open = () => Promise.resolve({ store: slowly(store, meanwhile), close: () => Promise.resolve() })
  const dept = await salesDept({ store: { open }, department: suiteDepartment, now: clock.now })
  return dept.tenant(suiteTenant).as(suiteActor)
}

/** Whatever a gate can read counts: what was taken back between reading and moving cannot slip through, over every store. */
export const gateRaceSuite = (name: string, factory: HarnessFactory): void => {
  describe(`${name}: gates under a race`, () => {
    for (const { name: fact, condition, hold, reverse } of raced) {
      it(
        `lets nothing through where ${fact} was taken back after it was read`,
        inScene(factory, async (scene) => {
          const shop = scene.session()
          const head = scene.session(suiteTenant, "head", ["head"])
          await shop.department.publish(gatedBy(condition))
          const keeper = await sessionOfKeeper(scene)
          await keeper.deals.open({ id: dealId, title: "Audit", clientId: "client_1", amount: rub(100) })
          await hold(shop, head)
          const move = { dealId, to: "contact" }
          expect((await shop.deals.evaluate(move)).allowed).toBe(true)
          const slow = await slowSession(scene, () => reverse(shop, head))
          const error = await rejectionOf("VersionConflict", slow.deals.move(move))
          expect(error.retryable).toBe(true)
          expect((await shop.deals.get(dealId))?.stageId).toBe("newLead")
          await rejectionOf("MoveRefused", shop.deals.move(move))
        }),
      )
    }

    it(
      "moves where nothing was taken back, however slowly",
      inScene(factory, async (scene) => {
        const shop = scene.session()
        await shop.deals.open({ id: dealId, title: "Audit" })
        const slow = await slowSession(scene, async () => shop.deals.open({ id: "deal_2", title: "Another" }))
        expect((await slow.deals.move({ dealId, to: "contact" })).deal.stageId).toBe("contact")
      }),
    )
  })
}
