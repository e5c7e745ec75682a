import * as Effect from "effect/Effect"
import { allOf, allOfEach } from "../ports/reading/ReadAll.ts"
import type { StoreShape } from "../ports/Store.ts"
import type { ScriptFacts } from "../review/FollowUpFacts.ts"
import type { TenantId } from "../shared/Ids.ts"
import type { Instant } from "../shared/Instant.ts"
import { bestCards, scorecardAggregate } from "./Scorecard.ts"
import { versionSteps } from "./ScriptReadingService.ts"
import { scriptRunAggregate } from "./ScriptRun.ts"
import type { ScriptRun } from "./ScriptSchema.ts"
import { scriptUse } from "./ScriptUse.ts"

/** Whether any dialog was held by a script before a moment. Nearly always the first page tells. */
const wasUsed = Effect.fnUntraced(function* (
  store: StoreShape,
  tenant: TenantId,
  isEarly: (run: Pick<ScriptRun, "startedAt">) => boolean,
) {
  const [first] = yield* store.page(tenant, scriptRunAggregate, { limit: 1 })
  if (first === undefined || isEarly(first)) return first !== undefined
  return (yield* allOf(store, tenant, scriptRunAggregate, isEarly)).length > 0
})

/**
 * How far the dialogs of some deals up to a moment went by their scripts, and how dialogs were scored by then; no use is told where no script was
 * used by then. Runs of other deals are not read.
 */
export const readScriptFacts = Effect.fnUntraced(function* (
  store: StoreShape,
  tenant: TenantId,
  until: Instant,
  dealIds: ReadonlyArray<string>,
) {
  const isEarly = ({ startedAt }: Pick<ScriptRun, "startedAt">): boolean => startedAt < until
  const runs = (yield* allOfEach(store, tenant, scriptRunAggregate, "dealId", dealIds)).filter(isEarly)
  const isUsed = runs.length > 0 || (yield* wasUsed(store, tenant, isEarly))
  const cards = yield* allOf(store, tenant, scorecardAggregate, ({ changedAt }) => changedAt < until)
  const facts: ScriptFacts = {
    use: isUsed ? scriptUse(runs, yield* versionSteps(store, tenant, runs)) : null,
    scores: bestCards(cards).flatMap(({ dialogId, repId, score, raterKind, changedAt }) =>
      score === null ? [] : [{ dialogId, repId, raterKind, ...score, scoredAt: changedAt }],
    ),
  }
  return facts
})
