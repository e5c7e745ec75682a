/**
 * Settlement: invoices with instalments, payments, closing documents. Won, paid and documented are different facts. Pure.
 *
 * @packageDocumentation
 */
export type { AgeingInvoice, AgeingRow } from "./Ageing.ts"
export { ageing, usualAgeingBounds } from "./Ageing.ts"
export type { ClosingDocumentEvent, DocumentDrafted, DocumentSent, DocumentSigned } from "./ClosingDocument.ts"
export { closingDocumentAggregate } from "./ClosingDocument.ts"
export type {
  InvoiceBalance,
  InvoiceEvent,
  InvoiceFlags,
  InvoiceIssued,
  InvoicePaid,
  InvoiceWrittenOff,
  OpenInstalment,
} from "./Invoice.ts"
export { invoiceAggregate, invoiceFlags, openInstalments, overdueMinor } from "./Invoice.ts"
export type { PaymentReceived } from "./Payment.ts"
export { paymentAggregate } from "./Payment.ts"
export type { AmountRule, SettlementKind } from "./SettlementErrors.ts"
export {
  AmountRefused,
  DateOrderRefused,
  DocumentSignedAlready,
  SettlementExists,
  SettlementNotFound,
} from "./SettlementErrors.ts"
export type { ClosingDocument, Instalment, Invoice, Payment, WriteOff } from "./SettlementSchema.ts"
