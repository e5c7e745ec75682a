import * as Clock from "effect/Clock"
import * as Effect from "effect/Effect"
import { departmentAggregate } from "../department/Department.ts"
import type { Department } from "../department/DepartmentSchema.ts"
import type { Caller } from "../ports/Caller.ts"
import { command } from "../ports/command/Command.ts"
import type { Duty, DutyOptions } from "../ports/tick/Duty.ts"
import { duty } from "../ports/tick/Duty.ts"
import { storeFor } from "../ports/reading/ScopedStore.ts"
import type { InvoiceId } from "../shared/Ids.ts"
import { settlementCalendar } from "./DueDay.ts"
import { dueFound } from "./DueRules.ts"
import { invoiceAggregate, openMinorOf } from "./Invoice.ts"
import { finishReplanning, planReminders } from "./ReminderPlanCommands.ts"
import { FinishReplanning, PlanReminders } from "./ReminderPlanSchema.ts"
import { dayOf, nextReminderAt } from "./Reminders.ts"
import type { Invoice } from "./SettlementSchema.ts"

const plan = command({ name: "invoice.planReminders", input: PlanReminders, work: planReminders })
const finish = command({ name: "invoice.finishReplanning", input: FinishReplanning, work: finishReplanning })

const pageSize = 500
/** How long one pass takes at most, milliseconds: the next tick goes on, past what is planned already. */
const passMs = 10_000

/**
 * Plans the reminders of all open invoices by the rules of settlement that were published, with the days that a longer calendar gives. What is planned so already is only read;
 * repeated, broken off or run by several at once, it comes to the same.
 */
const replanInvoices = Effect.fnUntraced(function* (
  caller: Caller,
  { config, invoicesReplanAt }: Department,
  { occurredAt }: DutyOptions,
) {
  const store = yield* storeFor(caller)
  const clock = yield* Clock.Clock
  const rules = { policy: config.settlement, timeZone: config.timeZone }
  const calendar = settlementCalendar(rules.policy)
  const today = dayOf(occurredAt, rules)
  // The host's clock may stand still; this one does not.
  const endsAt = clock.monotonicTimeNanosUnsafe() + BigInt(passMs) * 1_000_000n
  const events: Array<unknown> = []
  let afterId: InvoiceId | null = null
  for (;;) {
    const page: ReadonlyArray<Invoice> = yield* store.page(caller.tenant, invoiceAggregate, {
      after: afterId === null ? null : { key: [], id: afterId },
      filters: [],
      limit: pageSize,
    })
    for (const invoice of page) {
      if (openMinorOf(invoice) === 0 && invoice.nextReminderAt === null) continue
      const isPlanned = nextReminderAt(invoice, rules, today) === invoice.nextReminderAt
      if (isPlanned && dueFound(invoice, calendar).length === 0) continue
      events.push(...(yield* plan(caller, { invoiceId: invoice.id }, { occurredAt })).events)
    }
    afterId = page.at(-1)?.id ?? null
    if (page.length < pageSize) break
    if (clock.monotonicTimeNanosUnsafe() >= endsAt) return { events }
  }
  if (invoicesReplanAt !== null) {
    events.push(...(yield* finish(caller, { publishedAt: invoicesReplanAt }, { occurredAt })).events)
  }
  return { events }
})

/** Invoices are planned anew where the rules that reminders come from have changed. */
export const replanDuty: Duty = duty({
  name: "invoice.replan",
  of: departmentAggregate,
  dueAt: "invoicesReplanAt",
  perform: replanInvoices,
})
