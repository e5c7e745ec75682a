/**
 * Commands over invoices, payments and closing documents, as Effects.
 *
 * @packageDocumentation
 */
import { command } from "../ports/Command.ts"
import { draftDocument, sendDocument, signDocument } from "./DocumentCommands.ts"
import { issueInvoice, receivePayment, writeOffInvoice } from "./InvoiceCommands.ts"
import {
  DraftDocument,
  IssueInvoice,
  ReceivePayment,
  SendDocument,
  SignDocument,
  WriteOffInvoice,
} from "./SettlementSchema.ts"

export type { DocumentAnswer } from "./DocumentCommands.ts"
export type { InvoiceAnswer, PaymentAnswer } from "./InvoiceCommands.ts"
export {
  DraftDocument,
  IssueInvoice,
  ReceivePayment,
  SendDocument,
  SignDocument,
  WriteOffInvoice,
} from "./SettlementSchema.ts"

/** The commands over invoices. */
export const invoiceCommands = {
  /** Issues an invoice. */
  issue: command({ name: "invoice.issue", input: IssueInvoice, work: issueInvoice }),
  /** Gives up a part of it for a reason. */
  writeOff: command({ name: "invoice.writeOff", input: WriteOffInvoice, work: writeOffInvoice }),
}

/** The commands over payments. */
export const paymentCommands = {
  /** Records money that came in. */
  receive: command({ name: "payment.receive", input: ReceivePayment, work: receivePayment }),
}

/** The commands over closing documents. */
export const documentCommands = {
  /** Draws up a document. */
  draft: command({ name: "document.draft", input: DraftDocument, work: draftDocument }),
  /** Notes that it went to the client. */
  send: command({ name: "document.send", input: SendDocument, work: sendDocument }),
  /** Notes that the client signed. */
  sign: command({ name: "document.sign", input: SignDocument, work: signDocument }),
}
