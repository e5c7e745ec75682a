import * as Effect from "effect/Effect"
import { DepartmentMissing } from "../deal/DealErrors.ts"
import { departmentAggregate, departmentId } from "../department/Department.ts"
import type { Caller } from "../ports/Caller.ts"
import { DefaultDepartment } from "../ports/DefaultDepartment.ts"
import { Store } from "../ports/Store.ts"

/** The configuration in force of the caller's tenant. */
export const configOf = Effect.fnUntraced(function* (caller: Caller) {
  const store = yield* Store
  const [department] = yield* store.byIds(caller.tenant, departmentAggregate, [departmentId])
  const config = department?.config ?? (yield* DefaultDepartment)
  return config === null ? yield* Effect.fail(new DepartmentMissing()) : config
})
