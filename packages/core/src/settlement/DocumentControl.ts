import type { CalendarDate } from "../shared/CalendarDate.ts"
import { daysBetween } from "../shared/CalendarDate.ts"
import type { ClientId, ClosingDocumentId, DealId, RepId } from "../shared/Ids.ts"
import { addMinor } from "../shared/Money.ts"
import type { Money } from "../shared/Money.ts"
import { explainedShortfalls } from "./DocumentCover.ts"
import { documentFlags } from "./DocumentMachine.ts"
import type { ClosingDocument } from "./DocumentSchema.ts"
import type { Invoice, Payment } from "./SettlementSchema.ts"

/** What of a deal the two lists show. */
export interface SettledDeal {
  /** The deal. */
  readonly id: DealId
  /** Who answers for it; null where nobody does. */
  readonly ownerId: RepId | null
  /** Its client. */
  readonly clientId: ClientId | null
  /** Open, won or lost; taken as not lost where left out. What a document of a lost deal leaves out comes no more, whatever it explains. */
  readonly outcome?: "open" | "won" | "lost" | undefined
}

/** A deal of which money and documents do not meet, in one currency. */
export interface DocumentGap {
  /** The deal. */
  readonly dealId: DealId
  /** Who answers for it; null where nobody does. */
  readonly ownerId: RepId | null
  /** Its client. */
  readonly clientId: ClientId | null
  /** By how much the one passes the other, above 0. */
  readonly amount: Money
  /** Since when: the day on which it first did. */
  readonly since: CalendarDate
  /** Whole days since then. */
  readonly ageDays: number
  /** Documents of the deal that are drawn up and not signed: what to push. */
  readonly unsignedIds: ReadonlyArray<ClosingDocumentId>
}

interface Entry {
  readonly on: CalendarDate
  readonly amountMinor: number
}

const byDay = (left: Entry, right: Entry): number => (left.on < right.on ? -1 : left.on > right.on ? 1 : 0)

const sumOf = (entries: ReadonlyArray<Entry>): number =>
  entries.reduce((sum, { amountMinor }) => addMinor(sum, amountMinor), 0)

/** The day on which entries, by day, first summed past an amount; null where they do not. */
const passedOn = (entries: ReadonlyArray<Entry>, amountMinor: number): CalendarDate | null => {
  let sum = 0
  for (const entry of entries.toSorted(byDay)) {
    sum = addMinor(sum, entry.amountMinor)
    if (sum > amountMinor) return entry.on
  }
  return null
}

interface Sides {
  readonly paid: Array<Entry>
  /** What was given up: it will not be paid. */
  readonly writtenOff: Array<Entry>
  /** What credit notes took back. */
  readonly credited: Array<Entry>
  /** What invoices ask for without that. */
  readonly invoiced: Array<Entry>
  readonly documented: Array<Entry>
  /** What signed documents knowingly leave out of their invoices. */
  readonly explained: Array<number>
}

