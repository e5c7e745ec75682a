import type { Money } from "../shared/Money.ts"
import type { ClosingDocument } from "./DocumentSchema.ts"

/**
 * How much of what was sold each signed document settles: its sum, and by how much it is knowingly less than its invoice. A difference that
 * is explained speaks for its own invoice, never for what no document is there for.
 *
 * @param signed - signed documents
 */
export const coveredAmounts = (
  signed: ReadonlyArray<Pick<ClosingDocument, "amount" | "difference">>,
): ReadonlyArray<Money> =>
  signed.map(({ amount, difference }) => ({
    amountMinor: amount.amountMinor + Math.max(0, 0 - (difference?.differenceMinor ?? 0)),
    currency: amount.currency,
  }))
