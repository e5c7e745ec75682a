import type { Aggregate } from "../journal/Aggregate.ts"
import type { DomainEvent } from "../journal/Event.ts"
import type { CalendarDate } from "../shared/CalendarDate.ts"
import type { CreditNote, Instalment, Invoice, InvoicePart, WriteOff } from "./SettlementSchema.ts"

/** An invoice was issued. */
export type InvoiceIssued = DomainEvent<
  "InvoiceIssued",
  Pick<Invoice, "id" | "dealId" | "clientId" | "number" | "issuedOn" | "currency" | "instalments" | "totalMinor">
>

/** A payment was counted against it. */
export type InvoicePaid = DomainEvent<"InvoicePaid", InvoicePart>

/** A payment, or a part of it, is counted against it no more. */
export type InvoicePaymentReleased = DomainEvent<"InvoicePaymentReleased", InvoicePart>

/** A part of it was given up. */
export type InvoiceWrittenOff = DomainEvent<"InvoiceWrittenOff", WriteOff>

/** A part of it was taken back by a credit note. */
export type InvoiceCredited = DomainEvent<"InvoiceCredited", CreditNote>

/** Everything that can happen to an invoice. */
export type InvoiceEvent = InvoiceIssued | InvoicePaid | InvoicePaymentReleased | InvoiceWrittenOff | InvoiceCredited

/** What of an invoice says how much of it is open. */
export type InvoiceBalance = Pick<Invoice, "instalments" | "paidMinor" | "writtenOffMinor" | "creditedMinor">

const nothing = { paidMinor: 0, writtenOffMinor: 0, creditedMinor: 0, writeOffs: [], credits: [], paidBy: [] }

const paidBy = (parts: ReadonlyArray<InvoicePart>, { paymentId, amountMinor }: InvoicePart, sign: 1 | -1) => {
  const at = parts.findIndex((part) => part.paymentId === paymentId)
  const before = parts[at]
  if (before === undefined) return [...parts, { paymentId, amountMinor: sign * amountMinor }]
  const part = { paymentId, amountMinor: before.amountMinor + sign * amountMinor }
  return part.amountMinor === 0 ? parts.toSpliced(at, 1) : parts.with(at, part)
}

/** Invoices as a kind of record. */
export const invoiceAggregate: Aggregate<Invoice, InvoiceEvent, "dealId" | "clientId" | "number"> = {
  kind: "invoice",
  indexes: ["dealId", "clientId", "number"],
  ownership: { through: "dealId", kind: "deal", field: "ownerId" },
  evolve: (before, event, { version, occurredAt }) => {
    if (event.type === "InvoiceIssued") {
      return { ...event.payload, ...nothing, version, textsVersion: 0, changedAt: occurredAt }
    }
    // Streams begin with InvoiceIssued: the write path numbers events, and rebuilds are verified.
    const invoice = { ...(before as Invoice), version, changedAt: occurredAt }
    switch (event.type) {
      case "InvoicePaid":
        return {
          ...invoice,
          paidMinor: invoice.paidMinor + event.payload.amountMinor,
          paidBy: paidBy(invoice.paidBy, event.payload, 1),
        }
      case "InvoicePaymentReleased":
        return {
          ...invoice,
          paidMinor: invoice.paidMinor - event.payload.amountMinor,
          paidBy: paidBy(invoice.paidBy, event.payload, -1),
        }
      case "InvoiceWrittenOff":
        return {
          ...invoice,
          writtenOffMinor: invoice.writtenOffMinor + event.payload.amountMinor,
          writeOffs: [...invoice.writeOffs, event.payload],
        }
      case "InvoiceCredited":
        return {
          ...invoice,
          creditedMinor: invoice.creditedMinor + event.payload.amountMinor,
          credits: [...invoice.credits, event.payload],
        }
    }
  },
}

/** What is open of an invoice, minor units: the total less what is paid, written off and credited. */
export const openMinorOf = (
  invoice: Pick<Invoice, "totalMinor" | "paidMinor" | "writtenOffMinor" | "creditedMinor">,
): number => invoice.totalMinor - invoice.paidMinor - invoice.writtenOffMinor - invoice.creditedMinor

/** An instalment with what is still open of it. */
export interface OpenInstalment extends Instalment {
  /** Still to be paid, minor units, above 0. */
  readonly openMinor: number
}

/**
 * What is still open, by instalment: payments, write-offs and credit notes fill the instalments in the order of
 * their days.
 */
export const openInstalments = (invoice: InvoiceBalance): ReadonlyArray<OpenInstalment> => {
  let settled = invoice.paidMinor + invoice.writtenOffMinor + invoice.creditedMinor
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
  /** Nothing is open: all of it is paid, credited or written off. */
  readonly isSettled: boolean
  /** All that was not credited is paid, and nothing was written off. */
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
