import type { CalendarDate } from "../shared/CalendarDate.ts"
import { daysBetween } from "../shared/CalendarDate.ts"
import { paidBy } from "./Invoice.ts"
import type { Instalment, Invoice, InvoicePart } from "./SettlementSchema.ts"

/** When an instalment was settled, and how late. */
export interface InstalmentTimes extends Pick<Instalment, "no" | "dueOn" | "amountMinor"> {
  /** Day on which payments, credit notes and write-offs had covered it; null while they have not. */
  readonly settledOn: CalendarDate | null
  /** Days from the day of issue to that day; null while it is not settled. */
  readonly daysToSettle: number | null
  /** Days after it was due, 0 or more; null while it is not settled, or has no day. */
  readonly daysLate: number | null
}

interface Settling {
  readonly on: CalendarDate
  readonly amountMinor: number
}

const byDay = (left: Settling, right: Settling): number => (left.on < right.on ? -1 : left.on > right.on ? 1 : 0)

const settlingOf = ({ paidBy: paid, freed, writeOffs, credits }: Invoice): ReadonlyArray<Settling> =>
  [
    ...[...paid, ...freed].map(({ paidOn, amountMinor }) => ({ on: paidOn, amountMinor })),
    ...freed.map(({ paidOn, freedOn, amountMinor }) => ({
      on: freedOn < paidOn ? paidOn : freedOn,
      amountMinor: 0 - amountMinor,
    })),
    ...writeOffs.map(({ writtenOffOn, amountMinor }) => ({ on: writtenOffOn, amountMinor })),
    ...credits.map(({ creditedOn, amountMinor }) => ({ on: creditedOn, amountMinor })),
  ].toSorted(byDay)

/** What had settled an invoice at the end of each day on which that changed. */
const settledByDay = (invoice: Invoice): ReadonlyArray<Settling> => {
  const days: Array<Settling> = []
  let amountMinor = 0
  for (const settling of settlingOf(invoice)) {
    amountMinor += settling.amountMinor
    if (days.at(-1)?.on === settling.on) days.pop()
    days.push({ on: settling.on, amountMinor })
  }
  return days
}

/**
 * When each instalment was settled for good: money covers them in the order of their days, as it came in, from the day since which it
 * has covered them without a break. Money that went back covers nothing; where a credit note took the place of money, that money had.
 * Those that are still open have no times: a mean over the settled ones alone is biased, so give open ones to a survival curve as
 * censored.
 *
 * @param invoice - the invoice with what it was paid by, written off and credited
 * @returns one for each instalment, in the invoice's order
 * @example
 * ```ts
 * import { memory, presets, salesDept } from "@salesdept/core/promise"
 * import { instalmentTimes } from "@salesdept/core/settlement/receivables"
 *
 * const department = presets.servicesWithActs({ timeZone: "Europe/Moscow", currency: "RUB" })
 * const { deals, invoices, payments } = (await salesDept({ store: memory(), department })).tenant("shop-17").as("user:42")
 * const { deal } = await deals.open({ title: "Audit" })
 * const instalments = [{ dueOn: "2026-03-31", amountMinor: 60_000_00 }]
 * const { invoice } = await invoices.issue({ dealId: deal.id, issuedOn: "2026-03-01", currency: "RUB", instalments })
 * const amount = { amountMinor: 60_000_00, currency: "RUB" }
 * const paid = await payments.receive({ invoiceId: invoice.id, amount, receivedOn: "2026-04-03" })
 * paid.invoices.flatMap(instalmentTimes)
 * // [{ no: 1, dueOn: "2026-03-31", amountMinor: 6000000, settledOn: "2026-04-03", daysToSettle: 33, daysLate: 3 }]
 * ```
 */
export const instalmentTimes = (invoice: Invoice): ReadonlyArray<InstalmentTimes> => {
  const settled = settledByDay(invoice)
  let needed = 0
  return invoice.instalments.map(({ no, dueOn, amountMinor }) => {
    needed += amountMinor
    const lastShort = settled.findLastIndex((day) => day.amountMinor < needed)
    const settledOn = settled[lastShort + 1]?.on ?? null
    return {
      no,
      dueOn,
      amountMinor,
      settledOn,
      daysToSettle: settledOn === null ? null : daysBetween(invoice.issuedOn, settledOn),
      daysLate: settledOn === null || dueOn === null ? null : Math.max(0, daysBetween(dueOn, settledOn)),
    }
  })
}

/**
 * An invoice as it stood at the end of a day: without the payments, credit notes and write-offs that are dated later, and with the
 * money that went back later, or that a later credit note freed. Days of instalments are those of now.
 *
 * @param invoice - the invoice as it is stored
 * @param on - the day (inclusive)
 * @returns null where it was not issued yet
 * @example
 * ```ts
 * import { memory, presets, salesDept } from "@salesdept/core/promise"
 * import { invoiceOn } from "@salesdept/core/settlement/receivables"
 *
 * const department = presets.servicesWithActs({ timeZone: "Europe/Moscow", currency: "RUB" })
 * const { deals, invoices, payments } = (await salesDept({ store: memory(), department })).tenant("shop-17").as("user:42")
 * const { deal } = await deals.open({ title: "Audit" })
 * const instalments = [{ dueOn: "2026-03-31", amountMinor: 60_000_00 }]
 * const { invoice } = await invoices.issue({ dealId: deal.id, issuedOn: "2026-03-01", currency: "RUB", instalments })
 * const amount = { amountMinor: 60_000_00, currency: "RUB" }
 * const paid = await payments.receive({ invoiceId: invoice.id, amount, receivedOn: "2026-04-03" })
 * paid.invoices.map((one) => [one.paidMinor, invoiceOn(one, "2026-04-02")?.paidMinor]) // [[6000000, 0]]
 * ```
 */
export const invoiceOn = (invoice: Invoice, on: CalendarDate): Invoice | null => {
  if (invoice.issuedOn > on) return null
  const kept = invoice.paidBy.filter(({ paidOn }) => paidOn <= on)
  const writeOffs = invoice.writeOffs.filter(({ writtenOffOn }) => writtenOffOn <= on)
  const credits = invoice.credits.filter(({ creditedOn }) => creditedOn <= on)
  const sum = (rows: ReadonlyArray<{ readonly amountMinor: number }>): number =>
    rows.reduce((total, { amountMinor }) => total + amountMinor, 0)
  const [writtenOffMinor, creditedMinor] = [sum(writeOffs), sum(credits)]
  // What took its place since may be dated before it went back: never more than the invoice is paid on a day.
  let roomMinor = invoice.totalMinor - sum(kept) - writtenOffMinor - creditedMinor
  let parts: ReadonlyArray<InvoicePart> = kept
  for (const { freedOn, ...part } of invoice.freed) {
    const amountMinor = Math.min(part.amountMinor, roomMinor)
    if (part.paidOn > on || freedOn <= on || amountMinor <= 0) continue
    parts = paidBy(parts, { ...part, amountMinor }, 1)
    roomMinor -= amountMinor
  }
  return {
    ...invoice,
    paidBy: parts,
    freed: invoice.freed.filter(({ freedOn }) => freedOn <= on),
    writeOffs,
    credits,
    paidMinor: sum(parts),
    writtenOffMinor,
    creditedMinor,
  }
}
