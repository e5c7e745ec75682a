import type { BankEntry, ClosingDocument, Invoice, Payment } from "@salesdept/core/settlement"
import * as fc from "fast-check"
import { states } from "./States.ts"
import { anyDate, anyId, anyInstant, anyMinor, anyMoney, anyText, orNull } from "./Values.ts"

const anyStatedRate = fc.record({
  from: fc.constantFrom("USD", "EUR"),
  to: fc.constantFrom("RUB", "JPY"),
  rate: fc.constantFrom("1", "83.1275"),
  per: fc.constantFrom(1, 100),
  on: anyDate,
})

/** States of the kinds of settlement, one event old. */
export const settlementRecords = {
  invoice: states<Invoice>("invoice", {
    dealId: anyId("deal"),
    clientId: orNull(anyId("client")),
    number: orNull(anyText(40)),
    issuedOn: anyDate,
    currency: fc.constantFrom("RUB", "JPY"),
    shippedOn: orNull(anyDate),
    documentedOn: orNull(anyDate),
    instalments: fc.array(
      fc.record({
        no: fc.integer({ min: 1, max: 60 }),
        kind: orNull(fc.constantFrom("advance", "prepayment", "postpayment")),
        dueOn: orNull(anyDate),
        amountMinor: anyMinor,
        offset: orNull(
          fc.record({
            from: fc.constantFrom("shipment", "document"),
            days: fc.integer({ min: 0, max: 3650 }),
            counted: fc.constantFrom("calendar", "working"),
          }),
        ),
      }),
      { maxLength: 4 },
    ),
    totalMinor: anyMinor,
    paidMinor: anyMinor,
    writtenOffMinor: anyMinor,
    creditedMinor: anyMinor,
    writeOffs: fc.array(fc.record({ amountMinor: anyMinor, writtenOffOn: anyDate, reasonId: anyText(20) }), {
      maxLength: 3,
    }),
    credits: fc.array(fc.record({ amountMinor: anyMinor, creditedOn: anyDate, reasonId: anyText(20) }), {
      maxLength: 3,
    }),
    paidBy: fc.array(fc.record({ paymentId: anyId("payment"), amountMinor: anyMinor, paidOn: anyDate }), {
      maxLength: 3,
    }),
    freed: fc.array(
      fc.record({ paymentId: anyId("payment"), amountMinor: anyMinor, paidOn: anyDate, freedOn: anyDate }),
      { maxLength: 3 },
    ),
    promise: orNull(
      fc.record({ madeOn: anyDate, promisedOn: anyDate, amountMinor: anyMinor, paidBeforeMinor: anyMinor }),
    ),
    promisesKept: fc.nat(),
    promisesBroken: fc.nat(),
    disputedOn: orNull(anyDate),
    disputeReasonId: orNull(anyText(60)),
    reminded: fc.array(fc.record({ no: fc.integer({ min: 1, max: 60 }), dueOn: anyDate, stepId: anyText(20) }), {
      maxLength: 3,
    }),
    nextReminderAt: orNull(anyInstant),
  }),
  payment: states<Payment>("payment", {
    invoiceId: orNull(anyId("invoice")),
    dealId: orNull(anyId("deal")),
    clientId: orNull(anyId("client")),
    amount: anyMoney,
    receivedOn: anyDate,
    referenceKey: orNull(anyText(64)),
    allocations: fc.array(
      fc.record({
        invoiceId: anyId("invoice"),
        amountMinor: anyMinor,
        invoiceMinor: anyMinor,
        rate: orNull(anyStatedRate),
      }),
      { maxLength: 3 },
    ),
    rates: fc.array(anyStatedRate, { maxLength: 2 }),
    unallocatedMinor: anyMinor,
    unallocatedCurrency: orNull(fc.constantFrom("RUB", "JPY")),
    refunds: fc.array(fc.record({ amountMinor: anyMinor, refundedOn: anyDate, reasonId: anyText(20) }), {
      maxLength: 3,
    }),
  }),
  closingDocument: states<ClosingDocument>("closingDocument", {
    dealId: anyId("deal"),
    clientId: orNull(anyId("client")),
    invoiceId: orNull(anyId("invoice")),
    kind: fc.constantFrom("serviceAct", "workAct", "deliveryNote", "transferDocument", "other"),
    ownKindId: orNull(anyText(60)),
    form: fc.constantFrom("electronic", "paper"),
    number: orNull(anyText(60)),
    amount: anyMoney,
    lines: fc.array(
      fc.record({
        productId: orNull(anyId("product")),
        quantity: fc.constantFrom("1", "0.125"),
        amountMinor: anyMinor,
        taxMinor: orNull(anyMinor),
      }),
      { maxLength: 3 },
    ),
    difference: orNull(fc.record({ invoiceMinor: anyMinor, differenceMinor: anyMinor, reasonId: anyText(60) })),
    draftedOn: anyDate,
    revision: fc.integer({ min: 1 }),
    correctedOn: orNull(anyDate),
    sentOn: orNull(anyDate),
    deliveredOn: orNull(anyDate),
    signedByUsOn: orNull(anyDate),
    signedOn: orNull(anyDate),
    refusedOn: orNull(anyDate),
    refusalReasonId: orNull(anyText(60)),
    correctionAskedOn: orNull(anyDate),
    revocationAskedOn: orNull(anyDate),
    revocationAskedBy: orNull(fc.constantFrom("us", "client")),
    revokedOn: orNull(anyDate),
    originalSentOn: orNull(anyDate),
    originalReturnedOn: orNull(anyDate),
    originalLostOn: orNull(anyDate),
  }),
  bankEntry: states<BankEntry>("bankEntry", {
    account: anyText(64),
    direction: fc.constantFrom("in", "out"),
    bookedOn: anyDate,
    amount: anyMoney,
    payerKey: orNull(anyText(40)),
    status: fc.constantFrom("open", "matched", "ignored", "outgoing"),
    doubt: orNull(fc.constantFrom("severalInvoices", "unknownPayer", "nothingFits")),
    candidates: fc.array(anyId("invoice"), { maxLength: 3 }),
    clientId: orNull(anyId("client")),
    paymentId: orNull(anyId("payment")),
    ignoredReasonId: orNull(anyText(60)),
  }),
}
