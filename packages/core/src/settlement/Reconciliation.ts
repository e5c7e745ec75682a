import type { CalendarDate } from "../shared/CalendarDate.ts"
import { addMinor } from "../shared/Money.ts"
import type { DateRange } from "../shared/Period.ts"
import { documentFlags } from "./DocumentMachine.ts"
import type { ClosingDocument } from "./DocumentSchema.ts"
import type { Invoice, Payment } from "./SettlementSchema.ts"

/** By what a debt arises: by the invoice, or by the signed document (as accounting has it). */
export type ReconciliationBasis = "invoices" | "documents"

/** What a line of a statement is about. */
export type ReconciliationKind = "invoice" | "document" | "payment" | "refund" | "creditNote" | "writeOff"

/** A line of a reconciliation statement. */
export interface ReconciliationEntry {
  /** The day it counts on. */
  readonly on: CalendarDate
  /** What it is about. */
  readonly kind: ReconciliationKind
  /** Id of the invoice, document or payment. */
  readonly id: string
  /** The number on its face; null where it has none. */
  readonly number: string | null
  /** What the client owes more by it, minor units; 0 or more. */
  readonly debitMinor: number
  /** What the client owes less by it, minor units; 0 or more. */
  readonly creditMinor: number
}

/** A reconciliation statement (акт сверки): what a client owed, what changed, what it owes. */
export interface ReconciliationStatement {
  /** ISO 4217 code of all amounts; each currency has a statement of its own. */
  readonly currency: string
  /** The period: from (inclusive), to (exclusive). */
  readonly period: DateRange
  /** By what debts arise. */
  readonly basis: ReconciliationBasis
  /** What the client owed before the period, minor units; negative where we owed. */
  readonly openingMinor: number
  /** Lines by day. */
  readonly entries: ReadonlyArray<ReconciliationEntry>
  /** Sum of the debits of the period. */
  readonly debitMinor: number
  /** Sum of its credits. */
  readonly creditMinor: number
  /** What the client owes after it: opening plus debits less credits. */
  readonly closingMinor: number
}

/** The records a client's statement is made of. */
export interface ReconciliationRecords {
  /** The client; with null those of nobody known. */
  readonly clientId: string | null
  /** Its invoices. */
  readonly invoices: ReadonlyArray<Invoice>
  /** Its payments, and those of others that paid its invoices. */
  readonly payments: ReadonlyArray<Payment>
  /** Its closing documents. */
  readonly documents: ReadonlyArray<ClosingDocument>
}

type Line = Omit<ReconciliationEntry, "number"> & Partial<Pick<ReconciliationEntry, "number">>

const debit = (line: Omit<Line, "debitMinor" | "creditMinor">, minor: number): ReconciliationEntry => ({
  number: null,
  ...line,
  debitMinor: minor,
  creditMinor: 0,
})

const credit = (line: Omit<Line, "debitMinor" | "creditMinor">, minor: number): ReconciliationEntry => ({
  number: null,
  ...line,
  debitMinor: 0,
  creditMinor: minor,
})

/**
 * What a payment takes off the debt in one currency: all of the client's own money in it but what was counted against other
 * clients' or other currencies' invoices, and of any other payment what was counted against the client's invoices.
 */
const paidMinor = (
  payment: Payment,
  { clientId }: ReconciliationRecords,
  currency: string,
  inside: ReadonlySet<string>,
): number => {
  const isOwn = payment.clientId === clientId && payment.amount.currency === currency
  return payment.allocations.reduce(
    (sum, part) => {
      if (isOwn) return inside.has(part.invoiceId) ? sum : sum - part.amountMinor
      return inside.has(part.invoiceId) ? sum + part.invoiceMinor : sum
    },
    isOwn ? payment.amount.amountMinor : 0,
  )
}

const debtLines = (
  records: ReconciliationRecords,
  invoices: ReadonlyArray<Invoice>,
  currency: string,
  basis: ReconciliationBasis,
): ReadonlyArray<ReconciliationEntry> => {
  if (basis === "invoices") {
    return invoices.map(({ id, number, issuedOn, totalMinor }) =>
      debit({ on: issuedOn, kind: "invoice", id, number }, totalMinor),
    )
  }
  return records.documents.flatMap((document) => {
    const { id, number, signedOn, amount } = document
    if (!documentFlags(document).isSigned || signedOn === null || amount.currency !== currency) return []
    return [debit({ on: signedOn, kind: "document", id, number }, amount.amountMinor)]
  })
}

/** Whether a debt had arisen by a day: by documents, one that closes the invoice was signed by then. */
const hasArisen = (
  invoice: Invoice,
  on: CalendarDate,
  documents: ReadonlyArray<ClosingDocument>,
  basis: ReconciliationBasis,
): boolean =>
  basis === "invoices" ||
  documents.some(
    (document) =>
      document.dealId === invoice.dealId &&
      (document.invoiceId === null || document.invoiceId === invoice.id) &&
      documentFlags(document).isSigned &&
      document.signedOn !== null &&
      document.signedOn <= on,
  )

