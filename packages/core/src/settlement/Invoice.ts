import type { Aggregate, RecordState } from "../journal/Aggregate.ts"
import type { DomainEvent } from "../journal/Event.ts"
import type { CalendarDate } from "../shared/CalendarDate.ts"
import type { PaymentId } from "../shared/Ids.ts"
import type { Instalment, Invoice, WriteOff } from "./SettlementSchema.ts"

/** An invoice was issued. */
export type InvoiceIssued = DomainEvent<
  "InvoiceIssued",
  Omit<Invoice, keyof RecordState | "paidMinor" | "writtenOffMinor" | "writeOffs"> & Pick<Invoice, "id">
>

/** A payment was counted against it. */
export type InvoicePaid = DomainEvent<"InvoicePaid", { readonly paymentId: PaymentId; readonly amountMinor: number }>

/** A part of it was given up. */
export type InvoiceWrittenOff = DomainEvent<"InvoiceWrittenOff", WriteOff>

/** Everything that can happen to an invoice. */
export type InvoiceEvent = InvoiceIssued | InvoicePaid | InvoiceWrittenOff

/** What of an invoice says how much of it is open. */
export type InvoiceBalance = Pick<Invoice, "instalments" | "paidMinor" | "writtenOffMinor">

/** Invoices as a kind of record. */
export const invoiceAggregate: Aggregate<Invoice, InvoiceEvent, "dealId" | "clientId"> = {
  kind: "invoice",
  indexes: ["dealId", "clientId"],
  evolve: (before, event, { version, occurredAt }) => {
    if (event.type === "InvoiceIssued") {
      const nothing = { paidMinor: 0, writtenOffMinor: 0, writeOffs: [] }
      return { ...event.payload, ...nothing, version, textsVersion: 0, changedAt: occurredAt }
    }
    // Streams begin with InvoiceIssued: the write path numbers events, and rebuilds are verified.
    const invoice = before as Invoice
    if (event.type === "InvoiceWrittenOff") {
      const writtenOffMinor = invoice.writtenOffMinor + event.payload.amountMinor
      const writeOffs = [...invoice.writeOffs, event.payload]
      return { ...invoice, version, changedAt: occurredAt, writtenOffMinor, writeOffs }
    }
    return { ...invoice, version, changedAt: occurredAt, paidMinor: invoice.paidMinor + event.payload.amountMinor }
  },
}

/** An instalment with what is still open of it. */
export interface OpenInstalment extends Instalment {
  /** Still to be paid, minor units, above 0. */
  readonly openMinor: number
}

/** What is still open, by instalment: payments and write-offs fill the instalments in the order of their days. */
export const openInstalments = (invoice: InvoiceBalance): ReadonlyArray<OpenInstalment> => {
  let settled = invoice.paidMinor + invoice.writtenOffMinor
  const open: Array<OpenInstalment> = []
  for (const instalment of invoice.instalments) {
    const covered = Math.min(settled, instalment.amountMinor)
    settled -= covered
    if (covered < instalment.amountMinor) open.push({ ...instalment, openMinor: instalment.amountMinor - covered })
  }
  return open
}

/** What was due before a day and is not paid, minor units: an instalment is overdue from the day after it was due. */
export const overdueMinor = (invoice: InvoiceBalance, on: CalendarDate): number => {
  let sum = 0
  for (const { dueOn, openMinor } of openInstalments(invoice)) if (dueOn < on) sum += openMinor
  return sum
}

/** How an invoice stands: each flag is a fact of its own, and an invoice may be partly paid and overdue at once. */
export interface InvoiceFlags {
  /** Something is paid, and something is open. */
  readonly isPartlyPaid: boolean
  /** At least one instalment was due before the day and is open. */
  readonly isOverdue: boolean
  /** Nothing is open: all of it is paid or written off. */
  readonly isSettled: boolean
  /** All of it is paid, and nothing was written off. */
  readonly isPaidInFull: boolean
}

/** The flags of an invoice on a day. */
export const invoiceFlags = (invoice: InvoiceBalance, on: CalendarDate): InvoiceFlags => {
  const isSettled = openInstalments(invoice).length === 0
  return {
    isPartlyPaid: invoice.paidMinor > 0 && !isSettled,
    isOverdue: overdueMinor(invoice, on) > 0,
    isSettled,
    isPaidInFull: isSettled && invoice.writtenOffMinor === 0,
  }
}
