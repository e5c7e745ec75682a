import type { Session } from "@salesdept/core/promise"
import { addDays } from "@salesdept/core/shared"
import { describe, expect, it } from "vitest"
import { playSale } from "./PlaySale.ts"
import { rejectionOf } from "./Rejection.ts"
import { inScene, inSceneAfterwards, inTheBase, suiteTenant } from "./Scene.ts"
import { comparable, storedBy } from "./Stored.ts"
import type { HarnessFactory } from "./StoreHarness.ts"

const rub = (amountMinor: number) => ({ amountMinor, currency: "RUB" })
const on = "2026-02-25"

interface BadInput {
  readonly name: string
  readonly call: (shop: Session) => Promise<unknown>
  readonly tag: string
  /** What the error's data must hold: the field and the rule. */
  readonly data: object
}

const problem = (path: string, code: string) => ({ problems: [expect.objectContaining({ path, code })] })

const issue =
  (instalments: ReadonlyArray<{ readonly dueOn: string; readonly amountMinor: number }>) => (shop: Session) =>
    shop.invoices.issue({ id: "invoice_8", dealId: "deal_1", issuedOn: on, currency: "RUB", instalments })

const pay =
  (amount: { readonly amountMinor: number; readonly currency: string }, more: object = {}) =>
  (shop: Session) =>
    shop.payments.receive({ invoiceId: "invoice_9", amount, receivedOn: on, ...more })

/** What comes in wrong, against a sale that is signed and paid, a second invoice that is open, and a document that is revoked. */
const badInputs: ReadonlyArray<BadInput> = [
  {
    name: "an unknown stage",
    call: (shop) => shop.deals.move({ dealId: "deal_2", to: "nowhere" }),
    tag: "StageUnknown",
    data: { field: "to", stageId: "nowhere" },
  },
  {
    name: "an illegal move",
    call: (shop) => shop.deals.move({ dealId: "deal_2", to: "done" }),
    tag: "MoveRefused",
    data: { dealId: "deal_2" },
  },
  {
    name: "money in another currency than the invoice's",
    call: pay({ amountMinor: 1, currency: "EUR" }),
    tag: "AmountRefused",
    data: { field: "amount.currency", rule: "currency" },
  },
  {
    name: "lines that do not sum to the document",
    call: (shop) =>
      shop.documents.draft({
        dealId: "deal_1",
        kind: "workAct",
        amount: rub(100),
        lines: [{ title: "Аудит", quantity: "1", amountMinor: 99 }],
        draftedOn: on,
      }),
    tag: "StepRefused",
    data: { field: "lines", rule: "linesSum" },
  },
  {
    name: "a document that differs from its invoice without a reason",
    call: (shop) =>
      shop.documents.draft({
        dealId: "deal_1",
        invoiceId: "invoice_9",
        kind: "workAct",
        amount: rub(100),
        draftedOn: on,
      }),
    tag: "StepRefused",
    data: { field: "difference", rule: "differenceUnexplained" },
  },
  {
    name: "negative minor units",
    call: pay(rub(-1)),
    tag: "InputInvalid",
    data: problem("amount.amountMinor", "amount.negative"),
  },
  {
    name: "fractional minor units",
    call: issue([{ dueOn: on, amountMinor: 0.5 }]),
    tag: "InputInvalid",
    data: problem("instalments[0].amountMinor", "amount.notWhole"),
  },
  {
    name: "an instalment of zero",
    call: issue([
      { dueOn: on, amountMinor: 1 },
      { dueOn: on, amountMinor: 0 },
    ]),
    tag: "AmountRefused",
    data: { field: "instalments[1].amountMinor", rule: "zero" },
  },
  {
    name: "an instalment due before the invoice",
    call: issue([{ dueOn: addDays(on, -1), amountMinor: 1 }]),
    tag: "DateOrderRefused",
    data: { field: "instalments[0].dueOn", earlier: on, later: addDays(on, -1) },
  },
  {
    name: "a day that is not on the calendar",
    call: pay(rub(1), { receivedOn: "2026-02-30" }),
    tag: "InputInvalid",
    data: problem("receivedOn", "date.shape"),
  },
  {
    name: "a document sent before it was drawn up",
    call: (shop) => shop.documents.send({ documentId: "document_2", sentOn: "2026-02-01" }),
    tag: "DateOrderRefused",
    data: { field: "sentOn" },
  },
  {
    name: "a promise for a day that is over",
    call: (shop) => shop.invoices.promise({ invoiceId: "invoice_9", madeOn: on, promisedOn: addDays(on, -1) }),
    tag: "DateOrderRefused",
    data: { field: "promisedOn" },
  },
  {
    name: "a payment larger than owed",
    call: pay(rub(1001)),
    tag: "AmountRefused",
    data: { field: "amount.amountMinor", rule: "moreThanOwed", openMinor: 1000 },
  },
  {
    name: "a write-off larger than owed",
    call: (shop) =>
      shop.invoices.writeOff({ invoiceId: "invoice_9", amount: rub(1001), writtenOffOn: on, reasonId: "insolvent" }),
    tag: "AmountRefused",
    data: { field: "amount.amountMinor", rule: "moreThanOwed", openMinor: 1000 },
  },
  {
    name: "a second payment with one reference",
    call: (shop) =>
      shop.payments.receive({
        invoiceId: "invoice_9",
        amount: rub(1),
        receivedOn: on,
        reference: "п/п 17 от Ромашки",
      }),
    tag: "PaymentRepeated",
    data: { field: "reference", paymentId: "payment_1" },
  },
  {
    name: "a payment of nobody",
    call: (shop) => shop.payments.receive({ amount: rub(1), receivedOn: on }),
    tag: "InputInvalid",
    data: problem("", "payment.forNobody"),
  },
  {
    name: "a refund of more than came in",
    call: (shop) =>
      shop.payments.refund({ paymentId: "payment_1", amount: rub(1), refundedOn: on, reasonId: "returned" }),
    tag: "AmountRefused",
    data: { field: "amount.amountMinor", rule: "moreThanUnallocated", openMinor: 0 },
  },
  {
    name: "a signature under a revoked document",
    call: (shop) => shop.documents.sign({ documentId: "document_3", signedOn: on }),
    tag: "StepRefused",
    data: { step: "sign", field: "documentId", rule: "revoked" },
  },
  {
    name: "a second signature",
    call: (shop) => shop.documents.sign({ documentId: "document_1", signedOn: on }),
    tag: "StepRefused",
    data: { step: "sign", field: "documentId", rule: "signedAlready" },
  },
  {
    name: "an unknown field",
    call: pay(rub(1), { invoice: "invoice_9" }),
    tag: "InputInvalid",
    data: problem("invoice", "field.unknown"),
  },
]

