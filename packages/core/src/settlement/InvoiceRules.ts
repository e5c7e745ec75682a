import { departmentRules } from "../department/DepartmentRules.ts"
import type { Recorded } from "../journal/Decision.ts"
import type { RecordCorrected } from "../journal/Correction.ts"
import { recordEvents } from "../journal/Decision.ts"
import type { Texts } from "../journal/Decision.ts"
import type { RecordState } from "../journal/Aggregate.ts"
import type { Read } from "../journal/Work.ts"
import { textsOf } from "../journal/Work.ts"
import type { CommandContext } from "../ports/command/CommandContext.ts"
import type { CalendarDate } from "../shared/CalendarDate.ts"
import type { InvoiceEvent, InvoicePromiseClosed } from "./Invoice.ts"
import { invoiceAggregate } from "./Invoice.ts"
import type { ReminderRules } from "./Reminders.ts"
import { dayOf, nextReminderAt, promiseJudgedOn, promiseOutcome } from "./Reminders.ts"
import type { SettlementPolicy } from "./SettlementPolicy.ts"
import type { Invoice } from "./SettlementSchema.ts"

/** The rules of settlement in force; a tenant without a configuration has none, and its days begin in UTC. */
export function* rulesInForce(context: CommandContext): Generator<Read, ReminderRules, unknown> {
  const config = yield* departmentRules(context)
  return { policy: config?.settlement, timeZone: config?.timeZone ?? "UTC" }
}

/**
 * Changes an invoice, and adds what follows from it: a promise that is kept by it, and when the invoice next asks for
 * something. Every change of an invoice goes through here, so that no payment leaves a reminder standing.
 *
 * @param before - the invoice, or null for a new one
 * @param events - what happened
 * @param rules - the rules in force
 * @param context - the command
 * @param texts - new texts
 */
export const changeInvoice = (
  before: Invoice | null,
  events: readonly [InvoiceEvent | RecordCorrected, ...ReadonlyArray<InvoiceEvent>],
  rules: ReminderRules,
  context: Pick<CommandContext, "occurredAt">,
  texts?: Texts,
): Recorded<Invoice> => {
  const options = { occurredAt: context.occurredAt, texts }
  const change = recordEvents(invoiceAggregate, before, events, options)
  const today = dayOf(change.after.changedAt, rules)
  const outcome = promiseOutcome(change.after, today, rules.policy)
  const closed: ReadonlyArray<InvoiceEvent> =
    outcome === null ? [] : [promiseClosed(change.after, outcome, today, rules.policy)]
  const [first, ...rest] = events
  const settled =
    closed.length === 0 ? change : recordEvents(invoiceAggregate, before, [first, ...rest, ...closed], options)
  const next = nextReminderAt(settled.after, rules, today)
  if (next === settled.after.nextReminderAt) return settled
  const planned: InvoiceEvent = { type: "InvoiceRemindersPlanned", payload: { nextReminderAt: next } }
  return recordEvents(invoiceAggregate, before, [first, ...rest, ...closed, planned], options)
}

/**
 * That a promise ended. A broken one was broken on the day from which it is judged, however much later somebody looks: figures of a period
 * do not depend on when ticks come.
 */
export const promiseClosed = (
  { promise }: Pick<Invoice, "promise">,
  outcome: InvoicePromiseClosed["payload"]["outcome"],
  on: CalendarDate,
  policy: SettlementPolicy | undefined,
): InvoicePromiseClosed => {
  const closedOn = outcome === "broken" && promise !== null ? promiseJudgedOn(promise.promisedOn, policy) : on
  return { type: "InvoicePromiseClosed", payload: { outcome, closedOn } }
}

/** The texts of a record with some of them changed; undefined where none is. */
export function* changedTexts(record: RecordState, changes: Texts): Generator<Read, Texts | undefined, unknown> {
  if (Object.keys(changes).length === 0) return undefined
  return { ...(yield* textsOf([record])).get(record.id), ...changes }
}
