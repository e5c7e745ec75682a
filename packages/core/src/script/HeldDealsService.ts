import * as Effect from "effect/Effect"
import { clientAggregate } from "../client/Client.ts"
import type { Client } from "../client/ClientSchema.ts"
import { dealAggregate } from "../deal/Deal.ts"
import type { Deal } from "../deal/DealSchema.ts"
import type { RecordKind, RecordState } from "../journal/Aggregate.ts"
import type { DomainEvent } from "../journal/Event.ts"
import { isInBase } from "../journal/Standing.ts"
import { asKnownAt } from "../plan/facts/PlanFactsService.ts"
import type { StoreShape } from "../ports/Store.ts"
import type { TenantId } from "../shared/Ids.ts"
import type { Instant } from "../shared/Instant.ts"
import type { Message } from "../shared/Message.ts"
import { byIdsInBatches, dealIdsOf } from "./ScriptReadingService.ts"
import type { ScriptRun } from "./ScriptSchema.ts"

/** What deals are held equal by. */
export const heldEqual: ReadonlyArray<Message> = [
  { en: "rep", ru: "менеджер" },
  { en: "client's segment", ru: "сегмент клиента" },
]

/** Records by id as they were known at a moment, as they are known now where none is given. */
const recordsThen = Effect.fnUntraced(function* <State extends RecordState, Event extends DomainEvent>(
  store: StoreShape,
  tenant: TenantId,
  of: RecordKind<State, Event>,
  ids: ReadonlyArray<string>,
  knownAt: Instant | undefined,
) {
  const now = yield* byIdsInBatches(store, tenant, of, ids)
  if (knownAt === undefined) return now
  const changed = yield* asKnownAt(store, tenant, of, knownAt)
  for (const id of ids) {
    if (!changed.ids.has(id)) continue
    const then = changed.states.get(id)
    if (then === undefined) now.delete(id)
    else now.set(id, then)
  }
  return now
})

/** Deals of runs, with what they are held equal by: the seller and the client's segment. As known at a moment, or now. */
export const heldDeals = Effect.fnUntraced(function* (
  store: StoreShape,
  tenant: TenantId,
  runs: ReadonlyArray<ScriptRun>,
  knownAt?: Instant,
) {
  const read: ReadonlyMap<string, Deal> = yield* recordsThen(store, tenant, dealAggregate, dealIdsOf(runs), knownAt)
  const deals = [...read].filter(([, deal]) => isInBase(deal))
  const clientIds = [...new Set(deals.flatMap(([, { clientId }]) => (clientId === null ? [] : [clientId])))]
  const clients: ReadonlyMap<string, Client> = yield* recordsThen(store, tenant, clientAggregate, clientIds, knownAt)
  return new Map(
    deals.map(([id, { outcome, closedOn, sellerId, clientId }]) => [
      id,
      { outcome, closedOn, held: [sellerId, clientId === null ? null : (clients.get(clientId)?.segmentId ?? null)] },
    ]),
  )
})
