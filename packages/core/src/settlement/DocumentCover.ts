import type { InvoiceId } from "../shared/Ids.ts"
import type { Money } from "../shared/Money.ts"
import type { ClosingDocument } from "./DocumentSchema.ts"
import type { Invoice } from "./SettlementSchema.ts"

/** What of a signed document says how much it settles. */
type Covering = Pick<ClosingDocument, "invoiceId" | "amount" | "difference">

/** What of an invoice says how much there is to settle. */
type Covered = Pick<Invoice, "id" | "totalMinor" | "creditedMinor">

/**
 * What signed documents knowingly leave out of their invoices, one amount for each invoice of which a document explains that it states less:
 * by how much all of them state less than it asks for by now. What a credit note took back since is left out of nothing, and several parts of
 * one invoice leave out what they do together.
 *
 * @param signed - signed documents
 * @param invoices - their invoices, in any order; others may be among them
 */
export const explainedShortfalls = (
  signed: ReadonlyArray<Covering>,
  invoices: ReadonlyArray<Covered>,
): ReadonlyArray<Money> => {
  const statedMinor = new Map<InvoiceId, number>()
  const explained = new Map<InvoiceId, string>()
  for (const { invoiceId, amount, difference } of signed) {
    if (invoiceId === null) continue
    statedMinor.set(invoiceId, (statedMinor.get(invoiceId) ?? 0) + amount.amountMinor)
    if (difference !== null && difference.differenceMinor < 0) explained.set(invoiceId, amount.currency)
  }
  if (explained.size === 0) return []
  return invoices.flatMap(({ id, totalMinor, creditedMinor }) => {
    const currency = explained.get(id)
    const amountMinor = totalMinor - creditedMinor - (statedMinor.get(id) ?? 0)
    return currency === undefined || amountMinor <= 0 ? [] : [{ amountMinor, currency }]
  })
}

/**
 * How much of what was sold signed documents settle: the sum of each, and what those of an invoice knowingly leave out of it. A difference
 * that is explained speaks for its own invoice, never for what no document is there for.
 *
 * @param signed - signed documents
 * @param invoices - their invoices, in any order; others may be among them
 * @returns amounts to be added up
 */
export const coveredAmounts = (
  signed: ReadonlyArray<Covering>,
  invoices: ReadonlyArray<Covered>,
): ReadonlyArray<Money> => [...signed.map(({ amount }) => amount), ...explainedShortfalls(signed, invoices)]
