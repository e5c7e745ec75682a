import * as Result from "effect/Result"
import { decision } from "../journal/Decision.ts"
import type { Work } from "../journal/Work.ts"
import { byId } from "../journal/Work.ts"
import type { CommandContext } from "../ports/command/CommandContext.ts"
import type { Money } from "../shared/Money.ts"
import { RecordNotFound } from "../shared/RecordErrors.ts"
import type { DisputeInvoice, PromisePayment, RemindOfInvoice, ResolveDispute } from "./ClaimSchema.ts"
import type { InvoiceEvent } from "./Invoice.ts"
import { invoiceAggregate, openMinorOf } from "./Invoice.ts"
import type { InvoiceAnswer } from "./InvoiceCommands.ts"
import { changedTexts, changeInvoice, promiseClosed, rulesInForce } from "./InvoiceRules.ts"
import { cameInBy, dayOf, dueReminders, nextReminderAt, promiseOutcome } from "./Reminders.ts"
import { AmountRefused, DateOrderRefused } from "./SettlementErrors.ts"
import { StepRefused } from "./StepRefused.ts"

type ClaimRejection = RecordNotFound | StepRefused | DateOrderRefused

/**
 * Notes on which day the client said the money would come. An earlier promise gives way to it; where its day and the grace were over before
 * the new one was made, it was broken, whether or not anybody has judged it yet.
 */
export function* promisePayment(
  input: PromisePayment,
  context: CommandContext,
): Work<InvoiceAnswer, ClaimRejection | AmountRefused> {
  const { invoiceId, madeOn, promisedOn, amount, comment } = input
  const invoice = yield* byId(invoiceAggregate, invoiceId)
  if (invoice === null) return Result.fail(new RecordNotFound("invoice", invoiceId))
  const open = openMinorOf(invoice)
  if (open === 0) return Result.fail(new StepRefused(invoiceId, "promise", "invoiceId", "nothingOpen"))
  if (madeOn < invoice.issuedOn) {
    return Result.fail(new DateOrderRefused(invoiceId, "madeOn", invoice.issuedOn, madeOn))
  }
  if (promisedOn < madeOn) return Result.fail(new DateOrderRefused(invoiceId, "promisedOn", madeOn, promisedOn))
  if (amount !== undefined) {
    const refused = (field: string, rule: "currency" | "zero" | "moreThanOwed", most: Money | null = null) =>
      Result.fail(new AmountRefused(invoiceId, field, rule, most))
    if (amount.currency !== invoice.currency) return refused("amount.currency", "currency")
    if (amount.amountMinor === 0) return refused("amount.amountMinor", "zero")
    if (amount.amountMinor > open)
      return refused("amount.amountMinor", "moreThanOwed", { ...amount, amountMinor: open })
  }
  const rules = yield* rulesInForce(context)
  const texts = yield* changedTexts(invoice, comment === undefined ? {} : { promiseComment: comment })
  const promised: InvoiceEvent = {
    type: "InvoicePromised",
    payload: {
      madeOn,
      promisedOn,
      amountMinor: amount?.amountMinor ?? open,
      // What came in by that day already is no part of the promise.
      paidBeforeMinor: cameInBy(invoice, { madeOn, promisedOn }),
    },
  }
  const earlier = promiseOutcome(invoice, madeOn, rules.policy)
  const replaced: ReadonlyArray<InvoiceEvent> =
    invoice.promise === null ? [] : [promiseClosed(invoice, earlier ?? "replaced", madeOn, rules.policy)]
  const [first, ...rest] = [...replaced, promised]
  const change = changeInvoice(invoice, [first ?? promised, ...rest], rules, context, texts)
  return Result.succeed(decision([change], { invoice: change.after }, { touches: [invoice.dealId] }))
}

