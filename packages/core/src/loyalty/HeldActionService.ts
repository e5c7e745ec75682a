import * as Effect from "effect/Effect"
import { readWork } from "../ports/reading/WorkReads.ts"
import { Store } from "../ports/Store.ts"
import type { DueActionId, TenantId } from "../shared/Ids.ts"
import type { DueAction } from "./ActionSchema.ts"
import type { HeldReason } from "./HeldActionRules.ts"
import { heldReasons } from "./HeldActionRules.ts"

/** Actions whose blocks are read at once. */
const actionsAtOnce = 500

/** What has come up since actions were decided, whoever may see it: who is to do one has to know that it waits. */
export const heldNow = Effect.fnUntraced(function* (
  tenant: TenantId,
  actions: ReadonlyArray<DueAction>,
  at: Parameters<typeof heldReasons>[1],
) {
  const store = yield* Store
  const reasons = new Map<DueActionId, ReadonlyArray<HeldReason>>()
  for (let from = 0; from < actions.length; from += actionsAtOnce) {
    const some = actions.slice(from, from + actionsAtOnce)
    for (const [id, own] of yield* readWork(store, tenant, heldReasons(some, at))) reasons.set(id, own)
  }
  return reasons
})
