import type { CalendarDate } from "../shared/CalendarDate.ts"
import type { ClosingDocument, Invoice } from "./SettlementSchema.ts"

/** What of an invoice says which document counts for it. */
type Documented = Pick<Invoice, "id" | "issuedOn" | "currency" | "totalMinor" | "creditedMinor">

const isEarlier = (left: Documented, right: Documented): boolean =>
  left.issuedOn === right.issuedOn ? left.id < right.id : left.issuedOn < right.issuedOn

interface Signed extends Pick<ClosingDocument, "invoiceId" | "amount"> {
  readonly signedOn: CalendarDate
}

/**
 * The days, in order, of signatures from before an invoice under documents of the whole deal that were for it too: as far as what was signed
 * by then passes what the invoices before it ask for. The act of a month that is invoiced does not close the next.
 */
const daysBefore = (
  invoice: Documented,
  invoices: ReadonlyArray<Documented>,
  signed: ReadonlyArray<Signed>,
): ReadonlyArray<CalendarDate> => {
  let askedMinor = 0
  for (const other of invoices) {
    if (other.id === invoice.id || other.currency !== invoice.currency || !isEarlier(other, invoice)) continue
    askedMinor += other.totalMinor - other.creditedMinor
  }
  let signedMinor = 0
  return signed.flatMap(({ invoiceId, amount, signedOn }) => {
    if (signedOn >= invoice.issuedOn || amount.currency !== invoice.currency) return []
    signedMinor += amount.amountMinor
    return invoiceId === null && signedMinor > askedMinor ? [signedOn] : []
  })
}

/**
 * The day on which the client signed what counts for an invoice: the first signature under a document of it, or of its whole deal. One of
 * the deal from before the invoice counts as far as it was not for the invoices before.
 *
 * @param invoice - the invoice
 * @param invoices - those of its deal, in any order; the invoice itself may be among them
 * @param documents - signed documents of its deal that are in force, in any order
 * @returns null where no document counts for it
 */
export const documentedDay = (
  invoice: Documented,
  invoices: ReadonlyArray<Documented>,
  documents: ReadonlyArray<Pick<ClosingDocument, "invoiceId" | "amount" | "signedOn">>,
): CalendarDate | null => {
  const signed = documents
    .flatMap(({ invoiceId, amount, signedOn }): ReadonlyArray<Signed> =>
      signedOn === null ? [] : [{ invoiceId, amount, signedOn }],
    )
    .toSorted((left, right) => (left.signedOn < right.signedOn ? -1 : left.signedOn > right.signedOn ? 1 : 0))
  const since = signed.flatMap(({ invoiceId, signedOn }) =>
    invoiceId === invoice.id || (invoiceId === null && signedOn >= invoice.issuedOn) ? [signedOn] : [],
  )
  return [...since, ...daysBefore(invoice, invoices, signed)].toSorted()[0] ?? null
}
