import * as Schema from "effect/Schema"
import type { RecordState } from "../journal/Aggregate.ts"
import { currencyField, dateField, idField, minorFromZero, moneyField, slug } from "../ports/FieldSchema.ts"
import { check } from "../ports/Input.ts"
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

/** A part of an invoice that was taken back by a credit note: goods returned, a price lowered afterwards. */
export interface CreditNote {
  /** Its amount in minor units of the invoice's currency, above 0. */
  readonly amountMinor: number
  /** Day of the credit note. */
  readonly creditedOn: CalendarDate
  /** Why, by the tenant's own name for the reason. */
  readonly reasonId: string
}

/** What one payment settles of an invoice. */
export interface InvoicePart {
  /** The payment. */
  readonly paymentId: PaymentId
  /** What it settles, in minor units of the invoice's currency, above 0. */
  readonly amountMinor: number
}

/** An invoice with its instalments; what is paid is counted against them in the order of their days. */
export interface Invoice extends RecordState {
  readonly id: InvoiceId
  /** The deal it asks payment for. */
  readonly dealId: DealId
  /** Who is to pay: as stated, else the deal's client on the day it was issued. */
  readonly clientId: ClientId | null
  /** The number on its face, by which payers name it; null where it has none. */
  readonly number: string | null
  /** Day of issue. */
  readonly issuedOn: CalendarDate
  /** ISO 4217 code of all its amounts. */
  readonly currency: string
  /** Instalments by day; their amounts sum to the invoice. */
  readonly instalments: ReadonlyArray<Instalment>
  /** The invoiced sum, minor units. */
  readonly totalMinor: number
  /** What was paid against it, minor units: the sum of {@link Invoice.paidBy}. */
  readonly paidMinor: number
  /** What was written off, minor units. The total is paid, open, written off and credited, always. */
  readonly writtenOffMinor: number
  /** What credit notes took back, minor units. */
  readonly creditedMinor: number
  /** What was written off, in the order it was recorded; the amounts sum to {@link Invoice.writtenOffMinor}. */
  readonly writeOffs: ReadonlyArray<WriteOff>
  /** Its credit notes, in the order they were recorded; the amounts sum to {@link Invoice.creditedMinor}. */
  readonly credits: ReadonlyArray<CreditNote>
  /** What it was paid by, in the order the payments were first counted. */
  readonly paidBy: ReadonlyArray<InvoicePart>
}

/** A rate of exchange as the person who applied it stated it. */
export interface StatedRate {
  /** Price of {@link StatedRate.per} major units of the payment's currency, in the invoice's: a decimal above 0. */
  readonly rate: string
  /** For how many units the rate is stated; whole, 1 or more. */
  readonly per: number
  /** The day the rate is of. */
  readonly on: CalendarDate
}

/** A part of a payment that is counted against an invoice. */
export interface Allocation {
  /** The invoice. */
  readonly invoiceId: InvoiceId
  /** The part, in minor units of the payment's currency. */
  readonly amountMinor: number
  /** What it settles, in minor units of the invoice's currency; the same number where the currencies are the same. */
  readonly invoiceMinor: number
  /** The rate between the two; null where the currencies are the same. */
  readonly rate: StatedRate | null
}

/** Money of a payment that went back. */
export interface Refund {
  /** Its amount in minor units of the payment's currency, above 0. */
  readonly amountMinor: number
  /** Day on which it went back. */
  readonly refundedOn: CalendarDate
  /** Why, by the tenant's own name for the reason. */
  readonly reasonId: string
}

/** Money that came in. Its amount is what is allocated, unallocated and refunded, always. */
export interface Payment extends RecordState {
  readonly id: PaymentId
  /** The invoice it named when it came; null where it named none. */
  readonly invoiceId: InvoiceId | null
  /** The deal it was for; null where none is known. */
  readonly dealId: DealId | null
  /** Who paid; null where only a deal is known. */
  readonly clientId: ClientId | null
  /** The amount. */
  readonly amount: Money
  /** Day on which it came in. */
  readonly receivedOn: CalendarDate
  /** Digest of the payer and the bank's reference, by which a second payment with the same is refused; null without. */
  readonly referenceKey: string | null
  /** What it is counted against, one entry for each invoice and rate. */
  readonly allocations: ReadonlyArray<Allocation>
  /** What is counted against no invoice and was not refunded, minor units. */
  readonly unallocatedMinor: number
  /** The payment's currency while some of it is unallocated, else null: by it such money is found. */
  readonly unallocatedCurrency: string | null
  /** What went back, in the order it was recorded. */
  readonly refunds: ReadonlyArray<Refund>
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

const invoiceNumber = Schema.String.check(
  check(
    "invoice.number",
    {
      en: "must be 1–40 letters, digits, -, / or . without blanks",
      ru: "должно быть 1–40 букв, цифр, -, / или . без пробелов",
    },
    (text) => /^[\p{L}\p{N}][\p{L}\p{N}./-]{0,39}$/u.test(text),
  ),
)

/** Input of `invoices.issue`. */
export const IssueInvoice = Schema.Struct({
  id: Schema.optionalKey(idField("invoice")),
  dealId: idField("deal"),
  clientId: Schema.optionalKey(idField("client")),
  number: Schema.optionalKey(invoiceNumber),
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

/** Input of `invoices.credit`. */
export const CreditInvoice = Schema.Struct({
  invoiceId: idField("invoice"),
  amount: moneyField,
  creditedOn: dateField,
  reasonId: slug,
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
/** Decoded input of `invoices.credit`. */
export type CreditInvoice = typeof CreditInvoice.Type
/** Decoded input of `documents.draft`. */
export type DraftDocument = typeof DraftDocument.Type
/** Decoded input of `documents.send`. */
export type SendDocument = typeof SendDocument.Type
/** Decoded input of `documents.sign`. */
export type SignDocument = typeof SignDocument.Type
