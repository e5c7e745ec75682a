import * as Effect from "effect/Effect"
import type { RecordKind, RecordState } from "../journal/Aggregate.ts"
import type { DomainEvent } from "../journal/Event.ts"
import { isInBase } from "../journal/Standing.ts"
import type { StoreShape } from "../ports/Store.ts"
import type { TenantId } from "../shared/Ids.ts"

/** All records of a kind that are in the base, in the store's order. */
export const readAll = Effect.fnUntraced(function* <State extends RecordState, Event extends DomainEvent>(
  store: StoreShape,
  tenant: TenantId,
  of: RecordKind<State, Event>,
) {
  const records: Array<State> = []
  // Which fields are indexed does not matter to a scan.
  yield* store.scan(tenant, of, (batch) => {
    for (const record of batch) if (isInBase(record)) records.push(record)
  })
  return records
})
