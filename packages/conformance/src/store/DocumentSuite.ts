import { closingDocumentAggregate, documentFlags } from "@salesdept/core/settlement"
import { fiveDayCalendar } from "@salesdept/core/shared"
import { describe, expect, it } from "vitest"
import { rejectionOf } from "./Rejection.ts"
import { inSceneAfterwards, inTheBase, run, suiteTenant } from "./Scene.ts"
import type { HarnessFactory } from "./StoreHarness.ts"
import { suiteDepartment } from "./SuiteDepartment.ts"

const rub = (amountMinor: number) => ({ amountMinor, currency: "RUB" })
const documentId = "document_1"

const act = {
  id: documentId,
  dealId: "deal_1",
  kind: "workAct",
  form: "electronic",
  amount: rub(500),
  draftedOn: "2026-02-01",
} as const

const invoice = {
  id: "invoice_1",
  dealId: "deal_1",
  issuedOn: "2026-02-01",
  currency: "RUB",
  instalments: [
    { kind: "advance", dueOn: "2026-02-10", amountMinor: 200 },
    { kind: "postpayment", offset: { from: "document", days: 5, counted: "working" }, amountMinor: 200 },
    { kind: "postpayment", offset: { from: "shipment", days: 10, counted: "calendar" }, amountMinor: 100 },
  ],
} as const

