import { dealAggregate } from "../../deal/Deal.ts"
import { clientOfDeal } from "../../department/GateFacts.ts"
import { recordQueries } from "../../ports/reading/RecordQueries.ts"
import type { QueriesOf } from "../../ports/reading/RecordQueries.ts"
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
interface SettlementUseCases {
  /** Invoices by instalment, promises of payment, reminders. */
  readonly invoices: QueriesOf<typeof invoiceAggregate> & ReturnType<typeof invoiceCommands>
  /** Payments, what they are allocated to, refunds and write-offs. */
  readonly payments: QueriesOf<typeof paymentAggregate> & ReturnType<typeof paymentCommands>
  /** Closing documents: drafted, sent, signed. */
  readonly documents: QueriesOf<typeof closingDocumentAggregate> & ReturnType<typeof documentCommands>
  /** Bank statements, and whose money each line is. */
  readonly bank: QueriesOf<typeof bankEntryAggregate> & ReturnType<typeof bankCommands>
  /** What is owed, by whom and since when. */
  readonly settlement: ReturnType<typeof settlementQueries>
}

/** The use cases themselves. Their type is named, not inferred: declarations would lose what is said of each. */
export const settlementUseCases: SettlementUseCases = {
  invoices: { ...recordQueries(invoiceAggregate), ...invoiceCommands(clientOfDeal) },
  payments: { ...recordQueries(paymentAggregate), ...paymentCommands(clientOfDeal) },
  documents: { ...recordQueries(closingDocumentAggregate), ...documentCommands(clientOfDeal) },
  bank: { ...recordQueries(bankEntryAggregate), ...bankCommands(clientOfDeal) },
  settlement: settlementQueries(dealAggregate),
}
