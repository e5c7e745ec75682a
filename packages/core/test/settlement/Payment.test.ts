import { describe, expect, it } from "vitest"
import { paymentAggregate, releasedByAmount, releasedByInvoice } from "../../src/settlement/Payment.ts"
import type { PaymentEvent } from "../../src/settlement/Payment.ts"
import type { Allocation, Payment } from "../../src/settlement/SettlementSchema.ts"
import { paymentOf } from "./records.ts"

const after = (payment: Payment, ...events: ReadonlyArray<PaymentEvent>): Payment =>
  events.reduce(
    (before, event) => paymentAggregate.evolve(before, event, { version: 2, occurredAt: "2026-02-02T00:00:00.000Z" }),
    payment,
  )

const part = (invoiceId: `invoice_${number}`, amountMinor: number, rate: Allocation["rate"] = null): Allocation => ({
  invoiceId,
  amountMinor,
  invoiceMinor: amountMinor * 2,
  rate,
})
const allocated = (payload: Allocation): PaymentEvent => ({ type: "PaymentAllocated", payload })
const released = (invoiceId: `invoice_${number}`, amountMinor: number): PaymentEvent => ({
  type: "PaymentReleased",
  payload: { invoiceId, amountMinor, invoiceMinor: amountMinor * 2 },
})
const rate = { from: "USD", to: "RUB", rate: "2", per: 1, on: "2026-02-01" } as const

describe("what a payment is counted against", () => {
  it("given parts of one invoice at one rate, then they are one entry; another rate, day or invoice has its own", () => {
    const parts = [
      part("invoice_1", 10),
      part("invoice_1", 20, rate),
      part("invoice_1", 30, { ...rate, on: "2026-02-02" }),
      part("invoice_1", 40, { ...rate, per: 10 }),
      part("invoice_1", 50, { ...rate, rate: "3" }),
      part("invoice_2", 60),
    ]
    const once = after(paymentOf(1, 1000), ...parts.map(allocated))
    expect(once.allocations).toEqual(parts)
    const twice = after(once, ...parts.map(allocated))
    expect(twice.allocations).toEqual(
      parts.map((one) => ({ ...one, amountMinor: one.amountMinor * 2, invoiceMinor: one.invoiceMinor * 2 })),
    )
    expect([once.unallocatedMinor, twice.unallocatedMinor]).toEqual([790, 580])
  })

  it("given parts at several rates, then it keeps those of the earliest day by currency, also once nothing is counted at them", () => {
    const later = { ...rate, rate: "3", on: "2026-02-05" }
    const euros = { ...rate, to: "EUR", on: "2026-02-05" }
    const mistyped = { ...rate, rate: "20" }
    const counts = [mistyped, later, euros, rate].map((one, at) => allocated(part(`invoice_${at}`, 10, one)))
    const counted = after(paymentOf(1, 100), ...counts)
    expect(counted.rates).toEqual([rate, euros])
    const freed = after(counted, ...[0, 1, 2, 3].map((at) => released(`invoice_${at}`, 10)))
    expect([freed.allocations, freed.rates]).toEqual([[], [rate, euros]])
  })

  it("given all of it is counted, then it is not found by its currency any more, and is again once some is released", () => {
    const all = after(paymentOf(1, 10), allocated(part("invoice_1", 10)))
    expect(all).toMatchObject({ unallocatedMinor: 0, unallocatedCurrency: null })
    expect(after(all, released("invoice_1", 1))).toMatchObject({ unallocatedMinor: 1, unallocatedCurrency: "RUB" })
  })

  it("given several entries of an invoice, when some is released, then the newest gives first and empty ones go", () => {
    const parts = [part("invoice_1", 10), part("invoice_2", 10), part("invoice_1", 10, rate)]
    const payment = after(paymentOf(1, 30), ...parts.map(allocated))
    expect(after(payment, released("invoice_1", 4)).allocations).toEqual([
      part("invoice_1", 10),
      part("invoice_2", 10),
      part("invoice_1", 6, rate),
    ])
    const rest = after(payment, released("invoice_1", 14))
    expect(rest.allocations).toEqual([part("invoice_1", 6), part("invoice_2", 10)])
    expect(rest.unallocatedMinor).toBe(14)
    expect(after(payment, released("invoice_1", 20)).allocations).toEqual([part("invoice_2", 10)])
  })
})

describe("the other currency's part of what is released", () => {
  it("given a half minor unit, then it goes to the even one", () => {
    expect(releasedByAmount({ amountMinor: 2, invoiceMinor: 1 }, 1)).toEqual({ amountMinor: 1, invoiceMinor: 0 })
    expect(releasedByAmount({ amountMinor: 2, invoiceMinor: 3 }, 1)).toEqual({ amountMinor: 1, invoiceMinor: 2 })
    expect(releasedByInvoice({ amountMinor: 5, invoiceMinor: 2 }, 1)).toEqual({ amountMinor: 2, invoiceMinor: 1 })
  })

  it("given all of one, then all of the other; given nothing there, then nothing", () => {
    expect(releasedByAmount({ amountMinor: 3, invoiceMinor: 7 }, 3)).toEqual({ amountMinor: 3, invoiceMinor: 7 })
    expect(releasedByInvoice({ amountMinor: 3, invoiceMinor: 0 }, 0)).toEqual({ amountMinor: 0, invoiceMinor: 0 })
  })
})
