import * as Result from "effect/Result"
import { decision, recordEvents } from "../journal/Decision.ts"
import type { Read, Work } from "../journal/Work.ts"
import { byId, byIds } from "../journal/Work.ts"
import type { CommandContext } from "../ports/command/CommandContext.ts"
import type { ClientId, DealId } from "../shared/Ids.ts"
import { RecordExists, RecordNotFound } from "../shared/RecordErrors.ts"
import { settlementCalendar } from "./DueDay.ts"
import { aloneWithDeal, dueAtOnce, waitsForDocument } from "./DueRules.ts"
import type { InvoiceEvent } from "./Invoice.ts"
import { byDueDay, invoiceAggregate, openMinorOf } from "./Invoice.ts"
import { changeInvoice, rulesInForce } from "./InvoiceRules.ts"
import { allocatedTo, paymentAggregate, releasedByInvoice } from "./Payment.ts"
import { AmountRefused, DateOrderRefused } from "./SettlementErrors.ts"
import type { CreditInvoice, Invoice, IssueInvoice, Payment, WriteOffInvoice } from "./SettlementSchema.ts"
import { StepRefused } from "./StepRefused.ts"

/** An invoice as commands answer it. */
export interface InvoiceAnswer {
  /** The invoice after the command. */
  readonly invoice: Invoice
}

/** A credited invoice, with the payments that have unallocated money by it. */
export interface CreditAnswer extends InvoiceAnswer {
  /** Payments of which a part was taken off the invoice, after the command. */
  readonly payments: ReadonlyArray<Payment>
}

/** Reads who the client of a deal is; null where the deal has none, or there is no such deal. */
export type ClientOfDeal = (dealId: DealId) => Generator<Read, ClientId | null, unknown>

type IssueRejection = RecordExists | RecordNotFound | AmountRefused | DateOrderRefused | StepRefused

/**
 * Issues an invoice.
 *
 * @param clientOf - reads the client of a deal
 */
export const issueInvoice = (clientOf: ClientOfDeal) =>
  function* (input: IssueInvoice, context: CommandContext): Work<InvoiceAnswer, IssueRejection> {
    const id = input.id ?? context.newId("invoice")
    if ((yield* byId(invoiceAggregate, id)) !== null) return Result.fail(new RecordExists("invoice", id))
    const empty = input.instalments.findIndex(({ amountMinor }) => amountMinor === 0)
    if (empty >= 0) return Result.fail(new AmountRefused(id, `instalments[${empty}].amountMinor`, "zero"))
    const early = input.instalments.findIndex(({ dueOn }) => dueOn !== undefined && dueOn < input.issuedOn)
    if (early >= 0) {
      const dueOn = input.instalments[early]?.dueOn ?? ""
      return Result.fail(new DateOrderRefused(id, `instalments[${early}].dueOn`, input.issuedOn, dueOn))
    }
    const working = input.instalments.findIndex(({ offset }) => offset?.counted === "working")
    const rules = yield* rulesInForce(context)
    if (working >= 0 && settlementCalendar(rules.policy) === null) {
      return Result.fail(new StepRefused(id, "issue", `instalments[${working}].offset.counted`, "noCalendar"))
    }
    const instalments = input.instalments
      .map(({ kind = null, dueOn = null, amountMinor, offset = null }, at) => ({
        no: at,
        kind,
        dueOn,
        amountMinor,
        offset,
      }))
      .toSorted(byDueDay)
      .map((instalment, at) => ({ ...instalment, no: at + 1 }))
    let totalMinor = 0
    for (const { amountMinor } of instalments) totalMinor += amountMinor
    if (!Number.isSafeInteger(totalMinor)) return Result.fail(new AmountRefused(id, "instalments", "tooLarge"))
    const { dealId, issuedOn, currency, number = null } = input
    const clientId = input.clientId ?? (yield* clientOf(dealId))
    const payload = { id, dealId, clientId, number, issuedOn, currency, instalments, totalMinor }
    const due = yield* dueAtOnce(payload, settlementCalendar(rules.policy))
    const issued: InvoiceEvent = { type: "InvoiceIssued", payload }
    const change = changeInvoice(null, due === null ? [issued] : [issued, due], rules, context)
    const retires = waitsForDocument(payload) ? aloneWithDeal(dealId) : []
    return Result.succeed(decision([change], { invoice: change.after }, { touches: [dealId], retires }))
  }