/** Both sides of a deal by currency. */
const sidesOf = (
  invoices: ReadonlyArray<Invoice>,
  documents: ReadonlyArray<ClosingDocument>,
  payments: ReadonlyArray<BesidePayment>,
  outcome: SettledDeal["outcome"],
): ReadonlyMap<string, Sides> => {
  const byCurrency = new Map<string, Sides>()
  const none = (): Sides => ({ paid: [], writtenOff: [], credited: [], invoiced: [], documented: [], explained: [] })
  const of = (currency: string): Sides => {
    const sides = byCurrency.get(currency) ?? none()
    byCurrency.set(currency, sides)
    return sides
  }
  for (const { currency, issuedOn, totalMinor, creditedMinor, paidBy, writeOffs, credits } of invoices) {
    const { paid, writtenOff, credited, invoiced } = of(currency)
    invoiced.push({ on: issuedOn, amountMinor: totalMinor - creditedMinor })
    for (const { paidOn, amountMinor } of paidBy) paid.push({ on: paidOn, amountMinor })
    for (const { writtenOffOn, amountMinor } of writeOffs) writtenOff.push({ on: writtenOffOn, amountMinor })
    for (const { creditedOn, amountMinor } of credits) credited.push({ on: creditedOn, amountMinor })
  }
  for (const { amount, receivedOn, unallocatedMinor } of payments) {
    if (unallocatedMinor > 0) of(amount.currency).paid.push({ on: receivedOn, amountMinor: unallocatedMinor })
  }
  const signed = documents.filter((document) => documentFlags(document).isSigned)
  for (const { amount, signedOn } of signed) {
    if (signedOn !== null) of(amount.currency).documented.push({ on: signedOn, amountMinor: amount.amountMinor })
  }
  for (const { amountMinor, currency } of outcome === "lost" ? [] : explainedShortfalls(signed, invoices)) {
    of(currency).explained.push(amountMinor)
  }
  return byCurrency
}

const grouped = <Row extends { readonly dealId: DealId | null }>(
  rows: Iterable<Row>,
): ReadonlyMap<DealId, ReadonlyArray<Row>> => {
  const groups = new Map<DealId, Array<Row>>()
  for (const row of rows) {
    if (row.dealId === null) continue
    const group = groups.get(row.dealId)
    if (group === undefined) groups.set(row.dealId, [row])
    else group.push(row)
  }
  return groups
}

/** What of a payment the lists read. */
export type BesidePayment = Pick<Payment, "amount" | "dealId" | "receivedOn" | "unallocatedMinor">

/** Everything the lists are made of, in any order. */
export interface DocumentControlInput {
  /** The deals to look at. */
  readonly deals: Iterable<SettledDeal>
  /** Invoices; those of other deals are passed over. */
  readonly invoices: Iterable<Invoice>
  /** Closing documents, likewise. */
  readonly documents: Iterable<ClosingDocument>
  /** Payments, of which what is counted against no invoice is money for the deal they name; none where left out. */
  readonly payments?: Iterable<BesidePayment>
}

const gaps = (
  { deals, invoices, documents, payments = [] }: DocumentControlInput,
  today: CalendarDate,
  gapOf: (sides: Sides) => { readonly amountMinor: number; readonly since: CalendarDate | null },
): ReadonlyArray<DocumentGap> => {
  const [invoicesOf, documentsOf, paymentsOf] = [grouped(invoices), grouped(documents), grouped(payments)]
  const rows: Array<DocumentGap> = []
  for (const { id, ownerId, clientId, outcome } of deals) {
    const own = documentsOf.get(id) ?? []
    const sidesByCurrency = sidesOf(invoicesOf.get(id) ?? [], own, paymentsOf.get(id) ?? [], outcome)
    for (const [currency, sides] of sidesByCurrency) {
      const { amountMinor, since } = gapOf(sides)
      if (amountMinor <= 0 || since === null) continue
      rows.push({
        dealId: id,
        ownerId,
        clientId,
        amount: { amountMinor, currency },
        since,
        ageDays: daysBetween(since, today),
        unsignedIds: own.filter((one) => documentFlags(one).isLive && one.signedOn === null).map((one) => one.id),
      })
    }
  }
  return rows.toSorted(
    (left, right) =>
      right.ageDays - left.ageDays || (left.dealId < right.dealId ? -1 : left.dealId > right.dealId ? 1 : 0),
  )
}

