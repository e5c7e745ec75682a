import * as Schema from "effect/Schema"
import { idField, instantField } from "../ports/input/FieldSchema.ts"

/** Input of planning the reminders of an invoice anew. */
export const PlanReminders = Schema.Struct({ invoiceId: idField("invoice") })

/** Input of noting that all invoices are planned by the rules published at an instant. */
export const FinishReplanning = Schema.Struct({ publishedAt: instantField })

/** Decoded input of planning anew. */
export type PlanReminders = typeof PlanReminders.Type
/** Decoded input of noting that all are planned. */
export type FinishReplanning = typeof FinishReplanning.Type
