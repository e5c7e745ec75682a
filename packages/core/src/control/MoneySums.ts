import type { Money } from "../shared/Money.ts"

/** Sums by currency; infinite once they have passed 2^53−1. */
export type MoneySums = Map<string, { amountMinor: number }>

/** Adds an amount to the sum of its currency. */
export const addMoney = (sums: MoneySums, { amountMinor, currency }: Money): void => {
  const sum = sums.get(currency)
  if (sum === undefined) sums.set(currency, { amountMinor })
  else {
    sum.amountMinor += amountMinor
    if (!Number.isSafeInteger(sum.amountMinor)) sum.amountMinor = Number.POSITIVE_INFINITY
  }
}

/** The sum of a currency; null where it is withheld. */
export const moneyOf = ([currency, { amountMinor }]: readonly [
  string,
  { readonly amountMinor: number },
]): Money | null => (Number.isFinite(amountMinor) ? { amountMinor, currency } : null)

/** The sums in the order of their currencies, so that what is told of them does not hang on the order in which records are read. */
export const sumsInOrder = (sums: MoneySums): ReadonlyArray<readonly [string, { readonly amountMinor: number }]> =>
  [...sums].sort(([left], [right]) => (left < right ? -1 : 1))
