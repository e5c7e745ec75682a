import * as Context from "effect/Context"
import type { Effect } from "effect/Effect"
import type { DepartmentConfig } from "../department/DepartmentSchema.ts"
import type { Problem } from "../shared/Problem.ts"

/** The configuration of tenants that have published none; none unless the host gives one. */
export const DefaultDepartment = Context.Reference<DepartmentConfig | null>("@salesdept/core/DefaultDepartment", {
  defaultValue: () => null,
})

/**
 * Tells what is wrong with a configuration that a dry run is to judge by. The Promise facade gives it, whose hosts may give anything;
 * where nobody does, the configuration is taken for what its type says.
 */
export const TrialCheck = Context.Reference<((config: unknown) => Effect<ReadonlyArray<Problem>>) | null>(
  "@salesdept/core/TrialCheck",
  { defaultValue: () => null },
)
