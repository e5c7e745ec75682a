/**
 * The library as Effects: every use case, one layer with all that they need, and what a tick does.
 *
 * @packageDocumentation
 */
export type { DeptLayerOptions, OpenStore, StoreProvider } from "./DeptOptions.ts"
export { layerSalesDept } from "./DeptLayer.ts"
export { duties } from "./Duties.ts"
export { memory } from "./MemoryProvider.ts"
export { useCases } from "./UseCases.ts"
