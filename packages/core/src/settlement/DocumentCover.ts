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
): ReadonlyArray<Money> =>
  invoices.flatMap(({ id, totalMinor, creditedMinor }) => {
    const own = signed.filter(({ invoiceId }) => invoiceId === id)
    const explained = own.find(({ difference }) => difference !== null && difference.differenceMinor < 0)
    const amountMinor = own.reduce((left, { amount }) => left - amount.amountMinor, totalMinor - creditedMinor)
    return explained === undefined || amountMinor <= 0 ? [] : [{ ...explained.amount, amountMinor }]
  })

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
