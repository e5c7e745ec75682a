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
