import { departmentAggregate } from "@salesdept/core/department"
import { json } from "../schema/Field.ts"
import { recordTable } from "../schema/RecordTable.ts"

/** The department's configuration. */
export const departmentTable = recordTable(departmentAggregate, { config: json() })
