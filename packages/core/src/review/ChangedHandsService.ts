import * as Effect from "effect/Effect"
import { nextStepAggregate } from "../client/NextStep.ts"
import { dealAggregate } from "../deal/Deal.ts"
import type { RecordKind, RecordState } from "../journal/Aggregate.ts"
import type { DomainEvent } from "../journal/Event.ts"
import { replay } from "../journal/Replay.ts"
import { eachStream } from "../ports/reading/Streams.ts"
import type { StoreShape } from "../ports/Store.ts"
import type { RepId, TenantId } from "../shared/Ids.ts"
import type { Instant } from "../shared/Instant.ts"
import type { SummaryFacts } from "./SummaryFacts.ts"
import { summedLead } from "./SummaryFactsService.ts"

interface Owned extends RecordState {
  readonly ownerId: RepId | null
  /** Whose result it is; of deals alone. */
  readonly sellerId?: RepId | null
}

/** Whether a record has gone to people of a scope or from them: to look after it, or as their result. */
const hasGone = (then: Owned, now: Owned, isTheirs: (repId: string | null) => boolean): boolean =>
  isTheirs(then.ownerId) !== isTheirs(now.ownerId) || isTheirs(then.sellerId ?? null) !== isTheirs(now.sellerId ?? null)

/**
 * Of some records behind figures, those that were somebody else's at a moment: they, or the deals that they are of, have gone to people of a
 * scope or from them since. Reads the journals of those that changed since.
 *
 * @param facts - the records as they stand
 * @param recordIds - whose hands are asked for
 * @param isTheirs - who belongs to the scope
 * @param at - the moment
 */
export const changedHands = Effect.fnUntraced(function* (
  store: StoreShape,
  tenant: TenantId,
  facts: SummaryFacts,
  recordIds: ReadonlySet<string>,
  isTheirs: (repId: string | null) => boolean,
  at: Instant,
) {
  // Money and papers are whose the deal is.
  const dealOf = new Map<string, string | null>(
    [...facts.invoices, ...facts.payments, ...facts.documents].map(({ id, dealId }) => [id, dealId]),
  )
  const asked = new Set([...recordIds].flatMap((id) => (dealOf.has(id) ? (dealOf.get(id) ?? []) : [id])))
  const handed = new Set<string>()
  const read = Effect.fnUntraced(function* <State extends Owned, Event extends DomainEvent>(
    of: RecordKind<State, Event>,
    records: ReadonlyArray<State>,
  ) {
    const later = new Map<string, State>(
      records.filter(({ id, changedAt }) => asked.has(id) && changedAt >= at).map((one) => [one.id, one]),
    )
    yield* eachStream(store, tenant, [...later.keys()], (id, rows) => {
      const then = replay(
        of,
        rows.filter(({ recordedAt }) => recordedAt <= at),
      )
      const now = later.get(id)
      if (then === null || now === undefined) return
      if (hasGone(then, now, isTheirs)) handed.add(id)
    })
  })
  yield* read(dealAggregate, facts.deals)
  yield* read(summedLead, facts.leads)
  yield* read(nextStepAggregate, facts.nextSteps)
  return new Set([...recordIds].filter((id) => handed.has(dealOf.get(id) ?? id)))
})
