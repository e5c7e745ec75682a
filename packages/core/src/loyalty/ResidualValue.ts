import type { CustomerSpend, GammaGammaParameter } from "./GammaGamma.ts"
import { gammaGammaSpend } from "./GammaGamma.ts"
import type { ModelParameters, NbdModel } from "./NbdModel.ts"
import type { History } from "./PurchaseHistory.ts"

/** What a customer's future purchases are worth today, and what that is made of. */
export interface ResidualValue {
  /** Discounted expected residual purchases. */
  readonly discountedPurchases: number
  /** Expected spend per purchase, in the unit of the fitted spends; null where it does not exist. */
  readonly spendPerPurchase: number | null
  /** Their product: revenue, not margin, and not rounded; null likewise. */
  readonly value: number | null
  /** Continuous discount rate per unit of the model's time. */
  readonly discountRate: number
}

/**
 * Discounted residual value of a customer: discounted expected residual purchases times expected spend (Fader, Hardie
 * and Lee 2005, "RFM and CLV"). Multiply by a margin for profit.
 *
 * @param model - of purchases
 * @param purchase - its parameters
 * @param spend - parameters of Gamma-Gamma
 * @param customer - history and mean spend
 * @param discountRate - continuous, per unit of the model's time, above 0; see {@link discountRatePerUnit}
 * @throws InputInvalid where an argument is out of bounds
 * @example
 * ```ts
 * import { discountRatePerUnit, mbgNbd, residualValue } from "@salesdept/core/loyalty/models"
 *
 * const purchase = { r: 0.525, alpha: 6.183, a: 0.891, b: 1.614 }
 * const customer = { history: { repeatCount: 2, lastAt: 30.43, age: 38.86 }, spend: { repeatCount: 2, meanSpend: 22.35 } }
 * residualValue(mbgNbd, purchase, { p: 6.25, q: 3.74, v: 15.44 }, customer, discountRatePerUnit(0.15, "week"))
 * // { discountedPurchases: 4.93…, spendPerPurchase: 24.66…, value: 121.67…, discountRate: 0.00267… }
 * ```
 */
export const residualValue = <Name extends string>(
  model: NbdModel<Name>,
  purchase: ModelParameters<Name>,
  spend: ModelParameters<GammaGammaParameter>,
  customer: { readonly history: History; readonly spend: CustomerSpend },
  discountRate: number,
): ResidualValue => {
  const discountedPurchases = model.discountedPurchases(purchase, customer.history, discountRate)
  const spendPerPurchase = gammaGammaSpend(spend, customer.spend)
  return {
    discountedPurchases,
    spendPerPurchase,
    value: spendPerPurchase === null ? null : discountedPurchases * spendPerPurchase,
    discountRate,
  }
}
