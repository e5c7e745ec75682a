// Prints the JSON Schema of a department's configuration:
// `node packages/core/scripts/departmentSchema.ts > packages/core/department.schema.json`.
import { departmentJsonSchema } from "../src/department/DepartmentReading.ts"

console.log(JSON.stringify(departmentJsonSchema(), null, 2))