const entriesOf = (
  records: ReconciliationRecords,
  currency: string,
  basis: ReconciliationBasis,
): ReadonlyArray<ReconciliationEntry> => {
  const invoices = records.invoices.filter((invoice) => invoice.currency === currency)
  const inside = new Set<string>(invoices.map(({ id }) => id))
  const reductions = invoices.flatMap((invoice) => {
    const { id, number, credits, writeOffs } = invoice
    return [
      ...credits
        .filter(({ creditedOn }) => hasArisen(invoice, creditedOn, records.documents, basis))
        .map(({ creditedOn, amountMinor }) => credit({ on: creditedOn, kind: "creditNote", id, number }, amountMinor)),
      ...writeOffs
        .filter(({ writtenOffOn }) => hasArisen(invoice, writtenOffOn, records.documents, basis))
        .map(({ writtenOffOn, amountMinor }) =>
          credit({ on: writtenOffOn, kind: "writeOff", id, number }, amountMinor),
        ),
    ]
  })
  const money = records.payments.flatMap((payment) => {
    const { id, receivedOn, refunds, clientId, amount } = payment
    const minor = paidMinor(payment, records, currency, inside)
    const isOwn = clientId === records.clientId && amount.currency === currency
    return [
      ...(minor === 0 ? [] : [credit({ on: receivedOn, kind: "payment", id }, minor)]),
      ...(isOwn ? refunds : []).map(({ refundedOn, amountMinor }) =>
        debit({ on: refundedOn, kind: "refund", id }, amountMinor),
      ),
    ]
  })
  return [...debtLines(records, invoices, currency, basis), ...reductions, ...money].toSorted((left, right) => {
    if (left.on !== right.on) return left.on < right.on ? -1 : 1
    return left.id < right.id ? -1 : left.id > right.id ? 1 : 0
  })
}

const sumOf = (entries: ReadonlyArray<ReconciliationEntry>, side: "debitMinor" | "creditMinor"): number =>
  entries.reduce((sum, entry) => addMinor(sum, entry[side]), 0)

/**
 * The reconciliation statement of a client for a period, made from facts: it opens with what every earlier fact comes to, and
 * closes with the opening of the period after it. By invoices and over all time, it closes with what is open of the client's
 * invoices less what is unallocated of its payments.
 *
 * Allocations count as they stand now: where money was converted, or paid for another client, its line in both statements stands on
 * the day it came in, and goes from both where it is released or refunded.
 * By documents, credit notes and write-offs count from the day on which a document of theirs was signed.
 *
 * @param records - the client's records
 * @param period - from (inclusive), to (exclusive)
 * @param currency - ISO 4217 code of the statement; records in others are passed over
 * @param basis - by what a debt arises
 * @throws AmountUnsafe where a sum passes 2^53−1
 * @example
 * ```ts
 * import { memory, presets, salesDept } from "@salesdept/core/promise"
 * import { reconciliation } from "@salesdept/core/settlement/receivables"
 *
 * const department = presets.servicesWithActs({ timeZone: "Europe/Moscow", currency: "RUB" })
 * const { deals, invoices } = (await salesDept({ store: memory(), department })).tenant("shop-17").as("user:42")
 * const { deal } = await deals.open({ title: "Audit" })
 * const instalments = [{ dueOn: "2026-03-31", amountMinor: 60_000_00 }]
 * const { invoice } = await invoices.issue({ dealId: deal.id, issuedOn: "2026-03-01", currency: "RUB", instalments })
 * const records = { clientId: null, invoices: [invoice], payments: [], documents: [] }
 * const march = reconciliation(records, { from: "2026-03-01", to: "2026-04-01" }, "RUB", "invoices")
 * march.closingMinor // 6000000
 * ```
 */
export const reconciliation = (
  records: ReconciliationRecords,
  period: DateRange,
  currency: string,
  basis: ReconciliationBasis,
): ReconciliationStatement => {
  const all = entriesOf(records, currency, basis)
  const earlier = all.filter(({ on }) => on < period.from)
  const entries = all.filter(({ on }) => on >= period.from && on < period.to)
  const openingMinor = addMinor(sumOf(earlier, "debitMinor"), -sumOf(earlier, "creditMinor"))
  const [debitMinor, creditMinor] = [sumOf(entries, "debitMinor"), sumOf(entries, "creditMinor")]
  const closingMinor = addMinor(openingMinor, addMinor(debitMinor, -creditMinor))
  return { currency, period, basis, openingMinor, entries, debitMinor, creditMinor, closingMinor }
}
