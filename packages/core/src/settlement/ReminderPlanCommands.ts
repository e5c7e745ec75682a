import * as Result from "effect/Result"
import { departmentAggregate, departmentId } from "../department/Department.ts"
import { decision, recordEvents } from "../journal/Decision.ts"
import type { Work } from "../journal/Work.ts"
import { byId } from "../journal/Work.ts"
import type { CommandContext } from "../ports/command/CommandContext.ts"
import { RecordNotFound } from "../shared/RecordErrors.ts"
import { settlementCalendar } from "./DueDay.ts"
import { dueFound } from "./DueRules.ts"
import type { InvoiceEvent } from "./Invoice.ts"
import { invoiceAggregate } from "./Invoice.ts"
import type { InvoiceAnswer } from "./InvoiceCommands.ts"
import { changeInvoice, rulesInForce } from "./InvoiceRules.ts"
import type { FinishReplanning, PlanReminders } from "./ReminderPlanSchema.ts"
import { dayOf, nextReminderAt } from "./Reminders.ts"

/** Gives what lacks a day its day by the calendar in force, and sets when an invoice next asks for something, by the rules in force. */
export function* planReminders(
  { invoiceId }: PlanReminders,
  context: CommandContext,
): Work<InvoiceAnswer, RecordNotFound> {
  const invoice = yield* byId(invoiceAggregate, invoiceId)
  if (invoice === null) return Result.fail(new RecordNotFound("invoice", invoiceId))
  const rules = yield* rulesInForce(context)
  const [found, ...others] = dueFound(invoice, settlementCalendar(rules.policy))
  if (found !== undefined) {
    const given = changeInvoice(invoice, [found, ...others], rules, context)
    return Result.succeed(decision([given], { invoice: given.after }, { touches: [invoice.dealId] }))
  }
  const next = nextReminderAt(invoice, rules, dayOf(context.occurredAt, rules))
  if (next === invoice.nextReminderAt) return Result.succeed(decision([], { invoice }))
  const planned: InvoiceEvent = { type: "InvoiceRemindersPlanned", payload: { nextReminderAt: next } }
  const change = changeInvoice(invoice, [planned], rules, context)
  return Result.succeed(decision([change], { invoice: change.after }))
}

/** Notes that invoices are planned by the rules in force; rules that were published meanwhile are left to be planned by. */
export function* finishReplanning({ publishedAt }: FinishReplanning, context: CommandContext): Work<object, never> {
  const department = yield* byId(departmentAggregate, departmentId)
  if (department === null || department.invoicesReplanAt !== publishedAt) return Result.succeed(decision([], {}))
  const { occurredAt } = context
  const change = recordEvents(departmentAggregate, department, [{ type: "InvoicesReplanned", payload: {} }], {
    occurredAt,
  })
  return Result.succeed(decision([change], {}))
}
