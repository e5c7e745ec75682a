import type { Read } from "../journal/Work.ts"
import { byId } from "../journal/Work.ts"
import type { CommandContext } from "../ports/Command.ts"
import { departmentAggregate, departmentId } from "./Department.ts"
import type { DepartmentConfig } from "./DepartmentSchema.ts"

/**
 * Reads the tenant's rules: those of a dry run's trial, else those it published, else the host's default; null where there
 * are none of them.
 */
export function* departmentRules(
  context: Pick<CommandContext, "defaultDepartment" | "trialDepartment">,
): Generator<Read, DepartmentConfig | null, unknown> {
  if (context.trialDepartment !== null) return context.trialDepartment
  const department = yield* byId(departmentAggregate, departmentId)
  return department?.config ?? context.defaultDepartment
}
