import type { ClientSegment } from "./Clients.ts"
import type { CatalogueItem, SimulatedCurrency } from "./Products.ts"
import { amountStepMinor } from "./Products.ts"
import type { RandomSource } from "./Random.ts"
import { chance, lognormal, normal, wholeNumber } from "./Random.ts"
import type { Seller } from "./Reps.ts"

/** How big clients multiply the usual quantity. */
const segmentQuantities: { readonly [Segment in ClientSegment]: number } = { small: 0.7, medium: 1, large: 2.2 }

/** Spread of quantities: standard deviation of their logarithm. It makes the tail of amounts heavy. */
export const quantitySigma = 0.7

/** Discounts that need nobody's leave, in whole percent; with rounding they stay below the limit of deep ones. */
const usualDiscountMost = 13

/** What is bought and for how much. */
export interface DealTerms {
  /** How many, 1 or more. */
  readonly quantity: number
  /** Amount at list price in whole minor units. */
  readonly listAmountMinor: number
  /** Amount in whole minor units, not above list price. */
  readonly amountMinor: number
}

/** Draws how many a client of a size asks for, and prices it at list. */
export const askedTerms = (random: RandomSource, item: CatalogueItem, segment: ClientSegment): DealTerms => {
  const median = item.medianQuantity * segmentQuantities[segment]
  const quantity = Math.max(1, Math.round(lognormal(random, median, quantitySigma)))
  const listAmountMinor = item.product.listPriceMinor * quantity
  return { quantity, listAmountMinor, amountMinor: listAmountMinor }
}

/** Draws the discount in whole percent: mostly small, larger at a quarter's end, rarely deep. */
const discountPercent = (random: RandomSource, seller: Seller, isQuarterEnd: boolean): number => {
  if (chance(random, seller.mistakeShares.deepDiscounts)) return wholeNumber(random, 17, 28)
  const usual = Math.round(Math.abs(normal(random, 0, 5))) + (isQuarterEnd ? 2 : 0)
  return Math.min(usualDiscountMost, usual)
}

/** The terms as negotiated by a rep; amounts are rounded to what the currency's prices look like. */
export const negotiatedTerms = (
  random: RandomSource,
  terms: DealTerms,
  seller: Seller,
  when: { readonly isQuarterEnd: boolean; readonly currency: SimulatedCurrency },
): DealTerms => {
  const step = amountStepMinor[when.currency]
  const share = (100 - discountPercent(random, seller, when.isQuarterEnd)) / 100
  return { ...terms, amountMinor: Math.max(step, Math.round((terms.listAmountMinor * share) / step) * step) }
}
