import type { Read } from "../journal/Work.ts"
import { byId } from "../journal/Work.ts"
import type { CommandContext } from "../ports/Command.ts"
import { departmentAggregate, departmentId } from "./Department.ts"
import type { DepartmentConfig } from "./DepartmentSchema.ts"

/** Reads the tenant's rules: those it published, else the host's default; null where there are neither. */
export function* departmentRules(
  context: Pick<CommandContext, "defaultDepartment">,
): Generator<Read, DepartmentConfig | null, unknown> {
  const department = yield* byId(departmentAggregate, departmentId)
  return department?.config ?? context.defaultDepartment
}
