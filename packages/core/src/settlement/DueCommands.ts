import * as Result from "effect/Result"
import { decision } from "../journal/Decision.ts"
import type { Work } from "../journal/Work.ts"
import { byId } from "../journal/Work.ts"
import type { CommandContext } from "../ports/command/CommandContext.ts"
import { RecordNotFound } from "../shared/RecordErrors.ts"
import { settlementCalendar } from "./DueDay.ts"
import { dueSetBy } from "./DueRules.ts"
import type { InvoiceEvent } from "./Invoice.ts"
import { invoiceAggregate, openInstalments } from "./Invoice.ts"
import type { InvoiceAnswer } from "./InvoiceCommands.ts"
import { changeInvoice, rulesInForce } from "./InvoiceRules.ts"
import { DateOrderRefused } from "./SettlementErrors.ts"
import type { NoteShipment, RescheduleInstalment } from "./SettlementSchema.ts"
import { StepRefused } from "./StepRefused.ts"

type DueRejection = RecordNotFound | StepRefused | DateOrderRefused

/** Notes that the goods of an invoice were shipped, or its service was rendered: what waits for it gets its day. */
export function* noteShipment(
  { invoiceId, shippedOn }: NoteShipment,
  context: CommandContext,
): Work<InvoiceAnswer, DueRejection> {
  const invoice = yield* byId(invoiceAggregate, invoiceId)
  if (invoice === null) return Result.fail(new RecordNotFound("invoice", invoiceId))
  if (invoice.shippedOn !== null) {
    return Result.fail(new StepRefused(invoiceId, "noteShipment", "invoiceId", "shippedAlready"))
  }
  const rules = yield* rulesInForce(context)
  const event = dueSetBy(invoice, "shipment", shippedOn, settlementCalendar(rules.policy))
  const change = changeInvoice(invoice, [event], rules, context)
  return Result.succeed(decision([change], { invoice: change.after }, { touches: [invoice.dealId] }))
}

/** Gives an open instalment another day, as agreed with the client; also one that still waits for a fact. */
export function* rescheduleInstalment(
  { invoiceId, no, dueOn }: RescheduleInstalment,
  context: CommandContext,
): Work<InvoiceAnswer, DueRejection> {
  const invoice = yield* byId(invoiceAggregate, invoiceId)
  if (invoice === null) return Result.fail(new RecordNotFound("invoice", invoiceId))
  if (!openInstalments(invoice).some((instalment) => instalment.no === no)) {
    return Result.fail(new StepRefused(invoiceId, "reschedule", "no", "noSuchInstalment"))
  }
  if (dueOn < invoice.issuedOn) {
    return Result.fail(new DateOrderRefused(invoiceId, "dueOn", invoice.issuedOn, dueOn))
  }
  const event: InvoiceEvent = {
    type: "InvoiceDueSet",
    payload: { because: "agreement", happenedOn: null, due: [{ no, dueOn }] },
  }
  const change = changeInvoice(invoice, [event], yield* rulesInForce(context), context)
  return Result.succeed(decision([change], { invoice: change.after }, { touches: [invoice.dealId] }))
}
