import * as Result from "effect/Result"
import { decision, recordEvents } from "../journal/Decision.ts"
import type { Work } from "../journal/Work.ts"
import { byId } from "../journal/Work.ts"
import type { CommandContext } from "../ports/Command.ts"
import { invoiceAggregate } from "./Invoice.ts"
import { paymentAggregate } from "./Payment.ts"
import { AmountRefused, DateOrderRefused, SettlementExists, SettlementNotFound } from "./SettlementErrors.ts"
import type { Invoice, IssueInvoice, Payment, ReceivePayment, WriteOffInvoice } from "./SettlementSchema.ts"

/** An invoice as commands answer it. */
export interface InvoiceAnswer {
  /** The invoice after the command. */
  readonly invoice: Invoice
}

/** A payment as commands answer it. */
export interface PaymentAnswer extends InvoiceAnswer {
  /** The payment. */
  readonly payment: Payment
}

/** Issues an invoice. */
export function* issueInvoice(
  input: IssueInvoice,
  context: CommandContext,
): Work<InvoiceAnswer, SettlementExists | AmountRefused | DateOrderRefused> {
  const id = input.id ?? context.newId("invoice")
  if ((yield* byId(invoiceAggregate, id)) !== null) return Result.fail(new SettlementExists("invoice", id))
  if (input.instalments.some(({ amountMinor }) => amountMinor === 0)) {
    return Result.fail(new AmountRefused(id, "zero", null))
  }
  const early = input.instalments.find(({ dueOn }) => dueOn < input.issuedOn)
  if (early !== undefined) return Result.fail(new DateOrderRefused(id, input.issuedOn, early.dueOn))
  const instalments = input.instalments.toSorted((left, right) =>
    left.dueOn < right.dueOn ? -1 : left.dueOn > right.dueOn ? 1 : 0,
  )
  let totalMinor = 0
  for (const { amountMinor } of instalments) totalMinor += amountMinor
  if (!Number.isSafeInteger(totalMinor)) return Result.fail(new AmountRefused(id, "tooLarge", null))
  const { dealId, issuedOn, currency } = input
  const change = recordEvents(
    invoiceAggregate,
    null,
    [{ type: "InvoiceIssued", payload: { id, dealId, clientId: null, issuedOn, currency, instalments, totalMinor } }],
    { occurredAt: context.occurredAt },
  )
  return Result.succeed(decision([change], { invoice: change.after }, { touches: [dealId] }))
}

const openMinorOf = (invoice: Invoice): number => invoice.totalMinor - invoice.paidMinor - invoice.writtenOffMinor

/** Gives up a part of an invoice for a reason; never more than is owed. */
export function* writeOffInvoice(
  input: WriteOffInvoice,
  context: CommandContext,
): Work<InvoiceAnswer, SettlementNotFound | AmountRefused | DateOrderRefused> {
  const { invoiceId: id, amount, writtenOffOn, reasonId } = input
  const invoice = yield* byId(invoiceAggregate, id)
  if (invoice === null) return Result.fail(new SettlementNotFound("invoice", id))
  const openMinor = openMinorOf(invoice)
  if (amount.currency !== invoice.currency) return Result.fail(new AmountRefused(id, "currency", null))
  if (amount.amountMinor === 0) return Result.fail(new AmountRefused(id, "zero", null))
  if (amount.amountMinor > openMinor) return Result.fail(new AmountRefused(id, "moreThanOwed", openMinor))
  if (writtenOffOn < invoice.issuedOn) return Result.fail(new DateOrderRefused(id, invoice.issuedOn, writtenOffOn))
  const change = recordEvents(
    invoiceAggregate,
    invoice,
    [{ type: "InvoiceWrittenOff", payload: { amountMinor: amount.amountMinor, writtenOffOn, reasonId } }],
    { occurredAt: context.occurredAt },
  )
  return Result.succeed(decision([change], { invoice: change.after }, { touches: [invoice.dealId] }))
}

/** Records money that came in for an invoice; never more than is owed. */
export function* receivePayment(
  input: ReceivePayment,
  context: CommandContext,
): Work<PaymentAnswer, SettlementExists | SettlementNotFound | AmountRefused> {
  const id = input.id ?? context.newId("payment")
  if ((yield* byId(paymentAggregate, id)) !== null) return Result.fail(new SettlementExists("payment", id))
  const invoice = yield* byId(invoiceAggregate, input.invoiceId)
  if (invoice === null) return Result.fail(new SettlementNotFound("invoice", input.invoiceId))
  const { amount, receivedOn } = input
  const openMinor = openMinorOf(invoice)
  if (amount.currency !== invoice.currency) return Result.fail(new AmountRefused(invoice.id, "currency", null))
  if (amount.amountMinor === 0) return Result.fail(new AmountRefused(invoice.id, "zero", null))
  if (amount.amountMinor > openMinor) return Result.fail(new AmountRefused(invoice.id, "moreThanOwed", openMinor))
  const { occurredAt } = context
  const payment = recordEvents(
    paymentAggregate,
    null,
    [{ type: "PaymentReceived", payload: { id, invoiceId: invoice.id, dealId: invoice.dealId, amount, receivedOn } }],
    { occurredAt, texts: input.reference === undefined ? undefined : { reference: input.reference } },
  )
  const paid = recordEvents(
    invoiceAggregate,
    invoice,
    [{ type: "InvoicePaid", payload: { paymentId: id, amountMinor: amount.amountMinor } }],
    { occurredAt },
  )
  return Result.succeed(
    decision([payment, paid], { payment: payment.after, invoice: paid.after }, { touches: [invoice.dealId] }),
  )
}
