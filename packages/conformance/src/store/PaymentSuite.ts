import { invoiceAggregate, paymentAggregate, refundedMinor } from "@salesdept/core/settlement"
import * as fc from "fast-check"
import { describe, expect, it } from "vitest"
import { anyMove, clientId, eur, expectConserved, on, paidOf, rub, threeInvoices } from "./PaymentScene.ts"
import { rejection, rejectionOf } from "./Rejection.ts"
import { inSceneAfterwards, inTheBase, run } from "./Scene.ts"
import type { HarnessFactory } from "./StoreHarness.ts"

/** Payments: spread by rule and by hand, kept as unallocated, taken back, refunded, credited; no minor unit is lost. */
export const paymentSuite = (name: string, factory: HarnessFactory): void => {
  describe(`${name}: payments`, () => {
    it(
      "conserves money per currency over any history of payments, refunds, credit notes and write-offs",
      inSceneAfterwards(factory, async ({ session, store }) => {
        let tenants = 0
        let accepted = 0
        await fc.assert(
          fc.asyncProperty(fc.array(anyMove, { minLength: 1, maxLength: 14 }), async (moves) => {
            tenants += 1
            const tenant = `money-${tenants}`
            const shop = session(tenant)
            await threeInvoices(shop)
            for (const move of moves) {
              const outcome = await move(shop).then(
                () => null,
                (error: unknown) => error,
              )
              if (outcome === null) accepted += 1
              else await rejection(Promise.reject(outcome))
            }
            await expectConserved(shop)
            expect((await run(store.verify(tenant, invoiceAggregate))).faults).toEqual([])
            expect((await run(store.verify(tenant, paymentAggregate))).faults).toEqual([])
          }),
          { numRuns: 25 },
        )
        // Histories in which everything is refused would show nothing; short ones come by chance, so that some seeds hardly reach 30.
        expect(accepted).toBeGreaterThan(10)
      }),
    )

    it(
      "pays the oldest due first across a client's invoices, in the payment's currency only",
      inSceneAfterwards(factory, async ({ session }) => {
        const shop = session()
        await threeInvoices(shop)
        const { payment, invoices } = await shop.payments.receive({
          clientId,
          amount: rub(900),
          receivedOn: on,
          rule: "oldestDueFirst",
        })
        expect(invoices.map(({ id, paidMinor }) => [id, paidMinor])).toEqual([
          ["invoice_1", 400],
          ["invoice_2", 500],
        ])
        expect(payment).toMatchObject({ clientId, dealId: null, invoiceId: null, unallocatedMinor: 0 })
        expect(await paidOf(shop)).toEqual([400, 500, 0])
        // Only 600 roubles are owed now; euros are not touched by a payment in roubles.
        const more = shop.payments.receive({ clientId, amount: rub(601), receivedOn: on, rule: "oldestDueFirst" })
        const refused = await rejectionOf("AmountRefused", more)
        expect(refused.data).toEqual({
          id: clientId,
          field: "amount.amountMinor",
          rule: "moreThanOwed",
          openMinor: 600,
        })
        expect(refused.messages).toEqual({
          en: `${clientId} has only ₽6 left to pay; with excess: "keep" the rest stays unallocated`,
          ru: `По ${clientId} осталось оплатить только 6\u00A0₽; с excess: "keep" остаток останется нераспределённым`,
        })
      }),
    )

    it(
      "spreads pro rata, exactly, and by the invoices that the reference names",
      inSceneAfterwards(factory, async ({ session }) => {
        const shop = session()
        await threeInvoices(shop)
        await shop.payments.receive({ clientId, amount: rub(100), receivedOn: on, rule: "proRata" })
        expect(await paidOf(shop)).toEqual([67, 33, 0])
        const named = {
          clientId,
          receivedOn: on,
          rule: "byReference",
          purpose: "Оплата по счёту № 2 от 01.02.2026",
        } as const
        await shop.payments.receive({ ...named, amount: rub(67) })
        expect(await paidOf(shop)).toEqual([67, 100, 0])
        // More than the named invoice needs is never moved to another one.
        const tooMuch = shop.payments.receive({ ...named, amount: rub(500) })
        expect((await rejectionOf("AmountRefused", tooMuch)).data).toMatchObject({
          rule: "moreThanOwed",
          openMinor: 400,
        })
        const none = shop.payments.receive({ ...named, purpose: "по договору 2", amount: rub(5) })
        expect((await rejectionOf("AmountRefused", none)).data).toMatchObject({ rule: "moreThanOwed", openMinor: 0 })
      }),
    )

    it(
      "keeps an overpayment as unallocated only where the caller says so, shows it, and counts it later by hand",
      inSceneAfterwards(factory, async ({ session }) => {
        const shop = session()
        await threeInvoices(shop)
        const over = { id: "payment_1", invoiceId: "invoice_2", amount: rub(800), receivedOn: on } as const
        expect((await rejectionOf("AmountRefused", shop.payments.receive(over))).data).toMatchObject({
          field: "amount.amountMinor",
          rule: "moreThanOwed",
          openMinor: 500,
        })
        expect((await shop.payments.page({})).items).toEqual([])
        await shop.payments.receive({ ...over, excess: "keep" })
        const visible = await shop.payments.page({ where: { unallocatedCurrency: "RUB" } })
        expect(visible.items.map(({ id, unallocatedMinor }) => [id, unallocatedMinor])).toEqual([["payment_1", 300]])
        const parts = (amountMinor: number) => [{ invoiceId: "invoice_1", amountMinor }] as const
        const tooMuch = shop.payments.allocate({ paymentId: "payment_1", parts: parts(301) })
        expect((await rejectionOf("AmountRefused", tooMuch)).data).toMatchObject({
          field: "parts",
          rule: "moreThanUnallocated",
          openMinor: 300,
        })
        await shop.payments.allocate({ paymentId: "payment_1", parts: parts(120) })
        await shop.payments.allocate({ paymentId: "payment_1", rule: "oldestDueFirst" })
        expect(await paidOf(shop)).toEqual([300, 500, 0])
        expect((await shop.payments.page({ where: { unallocatedCurrency: "RUB" } })).items).toEqual([])
        const again = shop.payments.allocate({ paymentId: "payment_1", rule: "oldestDueFirst" })
        expect((await rejectionOf("AmountRefused", again)).data).toMatchObject({ rule: "moreThanUnallocated" })
        await expectConserved(shop)
      }),
    )

    it(
      "takes another currency at a stated rate only, and keeps the rate beside what it settled",
      inSceneAfterwards(factory, async ({ session }) => {
        const shop = session()
        await threeInvoices(shop)
        const paying = { id: "payment_1", invoiceId: "invoice_1", amount: eur(5), receivedOn: on } as const
        expect((await rejectionOf("AmountRefused", shop.payments.receive(paying))).data).toMatchObject({
          field: "amount.currency",
          rule: "currency",
        })
        const rate = { rate: "90.5", on } as const
        const { payment } = await shop.payments.receive({ ...paying, rate })
        // 5 cents at 90.5 are 452.5 kopecks: half to even.
        expect(payment.allocations).toEqual([
          {
            invoiceId: "invoice_1",
            amountMinor: 5,
            invoiceMinor: 452,
            rate: { from: "EUR", to: "RUB", rate: "90.5", per: 1, on },
          },
        ])
        expect(await paidOf(shop)).toEqual([452, 0, 0])
        const more = shop.payments.receive({ ...paying, id: "payment_2", amount: eur(7), rate })
        expect((await rejectionOf("AmountRefused", more)).data).toMatchObject({ rule: "moreThanOwed", openMinor: 548 })
        const same = shop.payments.receive({ ...paying, id: "payment_2", amount: rub(5), rate })
        expect((await rejectionOf("AmountRefused", same)).data).toMatchObject({ field: "rate", rule: "rateNeedless" })
        const bad = shop.payments.receive({ ...paying, id: "payment_2", rate: { rate: "0.0", on } })
        expect((await rejectionOf("InputInvalid", bad)).data).toMatchObject({
          problems: [{ path: "rate.rate", code: "rate.rate" }],
        })
        await expectConserved(shop)
      }),
    )

    it(
      "refuses a second payment of the same payer with the same reference, also when both come at once",
      inSceneAfterwards(factory, async ({ session }) => {
        const shop = session()
        await threeInvoices(shop)
        const order = {
          invoiceId: "invoice_1",
          amount: rub(100),
          receivedOn: on,
          reference: "п/п 17 от 12.02.2026",
        } as const
        const { payment } = await shop.payments.receive(order)
        const before = await shop.payments.history(payment.id)
        const again = await rejectionOf(
          "PaymentRepeated",
          shop.payments.receive({ ...order, invoiceId: "invoice_2", reference: " П/П 17  от 12.02.2026 " }),
        )
        expect(again.data).toEqual({ field: "reference", paymentId: payment.id })
        expect(await paidOf(shop)).toEqual([100, 0, 0])
        expect(await shop.payments.history(payment.id)).toEqual(before)
        // Another payer's order may have the same number.
        await inTheBase(shop, { clients: ["2"], deals: ["4"] })
        await shop.invoices.issue({
          id: "invoice_4",
          dealId: "deal_4",
          clientId: "client_2",
          issuedOn: "2026-02-01",
          currency: "RUB",
          instalments: [{ dueOn: "2026-02-10", amountMinor: 100 }],
        })
        await shop.payments.receive({ ...order, invoiceId: "invoice_4" })
        const outcomes = await Promise.allSettled(
          Array.from({ length: 5 }, () => shop.payments.receive({ ...order, reference: "п/п 18" })),
        )
        expect(outcomes.filter(({ status }) => status === "fulfilled")).toHaveLength(1)
        expect((await shop.invoices.get("invoice_1"))?.paidMinor).toBe(200)
        // Of one invoice only one is first; here nothing but the reference holds them apart.
        const kept = { clientId, amount: rub(100), receivedOn: on, rule: "byReference", excess: "keep" } as const
        const apart = await Promise.allSettled(
          Array.from({ length: 5 }, () => shop.payments.receive({ ...kept, reference: "п/п 19" })),
        )
        expect(apart.filter(({ status }) => status === "fulfilled")).toHaveLength(1)
        for (const one of apart)
          if (one.status === "rejected") expect(one.reason).toMatchObject({ _tag: "PaymentRepeated" })
      }),
    )

    it(
      "refunds unallocated money, or what an invoice was paid by, which opens the invoice again",
      inSceneAfterwards(factory, async ({ session }) => {
        const shop = session()
        await threeInvoices(shop)
        await shop.payments.receive({
          id: "payment_1",
          invoiceId: "invoice_2",
          amount: rub(600),
          receivedOn: on,
          excess: "keep",
        })
        const back = { paymentId: "payment_1", refundedOn: "2026-02-13", reasonId: "cancelled" } as const
        const tooMuch = shop.payments.refund({ ...back, amount: rub(101) })
        expect((await rejectionOf("AmountRefused", tooMuch)).data).toMatchObject({
          rule: "moreThanUnallocated",
          openMinor: 100,
        })
        await rejectionOf(
          "DateOrderRefused",
          shop.payments.refund({ ...back, refundedOn: "2026-02-11", amount: rub(1) }),
        )
        await shop.payments.refund({ ...back, amount: rub(100) })
        const { payment, invoices } = await shop.payments.refund({ ...back, invoiceId: "invoice_2", amount: rub(200) })
        expect(refundedMinor(payment)).toBe(300)
        expect(invoices.map(({ id, paidMinor }) => [id, paidMinor])).toEqual([["invoice_2", 300]])
        await expectConserved(shop)
      }),
    )

    it(
      "credits a paid invoice by freeing the money paid last, and never more than was invoiced",
      inSceneAfterwards(factory, async ({ session }) => {
        const shop = session()
        await threeInvoices(shop)
        const pay = (id: "payment_1" | "payment_2", amountMinor: number) =>
          shop.payments.receive({ id, invoiceId: "invoice_2", amount: rub(amountMinor), receivedOn: on })
        await pay("payment_1", 300)
        await pay("payment_2", 200)
        const credit = (amountMinor: number) =>
          shop.invoices.credit({
            invoiceId: "invoice_2",
            amount: rub(amountMinor),
            creditedOn: on,
            reasonId: "returned",
          })
        expect((await rejectionOf("AmountRefused", credit(501))).data).toMatchObject({ openMinor: 500 })
        const { invoice, payments } = await credit(250)
        expect(invoice).toMatchObject({ paidMinor: 250, creditedMinor: 250 })
        expect(payments.map(({ id, unallocatedMinor }) => [id, unallocatedMinor])).toEqual([
          ["payment_2", 200],
          ["payment_1", 50],
        ])
        await shop.payments.release({ paymentId: "payment_1", invoiceId: "invoice_2" })
        expect((await shop.invoices.get("invoice_2"))?.paidMinor).toBe(0)
        await expectConserved(shop)
      }),
    )

    it(
      "takes back, promises and credits on the very day something came, and no refund of nothing or in another currency",
      inSceneAfterwards(factory, async ({ session }) => {
        const shop = session()
        await threeInvoices(shop)
        const { payment } = await shop.payments.receive({ clientId, amount: rub(10), receivedOn: on, excess: "keep" })
        const back = { paymentId: payment.id, refundedOn: on, reasonId: "returned" } as const
        for (const [amount, field, rule] of [
          [eur(1), "amount.currency", "currency"],
          [rub(0), "amount.amountMinor", "zero"],
        ] as const) {
          const refused = await rejectionOf("AmountRefused", shop.payments.refund({ ...back, amount }))
          expect(refused.data).toMatchObject({ id: payment.id, field, rule })
        }
        expect((await shop.payments.refund({ ...back, amount: rub(4) })).payment).toMatchObject({ unallocatedMinor: 6 })
        const issuedOn = "2026-02-01"
        const promise = { invoiceId: "invoice_1", madeOn: issuedOn, promisedOn: issuedOn } as const
        await rejectionOf("DateOrderRefused", shop.invoices.promise({ ...promise, madeOn: "2026-01-31" }))
        await rejectionOf("DateOrderRefused", shop.invoices.promise({ ...promise, promisedOn: "2026-01-31" }))
        await shop.invoices.promise(promise)
        const credit = { invoiceId: "invoice_2", amount: rub(1), reasonId: "price" } as const
        await rejectionOf("DateOrderRefused", shop.invoices.credit({ ...credit, creditedOn: "2026-01-31" }))
        const most = await rejectionOf(
          "AmountRefused",
          shop.invoices.credit({ ...credit, amount: rub(1_000_000), creditedOn: issuedOn }),
        )
        expect(most.data).toMatchObject({ rule: "moreThanInvoiced" })
        expect((await shop.invoices.credit({ ...credit, creditedOn: issuedOn })).invoice.creditedMinor).toBe(1)
      }),
    )

    it(
      "names whom an invoice and a payment are of by their deal's client",
      inSceneAfterwards(factory, async ({ session }) => {
        const shop = session()
        await shop.clients.register({ id: "client_7", name: "ООО «Ёлка»" })
        await shop.deals.open({ id: "deal_7", title: "Аудит", clientId: "client_7" })
        const { invoice } = await shop.invoices.issue({
          dealId: "deal_7",
          issuedOn: "2026-02-01",
          currency: "RUB",
          instalments: [{ dueOn: "2026-02-10", amountMinor: 100 }],
        })
        expect(invoice.clientId).toBe("client_7")
        const { payment } = await shop.payments.receive({
          dealId: "deal_7",
          amount: rub(100),
          receivedOn: on,
          rule: "oldestDueFirst",
        })
        expect(payment).toMatchObject({ clientId: "client_7", dealId: "deal_7" })
        const nobody = shop.payments.receive({ amount: rub(100), receivedOn: on })
        expect((await rejectionOf("InputInvalid", nobody)).data).toMatchObject({
          problems: [{ code: "payment.forNobody", message: { en: expect.stringContaining("invoiceId") } }],
        })
      }),
    )
  })
}
