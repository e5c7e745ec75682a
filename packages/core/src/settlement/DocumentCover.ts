import type { ClosingDocument } from "./DocumentSchema.ts"

/**
 * How much of what was sold signed documents settle, minor units: their sums, and by how much each is knowingly less than its invoice.
 * A difference that is explained speaks for its own invoice, never for what no document is there for. Null past 2^53−1: withheld, not
 * rounded.
 *
 * @param signed - signed documents in one currency
 */
export const coveredMinor = (signed: ReadonlyArray<Pick<ClosingDocument, "amount" | "difference">>): number | null => {
  let sum = 0
  for (const { amount, difference } of signed)
    sum += amount.amountMinor + Math.max(0, 0 - (difference?.differenceMinor ?? 0))
  return Number.isSafeInteger(sum) ? sum : null
}
