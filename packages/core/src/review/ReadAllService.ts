import * as Effect from "effect/Effect"
import type { Aggregate, RecordState } from "../journal/Aggregate.ts"
import type { DomainEvent } from "../journal/Event.ts"
import { isInBase } from "../journal/Standing.ts"
import type { StoreShape } from "../ports/Store.ts"
import type { TenantId } from "../shared/Ids.ts"

/** All records of a kind that are in the base, in the store's order. */
export const readAll = Effect.fnUntraced(function* <
  State extends RecordState,
  Event extends DomainEvent,
  Indexed extends keyof State & string,
>(store: StoreShape, tenant: TenantId, of: Aggregate<State, Event, Indexed>) {
  const records: Array<State> = []
  // Which fields are indexed does not matter to a scan.
  yield* store.scan(tenant, of as unknown as Aggregate<State, Event>, (batch) => {
    for (const record of batch) if (isInBase(record)) records.push(record)
  })
  return records
})
