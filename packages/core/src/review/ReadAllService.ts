import type { RecordKind, RecordState } from "../journal/Aggregate.ts"
import type { DomainEvent } from "../journal/Event.ts"
import { isInBase } from "../journal/Standing.ts"
import { allOf } from "../ports/reading/ReadAll.ts"
import type { StoreShape } from "../ports/Store.ts"
import type { TenantId } from "../shared/Ids.ts"

/** All records of a kind that are in the base, in the store's order. */
export const readAll = <State extends RecordState, Event extends DomainEvent>(
  store: StoreShape,
  tenant: TenantId,
  of: RecordKind<State, Event>,
) => allOf(store, tenant, of, isInBase)
