import { AmountUnsafe, CurrencyMismatch } from "./MoneyErrors.ts"

/** Money as a whole number of minor units (kopecks, cents) and a currency. JSON-safe. */
export interface Money {
  /** Whole minor units; a safe integer, −(2^53−1) to 2^53−1 (inclusive). */
  readonly amountMinor: number
  /** ISO 4217 alphabetic code, such as `RUB`. */
  readonly currency: string
}

/** Adds two whole numbers; throws {@link AmountUnsafe} past 2^53−1 rather than rounding. */
export const addMinor = (left: number, right: number): number => {
  const sum = left + right
  if (!Number.isSafeInteger(sum)) throw new AmountUnsafe(sum)
  return sum
}

/** Sums whole numbers of minor units; throws {@link AmountUnsafe} past 2^53−1. The empty sum is 0. */
export const sumMinor = (amounts: Iterable<number>): number => {
  let sum = 0
  for (const amount of amounts) sum = addMinor(sum, amount)
  return sum
}

/** Adds two amounts of one currency; throws {@link CurrencyMismatch} or {@link AmountUnsafe}. */
export const addMoney = (left: Money, right: Money): Money => {
  if (left.currency !== right.currency) throw new CurrencyMismatch(left.currency, right.currency)
  return { amountMinor: addMinor(left.amountMinor, right.amountMinor), currency: left.currency }
}
