/**
 * Exact variance of sales by drivers: deals, prices, volumes and mix, rates and shares. Pure.
 *
 * @packageDocumentation
 */
export type { DealDriver, DealDrivers } from "../DealDrivers.ts"
export { dealDriverNames } from "../DealDrivers.ts"
export type {
  DealPlan,
  DealProductPart,
  DealProductVariance,
  DealVarianceByProduct,
  DealVarianceMethod,
} from "../DealVariance.ts"
export { dealVariance, dealVarianceAgainstPlan, dealVarianceByProduct } from "../DealVariance.ts"
export type { DriverDealIds } from "../DriverDealIds.ts"
export { driverDealIds } from "../DriverDealIds.ts"
export type { Kitagawa, Standardised, Stratum, StratumEffects } from "../Kitagawa.ts"
export { kitagawa, standardise } from "../Kitagawa.ts"
export type { LmdiDecomposition, LmdiItem, LmdiItemEffects } from "../Lmdi.ts"
export { lmdi, logarithmicMean } from "../Lmdi.ts"
export type { SoldProduct, SoldState } from "../PriceDrivers.ts"
export { priceDrivers } from "../PriceDrivers.ts"
export type { SoldDeals } from "../SoldProducts.ts"
export { soldInDeals } from "../SoldProducts.ts"
export type {
  PriceVolumeMix,
  PvmLine,
  PvmProductEffects,
  PvmSpread,
  PvmStatus,
  PvmStatusCounts,
  PvmVariant,
} from "../PriceVolumeMix.ts"
export { priceVolumeMix, pvmVariance } from "../PriceVolumeMix.ts"
export type { PvmDriver, PvmVariantId } from "../PvmVariant.ts"
export { pvmDriverNames } from "../PvmVariant.ts"
