/**
 * Exact variance of sales by drivers: deals, prices, volumes and mix, rates and shares. Pure.
 *
 * @packageDocumentation
 */
export type { DealDriver, DealDrivers } from "../variance/DealDrivers.ts"
export { dealDriverNames } from "../variance/DealDrivers.ts"
export type {
  DealPlan,
  DealProductPart,
  DealProductVariance,
  DealVarianceByProduct,
  DealVarianceMethod,
} from "../variance/DealVariance.ts"
export {
  dealPlanAtRates,
  dealVariance,
  dealVarianceAgainstPlan,
  dealVarianceByProduct,
} from "../variance/DealVariance.ts"
export type { DriverDealIds } from "../variance/DriverDealIds.ts"
export { driverDealIds } from "../variance/DriverDealIds.ts"
export type { Kitagawa, Standardised, Stratum, StratumEffects } from "../decomposition/Kitagawa.ts"
export { kitagawa, standardise } from "../decomposition/Kitagawa.ts"
export type { LmdiDecomposition, LmdiItem, LmdiItemEffects } from "../decomposition/Lmdi.ts"
export { lmdi, logarithmicMean } from "../decomposition/Lmdi.ts"
export type { SoldProduct, SoldState } from "../variance/PriceDrivers.ts"
export { priceDrivers } from "../variance/PriceDrivers.ts"
export type { SoldDeals } from "../variance/SoldProducts.ts"
export { soldInDeals } from "../variance/SoldProducts.ts"
export type {
  PriceVolumeMix,
  PvmLine,
  PvmProductEffects,
  PvmSpread,
  PvmStatus,
  PvmStatusCounts,
  PvmVariant,
} from "../variance/PriceVolumeMix.ts"
export { priceVolumeMix, pvmVariance } from "../variance/PriceVolumeMix.ts"
export type { PvmDriver, PvmVariantId } from "../variance/PvmVariant.ts"
export { pvmDriverNames } from "../variance/PvmVariant.ts"