/** What a write-off and a credit note have in common: money of the invoice's currency, above 0, from the day of issue on. */
function* reducible(
  input: { readonly invoiceId: string; readonly amount: WriteOffInvoice["amount"] },
  field: string,
  on: string,
): Generator<Read, Result.Result<Invoice, RecordNotFound | AmountRefused | DateOrderRefused>, unknown> {
  const { invoiceId: id, amount } = input
  const invoice = yield* byId(invoiceAggregate, id)
  if (invoice === null) return Result.fail(new RecordNotFound("invoice", id))
  if (amount.currency !== invoice.currency) return Result.fail(new AmountRefused(id, "amount.currency", "currency"))
  if (amount.amountMinor === 0) return Result.fail(new AmountRefused(id, "amount.amountMinor", "zero"))
  if (on < invoice.issuedOn) return Result.fail(new DateOrderRefused(id, field, invoice.issuedOn, on))
  return Result.succeed(invoice)
}

type ReductionRejection = RecordNotFound | AmountRefused | DateOrderRefused

/** Gives up a part of an invoice for a reason; never more than is owed. */
export function* writeOffInvoice(
  input: WriteOffInvoice,
  context: CommandContext,
): Work<InvoiceAnswer, ReductionRejection> {
  const { invoiceId: id, amount, writtenOffOn, reasonId } = input
  const read = yield* reducible(input, "writtenOffOn", writtenOffOn)
  if (Result.isFailure(read)) return Result.fail(read.failure)
  const invoice = read.success
  const openMinor = openMinorOf(invoice)
  if (amount.amountMinor > openMinor) {
    return Result.fail(
      new AmountRefused(id, "amount.amountMinor", "moreThanOwed", { ...amount, amountMinor: openMinor }),
    )
  }
  const writtenOff: InvoiceEvent = {
    type: "InvoiceWrittenOff",
    payload: { amountMinor: amount.amountMinor, writtenOffOn, reasonId },
  }
  const change = changeInvoice(invoice, [writtenOff], yield* rulesInForce(context), context)
  return Result.succeed(decision([change], { invoice: change.after }, { touches: [invoice.dealId] }))
}

/**
 * Takes a part of an invoice back by a credit note. Where less is open than is credited, the rest is taken off its payments,
 * the one counted last first: their money becomes unallocated, to be counted elsewhere or refunded.
 */
export function* creditInvoice(input: CreditInvoice, context: CommandContext): Work<CreditAnswer, ReductionRejection> {
  const { invoiceId: id, amount, creditedOn, reasonId } = input
  const read = yield* reducible(input, "creditedOn", creditedOn)
  if (Result.isFailure(read)) return Result.fail(read.failure)
  const invoice = read.success
  const openMinor = openMinorOf(invoice)
  const mostMinor = openMinor + invoice.paidMinor
  if (amount.amountMinor > mostMinor) {
    return Result.fail(
      new AmountRefused(id, "amount.amountMinor", "moreThanInvoiced", { ...amount, amountMinor: mostMinor }),
    )
  }
  const { occurredAt } = context
  let leftMinor = amount.amountMinor - openMinor
  const taken = invoice.paidBy.toReversed().flatMap((paid) => {
    const part = Math.min(Math.max(leftMinor, 0), paid.amountMinor)
    leftMinor -= part
    return part === 0 ? [] : [{ ...paid, amountMinor: part }]
  })
  const payments = yield* byIds(
    paymentAggregate,
    taken.map(({ paymentId }) => paymentId),
  )
  const released = taken.flatMap(({ paymentId, amountMinor }) => {
    const payment = payments.get(paymentId)
    if (payment === undefined) return []
    const part = releasedByInvoice(allocatedTo(payment, id), amountMinor)
    return [
      recordEvents(paymentAggregate, payment, [{ type: "PaymentReleased", payload: { invoiceId: id, ...part } }], {
        occurredAt,
      }),
    ]
  })
  const credited: InvoiceEvent = {
    type: "InvoiceCredited",
    payload: { amountMinor: amount.amountMinor, creditedOn, reasonId },
  }
  const events = taken.map((part): InvoiceEvent => ({
    type: "InvoicePaymentReleased",
    payload: { ...part, freedOn: creditedOn },
  }))
  const [first, ...rest] = [...events, credited]
  const change = changeInvoice(invoice, [first, ...rest], yield* rulesInForce(context), context)
  const answer = { invoice: change.after, payments: released.map(({ after }) => after) }
  return Result.succeed(decision([change, ...released], answer, { touches: [invoice.dealId] }))
}
