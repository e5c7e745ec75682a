import type { Aggregate } from "../journal/Aggregate.ts"
import type { DomainEvent } from "../journal/Event.ts"
import type { CalendarDate } from "../shared/CalendarDate.ts"
import type { Instant } from "../shared/Instant.ts"
import type {
  CreditNote,
  DueOffset,
  DueReminder,
  FreedPart,
  Instalment,
  Invoice,
  InvoicePart,
  PaymentPromise,
  WriteOff,
} from "./SettlementSchema.ts"

/** An invoice was issued. */
export type InvoiceIssued = DomainEvent<
  "InvoiceIssued",
  Pick<Invoice, "id" | "dealId" | "clientId" | "number" | "issuedOn" | "currency" | "instalments" | "totalMinor">
>

/** A payment was counted against it. */
export type InvoicePaid = DomainEvent<"InvoicePaid", InvoicePart>

/** A payment, or a part of it, is counted against it no more. */
export type InvoicePaymentReleased = DomainEvent<
  "InvoicePaymentReleased",
  InvoicePart & {
    /** Day of the refund or credit note that freed it; null where it was counted wrongly, and so on no day. */
    readonly freedOn: FreedPart["freedOn"] | null
  }
>

/** A part of it was given up. */
export type InvoiceWrittenOff = DomainEvent<"InvoiceWrittenOff", WriteOff>

/** A part of it was taken back by a credit note. */
export type InvoiceCredited = DomainEvent<"InvoiceCredited", CreditNote>

/** Instalments got another day: by a fact they waited for (none again where it was undone), or by agreement. */
export type InvoiceDueSet = DomainEvent<
  "InvoiceDueSet",
  {
    readonly because: DueOffset["from"] | "agreement"
    /** Day of the fact; null where it was undone, or there is none. */
    readonly happenedOn: CalendarDate | null
    /** The new days, by the instalments' numbers. */
    readonly due: ReadonlyArray<Pick<Instalment, "no" | "dueOn">>
  }
>

/** The client promised to pay. */
export type InvoicePromised = DomainEvent<"InvoicePromised", PaymentPromise>

/** A promise is over: kept, broken, replaced by another, or void, since nothing is left that could be paid. */
export type InvoicePromiseClosed = DomainEvent<
  "InvoicePromiseClosed",
  { readonly outcome: "kept" | "broken" | "replaced" | "void"; readonly closedOn: CalendarDate }
>

/** The client disputes it. */
export type InvoiceDisputed = DomainEvent<
  "InvoiceDisputed",
  { readonly disputedOn: CalendarDate; readonly disputeReasonId: string }
>

/** The dispute is over. */
export type InvoiceDisputeResolved = DomainEvent<"InvoiceDisputeResolved", { readonly resolvedOn: CalendarDate }>

/** A reminder has fallen due: the action for whoever sends it, written exactly once. */
export type InvoiceReminderDue = DomainEvent<"InvoiceReminderDue", DueReminder>

/** It is settled anew when it next asks for something. */
export type InvoiceRemindersPlanned = DomainEvent<
  "InvoiceRemindersPlanned",
  { readonly nextReminderAt: Instant | null }
>

/** Everything that can happen to an invoice. */
export type InvoiceEvent =
  | InvoiceIssued
  | InvoicePaid
  | InvoicePaymentReleased
  | InvoiceWrittenOff
  | InvoiceCredited
  | InvoiceDueSet
  | InvoicePromised
  | InvoicePromiseClosed
  | InvoiceDisputed
  | InvoiceDisputeResolved
  | InvoiceReminderDue
  | InvoiceRemindersPlanned

/** What of an invoice says how much of it is open. */
export interface InvoiceBalance<Part extends InstalmentBalance = InstalmentBalance> extends Pick<
  Invoice,
  "paidMinor" | "writtenOffMinor" | "creditedMinor"
> {
  /** Instalments by day, those without one last. */
  readonly instalments: ReadonlyArray<Part>
}

/** What of an instalment says when how much is due. */
export type InstalmentBalance = Pick<Instalment, "dueOn" | "amountMinor">

const nothing = {
  shippedOn: null,
  documentedOn: null,
  paidMinor: 0,
  writtenOffMinor: 0,
  creditedMinor: 0,
  writeOffs: [],
  credits: [],
  paidBy: [],
  freed: [],
  promise: null,
  promisesKept: 0,
  promisesBroken: 0,
  disputedOn: null,
  disputeReasonId: null,
  reminded: [],
  nextReminderAt: null,
}

/** Parts of an invoice, one for each payment, with one added or taken off. */
export const paidBy = (
  parts: ReadonlyArray<InvoicePart>,
  change: InvoicePart,
  sign: 1 | -1,
): ReadonlyArray<InvoicePart> => {
  const at = parts.findIndex(({ paymentId }) => paymentId === change.paymentId)
  const before = parts[at]
  if (before === undefined) return [...parts, change]
  const part = { ...before, amountMinor: before.amountMinor + sign * change.amountMinor }
  return part.amountMinor === 0 ? parts.toSpliced(at, 1) : parts.with(at, part)
}