/** Bad input is a typed error that names the field and the rule; nothing is written, and the journal stays as it was. */
export const badInputSuite = (name: string, factory: HarnessFactory): void => {
  describe(`${name}: bad input to deals and settlement`, () => {
    it(
      "is refused by name, and leaves every record, text and journal row as it was",
      inScene(factory, async (scene) => {
        await playSale(scene)
        scene.clock.advance(20 * 86_400_000)
        const shop = scene.session()
        await shop.deals.open({ id: "deal_2", title: "Обучение" })
        await shop.invoices.issue({
          id: "invoice_9",
          dealId: "deal_1",
          issuedOn: "2026-02-21",
          currency: "RUB",
          instalments: [{ dueOn: "2026-03-01", amountMinor: 1000 }],
        })
        for (const id of ["document_2", "document_3"] as const) {
          await shop.documents.draft({ id, dealId: "deal_1", kind: "other", amount: rub(1), draftedOn: "2026-02-21" })
        }
        await shop.documents.revoke({ documentId: "document_3", revokedOn: "2026-02-21" })
        const before = comparable(await storedBy(scene.store, suiteTenant))
        for (const { name: what, call, tag, data } of badInputs) {
          const refused = await rejectionOf(tag, call(shop))
          expect(refused.data, what).toMatchObject(data)
          expect(refused.messages.ru, what).not.toBe("")
        }
        expect(comparable(await storedBy(scene.store, suiteTenant))).toEqual(before)
      }),
    )

    it(
      "keeps the first and the last times there are, and refuses those that a database has not",
      inScene(factory, async ({ clock, session }) => {
        const shop = session()
        clock.advance(Date.parse("9999-12-30T23:59:59.999Z") - clock.now())
        for (const [id, occurredAt, expectedCloseOn] of [
          ["deal_1", "0001-01-02T00:00:00.000Z", "0001-01-01"],
          ["deal_2", "9999-12-30T23:59:59.999Z", "9999-12-31"],
        ] as const) {
          await shop.deals.open({ id, title: "A", expectedCloseOn }, { occurredAt })
          expect(await shop.deals.get(id)).toMatchObject({ changedAt: occurredAt, expectedCloseOn })
        }
        for (const occurredAt of ["0000-12-31T23:59:59.999Z", "0001-01-01T00:00:00.000Z", "9999-12-31T00:00:00.000Z"]) {
          await rejectionOf("InputInvalid", shop.deals.open({ title: "A" }, { occurredAt }))
        }
        const year0 = "0000-02-28"
        await rejectionOf("InputInvalid", shop.deals.open({ title: "A", expectedCloseOn: year0 }))
        await rejectionOf("InputInvalid", shop.deals.page({ where: { expectedCloseOn: year0 } }))
      }),
    )

    it(
      "finds nothing under ids that are nobody's, and refuses those that no database keeps",
      inScene(factory, async ({ session }) => {
        const { deals } = session()
        for (const id of ["deal_none", "none", ""]) {
          expect(await deals.get(id)).toBeNull()
          expect(await deals.getAsOf(id, {})).toBeNull()
          expect(await deals.history(id)).toEqual([])
        }
        for (const id of ["deal_\u0000", "deal_\ud800"]) {
          for (const asked of [deals.get(id), deals.getAsOf(id, {}), deals.history(id)]) {
            await rejectionOf("InputInvalid", asked)
          }
        }
      }),
    )

    it(
      "does not let a deal go that is finished and owes a document: it stays under control",
      inScene(factory, async (scene) => {
        await playSale(scene)
        scene.clock.advance(20 * 86_400_000)
        const shop = scene.session()
        const owingDocuments = async () => {
          const { deal } = await shop.control.partition({ asOf: "2026-04-01" })
          return deal.states.find(({ state }) => state === "owingDocuments")?.count ?? 0
        }
        expect((await shop.deals.get("deal_1"))?.stageId).toBe("done")
        expect(await owingDocuments()).toBe(0)
        await shop.documents.askRevocation({ documentId: "document_1", revocationAskedOn: on, by: "client" })
        await shop.documents.revoke({ documentId: "document_1", revokedOn: on })
        expect(await owingDocuments()).toBe(1)
        const owing = await shop.settlement.paidNotDocumented({ on: "2026-04-01" })
        expect(owing.items.map(({ dealId, amount }) => [dealId, amount])).toEqual([["deal_1", rub(120_000_00)]])
      }),
    )

    it(
      "calls an invoice overdue by its first late instalment, and a partly paid one that is not due yet not",
      inSceneAfterwards(factory, async ({ session }) => {
        const shop = session()
        await inTheBase(shop, { deals: ["1"] })
        await shop.invoices.issue({
          id: "invoice_1",
          dealId: "deal_1",
          issuedOn: "2026-02-01",
          currency: "RUB",
          instalments: [
            { dueOn: "2026-02-10", amountMinor: 300 },
            { dueOn: "2026-03-10", amountMinor: 700 },
          ],
        })
        const overdueOn = async (day: string) =>
          (await shop.settlement.ageing({ by: "deal", on: day })).items.flatMap(({ overdueMinor }) => overdueMinor[0])
        expect(await overdueOn("2026-02-10")).toEqual([0])
        expect(await overdueOn("2026-02-11")).toEqual([300])
        await shop.payments.receive({ invoiceId: "invoice_1", amount: rub(299), receivedOn: "2026-02-11" })
        expect(await overdueOn("2026-02-12")).toEqual([1])
        await shop.payments.receive({ invoiceId: "invoice_1", amount: rub(1), receivedOn: "2026-02-12" })
        expect(await overdueOn("2026-03-10")).toEqual([0])
        expect(await overdueOn("2026-03-11")).toEqual([700])
      }),
    )
  })
}
