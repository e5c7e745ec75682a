import * as Result from "effect/Result"
import type { Change, Recorded } from "../journal/Decision.ts"
import { decision, recordEvents } from "../journal/Decision.ts"
import type { Read, Work } from "../journal/Work.ts"
import { byId, byIds, textsOf, where } from "../journal/Work.ts"
import type { CommandContext } from "../ports/command/CommandContext.ts"
import type { CalendarDate } from "../shared/CalendarDate.ts"
import type { DealId, InvoiceId } from "../shared/Ids.ts"
import { RecordExists, RecordNotFound } from "../shared/RecordErrors.ts"
import type { ClientOfDeal } from "./InvoiceCommands.ts"
import { invoiceAggregate, openMinorOf } from "./Invoice.ts"
import { changeInvoice, rulesInForce } from "./InvoiceRules.ts"
import type { PaymentEvent } from "./Payment.ts"
import { allocatedTo, paymentAggregate, releasedByAmount } from "./Payment.ts"
import type { Counted, PartRejection } from "./PaymentPartRules.ts"
import { counted, countedOf, invoicesIn, onlyDeal, sumOf } from "./PaymentPartRules.ts"
import { paymentIdOf, referenceKeysOf } from "./PaymentReferenceRules.ts"
import type { AllocatePayment, ReceivePayment, RefundPayment, ReleasePayment } from "./PaymentSchema.ts"
import type { ReminderRules } from "./Reminders.ts"
import { AmountRefused, DateOrderRefused, PaymentRepeated } from "./SettlementErrors.ts"
import type { Invoice, Payment } from "./SettlementSchema.ts"

/** A payment as commands answer it, with the invoices that changed. */
export interface PaymentAnswer {
  /** The payment after the command. */
  readonly payment: Payment
  /** Invoices that were paid or opened by it, after the command, in the order of the allocations. */
  readonly invoices: ReadonlyArray<Invoice>
}

const invoicesPaid = (
  all: ReadonlyArray<Counted>,
  payment: Payment,
  rules: ReminderRules,
  context: CommandContext,
): ReadonlyArray<Recorded<Invoice>> =>
  all.map(({ invoice, part }) => {
    const payload = { paymentId: payment.id, amountMinor: part.invoiceMinor, paidOn: payment.receivedOn }
    return changeInvoice(invoice, [{ type: "InvoicePaid", payload }], rules, context)
  })

const dealsOf = (payment: Payment, invoices: ReadonlyArray<Invoice>): ReadonlyArray<DealId> => [
  ...new Set([...(payment.dealId === null ? [] : [payment.dealId]), ...invoices.map(({ dealId }) => dealId)]),
]

const answered = (payment: Recorded<Payment>, invoices: ReadonlyArray<Recorded<Invoice>>) => {
  const after = invoices.map((change) => change.after)
  const changes: ReadonlyArray<Change> = [payment, ...invoices]
  return Result.succeed(
    decision(changes, { payment: payment.after, invoices: after }, { touches: dealsOf(payment.after, after) }),
  )
}

/** Why an incoming payment is refused. */
export type ReceiveRejection = RecordExists | PartRejection | PaymentRepeated

/**
 * Records money that came in. More than is owed is refused unless the caller keeps the excess as unallocated.
 *
 * @param clientOf - reads the client of a deal
 */
