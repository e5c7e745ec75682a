import * as Schema from "effect/Schema"
import type { RecordState } from "../journal/Aggregate.ts"
import { currencyField, dateField, idField, minorFromZero, moneyField, slug, textField } from "../ports/FieldSchema.ts"
import type { CalendarDate } from "../shared/CalendarDate.ts"
import type { ClientId, ClosingDocumentId, DealId, InvoiceId, PaymentId } from "../shared/Ids.ts"
import type { Money } from "../shared/Money.ts"

/** A part of an invoice that is due on its own day. */
export interface Instalment {
  /** Day by which it is due (inclusive). */
  readonly dueOn: CalendarDate
  /** Its amount in minor units of the invoice's currency, above 0. */
  readonly amountMinor: number
}

/** A part of an invoice that will not be asked for any more. */
export interface WriteOff {
  /** Its amount in minor units of the invoice's currency, above 0. */
  readonly amountMinor: number
  /** Day on which it was given up. */
  readonly writtenOffOn: CalendarDate
  /** Why, by the tenant's own name for the reason. */
  readonly reasonId: string
}

/** An invoice with its instalments; what is paid is counted against them in the order of their days. */
export interface Invoice extends RecordState {
  readonly id: InvoiceId
  /** The deal it asks payment for. */
  readonly dealId: DealId
  /** Who is to pay. */
  readonly clientId: ClientId | null
  /** Day of issue. */
  readonly issuedOn: CalendarDate
  /** ISO 4217 code of all its amounts. */
  readonly currency: string
  /** Instalments by day; their amounts sum to the invoice. */
  readonly instalments: ReadonlyArray<Instalment>
  /** The invoiced sum, minor units. */
  readonly totalMinor: number
  /** What was paid against it, minor units; never more than the total less what is written off. */
  readonly paidMinor: number
  /** What was written off, minor units: the total is this, what is paid and what is open. */
  readonly writtenOffMinor: number
  /** What was written off, in the order it was recorded; the amounts sum to {@link Invoice.writtenOffMinor}. */
  readonly writeOffs: ReadonlyArray<WriteOff>
}

/** Money that came in for an invoice. */
export interface Payment extends RecordState {
  readonly id: PaymentId
  /** The invoice it is for. */
  readonly invoiceId: InvoiceId
  /** The deal of that invoice. */
  readonly dealId: DealId
  /** The amount. */
  readonly amount: Money
  /** Day on which it came in. */
  readonly receivedOn: CalendarDate
}

/** Kinds of closing documents: act of services, act of work, delivery note, universal transfer document, another. */
const documentKinds = ["serviceAct", "workAct", "deliveryNote", "transferDocument", "other"] as const

/** Proof that the work or the goods were accepted. Its states are facts with days, not a status text. */
export interface ClosingDocument extends RecordState {
  readonly id: ClosingDocumentId
  /** The deal it closes. */
  readonly dealId: DealId
  /** What it is. */
  readonly kind: (typeof documentKinds)[number]
  /** The sum it states. */
  readonly amount: Money
  /** Day on which it was drawn up. */
  readonly draftedOn: CalendarDate
  /** Day on which it went to the client; null while it has not. */
  readonly sentOn: CalendarDate | null
  /** Day on which the client signed; null while it is not signed. */
  readonly signedOn: CalendarDate | null
}

/** Input of `invoices.issue`. */
export const IssueInvoice = Schema.Struct({
  id: Schema.optionalKey(idField("invoice")),
  dealId: idField("deal"),
  issuedOn: dateField,
  currency: currencyField,
  instalments: Schema.Array(Schema.Struct({ dueOn: dateField, amountMinor: minorFromZero })).check(
    Schema.isMinLength(1),
    Schema.isMaxLength(60),
  ),
})

/** Input of `invoices.writeOff`. */
export const WriteOffInvoice = Schema.Struct({
  invoiceId: idField("invoice"),
  amount: moneyField,
  writtenOffOn: dateField,
  reasonId: slug,
})

/** Input of `payments.receive`. */
export const ReceivePayment = Schema.Struct({
  id: Schema.optionalKey(idField("payment")),
  invoiceId: idField("invoice"),
  amount: moneyField,
  receivedOn: dateField,
  reference: Schema.optionalKey(textField(200)),
})

/** Input of `documents.draft`. */
export const DraftDocument = Schema.Struct({
  id: Schema.optionalKey(idField("closingDocument")),
  dealId: idField("deal"),
  kind: Schema.Literals(documentKinds),
  amount: moneyField,
  draftedOn: dateField,
})

/** Input of `documents.send`. */
export const SendDocument = Schema.Struct({ documentId: idField("closingDocument"), sentOn: dateField })

/** Input of `documents.sign`: the client has signed. */
export const SignDocument = Schema.Struct({ documentId: idField("closingDocument"), signedOn: dateField })

/** Decoded input of `invoices.issue`. */
export type IssueInvoice = typeof IssueInvoice.Type
/** Decoded input of `invoices.writeOff`. */
export type WriteOffInvoice = typeof WriteOffInvoice.Type
/** Decoded input of `payments.receive`. */
export type ReceivePayment = typeof ReceivePayment.Type
/** Decoded input of `documents.draft`. */
export type DraftDocument = typeof DraftDocument.Type
/** Decoded input of `documents.send`. */
export type SendDocument = typeof SendDocument.Type
/** Decoded input of `documents.sign`. */
export type SignDocument = typeof SignDocument.Type
