import type { ImportPlan } from "@salesdept/core/exchange"
import { sourceIds } from "@salesdept/core/exchange/service"
import type { RecordedImport } from "@salesdept/core/exchange/service"
import type { Message } from "@salesdept/core/shared"
import { say } from "./Words.ts"

/** A row that was read but not recorded as it stands. */
export interface DeferredRow {
  /** Name of the file. */
  readonly file: string
  /** Line of the file, from 1. */
  readonly line: number
  /** Stable code of the reason. */
  readonly code: "changedOnBothSides" | "targetLeftOut"
  /** In conflict with the base, or not recorded. */
  readonly outcome: "conflict" | "rejected"
  /** The values concerned. */
  readonly detail: string
}

/** What the codes of {@link DeferredRow} mean. */
export const deferredTexts: { readonly [Code in DeferredRow["code"]]: Message } = {
  changedOnBothSides: say(
    "Both the source and the base changed it since the last import; the base's value was kept",
    "С прошлого импорта изменилось и в источнике, и в базе; оставлено значение базы",
  ),
  targetLeftOut: say(
    "The target is of a team, of a whole year or in another currency; it has no place in a plan by rep and quarter",
    "План команды, целого года или в другой валюте: в плане по менеджерам и кварталам ему нет места",
  ),
}

/** The rows that recording set aside, in the order of their kinds and lines. */
export const deferredRows = (plan: ImportPlan, recorded: RecordedImport): ReadonlyArray<DeferredRow> => {
  const { client: clientId, contact: contactId, deal: dealId, lead: leadId } = sourceIds(plan.source)
  const fieldsOf = Map.groupBy(recorded.conflicts, (conflict) => conflict.dealId)
  const conflicts =
    fieldsOf.size === 0
      ? []
      : plan.deals.flatMap(({ file, line, sourceKey }): ReadonlyArray<DeferredRow> => {
          const fields = fieldsOf.get(dealId(sourceKey))
          if (fields === undefined) return []
          const detail = `${sourceKey}: ${fields.map(({ field }) => field).join(", ")}`
          return [{ file, line, code: "changedOnBothSides", outcome: "conflict", detail }]
        })
  const targets = recorded.targetsLeftOut.map(({ file, line, period, teamKey, ownerKey, currency }): DeferredRow => {
    const detail = [ownerKey ?? teamKey, period, currency].filter((part) => part !== null).join(", ")
    return { file, line, code: "targetLeftOut", outcome: "rejected", detail }
  })
  const fieldsOfLeads = Map.groupBy(recorded.leadConflicts, (conflict) => conflict.leadId)
  const leads = plan.leads.flatMap(({ file, line, sourceKey }): ReadonlyArray<DeferredRow> => {
    const fields = fieldsOfLeads.get(leadId(sourceKey))
    if (fields === undefined) return []
    const detail = `${sourceKey}: ${fields.map(({ field }) => field).join(", ")}`
    return [{ file, line, code: "changedOnBothSides", outcome: "conflict", detail }]
  })
  const renamed = (
    rows: ReadonlyArray<{ readonly file: string; readonly line: number; readonly sourceKey: string }>,
    idOf: (sourceKey: string) => string,
    ids: ReadonlySet<string>,
  ): ReadonlyArray<DeferredRow> =>
    rows.flatMap(({ file, line, sourceKey }) =>
      ids.has(idOf(sourceKey))
        ? [{ file, line, code: "changedOnBothSides", outcome: "conflict", detail: `${sourceKey}: name` }]
        : [],
    )
  const clients = renamed(plan.clients, clientId, new Set(recorded.clientConflicts.map((one) => one.clientId)))
  const contacts = renamed(plan.contacts, contactId, new Set(recorded.contactConflicts.map((one) => one.contactId)))
  return [...clients, ...contacts, ...conflicts, ...targets, ...leads]
}
