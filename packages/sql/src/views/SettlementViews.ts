import { closingDocumentTable, invoiceTable, paymentTable } from "../settlement/SettlementTables.ts"
import { element, elementOrNull, inside, ownText, place, shown, viewOfRecords } from "./View.ts"

/** Invoices. */
export const invoicesView = viewOfRecords("invoices", invoiceTable, {
  about: "An invoice. Its total is paid, written off, credited and open, always.",
  columns: {
    id: shown("the invoice"),
    deal_id: shown("the deal"),
    client_id: shown("who is to pay"),
    number: shown("the number on its face"),
    issued_on: shown("day of issue"),
    currency: shown("currency of all its amounts, ISO 4217"),
    total_minor: shown("the invoiced sum, minor units"),
    paid_minor: shown("what was paid, minor units"),
    written_off_minor: shown("what was given up, minor units"),
    credited_minor: shown("what credit notes took back, minor units"),
    shipped_on: shown("day on which goods were shipped or the service was rendered"),
    documented_on: shown("day on which the closing document was signed"),
    promised_on: inside("date", "promise", ["promisedOn"], "day by which the client promised to pay"),
    promised_minor: inside("integer", "promise", ["amountMinor"], "what it promised, minor units"),
    promises_kept: shown("how many promises were kept"),
    promises_broken: shown("how many were broken"),
    disputed_on: shown("day since which the client disputes it"),
    dispute_reason_id: shown("why, by the tenant's own name"),
  },
})

/** Instalments of invoices. */
export const instalmentsView = viewOfRecords("instalments", invoiceTable, {
  about: "A part of an invoice that is due on its own day. Payments count against the earliest first.",
  list: "instalments",
  columns: {
    invoice_id: shown("the invoice", "id"),
    deal_id: shown("the deal"),
    client_id: shown("who is to pay"),
    due_no: place("its place in the order of days, from 1"),
    instalment_no: element("integer", "no", "its number on the invoice"),
    kind: elementOrNull("text", "kind", "`advance`, `prepayment` or `postpayment`; null where not stated"),
    due_on: elementOrNull("date", "dueOn", "day by which it is due (inclusive)"),
    amount_minor: element("integer", "amountMinor", "its amount, minor units"),
    currency: shown("currency of the invoice"),
  },
})

/** Payments. */
export const paymentsView = viewOfRecords("payments", paymentTable, {
  about: "Money that came in.",
  columns: {
    id: shown("the payment"),
    invoice_id: shown("the invoice it named"),
    deal_id: shown("the deal it named"),
    client_id: shown("who paid"),
    amount_minor: shown("amount, minor units"),
    currency: shown("currency, ISO 4217", "amount_currency"),
    received_on: shown("day on which it came in"),
    unallocated_minor: shown("what is counted against no invoice, minor units"),
    reference: ownText("reference", "the bank's reference; null once erased"),
  },
})

/** Parts of payments that are counted against invoices. */
export const paymentAllocationsView = viewOfRecords("payment_allocations", paymentTable, {
  about: "A part of a payment that is counted against an invoice.",
  list: "allocations",
  columns: {
    payment_id: shown("the payment", "id"),
    allocation_no: place("its place, from 1"),
    invoice_id: element("text", "invoiceId", "the invoice"),
    received_on: shown("day on which the money came in"),
    amount_minor: element("integer", "amountMinor", "the part, minor units of the payment's currency"),
    currency: shown("currency of the payment", "amount_currency"),
    invoice_minor: element("integer", "invoiceMinor", "what it settles, minor units of the invoice's currency"),
  },
})

/** Refunds. */
export const refundsView = viewOfRecords("refunds", paymentTable, {
  about: "Money of a payment that went back.",
  list: "refunds",
  columns: {
    payment_id: shown("the payment", "id"),
    refund_no: place("its place, from 1"),
    refunded_on: element("date", "refundedOn", "day on which it went back"),
    amount_minor: element("integer", "amountMinor", "its amount, minor units"),
    currency: shown("currency of the payment", "amount_currency"),
    reason_id: element("text", "reasonId", "why, by the tenant's own name"),
  },
})

/** Closing documents. */
export const closingDocumentsView = viewOfRecords("closing_documents", closingDocumentTable, {
  about: "A closing document.",
  columns: {
    id: shown("the document"),
    deal_id: shown("the deal"),
    client_id: shown("the client"),
    invoice_id: shown("the invoice it belongs to"),
    kind: shown("what it is; `other` for a kind of the tenant's own"),
    own_kind_id: shown("the tenant's own kind"),
    form: shown("`electronic` or `paper`"),
    number: shown("its number"),
    amount_minor: shown("amount, minor units"),
    currency: shown("currency, ISO 4217", "amount_currency"),
    drafted_on: shown("day on which it was drawn up"),
    sent_on: shown("day on which it was sent"),
    delivered_on: shown("day on which it arrived"),
    signed_by_us_on: shown("day on which we signed it"),
    signed_on: shown("day on which the client signed it"),
    refused_on: shown("day on which the client refused it"),
    refusal_reason_id: shown("why, by the tenant's own name"),
    revoked_on: shown("day on which it was revoked"),
    original_returned_on: shown("day on which the signed original came back"),
  },
})
