import type { RecordCorrected } from "../journal/Correction.ts"
import type { Recorded } from "../journal/Decision.ts"
import type { Read } from "../journal/Work.ts"
import { where } from "../journal/Work.ts"
import type { CommandContext } from "../ports/command/CommandContext.ts"
import type { CalendarDate } from "../shared/CalendarDate.ts"
import type { DealId } from "../shared/Ids.ts"
import type { WorkCalendar } from "../shared/WorkCalendar.ts"
import { closingDocumentAggregate } from "./ClosingDocument.ts"
import { documentFlags } from "./DocumentMachine.ts"
import type { ClosingDocument } from "./DocumentSchema.ts"
import { documentedDay } from "./DocumentedDay.ts"
import { daysFound, dueDay, settlementCalendar } from "./DueDay.ts"
import type { InvoiceDueSet, InvoiceIssued } from "./Invoice.ts"
import { invoiceAggregate } from "./Invoice.ts"
import { changeInvoice, rulesInForce } from "./InvoiceRules.ts"
import type { DueOffset, Invoice } from "./SettlementSchema.ts"

/** The days that a fact gives to the instalments that wait for it; with null, the days it gave are taken back. */
export const dueSetBy = (
  invoice: Pick<Invoice, "instalments">,
  from: DueOffset["from"],
  happenedOn: CalendarDate | null,
  calendar: WorkCalendar | null,
): InvoiceDueSet => ({
  type: "InvoiceDueSet",
  payload: {
    because: from,
    happenedOn,
    due: invoice.instalments.flatMap(({ no, offset }) =>
      offset?.from === from ? [{ no, dueOn: happenedOn === null ? null : dueDay(offset, happenedOn, calendar) }] : [],
    ),
  },
})

const facts: ReadonlyArray<DueOffset["from"]> = ["shipment", "document"]

/**
 * The days of instalments whose fact has happened when the calendar did not reach that far, by one that does.
 *
 * @param invoice - the invoice
 * @param calendar - the calendar of working days
 */
export const dueFound = (invoice: Invoice, calendar: WorkCalendar | null): ReadonlyArray<InvoiceDueSet> =>
  facts.flatMap((because): ReadonlyArray<InvoiceDueSet> => {
    const due = daysFound(invoice, because, calendar)
    const happenedOn = because === "shipment" ? invoice.shippedOn : invoice.documentedOn
    return due.length === 0 ? [] : [{ type: "InvoiceDueSet", payload: { because, happenedOn, due } }]
  })

/**
 * A deal of which nobody issues an invoice and nobody signs or revokes a document while what gives its invoices their days is read: neither
 * changes what the other has read.
 *
 * @param dealId - the deal
 */
export const aloneWithDeal = (dealId: DealId) => [{ kind: "deal", id: dealId }]

/**
 * Whether an invoice waits for a document.
 *
 * @param invoice - its instalments
 */
export const waitsForDocument = ({ instalments }: Pick<InvoiceIssued["payload"], "instalments">): boolean =>
  instalments.some(({ offset }) => offset?.from === "document")

function* signedOf(dealId: DealId): Generator<Read, ReadonlyArray<ClosingDocument>, unknown> {
  const documents = yield* where(closingDocumentAggregate, "dealId", [dealId])
  return documents.filter((document) => documentFlags(document).isSigned)
}

/**
 * The days of a new invoice that waits for a document, where what counts for it was signed before it was recorded; null where it waits.
 *
 * @param invoice - the invoice as it is issued
 * @param calendar - the calendar of working days
 */
export function* dueAtOnce(
  invoice: InvoiceIssued["payload"],
  calendar: WorkCalendar | null,
): Generator<Read, InvoiceDueSet | null, unknown> {
  if (!waitsForDocument(invoice)) return null
  const signed = yield* signedOf(invoice.dealId)
  if (signed.length === 0) return null
  const invoices = yield* where(invoiceAggregate, "dealId", [invoice.dealId])
  const first = documentedDay({ ...invoice, creditedMinor: 0 }, invoices, signed)
  return first === null ? null : dueSetBy(invoice, "document", first, calendar)
}

/**
 * What a signature does to the invoices that wait for a document: the first document the client signs gives the days; when
 * it is revoked (`signedOn` null), the next one still signed does, or none.
 */
export function* dueByDocument(
  document: ClosingDocument,
  signedOn: CalendarDate | null,
  context: CommandContext,
): Generator<Read, ReadonlyArray<Recorded<Invoice>>, unknown> {
  const invoices = yield* where(invoiceAggregate, "dealId", [document.dealId])
  // One whose days were agreed since waits no more, and was documented all the same.
  const waiting = invoices.filter(
    ({ id, documentedOn, instalments }) =>
      (document.invoiceId === null || document.invoiceId === id) &&
      (documentedOn !== null || instalments.some(({ offset }) => offset?.from === "document")),
  )
  if (waiting.length === 0) return []
  const others = (yield* signedOf(document.dealId)).filter(({ id }) => id !== document.id)
  const signed = signedOn === null ? others : [...others, { ...document, signedOn }]
  const rules = yield* rulesInForce(context)
  const calendar = settlementCalendar(rules.policy)
  return waiting.flatMap((invoice) => {
    const first = documentedDay(invoice, invoices, signed)
    if (first === invoice.documentedOn) return []
    const event = dueSetBy(invoice, "document", first, calendar)
    return [changeInvoice(invoice, [event], rules, context)]
  })
}

/**
 * What a merge of deals does to their invoices: those of the deal that goes are corrected, and one of either that waits for a document gets
 * its day where the other deal has what was signed. Days that are there stay.
 *
 * @param intoId - the deal that stays
 * @param fromId - the deal that goes
 * @param correction - what its records are corrected by
 */
export function* invoicesJoined(
  intoId: DealId,
  fromId: DealId,
  correction: RecordCorrected,
  context: CommandContext,
): Generator<Read, ReadonlyArray<Recorded<Invoice>>, unknown> {
  const invoices = yield* where(invoiceAggregate, "dealId", [intoId, fromId])
  if (invoices.length === 0) return []
  const signed = [...(yield* signedOf(intoId)), ...(yield* signedOf(fromId))]
  const rules = yield* rulesInForce(context)
  const calendar = settlementCalendar(rules.policy)
  return invoices.flatMap((invoice) => {
    const waits = invoice.documentedOn === null && invoice.instalments.some(({ offset }) => offset?.from === "document")
    const day = waits ? documentedDay(invoice, invoices, signed) : null
    const due = day === null ? [] : [dueSetBy(invoice, "document", day, calendar)]
    if (invoice.dealId === fromId) return [changeInvoice(invoice, [correction, ...due], rules, context)]
    const [first] = due
    return first === undefined ? [] : [changeInvoice(invoice, [first], rules, context)]
  })
}
