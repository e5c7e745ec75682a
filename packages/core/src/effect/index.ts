/**
 * The library as Effects: every use case, one layer with all that they need, and the tick.
 *
 * @packageDocumentation
 */
export type { DeptLayerOptions, OpenStore, StoreProvider } from "./DeptOptions.ts"
export { layerSalesDept } from "./DeptLayer.ts"
export { memory } from "./MemoryProvider.ts"
export { tick } from "./Tick.ts"
export { useCases } from "./UseCases.ts"
