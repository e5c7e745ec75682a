import * as Effect from "effect/Effect"
import { allOf } from "../ports/reading/ReadAll.ts"
import type { StoreShape } from "../ports/Store.ts"
import type { ScriptFacts } from "../review/FollowUpFacts.ts"
import type { TenantId } from "../shared/Ids.ts"
import type { Instant } from "../shared/Instant.ts"
import { bestCards, scorecardAggregate } from "./Scorecard.ts"
import { versionSteps } from "./ScriptReadingService.ts"
import { scriptRunAggregate } from "./ScriptRun.ts"
import { scriptUse } from "./ScriptUse.ts"

/** How far the dialogs of deals up to a moment went by their scripts, and how dialogs were scored; null where no script was used. */
export const readScriptFacts = Effect.fnUntraced(function* (store: StoreShape, tenant: TenantId, until: Instant) {
  const runs = yield* allOf(store, tenant, scriptRunAggregate, ({ startedAt }) => startedAt < until)
  const cards = yield* allOf(store, tenant, scorecardAggregate)
  const facts: ScriptFacts = {
    use: runs.length === 0 ? null : scriptUse(runs, yield* versionSteps(store, tenant, runs)),
    scores: bestCards(cards).flatMap(({ dialogId, repId, score, raterKind }) =>
      score === null ? [] : [{ dialogId, repId, raterKind, ...score }],
    ),
  }
  return facts
})