/** By day, those without one last, and by number among equals. */
export const byDueDay = (left: Pick<Instalment, "dueOn" | "no">, right: Pick<Instalment, "dueOn" | "no">): number => {
  if (left.dueOn === right.dueOn) return left.no - right.no
  if (left.dueOn === null || right.dueOn === null) return left.dueOn === null ? 1 : -1
  return left.dueOn < right.dueOn ? -1 : 1
}

const dueSet = (invoice: Invoice, { because, happenedOn, due }: InvoiceDueSet["payload"]): Invoice => {
  const days = new Map(due.map(({ no, dueOn }) => [no, dueOn]))
  const instalments = invoice.instalments
    .map((instalment) => {
      const dueOn = days.get(instalment.no)
      if (dueOn === undefined) return instalment
      // What was agreed waits for no fact any more: none moves it, and none takes it back.
      return { ...instalment, dueOn, offset: because === "agreement" ? null : instalment.offset }
    })
    .toSorted(byDueDay)
  return {
    ...invoice,
    instalments,
    shippedOn: because === "shipment" ? happenedOn : invoice.shippedOn,
    documentedOn: because === "document" ? happenedOn : invoice.documentedOn,
  }
}

/** A promise without money from before it that was counted wrongly, and so had not come in when it was made. */
const promiseWithout = (promise: PaymentPromise | null, { paidOn, amountMinor }: InvoicePart): PaymentPromise | null =>
  promise === null || paidOn >= promise.madeOn
    ? promise
    : { ...promise, paidBeforeMinor: Math.max(0, promise.paidBeforeMinor - amountMinor) }

/** Invoices as a kind of record. */
export const invoiceAggregate: Aggregate<Invoice, InvoiceEvent, "dealId" | "clientId" | "number" | "nextReminderAt"> = {
  kind: "invoice",
  indexes: ["dealId", "clientId", "number", "nextReminderAt"],
  indexKinds: { nextReminderAt: "instant" },
  ownership: { through: "dealId", kind: "deal", field: "ownerId" },
  evolve: (before, event, { version, occurredAt }) => {
    if (event.type === "InvoiceIssued") {
      return { ...event.payload, ...nothing, version, textsVersion: 0, changedAt: occurredAt }
    }
    // Streams begin with InvoiceIssued: the write path numbers events, and rebuilds are verified.
    const invoice = { ...(before as Invoice), version, changedAt: occurredAt }
    switch (event.type) {
      case "InvoicePaid":
        return {
          ...invoice,
          paidMinor: invoice.paidMinor + event.payload.amountMinor,
          paidBy: paidBy(invoice.paidBy, event.payload, 1),
        }
      case "InvoicePaymentReleased": {
        const { freedOn, ...part } = event.payload
        return {
          ...invoice,
          paidMinor: invoice.paidMinor - part.amountMinor,
          paidBy: paidBy(invoice.paidBy, part, -1),
          freed: freedOn === null ? invoice.freed : [...invoice.freed, { ...part, freedOn }],
          promise: freedOn === null ? promiseWithout(invoice.promise, part) : invoice.promise,
        }
      }
      case "InvoiceWrittenOff":
        return {
          ...invoice,
          writtenOffMinor: invoice.writtenOffMinor + event.payload.amountMinor,
          writeOffs: [...invoice.writeOffs, event.payload],
        }
      case "InvoiceCredited":
        return {
          ...invoice,
          creditedMinor: invoice.creditedMinor + event.payload.amountMinor,
          credits: [...invoice.credits, event.payload],
        }
      case "InvoiceDueSet":
        return dueSet(invoice, event.payload)
      case "InvoicePromised":
        return { ...invoice, promise: event.payload }
      case "InvoicePromiseClosed": {
        const { outcome } = event.payload
        return {
          ...invoice,
          promise: null,
          promisesKept: invoice.promisesKept + (outcome === "kept" ? 1 : 0),
          promisesBroken: invoice.promisesBroken + (outcome === "broken" ? 1 : 0),
        }
      }
      case "InvoiceDisputed":
        return { ...invoice, ...event.payload }
      case "InvoiceDisputeResolved":
        return { ...invoice, disputedOn: null, disputeReasonId: null }
      case "InvoiceReminderDue": {
        const { no, dueOn, stepId, passedOver } = event.payload
        const steps = [...passedOver, stepId].map((id) => ({ no, dueOn, stepId: id }))
        return { ...invoice, reminded: [...invoice.reminded, ...steps] }
      }
      case "InvoiceRemindersPlanned":
        return { ...invoice, nextReminderAt: event.payload.nextReminderAt }
    }
  },
}

/**
 * Whether credit notes took all of an invoice back: it asks for nothing, and nothing was sold by it.
 *
 * @param invoice - its sums, minor units of its currency
 */
export const isTakenBack = ({ totalMinor, creditedMinor }: Pick<Invoice, "totalMinor" | "creditedMinor">): boolean =>
  creditedMinor === totalMinor

