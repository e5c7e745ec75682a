import * as Context from "effect/Context"
import type { DepartmentConfig } from "../department/DepartmentSchema.ts"

/** The configuration of tenants that have published none; none unless the host gives one. */
export const DefaultDepartment = Context.Reference<DepartmentConfig | null>("@salesdept/core/DefaultDepartment", {
  defaultValue: () => null,
})
