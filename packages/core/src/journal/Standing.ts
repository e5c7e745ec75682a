import type { RecordState } from "./Aggregate.ts"

/** Whether a record is in the base (`active`), the same as another that stays (`merged`), or came in by mistake (`void`). */
export type Standing = "active" | "merged" | "void"

/**
 * Whether a record is in the base: of a kind that knows no standing every record is; of the others those that are neither
 * merged into another nor voided. Figures and control count nothing else.
 */
export const isInBase = (record: RecordState): boolean => !("standing" in record) || record.standing === "active"
