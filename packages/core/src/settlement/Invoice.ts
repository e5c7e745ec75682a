import type { Aggregate, RecordState } from "../journal/Aggregate.ts"
import type { DomainEvent } from "../journal/Event.ts"
import type { CalendarDate } from "../shared/CalendarDate.ts"
import type { PaymentId } from "../shared/Ids.ts"
import type { Instalment, Invoice } from "./SettlementSchema.ts"

/** An invoice was issued. */
export type InvoiceIssued = DomainEvent<
  "InvoiceIssued",
  Omit<Invoice, keyof RecordState | "paidMinor"> & Pick<Invoice, "id">
>

/** A payment was counted against it. */
export type InvoicePaid = DomainEvent<"InvoicePaid", { readonly paymentId: PaymentId; readonly amountMinor: number }>

/** Everything that can happen to an invoice. */
export type InvoiceEvent = InvoiceIssued | InvoicePaid

/** Invoices as a kind of record. */
export const invoiceAggregate: Aggregate<Invoice, InvoiceEvent> = {
  kind: "invoice",
  indexes: ["dealId", "clientId"],
  evolve: (before, event, { version, occurredAt }) => {
    if (event.type === "InvoiceIssued") {
      return { ...event.payload, version, textsVersion: 0, changedAt: occurredAt, paidMinor: 0 }
    }
    // Streams begin with InvoiceIssued: the write path numbers events, and rebuilds are verified.
    const invoice = before as Invoice
    return { ...invoice, version, changedAt: occurredAt, paidMinor: invoice.paidMinor + event.payload.amountMinor }
  },
}

/** An instalment with what is still open of it. */
export interface OpenInstalment extends Instalment {
  /** Still to be paid, minor units, above 0. */
  readonly openMinor: number
}

/** What is still open, by instalment: payments fill the instalments in the order of their days. */
export const openInstalments = (invoice: Pick<Invoice, "instalments" | "paidMinor">): ReadonlyArray<OpenInstalment> => {
  let paid = invoice.paidMinor
  const open: Array<OpenInstalment> = []
  for (const instalment of invoice.instalments) {
    const covered = Math.min(paid, instalment.amountMinor)
    paid -= covered
    if (covered < instalment.amountMinor) open.push({ ...instalment, openMinor: instalment.amountMinor - covered })
  }
  return open
}

/** What was due before a day and is not paid, minor units: an instalment is overdue from the day after it was due. */
export const overdueMinor = (invoice: Pick<Invoice, "instalments" | "paidMinor">, on: CalendarDate): number => {
  let sum = 0
  for (const { dueOn, openMinor } of openInstalments(invoice)) if (dueOn < on) sum += openMinor
  return sum
}
