/**
 * The library as Promises: the same use cases, no Effect to be seen.
 *
 * @packageDocumentation
 */
export { presets } from "../department/DepartmentPresets.ts"
export { isSalesDeptError } from "../shared/Failure.ts"
export type { Promised, PromisedGroup } from "./Promised.ts"
export type { OpenStore, SalesDept, SalesDeptOptions, Session, StoreProvider, TenantSales } from "./SalesDept.ts"
export { memory, salesDept } from "./SalesDept.ts"
