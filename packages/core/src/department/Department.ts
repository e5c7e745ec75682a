import type { Pipeline } from "../deal/Pipeline.ts"
import type { Aggregate } from "../journal/Aggregate.ts"
import type { DomainEvent } from "../journal/Event.ts"
import type { CustomFieldSource } from "../ports/RecordQueries.ts"
import type { Department, DepartmentConfig, Source } from "./DepartmentSchema.ts"

/** The id of a tenant's only department record. */
export const departmentId = "department_main"

/** A configuration was published. */
export type DepartmentPublished = DomainEvent<"DepartmentPublished", { readonly config: DepartmentConfig }>

/** The department's configuration as a kind of record: one per tenant, one event per published version. */
export const departmentAggregate: Aggregate<Department, DepartmentPublished, never> = {
  kind: "department",
  indexes: [],
  evolve: (before, event, { version, occurredAt }) => ({
    id: departmentId,
    version,
    textsVersion: before?.textsVersion ?? 0,
    changedAt: occurredAt,
    config: event.payload.config,
  }),
}

/** Where the fields are defined that a tenant gives to clients, contact persons, leads and deals. */
export const customFieldSource: CustomFieldSource = {
  of: departmentAggregate,
  id: departmentId,
  fields: (stored, fallback) => (stored?.config ?? fallback)?.customFields ?? [],
}

/** The newest version of a pipeline, or null. */
export const currentPipeline = (config: DepartmentConfig, pipelineId: string): Pipeline | null => {
  let current: Pipeline | null = null
  for (const pipeline of config.pipelines) {
    if (pipeline.id === pipelineId && (current === null || pipeline.version > current.version)) current = pipeline
  }
  return current
}

/** A pipeline in the version a deal lives under, or null. */
export const pipelineVersion = (config: DepartmentConfig, pipelineId: string, version: number): Pipeline | null =>
  config.pipelines.find((pipeline) => pipeline.id === pipelineId && pipeline.version === version) ?? null

/** A source by its id, or null. */
export const sourceOf = (config: DepartmentConfig, sourceId: string | null): Source | null =>
  config.sources.find(({ id }) => id === sourceId) ?? null