/** Notes that the client disputes an invoice: reminders stop until that is resolved. */
export function* disputeInvoice(input: DisputeInvoice, context: CommandContext): Work<InvoiceAnswer, ClaimRejection> {
  const { invoiceId, disputedOn, reasonId, comment } = input
  const invoice = yield* byId(invoiceAggregate, invoiceId)
  if (invoice === null) return Result.fail(new RecordNotFound("invoice", invoiceId))
  const refused = (rule: StepRefused["data"]["rule"]) =>
    Result.fail(new StepRefused(invoiceId, "dispute", "invoiceId", rule))
  if (openMinorOf(invoice) === 0) return refused("nothingOpen")
  if (invoice.disputedOn !== null) return refused("disputedAlready")
  if (disputedOn < invoice.issuedOn) {
    return Result.fail(new DateOrderRefused(invoiceId, "disputedOn", invoice.issuedOn, disputedOn))
  }
  const rules = yield* rulesInForce(context)
  const texts = yield* changedTexts(invoice, comment === undefined ? {} : { disputeComment: comment })
  const event: InvoiceEvent = { type: "InvoiceDisputed", payload: { disputedOn, disputeReasonId: reasonId } }
  const change = changeInvoice(invoice, [event], rules, context, texts)
  return Result.succeed(decision([change], { invoice: change.after }, { touches: [invoice.dealId] }))
}

/** Notes that a dispute is over: the invoice is reminded of again. What it came to is a credit note, or nothing. */
export function* resolveDispute(
  { invoiceId, resolvedOn }: ResolveDispute,
  context: CommandContext,
): Work<InvoiceAnswer, ClaimRejection> {
  const invoice = yield* byId(invoiceAggregate, invoiceId)
  if (invoice === null) return Result.fail(new RecordNotFound("invoice", invoiceId))
  const { disputedOn } = invoice
  if (disputedOn === null) {
    return Result.fail(new StepRefused(invoiceId, "resolveDispute", "invoiceId", "notDisputed"))
  }
  if (resolvedOn < disputedOn) {
    return Result.fail(new DateOrderRefused(invoiceId, "resolvedOn", disputedOn, resolvedOn))
  }
  const rules = yield* rulesInForce(context)
  const change = changeInvoice(invoice, [{ type: "InvoiceDisputeResolved", payload: { resolvedOn } }], rules, context)
  return Result.succeed(decision([change], { invoice: change.after }, { touches: [invoice.dealId] }))
}

/**
 * Does what an invoice asks for by now: judges a promise whose day is over, and lets the reminders fall due whose day has
 * come. Each is an event, written once: where nothing is asked for, nothing is written, so it may be called at any time.
 */
export function* remindOfInvoice(
  { invoiceId }: RemindOfInvoice,
  context: CommandContext,
): Work<InvoiceAnswer, RecordNotFound> {
  const invoice = yield* byId(invoiceAggregate, invoiceId)
  if (invoice === null) return Result.fail(new RecordNotFound("invoice", invoiceId))
  const nothing = Result.succeed(decision([], { invoice }))
  if (invoice.nextReminderAt === null || invoice.nextReminderAt > context.occurredAt) return nothing
  const rules = yield* rulesInForce(context)
  const today = dayOf(context.occurredAt, rules)
  const outcome = promiseOutcome(invoice, today, rules.policy)
  const closed: ReadonlyArray<InvoiceEvent> =
    outcome === null ? [] : [promiseClosed(invoice, outcome, today, rules.policy)]
  // A broken promise holds nothing back any more.
  const judged = outcome === null ? invoice : { ...invoice, promise: null }
  const reminders = dueReminders(judged, rules.policy?.reminders ?? [], today)
  const fallen = reminders.map((payload): InvoiceEvent => ({ type: "InvoiceReminderDue", payload }))
  const [first, ...rest] = [...closed, ...fallen]
  if (first === undefined) {
    // The ladder has changed since the time was set: only the time moves.
    const next = nextReminderAt(invoice, rules, today)
    if (next === invoice.nextReminderAt) return nothing
    const planned: InvoiceEvent = { type: "InvoiceRemindersPlanned", payload: { nextReminderAt: next } }
    const moved = changeInvoice(invoice, [planned], rules, context)
    return Result.succeed(decision([moved], { invoice: moved.after }))
  }
  const change = changeInvoice(invoice, [first, ...rest], rules, context)
  return Result.succeed(decision([change], { invoice: change.after }, { touches: [invoice.dealId] }))
}