/** Closing documents: one machine for exchange and paper, lines, differences, and the due days that signatures give. */
export const documentSuite = (name: string, factory: HarnessFactory): void => {
  describe(`${name}: closing documents`, () => {
    it(
      "goes from draft through refusal and correction to both signatures, and keeps every revision in its history",
      inSceneAfterwards(factory, async ({ session, store }) => {
        const shop = session()
        await inTheBase(shop, { deals: ["1"] })
        await shop.documents.draft({
          ...act,
          number: "А-17",
          lines: [
            { title: "Аудит склада", quantity: "1", amountMinor: 300, taxMinor: 50 },
            { title: "Отчёт", quantity: "2.5", amountMinor: 200 },
          ],
        })
        await rejectionOf("StepRefused", shop.documents.sign({ documentId, signedOn: "2026-02-02" }))
        await shop.documents.signByUs({ documentId, signedByUsOn: "2026-02-01" })
        await shop.documents.send({ documentId, sentOn: "2026-02-02" })
        await shop.documents.deliver({ documentId, deliveredOn: "2026-02-02" })
        await shop.documents.refuse({ documentId, refusedOn: "2026-02-03", reasonId: "sum", comment: "Не та сумма" })
        const refused = await rejectionOf("StepRefused", shop.documents.sign({ documentId, signedOn: "2026-02-04" }))
        expect(refused.data).toEqual({ id: documentId, step: "sign", field: "documentId", rule: "refused" })
        const lines = [{ title: "Аудит", quantity: "1", amountMinor: 400 }] as const
        const badSum = shop.documents.correct({ documentId, correctedOn: "2026-02-05", lines })
        expect((await rejectionOf("StepRefused", badSum)).data).toMatchObject({ field: "lines", rule: "linesSum" })
        const { document } = await shop.documents.correct({
          documentId,
          correctedOn: "2026-02-05",
          amount: rub(400),
          lines,
        })
        expect(document).toMatchObject({ revision: 2, sentOn: null, signedByUsOn: null, refusedOn: null })
        await shop.documents.signByUs({ documentId, signedByUsOn: "2026-02-05" })
        await shop.documents.send({ documentId, sentOn: "2026-02-05" })
        await shop.documents.sign({ documentId, signedOn: "2026-02-06" })
        const stored = await shop.documents.get(documentId)
        expect(stored?.texts).toMatchObject({ line1: "Аудит", refusalComment: "Не та сумма" })
        expect(stored === null ? null : documentFlags(stored)).toMatchObject({ isSignedByBoth: true })
        expect((await shop.documents.history(documentId)).map(({ type }) => type)).toEqual([
          "DocumentDrafted",
          "DocumentSignedByUs",
          "DocumentSent",
          "DocumentDelivered",
          "DocumentRefused",
          "DocumentCorrected",
          "DocumentSignedByUs",
          "DocumentSent",
          "DocumentSigned",
        ])
        expect((await run(store.verify(suiteTenant, closingDocumentAggregate))).faults).toEqual([])
      }),
    )

    it(
      "revokes what both signed only when one side has asked; a revoked document takes no step and writes nothing",
      inSceneAfterwards(factory, async ({ session }) => {
        const shop = session()
        await inTheBase(shop, { deals: ["1"] })
        await shop.documents.draft(act)
        await shop.documents.send({ documentId, sentOn: "2026-02-02" })
        await shop.documents.sign({ documentId, signedOn: "2026-02-03" })
        const alone = await rejectionOf("StepRefused", shop.documents.revoke({ documentId, revokedOn: "2026-02-04" }))
        expect(alone.data).toMatchObject({ rule: "revocationNotAsked" })
        const ask = { documentId, revocationAskedOn: "2026-02-04", by: "client" } as const
        await shop.documents.askRevocation(ask)
        await shop.documents.declineRevocation({ documentId, declinedOn: "2026-02-05" })
        await shop.documents.askRevocation({ ...ask, revocationAskedOn: "2026-02-06", comment: "Ошибка в реквизитах" })
        await rejectionOf("DateOrderRefused", shop.documents.revoke({ documentId, revokedOn: "2026-02-05" }))
        await shop.documents.revoke({ documentId, revokedOn: "2026-02-07" })
        const before = await shop.documents.history(documentId)
        const signing = shop.documents.sign({ documentId, signedOn: "2026-02-08" })
        const { data, messages } = await rejectionOf("StepRefused", signing)
        expect(data).toEqual({ id: documentId, step: "sign", field: "documentId", rule: "revoked" })
        expect(messages.ru).toContain("аннулирован")
        expect(await shop.documents.history(documentId)).toEqual(before)
        // A draft that nobody has seen is dropped without asking.
        await shop.documents.draft({ ...act, id: "document_2" })
        await shop.documents.revoke({ documentId: "document_2", revokedOn: "2026-02-01" })
      }),
    )

    it(
      "follows a paper original out, lost, out again and back",
      inSceneAfterwards(factory, async ({ session }) => {
        const shop = session()
        await inTheBase(shop, { deals: ["1"] })
        await shop.documents.draft({ ...act, form: "paper", kind: "other", ownKindId: "акт-приёмки" })
        await shop.documents.sign({ documentId, signedOn: "2026-02-01" })
        await shop.documents.sendOriginal({ documentId, originalSentOn: "2026-02-02" })
        await shop.documents.loseOriginal({ documentId, originalLostOn: "2026-02-20" })
        await rejectionOf(
          "StepRefused",
          shop.documents.returnOriginal({ documentId, originalReturnedOn: "2026-02-21" }),
        )
        await shop.documents.sendOriginal({ documentId, originalSentOn: "2026-02-21" })
        const { document } = await shop.documents.returnOriginal({ documentId, originalReturnedOn: "2026-02-25" })
        expect(document).toMatchObject({ ownKindId: "акт-приёмки", originalLostOn: null })
        await shop.documents.draft({ ...act, id: "document_2" })
        const paperless = shop.documents.sendOriginal({ documentId: "document_2", originalSentOn: "2026-02-02" })
        expect((await rejectionOf("StepRefused", paperless)).data).toMatchObject({ rule: "electronic" })
      }),
    )

    it(
      "states another sum than its invoice only with the reason, in the invoice's currency and deal",
      inSceneAfterwards(factory, async ({ session }) => {
        const shop = session()
        await inTheBase(shop, { deals: ["1", "2"] })
        await shop.invoices.issue({ ...invoice, instalments: [{ dueOn: "2026-02-10", amountMinor: 500 }] })
        const forInvoice = { ...act, invoiceId: "invoice_1" } as const
        const unexplained = shop.documents.draft({ ...forInvoice, amount: rub(450) })
        expect((await rejectionOf("StepRefused", unexplained)).data).toMatchObject({
          field: "difference",
          rule: "differenceUnexplained",
        })
        const needless = shop.documents.draft({ ...forInvoice, difference: { reasonId: "scope" } })
        expect((await rejectionOf("StepRefused", needless)).data).toMatchObject({ rule: "differenceNeedless" })
        const foreign = shop.documents.draft({ ...forInvoice, amount: { amountMinor: 500, currency: "EUR" } })
        expect((await rejectionOf("AmountRefused", foreign)).data).toMatchObject({ field: "amount.currency" })
        const elsewhere = shop.documents.draft({ ...forInvoice, dealId: "deal_2" })
        expect((await rejectionOf("StepRefused", elsewhere)).data).toMatchObject({ rule: "otherDeal" })
        await rejectionOf("RecordNotFound", shop.documents.draft({ ...forInvoice, invoiceId: "invoice_9" }))
        expect(await shop.documents.get(documentId)).toBeNull()
        const { document } = await shop.documents.draft({
          ...forInvoice,
          amount: rub(450),
          difference: { reasonId: "scope", comment: "Обучение отменили" },
        })
        expect(document.difference).toEqual({ invoiceMinor: 500, differenceMinor: -50, reasonId: "scope" })
        await shop.documents.send({ documentId, sentOn: "2026-02-02" })
        await shop.documents.askCorrection({ documentId, correctionAskedOn: "2026-02-03" })
        const kept = await shop.documents.correct({ documentId, correctedOn: "2026-02-04", amount: rub(460) })
        expect(kept.document.difference).toMatchObject({ differenceMinor: -40, reasonId: "scope" })
        await shop.documents.send({ documentId, sentOn: "2026-02-05" })
        await shop.documents.askCorrection({ documentId, correctionAskedOn: "2026-02-05" })
        const whole = await shop.documents.correct({ documentId, correctedOn: "2026-02-06", amount: rub(500) })
        expect(whole.document.difference).toBeNull()
      }),
    )

    it(
      "gives instalments their day when the fact happens, and takes it back when the document is revoked",
      inSceneAfterwards(factory, async ({ session }) => {
        const shop = session()
        await inTheBase(shop, { deals: ["1"] })
        const unknown = await rejectionOf("StepRefused", shop.invoices.issue(invoice))
        expect(unknown.data).toMatchObject({ field: "instalments[1].offset.counted", rule: "noCalendar" })
        await shop.department.publish({ ...suiteDepartment, settlement: { calendarId: "ru" } })
        const issued = await shop.invoices.issue(invoice)
        const days = (of: { readonly instalments: ReadonlyArray<{ no: number; dueOn: string | null }> }) =>
          of.instalments.map(({ no, dueOn }) => [no, dueOn])
        expect(days(issued.invoice)).toEqual([
          [1, "2026-02-10"],
          [2, null],
          [3, null],
        ])
        const shipped = await shop.invoices.noteShipment({ invoiceId: "invoice_1", shippedOn: "2026-02-05" })
        expect(days(shipped.invoice)).toEqual([
          [1, "2026-02-10"],
          [3, "2026-02-15"],
          [2, null],
        ])
        const twice = shop.invoices.noteShipment({ invoiceId: "invoice_1", shippedOn: "2026-02-06" })
        expect((await rejectionOf("StepRefused", twice)).data).toMatchObject({ rule: "shippedAlready" })
        await shop.documents.draft(act)
        await shop.documents.send({ documentId, sentOn: "2026-02-19" })
        const { invoices } = await shop.documents.sign({ documentId, signedOn: "2026-02-19" })
        // Friday 20 February, then after Defender's Day on Monday: 24, 25, 26 and 27.
        expect(invoices.map(({ documentedOn }) => documentedOn)).toEqual(["2026-02-19"])
        expect(invoices.flatMap(days)).toContainEqual([2, "2026-02-27"])
        await shop.invoices.reschedule({ invoiceId: "invoice_1", no: 1, dueOn: "2026-03-10" })
        await shop.documents.askRevocation({ documentId, revocationAskedOn: "2026-02-20", by: "us" })
        await shop.documents.revoke({ documentId, revokedOn: "2026-02-20" })
        const stored = await shop.invoices.get("invoice_1")
        expect(stored === null ? [] : days(stored)).toEqual([
          [3, "2026-02-15"],
          [1, "2026-03-10"],
          [2, null],
        ])
        // What is agreed once the document is signed stays when it is revoked; the invoice is documented no more.
        const again = "document_2"
        await shop.documents.draft({ ...act, id: again })
        await shop.documents.send({ documentId: again, sentOn: "2026-02-20" })
        await shop.documents.sign({ documentId: again, signedOn: "2026-02-20" })
        await shop.invoices.reschedule({ invoiceId: "invoice_1", no: 2, dueOn: "2026-04-01" })
        await shop.documents.askRevocation({ documentId: again, revocationAskedOn: "2026-02-20", by: "us" })
        await shop.documents.revoke({ documentId: again, revokedOn: "2026-02-20" })
        const agreed = await shop.invoices.get("invoice_1")
        expect(agreed?.documentedOn).toBeNull()
        expect(agreed === null ? [] : days(agreed)).toContainEqual([2, "2026-04-01"])
        const none = shop.invoices.reschedule({ invoiceId: "invoice_1", no: 4, dueOn: "2026-03-10" })
        expect((await rejectionOf("StepRefused", none)).data).toMatchObject({ field: "no", rule: "noSuchInstalment" })
        const early = shop.invoices.reschedule({ invoiceId: "invoice_1", no: 1, dueOn: "2026-01-01" })
        expect((await rejectionOf("DateOrderRefused", early)).data).toMatchObject({ field: "dueOn" })
      }),
    )

    it(
      "lists money that has no day since the calendar of working days ends, and finds it by a longer calendar of the department's own",
      inSceneAfterwards(factory, async ({ dept, session }) => {
        const shop = session()
        await inTheBase(shop, { deals: ["1", "2", "3"] })
        const calendar = (validTo: string) => ({
          ...fiveDayCalendar,
          id: "ours",
          week: Array.from({ length: 7 }, () => [{ fromMinute: 540, toMinute: 1080 }]),
          validFrom: "2026-01-01",
          validTo,
        })
        const settle = (validTo: string) =>
          shop.department.publish({ ...suiteDepartment, settlement: { calendarId: "ru", calendar: calendar(validTo) } })
        const offset = { from: "shipment", days: 5, counted: "working" } as const
        const instalments = [{ kind: "postpayment", offset, amountMinor: 500 }] as const
        await settle("2026-02-08")
        await shop.invoices.issue({ ...invoice, instalments })
        await shop.invoices.issue({ ...invoice, id: "invoice_2", dealId: "deal_2", instalments })
        await shop.invoices.issue({ ...invoice, id: "invoice_3", dealId: "deal_3", instalments })
        const owing = async () =>
          (await shop.control.list({ kinds: ["deal"] })).rows.flatMap(({ id, state, also }) =>
            [state, ...also].includes("owingPayment") ? [id] : [],
          )
        expect(await owing()).toEqual([])
        const short = await shop.invoices.noteShipment({ invoiceId: "invoice_1", shippedOn: "2026-02-05" })
        expect(short.invoice.instalments).toMatchObject([{ dueOn: null }])
        expect(await owing()).toEqual(["deal_1"])
        await shop.invoices.reschedule({ invoiceId: "invoice_1", no: 1, dueOn: "2026-12-31" })
        expect(await owing()).toEqual([])
        await shop.invoices.noteShipment({ invoiceId: "invoice_3", shippedOn: "2026-02-06" })
        expect(await owing()).toEqual(["deal_3"])
        await settle("2027-01-01")
        await dept.tick({ tenants: [suiteTenant] })
        expect((await shop.invoices.get("invoice_3"))?.instalments).toMatchObject([{ dueOn: "2026-02-11" }])
        // What was agreed meanwhile stays.
        expect((await shop.invoices.get("invoice_1"))?.instalments).toMatchObject([{ dueOn: "2026-12-31" }])
        const long = await shop.invoices.noteShipment({ invoiceId: "invoice_2", shippedOn: "2026-02-05" })
        // Every day of the week is worked there.
        expect(long.invoice.instalments).toMatchObject([{ dueOn: "2026-02-10" }])
      }),
    )

    it(
      "keeps a day that was agreed, whatever is shipped, signed or revoked after",
      inSceneAfterwards(factory, async ({ session }) => {
        const shop = session()
        await inTheBase(shop, { deals: ["1"] })
        await shop.department.publish({ ...suiteDepartment, settlement: { calendarId: "ru" } })
        await shop.invoices.issue(invoice)
        const invoiceId = "invoice_1"
        const agreed = (no: number, dueOn: string) => shop.invoices.reschedule({ invoiceId, no, dueOn })
        await agreed(3, "2026-03-20")
        await agreed(2, "2026-03-31")
        const days = async () =>
          (await shop.invoices.get(invoiceId))?.instalments.map(({ no, dueOn }) => [no, dueOn]).slice(1)
        const kept = [
          [3, "2026-03-20"],
          [2, "2026-03-31"],
        ]
        await shop.invoices.noteShipment({ invoiceId, shippedOn: "2026-02-05" })
        expect(await days()).toEqual(kept)
        await shop.documents.draft(act)
        await shop.documents.send({ documentId, sentOn: "2026-02-19" })
        await shop.documents.sign({ documentId, signedOn: "2026-02-19" })
        expect(await days()).toEqual(kept)
        await shop.documents.askRevocation({ documentId, revocationAskedOn: "2026-02-20", by: "us" })
        await shop.documents.revoke({ documentId, revokedOn: "2026-02-20" })
        expect(await days()).toEqual(kept)
      }),
    )

    it(
      "refuses an instalment with two days or none, and no instalments at all",
      inSceneAfterwards(factory, async ({ session }) => {
        const shop = session()
        const issue = (instalments: ReadonlyArray<object>) =>
          // The type forbids it too; the edge must not rely on that.
          shop.invoices.issue({ ...invoice, instalments: instalments as (typeof invoice)["instalments"] })
        const { dueOn, offset } = { dueOn: "2026-02-10", offset: { from: "document", days: 5, counted: "calendar" } }
        for (const [instalments, code] of [
          [[{ amountMinor: 1, dueOn, offset }], "instalment.oneDay"],
          [[{ amountMinor: 1 }], "instalment.oneDay"],
          [[], "instalments.count"],
          [[{ amountMinor: 1, offset: { ...offset, days: -1 } }], "offset.days"],
        ] as const) {
          expect((await rejectionOf("InputInvalid", issue(instalments))).data).toMatchObject({ problems: [{ code }] })
        }
      }),
    )
  })
}
