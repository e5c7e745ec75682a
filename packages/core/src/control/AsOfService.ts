import * as Effect from "effect/Effect"
import type { Aggregate, RecordState } from "../journal/Aggregate.ts"
import type { DomainEvent } from "../journal/Event.ts"
import { replay } from "../journal/Replay.ts"
import type { StoreShape } from "../ports/Store.ts"
import type { TenantId } from "../shared/Ids.ts"
import type { Instant } from "../shared/Instant.ts"

/** How many streams are read at once for a moment in the past. */
const streamsAtOnce = 16

/**
 * Reads all records of a kind as they stood at a moment. Business time never decreases within a stream, so a record whose
 * last event is not later than the moment stands now as it stood then; of the others the stream is read and folded up to
 * the moment, and those that began later are left out. The cost grows with what has changed since, not with the base.
 */
export const recordsAsOf = Effect.fnUntraced(function* <State extends RecordState, Event extends DomainEvent>(
  store: StoreShape,
  tenant: TenantId,
  of: Aggregate<State, Event>,
  asOf: Instant,
) {
  const records: Array<State> = []
  const later: Array<string> = []
  yield* store.scan(tenant, of, (batch) => {
    for (const record of batch) {
      if (record.changedAt <= asOf) records.push(record)
      else later.push(record.id)
    }
  })
  const earlier = yield* Effect.forEach(
    later,
    (id) =>
      Effect.map(store.stream(tenant, id), (events) =>
        replay(
          of,
          events.filter(({ occurredAt }) => occurredAt <= asOf),
        ),
      ),
    { concurrency: streamsAtOnce },
  )
  for (const record of earlier) if (record !== null) records.push(record)
  return records
})
