import { closingDocumentAggregate, invoiceAggregate, paymentAggregate } from "@salesdept/core/settlement"
import { date, integer, json, money, nullable, text } from "../schema/Field.ts"
import { recordTable } from "../schema/RecordTable.ts"

/** Invoices. */
export const invoiceTable = recordTable(invoiceAggregate, {
  dealId: text(),
  clientId: nullable(text()),
  number: nullable(text()),
  issuedOn: date(),
  currency: text(),
  instalments: json(),
  totalMinor: integer(),
  paidMinor: integer(),
  writtenOffMinor: integer(),
  creditedMinor: integer(),
  writeOffs: json(),
  credits: json(),
  paidBy: json(),
})

/** Payments. */
export const paymentTable = recordTable(paymentAggregate, {
  invoiceId: nullable(text()),
  dealId: nullable(text()),
  clientId: nullable(text()),
  amount: money(),
  receivedOn: date(),
  referenceKey: nullable(text()),
  allocations: json(),
  unallocatedMinor: integer(),
  unallocatedCurrency: nullable(text()),
  refunds: json(),
})

/** Closing documents. */
export const closingDocumentTable = recordTable(closingDocumentAggregate, {
  dealId: text(),
  kind: text(),
  amount: money(),
  draftedOn: date(),
  sentOn: nullable(date()),
  signedOn: nullable(date()),
})
