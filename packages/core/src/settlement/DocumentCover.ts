import type { Money } from "../shared/Money.ts"
import type { ClosingDocument } from "./DocumentSchema.ts"

/**
 * How much of what was sold signed documents settle: the sum of each, and by how much those of an invoice are knowingly less than it. A
 * difference that is explained speaks for its own invoice, never for what no document is there for: several parts of one invoice, each less
 * than it, settle it once.
 *
 * @param signed - signed documents
 * @returns amounts to be added up
 */
export const coveredAmounts = (
  signed: ReadonlyArray<Pick<ClosingDocument, "invoiceId" | "amount" | "difference">>,
): ReadonlyArray<Money> => {
  const byInvoice = new Map<string, { readonly stated: Money; readonly explainedMinor: number }>()
  for (const { invoiceId, amount, difference } of signed) {
    if (invoiceId === null) continue
    const before = byInvoice.get(invoiceId)
    const { currency } = amount
    byInvoice.set(invoiceId, {
      stated: { amountMinor: (before?.stated.amountMinor ?? 0) + amount.amountMinor, currency },
      explainedMinor: Math.max(before?.explainedMinor ?? 0, difference?.invoiceMinor ?? 0),
    })
  }
  const shortfalls = [...byInvoice.values()].flatMap(({ stated, explainedMinor }) =>
    explainedMinor > stated.amountMinor ? [{ ...stated, amountMinor: explainedMinor - stated.amountMinor }] : [],
  )
  return [...signed.map(({ amount }) => amount), ...shortfalls]
}