/**
 * Deals that are paid, and no signed document proves what for: the oldest first. In each currency, what was paid past the sum
 * of the signed documents that were not revoked, and what those of an invoice knowingly leave out of it, since the payment that passed it;
 * money for a deal that no invoice asks for counts too. Of a lost deal what they leave out comes no more: money for it is listed.
 *
 * @param input - deals, invoices, documents and payments
 * @param today - the day ages are counted to; every record is read as it stands, later ones too
 * @throws AmountUnsafe where a sum passes 2^53−1
 * @example
 * ```ts
 * import { memory, presets, salesDept } from "@salesdept/core/promise"
 * import { paidNotDocumented } from "@salesdept/core/settlement/receivables"
 *
 * const department = presets.servicesWithActs({ timeZone: "Europe/Moscow", currency: "RUB" })
 * const { deals, invoices, payments } = (await salesDept({ store: memory(), department })).tenant("shop-17").as("user:42")
 * const { deal } = await deals.open({ title: "Audit" })
 * const instalments = [{ dueOn: "2026-03-31", amountMinor: 60_000_00 }]
 * const { invoice } = await invoices.issue({ dealId: deal.id, issuedOn: "2026-03-01", currency: "RUB", instalments })
 * const amount = { amountMinor: 60_000_00, currency: "RUB" }
 * const paid = await payments.receive({ invoiceId: invoice.id, amount, receivedOn: "2026-03-10" })
 * const gaps = paidNotDocumented({ deals: [deal], invoices: paid.invoices, documents: [] }, "2026-03-31")
 * gaps.map((gap) => [gap.amount.amountMinor, gap.since, gap.ageDays]) // [[6000000, "2026-03-10", 21]]
 * ```
 */
export const paidNotDocumented = (input: DocumentControlInput, today: CalendarDate): ReadonlyArray<DocumentGap> =>
  gaps(input, today, ({ paid, documented, explained }) => {
    const documentedMinor = explained.reduce(addMinor, sumOf(documented))
    return { amountMinor: sumOf(paid) - documentedMinor, since: passedOn(paid, documentedMinor) }
  })

/**
 * Deals whose documents are signed, and the money is not there: the oldest first. In each currency, what signed documents
 * state past what was paid, credited and written off, since the signature that passed it. A credit note counts as far as documents state
 * more than invoices ask for with it: where they were signed for what it left, or another invoice took the place of the credited one, it
 * took nothing off them.
 *
 * @param input - deals, invoices, documents and payments
 * @param today - the day ages are counted to; every record is read as it stands, later ones too
 * @throws AmountUnsafe where a sum passes 2^53−1
 * @example
 * ```ts
 * import { memory, presets, salesDept } from "@salesdept/core/promise"
 * import { documentedNotPaid } from "@salesdept/core/settlement/receivables"
 *
 * const department = presets.servicesWithActs({ timeZone: "Europe/Moscow", currency: "RUB" })
 * const { deals, documents } = (await salesDept({ store: memory(), department })).tenant("shop-17").as("user:42")
 * const { deal } = await deals.open({ title: "Audit" })
 * const amount = { amountMinor: 60_000_00, currency: "RUB" }
 * const act = await documents.draft({ dealId: deal.id, kind: "serviceAct", amount, draftedOn: "2026-03-09" })
 * const { document } = await documents.sign({ documentId: act.document.id, signedOn: "2026-03-10" })
 * const gaps = documentedNotPaid({ deals: [deal], invoices: [], documents: [document] }, "2026-03-31")
 * gaps.map((gap) => [gap.amount.amountMinor, gap.since, gap.ageDays]) // [[6000000, "2026-03-10", 21]]
 * ```
 */
export const documentedNotPaid = (input: DocumentControlInput, today: CalendarDate): ReadonlyArray<DocumentGap> =>
  gaps(input, today, ({ paid, writtenOff, credited, invoiced, documented }) => {
    const documentedMinor = sumOf(documented)
    const creditedMinor = Math.min(sumOf(credited), Math.max(documentedMinor - sumOf(invoiced), 0))
    const settledMinor = addMinor(sumOf(paid), addMinor(sumOf(writtenOff), creditedMinor))
    return { amountMinor: documentedMinor - settledMinor, since: passedOn(documented, settledMinor) }
  })