/**
 * What is open of an invoice: the total less what is paid, written off and credited.
 *
 * @param invoice - its sums, minor units of its currency, each 0 or more
 * @returns minor units, 0 or more: no command counts more than the total
 * @example
 * ```ts
 * import { openMinorOf } from "@salesdept/core/settlement/receivables"
 *
 * openMinorOf({ totalMinor: 100_000_00, paidMinor: 60_000_00, writtenOffMinor: 0, creditedMinor: 5_000_00 }) // 3500000
 * ```
 */
export const openMinorOf = (
  invoice: Pick<Invoice, "totalMinor" | "paidMinor" | "writtenOffMinor" | "creditedMinor">,
): number => invoice.totalMinor - invoice.paidMinor - invoice.writtenOffMinor - invoice.creditedMinor

/** An instalment with what is still open of it. */
export type OpenInstalment<Part extends InstalmentBalance = Instalment> = Part & {
  /** Still to be paid, minor units, above 0. */
  readonly openMinor: number
}

/**
 * What is still open, by instalment: payments, write-offs and credit notes fill the instalments in the order of their days,
 * those without a day last.
 *
 * @param invoice - what settles it, minor units, and its instalments in the order in which they are filled
 * @returns the instalments with something open, in the order given
 * @example
 * ```ts
 * import { openInstalments } from "@salesdept/core/settlement/receivables"
 *
 * const [advance, rest] = [{ dueOn: "2026-03-31", amountMinor: 60_000_00 }, { dueOn: "2026-04-30", amountMinor: 40_000_00 }]
 * openInstalments({ paidMinor: 70_000_00, writtenOffMinor: 0, creditedMinor: 0, instalments: [advance, rest] })
 * // [{ dueOn: "2026-04-30", amountMinor: 4000000, openMinor: 3000000 }]
 * ```
 */
export const openInstalments = <Part extends InstalmentBalance>(
  invoice: InvoiceBalance<Part>,
): ReadonlyArray<OpenInstalment<Part>> => {
  let settled = invoice.paidMinor + invoice.writtenOffMinor + invoice.creditedMinor
  const open: Array<OpenInstalment<Part>> = []
  for (const instalment of invoice.instalments) {
    const covered = Math.min(settled, instalment.amountMinor)
    settled -= covered
    if (covered < instalment.amountMinor) open.push({ ...instalment, openMinor: instalment.amountMinor - covered })
  }
  return open
}

/**
 * What was due before a day and is not paid, minor units: an instalment is overdue from the day after it was due,
 * never while it has no day.
 *
 * @param invoice - what settles it, minor units, and its instalments in the order in which they are filled
 * @param on - the day; what is due on it is not overdue yet
 * @returns minor units of the invoice's currency, 0 or more
 * @example
 * ```ts
 * import { overdueMinor } from "@salesdept/core/settlement/receivables"
 *
 * const instalments = [{ dueOn: "2026-03-31", amountMinor: 60_000_00 }, { dueOn: "2026-04-30", amountMinor: 40_000_00 }]
 * const invoice = { paidMinor: 10_000_00, writtenOffMinor: 0, creditedMinor: 0, instalments }
 * overdueMinor(invoice, "2026-03-31") // 0
 * overdueMinor(invoice, "2026-04-01") // 5000000
 * ```
 */
export const overdueMinor = (invoice: InvoiceBalance, on: CalendarDate): number => {
  let sum = 0
  for (const { dueOn, openMinor } of openInstalments(invoice)) if (dueOn !== null && dueOn < on) sum += openMinor
  return sum
}

/** How an invoice stands: each flag is a fact of its own, and an invoice may be partly paid and overdue at once. */
export interface InvoiceFlags {
  /** Something is paid, and something is open. */
  readonly isPartlyPaid: boolean
  /** At least one instalment was due before the day and is open. */
  readonly isOverdue: boolean
  /** Nothing is open: all of it is paid, credited or written off. */
  readonly isSettled: boolean
  /** All that was not credited is paid, and nothing was written off. */
  readonly isPaidInFull: boolean
}

/**
 * The flags of an invoice on a day.
 *
 * @param invoice - what settles it, minor units, and its instalments in the order in which they are filled
 * @param on - the day; what is due on it is not overdue yet
 * @example
 * ```ts
 * import { invoiceFlags } from "@salesdept/core/settlement/receivables"
 *
 * const instalments = [{ dueOn: "2026-03-31", amountMinor: 60_000_00 }]
 * const invoice = { paidMinor: 10_000_00, writtenOffMinor: 0, creditedMinor: 0, instalments }
 * invoiceFlags(invoice, "2026-04-01")
 * // { isPartlyPaid: true, isOverdue: true, isSettled: false, isPaidInFull: false }
 * ```
 */
export const invoiceFlags = (invoice: InvoiceBalance, on: CalendarDate): InvoiceFlags => {
  const isSettled = openInstalments(invoice).length === 0
  return {
    isPartlyPaid: invoice.paidMinor > 0 && !isSettled,
    isOverdue: overdueMinor(invoice, on) > 0,
    isSettled,
    isPaidInFull: isSettled && invoice.writtenOffMinor === 0,
  }
}
