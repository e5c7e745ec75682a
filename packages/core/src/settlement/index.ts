/**
 * Settlement: invoices with instalments, payments, closing documents. Won, paid and documented are different facts. Pure.
 *
 * @packageDocumentation
 */
export type { AgeingInvoice, AgeingRow } from "./Ageing.ts"
export { ageing, usualAgeingBounds } from "./Ageing.ts"
export type { ClosingDocumentEvent, DocumentDrafted, DocumentSent, DocumentSigned } from "./ClosingDocument.ts"
export { closingDocumentAggregate } from "./ClosingDocument.ts"
export type { PlannedPart } from "./AllocationPlan.ts"
export { planAllocation } from "./AllocationPlan.ts"
export type {
  InvoiceBalance,
  InvoiceCredited,
  InvoiceEvent,
  InvoiceFlags,
  InvoiceIssued,
  InvoicePaid,
  InvoicePaymentReleased,
  InvoiceWrittenOff,
  OpenInstalment,
} from "./Invoice.ts"
export { invoiceAggregate, invoiceFlags, openInstalments, openMinorOf, overdueMinor } from "./Invoice.ts"
export { invoicesNamedIn } from "./InvoiceReference.ts"
export type { PaymentAllocated, PaymentEvent, PaymentReceived, PaymentRefunded, PaymentReleased } from "./Payment.ts"
export { allocatedTo, paymentAggregate, refundedMinor } from "./Payment.ts"
export type { AllocationRule } from "./PaymentSchema.ts"
export type { AmountRule, SettlementKind } from "./SettlementErrors.ts"
export {
  AmountRefused,
  DateOrderRefused,
  DocumentSignedAlready,
  PaymentRepeated,
  SettlementExists,
  SettlementNotFound,
} from "./SettlementErrors.ts"
export type {
  Allocation,
  ClosingDocument,
  CreditNote,
  Instalment,
  Invoice,
  InvoicePart,
  Payment,
  Refund,
  StatedRate,
  WriteOff,
} from "./SettlementSchema.ts"
