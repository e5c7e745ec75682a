import { planAggregate } from "@salesdept/core/plan"
import { json, text } from "../schema/Field.ts"
import { recordTable } from "../schema/RecordTable.ts"

/** Plans. */
export const planTable = recordTable(planAggregate, { currency: text(), targets: json() })
