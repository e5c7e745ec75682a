import { amountInCurrency } from "../deal/DealRate.ts"
import type { Deal } from "../deal/DealSchema.ts"
import type { ExchangeRate, Money } from "../shared/Money.ts"

/** The rates frozen at the close of deals, by the deal. */
export const frozenRates = (deals: ReadonlyArray<Pick<Deal, "id" | "closeRate">>): ReadonlyMap<string, ExchangeRate> =>
  new Map(deals.flatMap(({ id, closeRate }) => (closeRate === null ? [] : [[id, closeRate]])))

/**
 * Money of a deal in the department's currency, as plan against fact counts it without dated rates: by the rate frozen on the deal; as it is
 * where there is none into that currency.
 */
export const amountByDeal = (amount: Money, closeRate: ExchangeRate | undefined, currency: string): Money =>
  amountInCurrency({ amount, closeRate: closeRate ?? null }, currency) ?? amount
