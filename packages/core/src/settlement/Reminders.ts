import type { CalendarDate } from "../shared/CalendarDate.ts"
import { addDays } from "../shared/CalendarDate.ts"
import type { Instant } from "../shared/Instant.ts"
import { instantOfLocal, localDateOf } from "../shared/TimeZone.ts"
import { openInstalments, openMinorOf } from "./Invoice.ts"
import type { DueReminder, Invoice, PaymentPromise } from "./SettlementSchema.ts"
import type { ReminderStep, SettlementPolicy } from "./SettlementPolicy.ts"

/** The rules that reminders need. */
export interface ReminderRules {
  /** The department's rules of settlement. */
  readonly policy: SettlementPolicy | undefined
  /** IANA time zone in which the tenant's days begin. */
  readonly timeZone: string
}

/**
 * The day from which on it is judged whether a promise was kept: the first after the promised one and the grace.
 *
 * @param promisedOn - day by which the money was to come (inclusive)
 * @param policy - the department's rules of settlement, of which `promiseGraceDays` is read; no grace where there is none
 * @example
 * ```ts
 * import { promiseJudgedOn } from "@salesdept/core/settlement/receivables"
 *
 * promiseJudgedOn("2026-03-31", undefined) // "2026-04-01"
 * promiseJudgedOn("2026-03-31", { promiseGraceDays: 2 }) // "2026-04-03"
 * ```
 */
export const promiseJudgedOn = (promisedOn: CalendarDate, policy: SettlementPolicy | undefined): CalendarDate =>
  addDays(promisedOn, 1 + (policy?.promiseGraceDays ?? 0))

/**
 * What had come in by the day of a promise, minor units: also what had come before the promise was made and went back, or was freed,
 * whenever that was, since the promise is not about that money.
 *
 * @param invoice - what it was paid by
 * @param promise - its days
 */
export const cameInBy = (
  { paidBy, freed }: Pick<Invoice, "paidBy" | "freed">,
  { madeOn, promisedOn }: Pick<PaymentPromise, "madeOn" | "promisedOn">,
): number => {
  let sum = 0
  for (const { paidOn, amountMinor } of paidBy) if (paidOn <= promisedOn) sum += amountMinor
  for (const { paidOn, amountMinor } of freed) if (paidOn < madeOn) sum += amountMinor
  return sum
}

/** What of a promised sum came in by the promised day, minor units. */
const paidInTimeMinor = (invoice: Invoice): number =>
  invoice.promise === null ? 0 : cameInBy(invoice, invoice.promise) - invoice.promise.paidBeforeMinor

/**
 * How a pending promise ends as the invoice stands on a day; null while it is open still, and where there is none. `kept` where the
 * promised sum came in by the promised day, `void` where by then nothing is left that could be paid, `broken` from the day on
 * which it is judged.
 *
 * @param invoice - the invoice with its promise and what it was paid by
 * @param today - the tenant's day
 * @param policy - the department's rules of settlement, of which `promiseGraceDays` is read; no grace where there is none
 * @example
 * ```ts
 * import { memory, presets, salesDept } from "@salesdept/core/promise"
 * import { promiseOutcome } from "@salesdept/core/settlement/receivables"
 *
 * const department = presets.servicesWithActs({ timeZone: "Europe/Moscow", currency: "RUB" })
 * const { deals, invoices } = (await salesDept({ store: memory(), department })).tenant("shop-17").as("user:42")
 * const { deal } = await deals.open({ title: "Audit" })
 * const instalments = [{ dueOn: "2026-03-31", amountMinor: 60_000_00 }]
 * const { invoice } = await invoices.issue({ dealId: deal.id, issuedOn: "2026-03-01", currency: "RUB", instalments })
 * const promise = { madeOn: "2026-04-01", promisedOn: "2026-04-10", amountMinor: 60_000_00, paidBeforeMinor: 0 }
 * promiseOutcome({ ...invoice, promise }, "2026-04-10", undefined) // null
 * promiseOutcome({ ...invoice, promise }, "2026-04-11", undefined) // "broken"
 * ```
 */
export const promiseOutcome = (
  invoice: Invoice,
  today: CalendarDate,
  policy: SettlementPolicy | undefined,
): "kept" | "broken" | "void" | null => {
  const { promise } = invoice
  if (promise === null) return null
  if (paidInTimeMinor(invoice) >= promise.amountMinor) return "kept"
  // Credited, written off, or paid late in full: nothing is left that could be paid as promised.
  if (openMinorOf(invoice) === 0 && today <= promise.promisedOn) return "void"
  return today >= promiseJudgedOn(promise.promisedOn, policy) ? "broken" : null
}

/** Whether reminders are held back: the invoice is disputed, or a promise is not judged yet. */
const isHeldBack = ({ disputedOn, promise }: Invoice): boolean => disputedOn !== null || promise !== null

interface Pending {
  readonly step: ReminderStep
  readonly on: CalendarDate
  readonly instalment: { readonly no: number; readonly dueOn: CalendarDate; readonly openMinor: number }
}

