import type { Deal } from "../../deal/DealSchema.ts"
import type { CalendarDate } from "../../shared/CalendarDate.ts"
import type { ExchangeRate, Money } from "../../shared/Money.ts"
import { convertMoney } from "../../shared/Money.ts"
import { rateFor } from "./PlanFacts.ts"

/** Into which currency, and by what. */
export interface DealCurrency {
  /** ISO 4217 code. */
  readonly currency: string
  /** The host's dated rates into it; the rate frozen on the deal holds where there is none. */
  readonly rates: ReadonlyArray<ExchangeRate>
  /** The day whose rate an open deal is valued at; a closed one is at that of its close. */
  readonly on: CalendarDate
}

/** A deal with its amounts in one currency, as plan against fact counts them; as it is where there is no rate. */
export const dealInCurrency = (deal: Deal, { currency, rates, on }: DealCurrency): Deal => {
  const { amount, listAmount, closedOn, closeRate } = deal
  const into = (money: Money | null): Money | null => {
    if (money === null || money.currency === currency) return money
    const rate = rateFor({ rates, currency }, money.currency, closedOn ?? on, closeRate)
    return rate === null ? money : convertMoney(money, rate, "half-even")
  }
  const isOwn = [amount, listAmount].every((money) => money === null || money.currency === currency)
  return isOwn ? deal : { ...deal, amount: into(amount), listAmount: into(listAmount) }
}
