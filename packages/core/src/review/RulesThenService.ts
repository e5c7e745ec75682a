import * as Effect from "effect/Effect"
import type { DepartmentPublished } from "../department/Department.ts"
import { departmentId } from "../department/Department.ts"
import type { DepartmentConfig } from "../department/DepartmentSchema.ts"
import { streamOf } from "../ports/reading/Streams.ts"
import type { StoreShape } from "../ports/Store.ts"
import type { TenantId } from "../shared/Ids.ts"
import type { Instant } from "../shared/Instant.ts"

/** The department's rules that were in force at a moment; before the first publication, the first that there are. */
export type RulesAt = (moment: Instant) => DepartmentConfig

/**
 * Reads which rules were in force when: what was agreed is judged by what was agreed then.
 *
 * @param current - the rules in force now, which were in force all along where none were published
 */
export const readRulesAt = Effect.fnUntraced(function* (
  store: StoreShape,
  tenant: TenantId,
  current: DepartmentConfig,
) {
  const rows = yield* streamOf(store, tenant, departmentId)
  const published = rows.flatMap(({ type, payload, occurredAt }) =>
    type === "DepartmentPublished" ? { config: (payload as DepartmentPublished["payload"]).config, occurredAt } : [],
  )
  const rulesAt: RulesAt = (moment) =>
    (published.findLast(({ occurredAt }) => occurredAt <= moment) ?? published[0])?.config ?? current
  return rulesAt
})
