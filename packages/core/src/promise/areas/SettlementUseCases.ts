import { dealAggregate } from "../../deal/Deal.ts"
import { clientOfDeal } from "../../department/GateFacts.ts"
import { recordQueries } from "../../ports/RecordQueries.ts"
import { bankEntryAggregate } from "../../settlement/bank/BankEntry.ts"
import { closingDocumentAggregate } from "../../settlement/ClosingDocument.ts"
import { invoiceAggregate } from "../../settlement/Invoice.ts"
import { paymentAggregate } from "../../settlement/Payment.ts"
import {
  bankCommands,
  documentCommands,
  invoiceCommands,
  paymentCommands,
  settlementQueries,
} from "../../settlement/service.ts"

/** Use cases over settlement: invoices, payments, documents. */
export const settlementUseCases = {
  /** Invoices by instalment, promises of payment, reminders. */
  invoices: { ...recordQueries(invoiceAggregate), ...invoiceCommands(clientOfDeal) },
  /** Payments, what they are allocated to, refunds and write-offs. */
  payments: { ...recordQueries(paymentAggregate), ...paymentCommands(clientOfDeal) },
  /** Closing documents: drafted, sent, signed. */
  documents: { ...recordQueries(closingDocumentAggregate), ...documentCommands(clientOfDeal) },
  /** Bank statements, and whose money each line is. */
  bank: { ...recordQueries(bankEntryAggregate), ...bankCommands(clientOfDeal) },
  /** What is owed, by whom and since when. */
  settlement: settlementQueries(dealAggregate),
} as const
