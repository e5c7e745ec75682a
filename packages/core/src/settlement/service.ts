/**
 * Commands over invoices, payments and closing documents, as Effects.
 *
 * @packageDocumentation
 */
import { command } from "../ports/Command.ts"
import { draftDocument, sendDocument, signDocument } from "./DocumentCommands.ts"
import type { ClientOfDeal } from "./InvoiceCommands.ts"
import { creditInvoice, issueInvoice, writeOffInvoice } from "./InvoiceCommands.ts"
import { allocatePayment, receivePayment, refundPayment, releasePayment } from "./PaymentCommands.ts"
import { AllocatePayment, ReceivePayment, RefundPayment, ReleasePayment } from "./PaymentSchema.ts"
import {
  CreditInvoice,
  DraftDocument,
  IssueInvoice,
  SendDocument,
  SignDocument,
  WriteOffInvoice,
} from "./SettlementSchema.ts"

export type { DocumentAnswer } from "./DocumentCommands.ts"
export type { ClientOfDeal, CreditAnswer, InvoiceAnswer } from "./InvoiceCommands.ts"
export type { PaymentAnswer } from "./PaymentCommands.ts"
export { AllocatePayment, ReceivePayment, RefundPayment, ReleasePayment } from "./PaymentSchema.ts"
export {
  CreditInvoice,
  DraftDocument,
  IssueInvoice,
  SendDocument,
  SignDocument,
  WriteOffInvoice,
} from "./SettlementSchema.ts"

/**
 * The commands over invoices.
 *
 * @param clientOf - reads the client of a deal, for invoices that name none
 */
export const invoiceCommands = (clientOf: ClientOfDeal) => ({
  /** Issues an invoice. */
  issue: command({ name: "invoice.issue", input: IssueInvoice, work: issueInvoice(clientOf) }),
  /** Gives up a part of it for a reason. */
  writeOff: command({ name: "invoice.writeOff", input: WriteOffInvoice, work: writeOffInvoice }),
  /** Takes a part of it back by a credit note; paid money that it frees becomes unallocated. */
  credit: command({ name: "invoice.credit", input: CreditInvoice, work: creditInvoice }),
})

/**
 * The commands over payments.
 *
 * @param clientOf - reads the client of a deal, for payments that name none
 */
export const paymentCommands = (clientOf: ClientOfDeal) => ({
  /** Records money that came in, and counts it against invoices by a rule or by hand. */
  receive: command({ name: "payment.receive", input: ReceivePayment, work: receivePayment(clientOf) }),
  /** Counts unallocated money against invoices. */
  allocate: command({ name: "payment.allocate", input: AllocatePayment, work: allocatePayment }),
  /** Takes back what was counted against an invoice. */
  release: command({ name: "payment.release", input: ReleasePayment, work: releasePayment }),
  /** Records that money went back to the client. */
  refund: command({ name: "payment.refund", input: RefundPayment, work: refundPayment }),
})

/** The commands over closing documents. */
export const documentCommands = {
  /** Draws up a document. */
  draft: command({ name: "document.draft", input: DraftDocument, work: draftDocument }),
  /** Notes that it went to the client. */
  send: command({ name: "document.send", input: SendDocument, work: sendDocument }),
  /** Notes that the client signed. */
  sign: command({ name: "document.sign", input: SignDocument, work: signDocument }),
}
