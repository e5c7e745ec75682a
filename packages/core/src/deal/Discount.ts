import type { Money } from "../shared/Money.ts"

/**
 * How far an amount stands below its list price, percent. Multiplied before divided: seven in a hundred are 7, which a gate of at most 7
 * lets through, and not more by the noise of division.
 *
 * @param listMinor - list price in minor units
 * @param amountMinor - amount in the same currency
 * @returns null where the list price is not above 0
 */
export const discountPercentOf = (listMinor: number, amountMinor: number): number | null =>
  listMinor > 0 ? ((listMinor - amountMinor) * 100) / listMinor : null

/**
 * How far a deal stands below its list price, percent; negative where it stands above it. Null where one of the two is not known, or they
 * are in two currencies: no rate says then what was given away.
 *
 * @param deal - amount and list amount
 */
export const discountOf = ({
  amount,
  listAmount,
}: {
  readonly amount: Money | null
  readonly listAmount: Money | null
}): number | null =>
  amount === null || listAmount === null || amount.currency !== listAmount.currency
    ? null
    : discountPercentOf(listAmount.amountMinor, amount.amountMinor)
