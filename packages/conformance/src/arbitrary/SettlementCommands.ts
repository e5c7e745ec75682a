import * as fc from "fast-check"
import type { AnyCommand } from "./AnyCommand.ts"
import { amountMinor, commands, currency, day, dealId, money, optional, pooled } from "./AnyCommand.ts"
import { anyText } from "./Values.ts"

const anyInstalment = fc.oneof(
  { weight: 3, arbitrary: fc.record({ dueOn: day, amountMinor }) },
  {
    weight: 1,
    arbitrary: fc.record({
      kind: fc.constant("postpayment" as const),
      offset: fc.record({
        from: fc.constantFrom("shipment", "document"),
        days: fc.integer({ min: 0, max: 9 }),
        counted: fc.constantFrom("calendar", "working"),
      }),
      amountMinor,
    }),
  },
)

/** Commands over invoices, payments and closing documents. */
export const settlementCommands: ReadonlyArray<fc.Arbitrary<AnyCommand>> = [
  commands(
    "invoices.issue",
    fc.record({
      id: pooled("invoice", 2),
      dealId,
      issuedOn: day,
      number: fc.constantFrom("1", "2"),
      currency,
      instalments: fc.array(anyInstalment, {
        minLength: 1,
        maxLength: 3,
      }),
    }),
    (session, input, options) => session.invoices.issue(input, options),
  ),
  commands(
    "invoices.writeOff",
    fc.record({
      invoiceId: pooled("invoice", 2),
      amount: money,
      writtenOffOn: day,
      reasonId: fc.constantFrom("insolvent", "rounding"),
    }),
    (session, input, options) => session.invoices.writeOff(input, options),
  ),
  commands(
    "payments.receive",
    fc.record({
      id: pooled("payment", 8),
      invoiceId: pooled("invoice", 2),
      amount: money,
      receivedOn: day,
      reference: anyText(20),
    }),
    (session, input, options) => session.payments.receive(input, options),
  ),
  commands(
    "invoices.credit",
    fc.record({
      invoiceId: pooled("invoice", 2),
      amount: money,
      creditedOn: day,
      reasonId: fc.constantFrom("returned", "rounding"),
    }),
    (session, input, options) => session.invoices.credit(input, options),
  ),
  commands(
    "payments.spread",
    fc
      .tuple(
        fc.record({
          id: pooled("payment", 8),
          dealId,
          amount: money,
          receivedOn: day,
          rule: fc.constantFrom("oldestDueFirst", "proRata", "byReference"),
        }),
        optional({ excess: fc.constant("keep"), purpose: fc.constantFrom("счёт 1", "invoice 2") }),
      )
      .map(([own, rest]) => ({ ...own, ...rest }) as const),
    (session, input, options) => session.payments.receive(input, options),
  ),
  commands(
    "payments.allocate",
    fc.record({
      paymentId: pooled("payment", 8),
      parts: fc.tuple(fc.record({ invoiceId: pooled("invoice", 2), amountMinor })),
    }),
    (session, input, options) => session.payments.allocate(input, options),
  ),
  commands(
    "payments.release",
    fc.record({ paymentId: pooled("payment", 8), invoiceId: pooled("invoice", 2) }),
    (session, input, options) => session.payments.release(input, options),
  ),
  commands(
    "payments.refund",
    fc
      .tuple(
        fc.record({
          paymentId: pooled("payment", 8),
          amount: money,
          refundedOn: day,
          reasonId: fc.constant("returned"),
        }),
        optional({ invoiceId: pooled("invoice", 2) }),
      )
      .map(([own, rest]) => ({ ...own, ...rest })),
    (session, input, options) => session.payments.refund(input, options),
  ),
  commands(
    "documents.draft",
    fc.record({
      id: pooled("closingDocument", 2),
      dealId,
      kind: fc.constantFrom("serviceAct", "other"),
      amount: money,
      draftedOn: day,
    }),
    (session, input, options) => session.documents.draft(input, options),
  ),
  commands(
    "documents.send",
    fc.record({ documentId: pooled("closingDocument", 2), sentOn: day }),
    (session, input, options) => session.documents.send(input, options),
  ),
  commands(
    "documents.sign",
    fc.record({ documentId: pooled("closingDocument", 2), signedOn: day }),
    (session, input, options) => session.documents.sign(input, options),
  ),
  commands(
    "documents.correct",
    fc.record({ documentId: pooled("closingDocument", 2), correctedOn: day, amount: money }),
    (session, input, options) => session.documents.correct(input, options),
  ),
  ...(["signByUs", "deliver", "refuse", "askCorrection", "askRevocation", "revoke"] as const).map((step) =>
    commands(
      `documents.${step}`,
      fc.record({ documentId: pooled("closingDocument", 2), on: day }),
      (session, { documentId, on }, options) => {
        switch (step) {
          case "signByUs":
            return session.documents.signByUs({ documentId, signedByUsOn: on }, options)
          case "deliver":
            return session.documents.deliver({ documentId, deliveredOn: on }, options)
          case "refuse":
            return session.documents.refuse({ documentId, refusedOn: on, reasonId: "sum", comment: "Ё" }, options)
          case "askCorrection":
            return session.documents.askCorrection({ documentId, correctionAskedOn: on }, options)
          case "askRevocation":
            return session.documents.askRevocation({ documentId, revocationAskedOn: on, by: "client" }, options)
          case "revoke":
            return session.documents.revoke({ documentId, revokedOn: on }, options)
        }
      },
    ),
  ),
  commands(
    "invoices.noteShipment",
    fc.record({ invoiceId: pooled("invoice", 2), shippedOn: day }),
    (session, input, options) => session.invoices.noteShipment(input, options),
  ),
  commands(
    "invoices.reschedule",
    fc.record({ invoiceId: pooled("invoice", 2), no: fc.integer({ min: 1, max: 3 }), dueOn: day }),
    (session, input, options) => session.invoices.reschedule(input, options),
  ),
]
