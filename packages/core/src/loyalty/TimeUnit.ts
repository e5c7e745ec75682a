import { InputInvalid } from "../shared/InputErrors.ts"
import { loyaltyProblem } from "./LoyaltyErrors.ts"

/**
 * The unit in which a model counts time. Parameters, ages, horizons and discount rates are all in it, so it travels with
 * the data. Weeks suit purchases some weeks or months apart; the fit itself does not depend on the choice.
 */
export type TimeUnit = "day" | "week" | "month" | "year"

/** Days in each unit; months and years by the mean of the Gregorian calendar. */
export const timeUnitDays: { readonly [unit in TimeUnit]: number } = {
  day: 1,
  week: 7,
  month: 365.2425 / 12,
  year: 365.2425,
}

/**
 * Turns an annual discount rate into the continuous rate per unit that {@link NbdModel.discountedPurchases} takes:
 * ln(1 + annual) × days of the unit ÷ days of a year. Mixing up the unit is the usual mistake in residual values.
 *
 * @param annualRate - such as 0.15 for 15 % a year; above 0
 * @param unit - of the model's time
 * @throws InputInvalid where the rate is not a finite number above 0
 * @example
 * ```ts
 * import { discountRatePerUnit } from "@salesdept/core/loyalty/models"
 *
 * discountRatePerUnit(0.15, "week") // 0.002678…
 * ```
 */
export const discountRatePerUnit = (annualRate: number, unit: TimeUnit): number => {
  if (!(annualRate > 0 && annualRate < Number.POSITIVE_INFINITY)) {
    throw new InputInvalid([
      loyaltyProblem(
        "annualRate",
        "loyalty.setting",
        `expected a finite number above 0, got ${annualRate}`,
        `ожидается конечное число больше 0, получено ${annualRate}`,
      ),
    ])
  }
  return (Math.log1p(annualRate) * timeUnitDays[unit]) / timeUnitDays.year
}
