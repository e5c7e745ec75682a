import type { CodedColumn, NumberColumn } from "../shared/Columns.ts"
import { addMinor } from "../shared/Money.ts"

/** Money of some deals in one currency. Deals without an amount are counted, never taken as 0. */
export interface MoneyTotal {
  /** ISO 4217 code. */
  readonly currency: string
  /** Sum of the stated amounts, in whole minor units; null where no deal states one. */
  readonly amountMinor: number | null
  /** Deals that state an amount: the denominator of the mean. */
  readonly statedCount: number
  /** Deals that state none: the sum is a floor where this is above 0. */
  readonly unstatedCount: number
  /** `amountMinor / statedCount`, not rounded; null where no deal states an amount. */
  readonly meanMinor: number | null
}

/**
 * Sums a column of amounts over rows, per currency, in order of code point.
 *
 * @throws AmountUnsafe where an amount is not whole, or a sum passes 2^53−1
 */
export const moneyTotals = (
  amounts: NumberColumn,
  currency: CodedColumn,
  rows: ArrayLike<number>,
): ReadonlyArray<MoneyTotal> => {
  const sums = new Float64Array(currency.values.length)
  const stated = new Int32Array(currency.values.length)
  const all = new Int32Array(currency.values.length)
  for (let i = 0; i < rows.length; i++) {
    const row = rows[i]!
    const code = currency.codes[row]!
    if (code < 0) continue
    all[code]!++
    const amount = amounts[row]!
    if (Number.isNaN(amount)) continue
    stated[code]!++
    sums[code] = addMinor(sums[code]!, amount)
  }
  return currency.values
    .flatMap((name, code): ReadonlyArray<MoneyTotal> => {
      const statedCount = stated[code]!
      if (all[code] === 0) return []
      const amountMinor = statedCount === 0 ? null : sums[code]!
      return [
        {
          currency: name,
          amountMinor,
          statedCount,
          unstatedCount: all[code]! - statedCount,
          meanMinor: amountMinor === null ? null : amountMinor / statedCount,
        },
      ]
    })
    .toSorted((left, right) => (left.currency < right.currency ? -1 : 1))
}
