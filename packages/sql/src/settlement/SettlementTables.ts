import { closingDocumentAggregate, invoiceAggregate, paymentAggregate } from "@salesdept/core/records"
import { date, instant, integer, json, money, nullable, text } from "../schema/Field.ts"
import { recordTable } from "../schema/RecordTable.ts"

/** Invoices. */
export const invoiceTable = recordTable(invoiceAggregate, {
  dealId: text(),
  clientId: nullable(text()),
  number: nullable(text()),
  issuedOn: date(),
  currency: text(),
  shippedOn: nullable(date()),
  documentedOn: nullable(date()),
  instalments: json(),
  totalMinor: integer(),
  paidMinor: integer(),
  writtenOffMinor: integer(),
  creditedMinor: integer(),
  writeOffs: json(),
  credits: json(),
  paidBy: json(),
  freed: json(),
  promise: nullable(json()),
  promisesKept: integer(),
  promisesBroken: integer(),
  disputedOn: nullable(date()),
  disputeReasonId: nullable(text()),
  reminded: json(),
  nextReminderAt: nullable(instant()),
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
  rates: json(),
  unallocatedMinor: integer(),
  unallocatedCurrency: nullable(text()),
  refunds: json(),
})

/** Closing documents. */
export const closingDocumentTable = recordTable(closingDocumentAggregate, {
  dealId: text(),
  clientId: nullable(text()),
  invoiceId: nullable(text()),
  kind: text(),
  ownKindId: nullable(text()),
  form: text(),
  number: nullable(text()),
  amount: money(),
  lines: json(),
  difference: nullable(json()),
  draftedOn: date(),
  revision: integer(),
  correctedOn: nullable(date()),
  sentOn: nullable(date()),
  deliveredOn: nullable(date()),
  signedByUsOn: nullable(date()),
  signedOn: nullable(date()),
  refusedOn: nullable(date()),
  refusalReasonId: nullable(text()),
  correctionAskedOn: nullable(date()),
  revocationAskedOn: nullable(date()),
  revocationAskedBy: nullable(text()),
  revokedOn: nullable(date()),
  originalSentOn: nullable(date()),
  originalReturnedOn: nullable(date()),
  originalLostOn: nullable(date()),
})
