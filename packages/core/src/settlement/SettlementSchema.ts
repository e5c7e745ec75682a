import * as Schema from "effect/Schema"
import type { RecordState } from "../journal/Aggregate.ts"
import { currencyField, dateField, idField, minorFromZero, moneyField, slug } from "../ports/input/FieldSchema.ts"
import { check } from "../ports/input/Input.ts"
import type { CalendarDate } from "../shared/CalendarDate.ts"
import type { ClientId, DealId, InvoiceId, PaymentId } from "../shared/Ids.ts"
import type { Instant } from "../shared/Instant.ts"
import type { ExchangeRate, Money } from "../shared/Money.ts"
import type { ReminderRecipient } from "./SettlementPolicy.ts"

export type { ClosingDocument } from "./DocumentSchema.ts"

/** What kind of part an instalment is: money before the work, all of it before, or after. */
const instalmentKinds = ["advance", "prepayment", "postpayment"] as const

/** A fact that gives an instalment its day, and how long after it the money is due. */
export interface DueOffset {
  /** Shipment of the goods or end of the service, or the client's signature under a closing document. */
  readonly from: "shipment" | "document"
  /** Days after the fact, 0 to 3650 (inclusive). */
  readonly days: number
  /** Calendar days, or working days of the department's calendar. */
  readonly counted: "calendar" | "working"
}

/** A part of an invoice that is due on its own day. */
export interface Instalment {
  /** Its number on the invoice, from 1 in the order of the days when it was issued; it stays when days change. */
  readonly no: number
  /** Advance, prepayment or postpayment; null where it was not stated. */
  readonly kind: (typeof instalmentKinds)[number] | null
  /** Day by which it is due (inclusive); null while it waits for its fact, or where that gave no day. */
  readonly dueOn: CalendarDate | null
  /** Its amount in minor units of the invoice's currency, above 0. */
  readonly amountMinor: number
  /** The fact that gives its day; null where its day was stated, when it was issued or by an agreement since. */
  readonly offset: DueOffset | null
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
  /** Day on which that money came in. */
  readonly paidOn: CalendarDate
}

/** What one payment had settled of an invoice until it went back, or a credit note freed it. */
export interface FreedPart extends InvoicePart {
  /** Day of the refund or of the credit note: from it on the money settles nothing here. */
  readonly freedOn: CalendarDate
}

/** What a client promised to pay, and by which day. The comment is a text, kept apart. */
export interface PaymentPromise {
  /** Day on which it was made. */
  readonly madeOn: CalendarDate
  /** Day by which the money is to come (inclusive). */
  readonly promisedOn: CalendarDate
  /** How much, minor units of the invoice's currency, above 0. */
  readonly amountMinor: number
  /** What had come in by the promised day when it was made, minor units, also what went back by then: no part of the promise. */
  readonly paidBeforeMinor: number
}

/** A reminder that was produced, for an instalment as it was due then. */
export interface RemindedStep {
  /** Number of the instalment. */
  readonly no: number
  /** The day by which it was due. */
  readonly dueOn: CalendarDate
  /** The step of the ladder. */
  readonly stepId: string
}

/** A reminder that has fallen due: an action for whoever sends it. */
export interface DueReminder {
  /** The step of the ladder. */
  readonly stepId: string
  /** Who is reminded. */
  readonly to: ReminderRecipient
  /** Number of the instalment. */
  readonly no: number
  /** The day by which it is due. */
  readonly dueOn: CalendarDate
  /** What is open of it, minor units of the invoice's currency. */
  readonly openMinor: number
  /**
   * Earlier steps to the same recipient that fell due with it, because nothing ran or reminders were held back meanwhile: they
   * are not sent after the event.
   */
  readonly passedOver: ReadonlyArray<string>
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
  /** Day on which its goods were shipped or its service was rendered; null while that is not noted. */
  readonly shippedOn: CalendarDate | null
  /** Day on which the client signed the closing document that counts for it; null while none is signed. */
  readonly documentedOn: CalendarDate | null
  /** Instalments by day, those without one last; their amounts sum to the invoice. */
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
  /**
   * What had paid it and does no more, by refunds and credit notes, in the order they were recorded: on days before, it was paid by
   * it. What was released as counted wrongly is not among it.
   */
  readonly freed: ReadonlyArray<FreedPart>
  /** The promise that is open; null where none is. */
  readonly promise: PaymentPromise | null
  /** How many promises were kept. */
  readonly promisesKept: number
  /** How many were broken. */
  readonly promisesBroken: number
  /** Day since which the client disputes it; null where it does not. */
  readonly disputedOn: CalendarDate | null
  /** Why, by the tenant's own name for the reason. */
  readonly disputeReasonId: string | null
  /** The reminders that were produced or passed over. */
  readonly reminded: ReadonlyArray<RemindedStep>
  /** When it next asks for a reminder or for the judgement of a promise; null where it asks for nothing. */
  readonly nextReminderAt: Instant | null
}

