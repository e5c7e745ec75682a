import type { ExchangeRate, Money } from "../shared/Money.ts"
import { convertMoney, convertMoneyBack } from "../shared/Money.ts"

/** Why a rate of exchange is not accepted for a deal. */
export type RateRule = "notClosed" | "sameCurrency" | "currencies" | "afterClose" | "frozen" | "noAmount"

/**
 * A deal's amount in the department's currency: as it stands where they are the same, by the rate frozen at close where it is
 * closed. Nothing is converted by today's rate, so that a closed period stays as it was.
 *
 * @param deal - its amount, and the rate frozen at its close
 * @param currency - the department's currency, ISO 4217
 * @returns null where the deal has no amount or no rate was frozen: not known, never 0
 * @throws AmountUnsafe where the converted amount passes 2^53−1 minor units; InputInvalid or CurrencyUnknown for a rate that is none
 *
 * @example
 * ```ts
 * import { amountInCurrency } from "@salesdept/core/deal"
 *
 * const closeRate = { from: "USD", to: "RUB", rate: "81.25", on: "2026-11-20" } as const
 * amountInCurrency({ amount: { amountMinor: 1_200_00, currency: "USD" }, closeRate }, "RUB") // { amountMinor: 9750000, currency: "RUB" }
 * ```
 */
export const amountInCurrency = (
  deal: { readonly amount: Money | null; readonly closeRate: ExchangeRate | null },
  currency: string,
): Money | null => {
  const { amount, closeRate } = deal
  if (amount === null || amount.currency === currency) return amount
  if (closeRate === null || closeRate.from !== amount.currency || closeRate.to !== currency) return null
  return convertMoney(amount, closeRate, "half-even")
}

/**
 * What money of a deal's invoices, payments or documents comes to in the currency of the deal itself, each currency summed before it is
 * converted once: by the rate frozen at the close, rounded to the minor unit of the deal's currency.
 *
 * @param deal - its amount, and the rate frozen at its close
 * @param amounts - what is summed; nothing of any currency is nothing of the deal's
 * @returns minor units of the deal's currency; null where the deal has no amount, one is in a currency without a rate, or a sum passes 2^53−1:
 * not known, never 0
 */
export const sumInDealsCurrency = (
  { amount, closeRate }: { readonly amount: Money | null; readonly closeRate: ExchangeRate | null },
  amounts: ReadonlyArray<Money>,
): number | null => {
  if (amount === null) return null
  const sums = new Map<string, number>()
  for (const { amountMinor, currency } of amounts) sums.set(currency, (sums.get(currency) ?? 0) + amountMinor)
  let total = 0
  for (const [currency, amountMinor] of sums) {
    if (!Number.isSafeInteger(amountMinor)) return null
    if (currency === amount.currency || amountMinor === 0) total += amountMinor
    else if (closeRate?.from !== amount.currency || closeRate.to !== currency) return null
    else total += backMinor({ amountMinor, currency }, closeRate) ?? Number.NaN
  }
  return Number.isSafeInteger(total) ? total : null
}

const backMinor = (money: Money, rate: ExchangeRate): number | null => {
  try {
    return convertMoneyBack(money, rate, "half-even").amountMinor
  } catch {
    // Currencies and the rate were checked when it was frozen: what is left is the bound.
    return null
  }
}
