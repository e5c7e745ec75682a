import * as Clock from "effect/Clock"
import * as Effect from "effect/Effect"
import * as Stream from "effect/Stream"
import type { TenantId } from "../shared/Ids.ts"
import { instantOf } from "../shared/Instant.ts"
import type { OutboxShape, ParkedDelivery } from "./Outbox.ts"
import { NoOutbox } from "./OutboxErrors.ts"
import type { DeliveredBatch, EventsOptions } from "./OutboxFeed.ts"
import { eventFeed } from "./OutboxFeed.ts"
import { Store } from "./Store.ts"
import type { StoreError } from "./StoreErrors.ts"

const withOutbox = <A>(use: (outbox: OutboxShape) => Effect.Effect<A, StoreError>) =>
  Effect.gen(function* () {
    const { name, outbox } = yield* Store
    if (outbox === null) return yield* Effect.fail(new NoOutbox(name))
    return yield* use(outbox)
  })

const now = Effect.map(Clock.currentTimeMillis, (epochMs) => instantOf(epochMs))

/**
 * The events of a tenant's journal as a named consumer gets them: each at least once, those of one stream in order. A batch is to
 * be answered by `ack` or `fail` before its lease ends; several may be in hand, none of them of the same stream.
 */
export const events = (
  tenant: TenantId,
  options: EventsOptions,
): Stream.Stream<DeliveredBatch, StoreError | NoOutbox, Store> =>
  Stream.unwrap(
    Effect.map(eventFeed(tenant, options), (feed) =>
      Stream.unfold(feed, ({ next }) =>
        Effect.map(next, (batch) => (batch === undefined ? undefined : ([batch, feed] as const))),
      ).pipe(Stream.ensuring(feed.close)),
    ),
  )

/** What is parked for a consumer, by stream. */
export const parkedEvents = (
  tenant: TenantId,
  consumer: string,
): Effect.Effect<ReadonlyArray<ParkedDelivery>, StoreError | NoOutbox, Store> =>
  withOutbox((outbox) => outbox.parked({ tenant, consumer }))

/** Lets a parked stream be tried again. Gives whether it was parked. */
export const retryParked = (
  tenant: TenantId,
  consumer: string,
  stream: string,
): Effect.Effect<boolean, StoreError | NoOutbox, Store> =>
  Effect.flatMap(now, (at) => withOutbox((outbox) => outbox.retry({ tenant, consumer }, stream, at)))

/**
 * Drops from the outbox, not from the journal, what every consumer has acknowledged and what is older than an age; gives the
 * number of streams.
 *
 * @param ageMs - milliseconds, 0 or more
 */
export const pruneOutbox = (tenant: TenantId, ageMs: number): Effect.Effect<number, StoreError | NoOutbox, Store> =>
  Effect.flatMap(Clock.currentTimeMillis, (at) => withOutbox((outbox) => outbox.prune(tenant, instantOf(at - ageMs))))

/** Forgets a consumer that is no longer there, so that nothing is kept for it. */
export const forgetConsumer = (tenant: TenantId, consumer: string): Effect.Effect<void, StoreError | NoOutbox, Store> =>
  withOutbox((outbox) => outbox.forget({ tenant, consumer }))