/** A rate of exchange as the person who applied it stated it. */
export interface StatedRate extends ExchangeRate {
  /** The payment's currency. */
  readonly from: string
  /** The invoice's currency. */
  readonly to: string
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
  /** The deal it was for; null where none is known, or it came for several. */
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
  /**
   * The rate at which it was counted, one for each currency of invoices that is not its own: of the earliest day, and of one day as stated
   * last. Kept when the money is freed or goes back, so that what came in is worth the same ever after.
   */
  readonly rates: ReadonlyArray<StatedRate>
  /** What is counted against no invoice and was not refunded, minor units. */
  readonly unallocatedMinor: number
  /** The payment's currency while some of it is unallocated, else null: by it such money is found. */
  readonly unallocatedCurrency: string | null
  /** What went back, in the order it was recorded. */
  readonly refunds: ReadonlyArray<Refund>
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

const instalment = Schema.Struct({
  /** Whether it is paid before the work (`advance` for a part, `prepayment` for all of it) or after; not stated where left out. */
  kind: Schema.optionalKey(Schema.Literals(instalmentKinds)),
  /** The last day to pay, `YYYY-MM-DD`: overdue when that day is over. This or `offset`. */
  dueOn: Schema.optionalKey(dateField),
  /** So many days after the shipment or the document, 0 to 3,650; due on no day until that is noted. This or `dueOn`. */
  offset: Schema.optionalKey(
    Schema.Struct({
      /** The fact it waits for: shipment of the goods or end of the service, or the client's signature under the closing document. */
      from: Schema.Literals(["shipment", "document"]),
      /** So many days after the fact, whole, 0 to 3,650 (inclusive). */
      days: Schema.Int.check(
        check("offset.days", { en: "must be 0 to 3650", ru: "должно быть от 0 до 3650" }, (n) => n >= 0 && n <= 3650),
      ),
      /** Calendar days, or working days of the department's calendar, which it then must name. */
      counted: Schema.Literals(["calendar", "working"]),
    }),
  ),
  /** What is to be paid, in whole minor units of the invoice's currency, 0 or more. */
  amountMinor: minorFromZero,
}).check(
  check<{ readonly dueOn?: string; readonly offset?: unknown }>(
    "instalment.oneDay",
    { en: "give a day or an offset, one of them", ru: "укажите день или отсрочку, что-то одно" },
    ({ dueOn, offset }) => (dueOn === undefined) !== (offset === undefined),
  ),
)

/** Input of `invoices.issue`. */
export const IssueInvoice = Schema.Struct({
  /** An id of your own, beginning with `invoice_`; a new one where left out. */
  id: Schema.optionalKey(idField("invoice")),
  /** The deal. */
  dealId: idField("deal"),
  /** Who is to pay; the deal's client where left out. */
  clientId: Schema.optionalKey(idField("client")),
  /** Its number, as it stands on the invoice. A text. */
  number: Schema.optionalKey(invoiceNumber),
  /** The day on the invoice, `YYYY-MM-DD`. */
  issuedOn: dateField,
  /** ISO 4217 code of all its amounts. */
  currency: currencyField,
  /** In how many parts it is to be paid, and when: 1 to 60. The invoice amounts to their sum. */
  instalments: Schema.Array(instalment).check(
    check<ReadonlyArray<unknown>>(
      "instalments.count",
      { en: "must be 1 to 60 instalments", ru: "должно быть от 1 до 60 траншей" },
      (parts) => parts.length >= 1 && parts.length <= 60,
    ),
  ),
})

/** Input of `invoices.writeOff`. */
export const WriteOffInvoice = Schema.Struct({
  /** The invoice. */
  invoiceId: idField("invoice"),
  /** What is given up, in whole minor units of the invoice's currency: above 0, and not more than is open. */
  amount: moneyField,
  /** The day on which it is given up, `YYYY-MM-DD`; not before the invoice was issued. */
  writtenOffOn: dateField,
  /** Why, in a short name of your own, 1 to 60 letters, digits, `_`, `-` or `.`. */
  reasonId: slug,
})

/** Input of `invoices.credit`. */
export const CreditInvoice = Schema.Struct({
  /** The invoice. */
  invoiceId: idField("invoice"),
  /**
   * What is taken back, in whole minor units of the invoice's currency: above 0, and not more than is open and paid; what is
   * more than open becomes unallocated money of its payments.
   */
  amount: moneyField,
  /** The day of the credit note, `YYYY-MM-DD`; not before the invoice was issued. */
  creditedOn: dateField,
  /** Why, in a short name of your own, 1 to 60 letters, digits, `_`, `-` or `.`. */
  reasonId: slug,
})

/** Input of `invoices.noteShipment`. */
export const NoteShipment = Schema.Struct({
  /** The invoice, of which no shipment is noted yet. */
  invoiceId: idField("invoice"),
  /** The day on which goods were shipped or the service ended, `YYYY-MM-DD`: from it instalments count that wait for it. */
  shippedOn: dateField,
})

/** Input of `invoices.reschedule`: another day for an instalment, by its number. No shipment or document moves it from then on. */
export const RescheduleInstalment = Schema.Struct({
  /** The invoice. */
  invoiceId: idField("invoice"),
  /** The instalment by its number on the invoice, from 1; not paid in full. */
  no: Schema.Int,
  /** Its last day to pay from now on, `YYYY-MM-DD`; not before the invoice was issued. */
  dueOn: dateField,
})

/** Decoded input of `invoices.issue`. */
export type IssueInvoice = typeof IssueInvoice.Type
/** Decoded input of `invoices.writeOff`. */
export type WriteOffInvoice = typeof WriteOffInvoice.Type
/** Decoded input of `invoices.credit`. */
export type CreditInvoice = typeof CreditInvoice.Type
/** Decoded input of `invoices.noteShipment`. */
export type NoteShipment = typeof NoteShipment.Type
/** Decoded input of `invoices.reschedule`. */
export type RescheduleInstalment = typeof RescheduleInstalment.Type
