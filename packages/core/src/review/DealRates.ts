import { amountInCurrency } from "../deal/DealRate.ts"
import type { Deal } from "../deal/DealSchema.ts"
import type { ExchangeRate, Money } from "../shared/Money.ts"

/** The rates frozen at the close of deals, by the deal. */
export const frozenRates = (deals: ReadonlyArray<Pick<Deal, "id" | "closeRate">>): ReadonlyMap<string, ExchangeRate> =>
  new Map(deals.flatMap(({ id, closeRate }) => (closeRate === null ? [] : [[id, closeRate]])))

/**
 * Money in the department's currency, as plan against fact counts it without dated rates: by the first rate that is one into that currency,
 * of those a payment was counted at and that frozen on the deal; as it is where there is none.
 */
export const amountByRates = (
  amount: Money,
  rates: ReadonlyArray<ExchangeRate | undefined>,
  currency: string,
): Money => {
  for (const rate of rates) {
    const converted = amountInCurrency({ amount, closeRate: rate ?? null }, currency)
    if (converted !== null) return converted
  }
  return amount
}
