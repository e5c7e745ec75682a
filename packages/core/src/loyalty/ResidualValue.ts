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
 *
 * @example
 * ```ts
 * import { discountRatePerUnit, mbgNbd, residualValue } from "@salesdept/core/loyalty"
 *
 * residualValue(mbgNbd, purchase, spend, customer, discountRatePerUnit(0.15, "week")).value
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
