import type { RecordState } from "./Aggregate.ts"

/** Whether a record is in the base (`active`), the same as another that stays (`merged`), or came in by mistake (`void`). */
export type Standing = "active" | "merged" | "void"

/**
 * Whether a record is in the base: of a kind that knows no standing every record is; of the others those that are neither
 * merged into another nor voided. Figures and control count nothing else.
 *
 * @param record - a record of any kind
 * @example
 * ```ts
 * import { isInBase } from "@salesdept/core/journal"
 *
 * const client = { id: "client_9", version: 3, textsVersion: 1, changedAt: "2026-11-23T09:30:00.000Z", standing: "merged" }
 * isInBase(client) // false
 * ```
 */
export const isInBase = (record: RecordState): boolean => !("standing" in record) || record.standing === "active"

/** Into which client or deal one was merged; null where it stands for itself or for nothing. */
export const mergedInto = (record: RecordState): string | null =>
  "mergedIntoId" in record && typeof record.mergedIntoId === "string" ? record.mergedIntoId : null
