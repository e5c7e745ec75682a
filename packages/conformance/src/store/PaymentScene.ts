import type { Session } from "@salesdept/core/promise"
import { openMinorOf, refundedMinor } from "@salesdept/core/settlement"
import * as fc from "fast-check"
import { expect } from "vitest"
import { inTheBase } from "./Scene.ts"

/** Roubles. */
export const rub = (amountMinor: number) => ({ amountMinor, currency: "RUB" })
/** Euros. */
export const eur = (amountMinor: number) => ({ amountMinor, currency: "EUR" })
/** The day on which money comes. */
export const on = "2026-02-12"
/** Whose invoices they are. */
export const clientId = "client_1"

const sum = (amounts: ReadonlyArray<number>): number => amounts.reduce((total, amount) => total + amount, 0)

/** Three invoices of one client: two in roubles on two deals, one in euros. */
export const threeInvoices = async (shop: Session): Promise<void> => {
  await inTheBase(shop, { clients: ["1"], deals: ["1", "2", "3"] })
  const issue = (at: number, currency: string, parts: ReadonlyArray<readonly [string, number]>) =>
    shop.invoices.issue({
      id: `invoice_${at}`,
      dealId: `deal_${at}`,
      clientId,
      number: String(at),
      issuedOn: "2026-02-01",
      currency,
      instalments: parts.map(([dueOn, amountMinor]) => ({ dueOn, amountMinor })),
    })
  await issue(1, "RUB", [
    ["2026-02-10", 300],
    ["2026-02-20", 700],
  ])
  await issue(2, "RUB", [["2026-02-15", 500]])
  await issue(3, "EUR", [["2026-02-05", 900]])
}

/** What of the three is paid, minor units. */
export const paidOf = async (shop: Session): Promise<ReadonlyArray<number | undefined>> =>
  Promise.all(["invoice_1", "invoice_2", "invoice_3"].map(async (id) => (await shop.invoices.get(id))?.paidMinor))

/** Every amount is accounted for: of invoices, of payments, and between the two. */
export const expectConserved = async (shop: Session): Promise<void> => {
  const invoices = (await shop.invoices.page({})).items
  const payments = (await shop.payments.page({})).items
  for (const invoice of invoices) {
    const { totalMinor, paidMinor, writtenOffMinor, creditedMinor } = invoice
    const open = openMinorOf(invoice)
    expect(open).toBeGreaterThanOrEqual(0)
    expect(paidMinor + open + writtenOffMinor + creditedMinor).toBe(totalMinor)
    expect(sum(invoice.paidBy.map(({ amountMinor }) => amountMinor))).toBe(paidMinor)
    const counted = payments.flatMap(({ allocations }) => allocations.filter((part) => part.invoiceId === invoice.id))
    expect(sum(counted.map(({ invoiceMinor }) => invoiceMinor))).toBe(paidMinor)
  }
  for (const payment of payments) {
    const allocated = sum(payment.allocations.map(({ amountMinor }) => amountMinor))
    expect(allocated + payment.unallocatedMinor + refundedMinor(payment)).toBe(payment.amount.amountMinor)
    expect(payment.unallocatedMinor).toBeGreaterThanOrEqual(0)
    expect(payment.unallocatedCurrency).toBe(payment.unallocatedMinor > 0 ? payment.amount.currency : null)
  }
}

const amount = fc.oneof(fc.integer({ min: 1, max: 700 }), fc.constantFrom(1, 1500))
const invoiceId = fc.constantFrom("invoice_1" as const, "invoice_2" as const, "invoice_3" as const)
const paymentId = fc.integer({ min: 1, max: 5 }).map((at) => `payment_${at}` as const)
const currency = fc.constantFrom("RUB", "EUR")

/** Anything that can happen to the money of a client. */
export const anyMove: fc.Arbitrary<(shop: Session) => Promise<unknown>> = fc.oneof(
  fc.tuple(paymentId, amount, currency, fc.constantFrom("oldestDueFirst", "proRata", "byReference")).map(
    ([id, amountMinor, of, rule]) =>
      (shop: Session) =>
        shop.payments.receive({
          id,
          clientId,
          amount: { amountMinor, currency: of },
          receivedOn: on,
          rule,
          excess: "keep",
          purpose: "оплата счетов 1 и 3",
        }),
  ),
  fc.tuple(paymentId, invoiceId, amount, fc.constantFrom("0.011", "90.5")).map(
    ([id, invoice, amountMinor, rate]) =>
      (shop: Session) =>
        shop.payments.receive({
          id,
          invoiceId: invoice,
          amount: { amountMinor, currency: "USD" },
          receivedOn: on,
          rate: { rate, on },
        }),
  ),
  fc.tuple(paymentId, invoiceId, amount).map(
    ([id, invoice, amountMinor]) =>
      (shop: Session) =>
        shop.payments.allocate({ paymentId: id, parts: [{ invoiceId: invoice, amountMinor }] }),
  ),
  fc.tuple(paymentId, invoiceId, amount).map(
    ([id, invoice, amountMinor]) =>
      (shop: Session) =>
        shop.payments.release({ paymentId: id, invoiceId: invoice, amountMinor }),
  ),
  fc.tuple(paymentId, fc.option(invoiceId, { nil: undefined }), amount, fc.constantFrom("RUB", "EUR", "USD")).map(
    ([id, invoice, amountMinor, of]) =>
      (shop: Session) =>
        shop.payments.refund({
          paymentId: id,
          ...(invoice === undefined ? {} : { invoiceId: invoice }),
          amount: { amountMinor, currency: of },
          refundedOn: on,
          reasonId: "returned",
        }),
  ),
  fc.tuple(invoiceId, amount, currency).map(
    ([id, amountMinor, of]) =>
      (shop: Session) =>
        shop.invoices.credit({
          invoiceId: id,
          amount: { amountMinor, currency: of },
          creditedOn: on,
          reasonId: "returned",
        }),
  ),
  fc.tuple(invoiceId, amount, currency).map(
    ([id, amountMinor, of]) =>
      (shop: Session) =>
        shop.invoices.writeOff({
          invoiceId: id,
          amount: { amountMinor, currency: of },
          writtenOffOn: on,
          reasonId: "insolvent",
        }),
  ),
)
