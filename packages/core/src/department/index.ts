/**
 * The department's rules: pipelines, lists, sources and control, published per tenant and versioned. Pure.
 *
 * @packageDocumentation
 */
export type { DepartmentPublished, InvoicesReplanned } from "./Department.ts"
export { currentPipeline, departmentAggregate, departmentId, pipelineVersion, sourceOf } from "./Department.ts"
export type { ClientRecord } from "./ClientKinds.ts"
export { clientKinds, ledgerKinds, unmovedClientKinds } from "./ClientKinds.ts"
export { ClientNotMerged, MergeTooLarge } from "./MergeErrors.ts"
export { DepartmentInvalid } from "./DepartmentErrors.ts"
export type { CarriedFact, Department, DepartmentConfig, DialogOutcome, Reason, Source } from "./DepartmentSchema.ts"
export type { PresetOptions } from "./DepartmentPresets.ts"
export { presets } from "./DepartmentPresets.ts"
export type { ChunkEvent, ChunkRecorded, ChunkReverted, RunEvent, RunFinished, RunReverted, RunStarted } from "./Run.ts"
export { chunkAggregate, runAggregate } from "./Run.ts"
export type { BulkRun, RunAction, RunChunk, RunEntry } from "./RunSchema.ts"
export { finishGates, pipelinePresets } from "./PipelinePresets.ts"
