import type { Deal } from "../../deal/DealSchema.ts"
import type { CalendarDate } from "../../shared/CalendarDate.ts"
import type { ExchangeRate, Money } from "../../shared/Money.ts"
import { convertMoney } from "../../shared/Money.ts"
import { rateFor } from "./PlanFacts.ts"

/** Into which currency a deal's amounts are put, and by what. */
export interface DealCurrency {
  /** ISO 4217 code. */
  readonly currency: string
  /** The host's dated rates into it; the rate frozen on the deal holds where there is none. */
  readonly rates: ReadonlyArray<ExchangeRate>
  /** The day whose rate an open deal is valued at; a closed one is at that of its close. */
  readonly on: CalendarDate
}

/**
 * A deal with its amounts in one currency, as plan against fact counts them; as it is where there is no rate. Use it before
 * `dealFact`, so that figures of your own count the same money.
 *
 * @param deal - the deal
 * @param into - the currency, the rates, and the day for deals that are open
 * @example
 * ```ts
 * import type { Deal } from "@salesdept/core/deal"
 * import { dealInCurrency } from "@salesdept/core/plan/attainment"
 *
 * const deal = {
 *   amount: { amountMinor: 100_00, currency: "USD" },
 *   listAmount: null,
 *   closedOn: "2026-03-10",
 *   closeRate: { from: "USD", to: "RUB", rate: "90", on: "2026-03-10" },
 * } as unknown as Deal
 * dealInCurrency(deal, { currency: "RUB", rates: [], on: "2026-03-31" }).amount // { amountMinor: 900000, currency: "RUB" }
 * ```
 */
export const dealInCurrency = (deal: Deal, into: DealCurrency): Deal => {
  const { currency, on, rates } = into
  const { amount, listAmount, closedOn, closeRate } = deal
  const converted = (money: Money | null): Money | null => {
    if (money === null || money.currency === currency) return money
    const rate = rateFor({ rates, currency }, money.currency, closedOn ?? on, [closeRate])
    return rate === null ? money : convertMoney(money, rate, "half-even")
  }
  const isOwn = [amount, listAmount].every((money) => money === null || money.currency === currency)
  return isOwn ? deal : { ...deal, amount: converted(amount), listAmount: converted(listAmount) }
}