const pendingSteps = (invoice: Invoice, steps: ReadonlyArray<ReminderStep>): ReadonlyArray<Pending> => {
  if (steps.length === 0) return []
  const done = new Set(invoice.reminded.map(({ no, dueOn, stepId }) => `${no} ${dueOn} ${stepId}`))
  return openInstalments(invoice).flatMap(({ no, dueOn, openMinor }) =>
    dueOn === null
      ? []
      : steps.flatMap((step) =>
          done.has(`${no} ${dueOn} ${step.id}`)
            ? []
            : [{ step, on: addDays(dueOn, step.days), instalment: { no, dueOn, openMinor } }],
        ),
  )
}

/** Whether a step was to come before a day that is over: it would remind of what is late as if there were time yet. */
const isTooLate = ({ step, instalment }: Pending, today: CalendarDate): boolean =>
  step.days < 0 && instalment.dueOn < today

/**
 * The reminders that are due on a day: for each open instalment and recipient the last step whose day has come and that was
 * not done yet; one that was to come before the due day comes after it no more. A partial payment leaves the instalment open, and so silences nothing; payment in full, a dispute and a
 * pending promise do. A rescheduled instalment is reminded of anew by its new day.
 *
 * @param invoice - the invoice with what it was reminded of
 * @param steps - the ladder, in any order
 * @param today - the tenant's day (inclusive: steps of that day are due)
 * @example
 * ```ts
 * import { memory, presets, salesDept } from "@salesdept/core/promise"
 * import { dueReminders } from "@salesdept/core/settlement/receivables"
 *
 * const department = presets.servicesWithActs({ timeZone: "Europe/Moscow", currency: "RUB" })
 * const { deals, invoices } = (await salesDept({ store: memory(), department })).tenant("shop-17").as("user:42")
 * const { deal } = await deals.open({ title: "Audit" })
 * const instalments = [{ dueOn: "2026-03-31", amountMinor: 60_000_00 }]
 * const { invoice } = await invoices.issue({ dealId: deal.id, issuedOn: "2026-03-01", currency: "RUB", instalments })
 * const step = { id: "late", name: { en: "Three days late", ru: "Три дня просрочки" }, days: 3, to: "client" as const }
 * dueReminders(invoice, [step], "2026-04-03")
 * // [{ stepId: "late", to: "client", no: 1, dueOn: "2026-03-31", openMinor: 6000000, passedOver: [] }]
 * ```
 */
export const dueReminders = (
  invoice: Invoice,
  steps: ReadonlyArray<ReminderStep>,
  today: CalendarDate,
): ReadonlyArray<DueReminder> => {
  if (isHeldBack(invoice)) return []
  const groups = new Map<string, Array<Pending>>()
  for (const pending of pendingSteps(invoice, steps)) {
    if (pending.on > today) continue
    const key = `${pending.instalment.no} ${pending.step.to}`
    groups.set(key, [...(groups.get(key) ?? []), pending])
  }
  return [...groups.values()].flatMap((group) => {
    const [last, ...earlier] = group.toSorted((left, right) => right.step.days - left.step.days)
    if (last === undefined || isTooLate(last, today)) return []
    const { step, instalment } = last
    return [{ stepId: step.id, to: step.to, ...instalment, passedOver: earlier.map((one) => one.step.id) }]
  })
}

/**
 * When an invoice next asks for something: a step of the ladder, or the judgement of a promise; null where it asks for
 * nothing. It may lie in the past, where nothing ran meanwhile.
 *
 * @param invoice - the invoice with what it was reminded of
 * @param rules - ladder, minute of the day (nine in the morning where none is stated) and time zone
 * @param today - the tenant's day, on which steps before a due day that is over come no more; null to leave that out
 * @example
 * ```ts
 * import { memory, presets, salesDept } from "@salesdept/core/promise"
 * import { nextReminderAt } from "@salesdept/core/settlement/receivables"
 *
 * const department = presets.servicesWithActs({ timeZone: "Europe/Moscow", currency: "RUB" })
 * const { deals, invoices } = (await salesDept({ store: memory(), department })).tenant("shop-17").as("user:42")
 * const { deal } = await deals.open({ title: "Audit" })
 * const instalments = [{ dueOn: "2026-03-31", amountMinor: 60_000_00 }]
 * const { invoice } = await invoices.issue({ dealId: deal.id, issuedOn: "2026-03-01", currency: "RUB", instalments })
 * const step = { id: "late", name: { en: "Three days late", ru: "Три дня просрочки" }, days: 3, to: "client" as const }
 * nextReminderAt(invoice, { policy: { reminders: [step] }, timeZone: "Europe/Moscow" }) // "2026-04-03T06:00:00.000Z"
 * ```
 */
export const nextReminderAt = (
  invoice: Invoice,
  { policy, timeZone }: ReminderRules,
  today: CalendarDate | null = null,
): Instant | null => {
  const at = (day: CalendarDate): Instant => instantOfLocal(day, (policy?.remindAtMinute ?? 540) * 60_000, timeZone)
  if (invoice.promise !== null) return at(promiseJudgedOn(invoice.promise.promisedOn, policy))
  if (isHeldBack(invoice)) return null
  let first: CalendarDate | null = null
  for (const pending of pendingSteps(invoice, policy?.reminders ?? [])) {
    if (today !== null && isTooLate(pending, today)) continue
    if (first === null || pending.on < first) first = pending.on
  }
  return first === null ? null : at(first)
}

/** The tenant's day of a moment. */
export const dayOf = (instant: Instant, { timeZone }: ReminderRules): CalendarDate => localDateOf(instant, timeZone)
