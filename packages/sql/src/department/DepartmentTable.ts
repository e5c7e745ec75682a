import { departmentAggregate } from "@salesdept/core/records"
import { instant, json, nullable } from "../schema/Field.ts"
import { recordTable } from "../schema/RecordTable.ts"

/** The department's configuration. */
export const departmentTable = recordTable(departmentAggregate, {
  config: json(),
  invoicesReplanAt: nullable(instant()),
})
