import { closingDocumentAggregate, invoiceAggregate, paymentAggregate } from "@salesdept/core/settlement"
import { date, integer, json, money, nullable, text } from "../schema/Field.ts"
import { recordTable } from "../schema/RecordTable.ts"

/** Invoices. */
export const invoiceTable = recordTable(invoiceAggregate, {
  dealId: text(),
  clientId: nullable(text()),
  issuedOn: date(),
  currency: text(),
  instalments: json(),
  totalMinor: integer(),
  paidMinor: integer(),
  writtenOffMinor: integer(),
  writeOffs: json(),
})

/** Payments. */
export const paymentTable = recordTable(paymentAggregate, {
  invoiceId: text(),
  dealId: text(),
  amount: money(),
  receivedOn: date(),
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
