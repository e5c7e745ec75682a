import type { ExchangeRate, Money } from "../shared/Money.ts"
import { convertMoney } from "../shared/Money.ts"

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
