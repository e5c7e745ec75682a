import { describe, expect, it } from "vitest"
import { attack, invoiced, rub, sold } from "../attack.ts"

describe("money that was counted wrongly, and is released", () => {
  it("given a promise of what was open beside it, then the promise is kept by what was promised", async () => {
    const { shop, at } = await attack()
    await sold(shop)
    await invoiced(shop)
    at("2026-02-04")
    await shop.payments.receive({ id: "payment_1", invoiceId: "invoice_1", amount: rub(40), receivedOn: "2026-02-03" })
    await shop.invoices.promise({
      invoiceId: "invoice_1",
      madeOn: "2026-02-04",
      promisedOn: "2026-02-10",
      amount: rub(60),
    })
    await shop.payments.release({ paymentId: "payment_1", invoiceId: "invoice_1" })
    at("2026-02-09")
    const part = { id: "payment_2", invoiceId: "invoice_1", amount: rub(59), receivedOn: "2026-02-09" } as const
    expect((await shop.payments.receive(part)).invoices[0]).toMatchObject({ promise: { amountMinor: 60 } })
    const rest = { id: "payment_3", invoiceId: "invoice_1", amount: rub(1), receivedOn: "2026-02-09" } as const
    expect((await shop.payments.receive(rest)).invoices[0]).toMatchObject({ promise: null, promisesKept: 1 })
  })

  it("given a cent of which a credit note freed all but some of what it had paid, then the rest comes off too", async () => {
    const { shop, at } = await attack()
    await sold(shop)
    await invoiced(shop, { amountMinor: 83 })
    at("2026-02-04")
    const amount = { amountMinor: 1, currency: "USD" }
    const rate = { rate: "83", on: "2026-02-02" }
    await shop.payments.receive({ id: "payment_1", invoiceId: "invoice_1", amount, receivedOn: "2026-02-02", rate })
    await shop.invoices.credit({ invoiceId: "invoice_1", amount: rub(60), creditedOn: "2026-02-03", reasonId: "price" })
    const { payment, invoices } = await shop.payments.release({ paymentId: "payment_1", invoiceId: "invoice_1" })
    expect(payment).toMatchObject({ allocations: [], unallocatedMinor: 1 })
    expect(invoices[0]).toMatchObject({ paidMinor: 0, creditedMinor: 60, paidBy: [] })
  })
})