export const receivePayment = (clientOf: ClientOfDeal) =>
  function* (input: ReceivePayment, context: CommandContext): Work<PaymentAnswer, ReceiveRejection> {
    if (input.id !== undefined && (yield* byId(paymentAggregate, input.id)) !== null) {
      return Result.fail(new RecordExists("payment", input.id))
    }
    const named = input.invoiceId === undefined ? null : yield* byId(invoiceAggregate, input.invoiceId)
    if (named === null && input.invoiceId !== undefined) {
      return Result.fail(new RecordNotFound("invoice", input.invoiceId))
    }
    const dealId = input.dealId ?? named?.dealId ?? null
    const known = input.clientId ?? named?.clientId ?? null
    const clientId = known ?? (dealId === null ? null : yield* clientOf(dealId))
    const payer = { clientId, dealId }
    const { amount, receivedOn, reference } = input
    const keys = reference === undefined ? [] : yield* referenceKeysOf(payer, reference)
    const id = input.id ?? paymentIdOf(keys[0], context)
    if (amount.amountMinor === 0) return Result.fail(new AmountRefused(id, "amount.amountMinor", "zero"))
    const [earlier] = yield* where(paymentAggregate, "referenceKey", keys)
    if (earlier !== undefined) return Result.fail(new PaymentRepeated(earlier.id))
    const isKept = input.excess === "keep"
    let all: ReadonlyArray<Counted>
    let mostMinor: number
    if (named !== null && input.rule === undefined && input.parts === undefined) {
      const open = openMinorOf(named)
      const one = isKept && open === 0 ? Result.succeed(null) : counted(named, amount, input.rate, "", isKept)
      if (Result.isFailure(one)) return Result.fail(one.failure)
      all = one.success === null ? [] : [one.success]
      mostMinor = open
    } else {
      const written = `${reference ?? ""} ${input.purpose ?? ""}`
      const found = yield* countedOf(input, amount, payer, named, written)
      if (Result.isFailure(found)) return Result.fail(found.failure)
      all = found.success
      mostMinor = sumOf(all)
    }
    const allocatedMinor = sumOf(all)
    if (allocatedMinor > amount.amountMinor) {
      return Result.fail(new AmountRefused(id, "parts", "moreThanUnallocated", amount))
    }
    if (allocatedMinor < amount.amountMinor && !isKept) {
      const owing = named?.id ?? dealId ?? clientId ?? id
      return Result.fail(
        new AmountRefused(owing, "amount.amountMinor", "moreThanOwed", { ...amount, amountMinor: mostMinor }, true),
      )
    }
    const texts = {
      ...(reference === undefined ? {} : { reference }),
      ...(input.purpose === undefined ? {} : { purpose: input.purpose }),
    }
    const { occurredAt } = context
    const received: PaymentEvent = {
      type: "PaymentReceived",
      payload: {
        id,
        invoiceId: named?.id ?? null,
        dealId: dealId ?? onlyDeal(invoicesIn(all), amount.amountMinor - allocatedMinor),
        clientId,
        amount,
        receivedOn,
        referenceKey: keys[0] ?? null,
        allocations: all.map(({ part }) => part),
      },
    }
    const payment = recordEvents(paymentAggregate, null, [received], {
      occurredAt,
      texts: Object.keys(texts).length === 0 ? undefined : texts,
    })
    return answered(payment, invoicesPaid(all, payment.after, yield* rulesInForce(context), context))
  }

/** Counts unallocated money of a payment against invoices; what a rule leaves over is refused unless it is kept. */
export function* allocatePayment(input: AllocatePayment, context: CommandContext): Work<PaymentAnswer, PartRejection> {
  const payment = yield* byId(paymentAggregate, input.paymentId)
  if (payment === null) return Result.fail(new RecordNotFound("payment", input.paymentId))
  const { unallocatedMinor, amount } = payment
  if (unallocatedMinor === 0) {
    return Result.fail(new AmountRefused(payment.id, "paymentId", "moreThanUnallocated", { ...amount, amountMinor: 0 }))
  }
  const texts = (yield* textsOf([payment])).get(payment.id)
  const written = `${texts?.["reference"] ?? ""} ${texts?.["purpose"] ?? ""}`
  const left = { amountMinor: unallocatedMinor, currency: amount.currency }
  // Money that is left over is the client's, whichever deal it came in for.
  const payer = { clientId: payment.clientId, dealId: payment.clientId === null ? payment.dealId : null }
  const found = yield* countedOf(input, left, payer, null, written)
  if (Result.isFailure(found)) return Result.fail(found.failure)
  const all = found.success
  const allocatedMinor = sumOf(all)
  if (allocatedMinor > unallocatedMinor) {
    return Result.fail(new AmountRefused(payment.id, "parts", "moreThanUnallocated", left))
  }
  // By hand the caller says how much; a rule is asked to spread all of it.
  const isShort = input.parts === undefined && allocatedMinor < unallocatedMinor && input.excess !== "keep"
  const countedIds = payment.dealId === null ? payment.allocations.map(({ invoiceId }) => invoiceId) : []
  const before = yield* byIds(invoiceAggregate, [...new Set(countedIds)])
  const dealId =
    payment.dealId === null
      ? onlyDeal([...before.values(), ...invoicesIn(all)], unallocatedMinor - allocatedMinor)
      : null
  const told = dealId === null ? {} : { dealId }
  const [first, ...rest] = all.map(({ part }): PaymentEvent => ({
    type: "PaymentAllocated",
    payload: { ...part, ...told },
  }))
  if (isShort || first === undefined) {
    return Result.fail(
      new AmountRefused(payment.id, "rule", "moreThanOwed", { ...amount, amountMinor: allocatedMinor }, isShort),
    )
  }
  const { occurredAt } = context
  const change = recordEvents(paymentAggregate, payment, [first, ...rest], { occurredAt })
  return answered(change, invoicesPaid(all, payment, yield* rulesInForce(context), context))
}

