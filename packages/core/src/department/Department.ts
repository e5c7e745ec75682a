import type { Pipeline } from "../deal/Pipeline.ts"
import type { Aggregate } from "../journal/Aggregate.ts"
import { canonicalJson } from "../journal/Canonical.ts"
import type { DomainEvent } from "../journal/Event.ts"
import type { CustomFieldSource } from "../ports/reading/CustomFieldSource.ts"
import type { Department, DepartmentConfig, Source } from "./DepartmentSchema.ts"

/** The id of a tenant's only department record. */
export const departmentId = "department_main"

/** A configuration was published. */
export type DepartmentPublished = DomainEvent<"DepartmentPublished", { readonly config: DepartmentConfig }>

/** The reminders of all open invoices are planned by the rules in force. */
export type InvoicesReplanned = DomainEvent<"InvoicesReplanned", Record<string, never>>

/** What of a configuration says when invoices are reminded of; the zone says nothing where there are no rules. */
const reminderRules = (config: DepartmentConfig | undefined): string =>
  config?.settlement === undefined ? "" : canonicalJson([config.settlement, config.timeZone])

/** The department's configuration as a kind of record: one per tenant, one event per published version. */
export const departmentAggregate: Aggregate<Department, DepartmentPublished | InvoicesReplanned, "invoicesReplanAt"> = {
  kind: "department",
  indexes: ["invoicesReplanAt"],
  indexKinds: { invoicesReplanAt: "instant" },
  evolve: (before, event, { version, occurredAt }) => {
    const changed = { version, changedAt: occurredAt }
    // Streams begin with DepartmentPublished: the write path numbers events, and rebuilds are verified.
    if (event.type === "InvoicesReplanned") return { ...(before as Department), ...changed, invoicesReplanAt: null }
    const { config } = event.payload
    const isSame = reminderRules(before?.config) === reminderRules(config)
    return {
      ...changed,
      id: departmentId,
      textsVersion: before?.textsVersion ?? 0,
      config,
      invoicesReplanAt: isSame ? (before?.invoicesReplanAt ?? null) : occurredAt,
    }
  },
}

/** Where the fields are defined that a tenant gives to clients, contact persons, leads and deals. */
export const customFieldSource: CustomFieldSource = {
  of: departmentAggregate,
  id: departmentId,
  fields: (stored, fallback) => (stored?.config ?? fallback)?.customFields ?? [],
}

/**
 * The newest version of a pipeline, or null.
 *
 * @param config - the department's configuration
 * @param pipelineId - the pipeline's id
 * @returns null where the department has no such pipeline
 *
 * @example
 * ```ts
 * import { currentPipeline, presets } from "@salesdept/core/department"
 *
 * const config = presets.servicesWithActs({ timeZone: "Europe/Moscow", currency: "RUB" })
 * currentPipeline(config, "servicesWithActs")?.version // 1
 * ```
 */
export const currentPipeline = (config: DepartmentConfig, pipelineId: string): Pipeline | null => {
  let current: Pipeline | null = null
  for (const pipeline of config.pipelines) {
    if (pipeline.id === pipelineId && (current === null || pipeline.version > current.version)) current = pipeline
  }
  return current
}

/**
 * A pipeline in the version a deal lives under, or null.
 *
 * @param config - the department's configuration
 * @param pipelineId - the pipeline's id
 * @param version - number of the version, from 1
 * @returns null where the department has no such pipeline or version
 *
 * @example
 * ```ts
 * import { pipelineVersion, presets } from "@salesdept/core/department"
 *
 * const config = presets.servicesWithActs({ timeZone: "Europe/Moscow", currency: "RUB" })
 * pipelineVersion(config, "servicesWithActs", 1)?.name.en // "Services with acts"
 * pipelineVersion(config, "servicesWithActs", 2) // null
 * ```
 */
export const pipelineVersion = (config: DepartmentConfig, pipelineId: string, version: number): Pipeline | null =>
  config.pipelines.find((pipeline) => pipeline.id === pipelineId && pipeline.version === version) ?? null

/**
 * A source by its id, or null.
 *
 * @param config - the department's configuration
 * @param sourceId - the source's id; null for records that came from none
 * @returns null where the department has no such source
 *
 * @example
 * ```ts
 * import { presets, sourceOf } from "@salesdept/core/department"
 *
 * const crm = { id: "crm", name: { en: "Old CRM", ru: "Прежняя CRM" }, carries: [] }
 * const config = { ...presets.servicesWithActs({ timeZone: "Europe/Moscow", currency: "RUB" }), sources: [crm] }
 * sourceOf(config, "crm")?.name.en // "Old CRM"
 * sourceOf(config, null) // null
 * ```
 */
export const sourceOf = (config: DepartmentConfig, sourceId: string | null): Source | null =>
  config.sources.find(({ id }) => id === sourceId) ?? null
