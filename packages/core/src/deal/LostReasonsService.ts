import * as Effect from "effect/Effect"
import { streamOf } from "../ports/reading/Streams.ts"
import type { StoreReads } from "../ports/Store.ts"
import type { TenantId } from "../shared/Ids.ts"
import type { DepartmentPublished } from "../department/Department.ts"
import { departmentId } from "../department/Department.ts"
import type { Reason } from "../department/DepartmentSchema.ts"

/**
 * The reasons for which deals may be or were lost: those of the department's list, and those that it had, as it had them last. What a deal was
 * lost for means and is called what it was when the list has it no more.
 *
 * @param reads - the store, or its reads within a host's transaction
 * @param tenant - whose department
 * @param listed - the list in force
 */
export const everyLostReason = Effect.fnUntraced(function* (
  reads: Pick<StoreReads, "streams">,
  tenant: TenantId,
  listed: ReadonlyArray<Reason>,
) {
  const reasons = new Map<string, Reason>()
  for (const { type, payload } of yield* streamOf(reads, tenant, departmentId)) {
    if (type !== "DepartmentPublished") continue
    for (const reason of (payload as DepartmentPublished["payload"]).config.lostReasons) reasons.set(reason.id, reason)
  }
  for (const reason of listed) reasons.set(reason.id, reason)
  const every: ReadonlyArray<Reason> = [...reasons.values()]
  return every
})