/** What is taken off an invoice. */
interface Taking {
  readonly invoiceId: InvoiceId
  /** In the payment's currency; all that was counted where undefined. */
  readonly amountMinor: number | undefined
  /** Day of the refund; null where it was counted wrongly. */
  readonly freedOn: CalendarDate | null
}

/** Takes an allocation, or a part of it, off an invoice: what is left of it, and both records' events. */
function* releasing(
  payment: Payment,
  { invoiceId, amountMinor, freedOn }: Taking,
  field: string,
  context: CommandContext,
): Generator<Read, Result.Result<{ event: PaymentEvent; invoice: Recorded<Invoice> }, PartRejection>, unknown> {
  const invoice = yield* byId(invoiceAggregate, invoiceId)
  if (invoice === null) return Result.fail(new RecordNotFound("invoice", invoiceId))
  const from = allocatedTo(payment, invoiceId)
  const taken = amountMinor ?? from.amountMinor
  // A credit note may have freed all of the smallest unit of converted money, while a part of what it paid stands.
  if (taken === 0 && (amountMinor === 0 || from.invoiceMinor === 0)) {
    return Result.fail(new AmountRefused(payment.id, field, "zero"))
  }
  if (taken > from.amountMinor) {
    return Result.fail(
      new AmountRefused(payment.id, field, "moreThanAllocated", { ...payment.amount, amountMinor: from.amountMinor }),
    )
  }
  const part = taken === from.amountMinor ? from : releasedByAmount(from, taken)
  if (part.invoiceMinor === 0) return Result.fail(new AmountRefused(invoiceId, field, "zero"))
  const payload = { paymentId: payment.id, amountMinor: part.invoiceMinor, paidOn: payment.receivedOn, freedOn }
  const rules = yield* rulesInForce(context)
  const change = changeInvoice(invoice, [{ type: "InvoicePaymentReleased", payload }], rules, context)
  return Result.succeed({ event: { type: "PaymentReleased", payload: { invoiceId, ...part } }, invoice: change })
}

/** Takes back what was counted against an invoice: the money is unallocated again, and the invoice open. */
export function* releasePayment(input: ReleasePayment, context: CommandContext): Work<PaymentAnswer, PartRejection> {
  const payment = yield* byId(paymentAggregate, input.paymentId)
  if (payment === null) return Result.fail(new RecordNotFound("payment", input.paymentId))
  const { occurredAt } = context
  const { invoiceId, amountMinor } = input
  const taken = yield* releasing(payment, { invoiceId, amountMinor, freedOn: null }, "amountMinor", context)
  if (Result.isFailure(taken)) return Result.fail(taken.failure)
  const change = recordEvents(paymentAggregate, payment, [taken.success.event], { occurredAt })
  return answered(change, [taken.success.invoice])
}

/** Why a refund is refused. */
export type RefundRejection = PartRejection | DateOrderRefused

/** Records that money of a payment went back: of what is unallocated, or of what was counted against the invoice named. */
export function* refundPayment(input: RefundPayment, context: CommandContext): Work<PaymentAnswer, RefundRejection> {
  const payment = yield* byId(paymentAggregate, input.paymentId)
  if (payment === null) return Result.fail(new RecordNotFound("payment", input.paymentId))
  const { amount, refundedOn, reasonId, invoiceId } = input
  const { amountMinor, currency } = amount
  const field = "amount.amountMinor"
  if (currency !== payment.amount.currency) {
    return Result.fail(new AmountRefused(payment.id, "amount.currency", "currency"))
  }
  if (amountMinor === 0) return Result.fail(new AmountRefused(payment.id, field, "zero"))
  if (refundedOn < payment.receivedOn) {
    return Result.fail(new DateOrderRefused(payment.id, "refundedOn", payment.receivedOn, refundedOn))
  }
  const { occurredAt } = context
  const refunded: PaymentEvent = { type: "PaymentRefunded", payload: { amountMinor, refundedOn, reasonId } }
  if (invoiceId === undefined) {
    if (amountMinor > payment.unallocatedMinor) {
      return Result.fail(
        new AmountRefused(payment.id, field, "moreThanUnallocated", {
          ...amount,
          amountMinor: payment.unallocatedMinor,
        }),
      )
    }
    return answered(recordEvents(paymentAggregate, payment, [refunded], { occurredAt }), [])
  }
  const taken = yield* releasing(payment, { invoiceId, amountMinor, freedOn: refundedOn }, field, context)
  if (Result.isFailure(taken)) return Result.fail(taken.failure)
  const change = recordEvents(paymentAggregate, payment, [taken.success.event, refunded], { occurredAt })
  return answered(change, [taken.success.invoice])
}
