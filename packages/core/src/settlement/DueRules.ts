import type { Recorded } from "../journal/Decision.ts"
import type { Read } from "../journal/Work.ts"
import { byId, where } from "../journal/Work.ts"
import type { CommandContext } from "../ports/command/CommandContext.ts"
import type { CalendarDate } from "../shared/CalendarDate.ts"
import type { WorkCalendar } from "../shared/WorkCalendar.ts"
import { closingDocumentAggregate } from "./ClosingDocument.ts"
import { documentFlags } from "./DocumentMachine.ts"
import type { ClosingDocument } from "./DocumentSchema.ts"
import { dueDay, settlementCalendar } from "./DueDay.ts"
import type { InvoiceDueSet } from "./Invoice.ts"
import { invoiceAggregate } from "./Invoice.ts"
import { changeInvoice, rulesInForce } from "./InvoiceRules.ts"
import type { DueOffset, Invoice } from "./SettlementSchema.ts"

/** The days that a fact gives to the instalments that wait for it; with null, the days it gave are taken back. */
export const dueSetBy = (
  invoice: Invoice,
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

/** Whether a document is a fact for an invoice: it names the invoice, or closes the whole deal. */
const concerns = (document: ClosingDocument, invoice: Invoice): boolean =>
  document.invoiceId === null || document.invoiceId === invoice.id

/**
 * What a signature does to the invoices that wait for a document: the first document the client signs gives the days; when
 * it is revoked (`signedOn` null), the next one still signed does, or none.
 */
export function* dueByDocument(
  document: ClosingDocument,
  signedOn: CalendarDate | null,
  context: CommandContext,
): Generator<Read, ReadonlyArray<Recorded<Invoice>>, unknown> {
  const named = document.invoiceId === null ? null : yield* byId(invoiceAggregate, document.invoiceId)
  const all = named === null ? yield* where(invoiceAggregate, "dealId", [document.dealId]) : [named]
  // One whose days were agreed since waits no more, and was documented all the same.
  const waiting = all.filter(
    ({ documentedOn, instalments }) =>
      documentedOn !== null || instalments.some(({ offset }) => offset?.from === "document"),
  )
  if (waiting.length === 0) return []
  const others = (yield* where(closingDocumentAggregate, "dealId", [document.dealId])).filter(
    (other) => other.id !== document.id && documentFlags(other).isSigned,
  )
  const rules = yield* rulesInForce(context)
  const calendar = settlementCalendar(rules.policy)
  return waiting.flatMap((invoice) => {
    const days = others.flatMap((other) =>
      concerns(other, invoice) && other.signedOn !== null ? [other.signedOn] : [],
    )
    const [first = null] = (signedOn === null ? days : [...days, signedOn]).toSorted()
    if (first === invoice.documentedOn) return []
    const event = dueSetBy(invoice, "document", first, calendar)
    return [changeInvoice(invoice, [event], rules, context)]
  })
}
