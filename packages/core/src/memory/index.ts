/**
 * The store in memory: reference model of the suites and test double of hosts.
 *
 * @packageDocumentation
 */
export { layerMemory, makeMemoryStore } from "./MemoryStore.ts"
export { seededIds } from "./SeededIds.ts"
