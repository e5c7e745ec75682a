/**
 * What is owed and when: invoices by instalment, payments and what they are allocated to, closing documents, ageing, reminders. Pure.
 *
 * @packageDocumentation
 */
export type { AgeingInvoice, AgeingRow } from "../Ageing.ts"
export { ageing, usualAgeingBounds } from "../Ageing.ts"
export type {
  ClosingDocumentEvent,
  DocumentCorrected,
  DocumentCorrectionAsked,
  DocumentDelivered,
  DocumentDrafted,
  DocumentOriginalLost,
  DocumentOriginalReturned,
  DocumentOriginalSent,
  DocumentRefused,
  DocumentRevocationAsked,
  DocumentRevocationDeclined,
  DocumentRevoked,
  DocumentSent,
  DocumentSigned,
  DocumentSignedByUs,
} from "../ClosingDocument.ts"
export { closingDocumentAggregate } from "../ClosingDocument.ts"
export type { BesidePayment, DocumentControlInput, DocumentGap, SettledDeal } from "../DocumentControl.ts"
export { documentedNotPaid, paidNotDocumented } from "../DocumentControl.ts"
export type { DocumentFlags, DocumentStep } from "../DocumentMachine.ts"
export { documentFlags, documentStepRule, documentSteps, earliestStepOn } from "../DocumentMachine.ts"
export type { ClosingDocument, DocumentLine, SumDifference } from "../DocumentSchema.ts"
export { dueDay } from "../DueDay.ts"
export type { PlannedPart } from "../AllocationPlan.ts"
export { planAllocation } from "../AllocationPlan.ts"
export type {
  InstalmentBalance,
  InvoiceBalance,
  InvoiceCredited,
  InvoiceDisputed,
  InvoiceDisputeResolved,
  InvoiceDueSet,
  InvoiceEvent,
  InvoiceFlags,
  InvoiceIssued,
  InvoicePaid,
  InvoicePaymentReleased,
  InvoicePromiseClosed,
  InvoicePromised,
  InvoiceReminderDue,
  InvoiceRemindersPlanned,
  InvoiceWrittenOff,
  OpenInstalment,
} from "../Invoice.ts"
export { invoiceAggregate, invoiceFlags, openInstalments, openMinorOf, overdueMinor } from "../Invoice.ts"
export { invoicesNamedIn } from "../InvoiceReference.ts"
export type { PaymentAllocated, PaymentEvent, PaymentReceived, PaymentRefunded, PaymentReleased } from "../Payment.ts"
export { allocatedTo, paymentAggregate, refundedMinor } from "../Payment.ts"
export type { AllocationRule } from "../PaymentSchema.ts"
export type {
  ReconciliationBasis,
  ReconciliationEntry,
  ReconciliationKind,
  ReconciliationRecords,
  ReconciliationStatement,
} from "../Reconciliation.ts"
export { reconciliation } from "../Reconciliation.ts"
export type { ReminderRules } from "../Reminders.ts"
export { dueReminders, nextReminderAt, promiseJudgedOn, promiseOutcome } from "../Reminders.ts"
export type { AmountRule } from "../SettlementErrors.ts"
export { AmountRefused, DateOrderRefused, PaymentRepeated } from "../SettlementErrors.ts"
export type {
  Allocation,
  CreditNote,
  DueOffset,
  DueReminder,
  FreedPart,
  Instalment,
  Invoice,
  InvoicePart,
  Payment,
  PaymentPromise,
  Refund,
  RemindedStep,
  StatedRate,
  WriteOff,
} from "../SettlementSchema.ts"
export type { ReminderRecipient, ReminderStep, SettlementCalendarId, SettlementPolicy } from "../SettlementPolicy.ts"
export type { StepRule } from "../StepRefused.ts"
export { StepRefused } from "../StepRefused.ts"
export type { InstalmentTimes } from "../SettlementTimes.ts"
export { instalmentTimes, invoiceOn } from "../SettlementTimes.ts"
