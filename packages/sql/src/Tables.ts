import { dealTable } from "./deal/DealTable.ts"
import { departmentTable } from "./department/DepartmentTable.ts"
import type { RecordTable } from "./schema/RecordTable.ts"

/** The table of every kind of record. */
export const recordTables: ReadonlyArray<RecordTable> = [departmentTable, dealTable]
