import * as Clock from "effect/Clock"
import * as Effect from "effect/Effect"
import * as Stream from "effect/Stream"
import type { JournalEvent } from "../journal/Event.ts"
import { upcastAll } from "../journal/EventVersions.ts"
import type { TenantId } from "../shared/Ids.ts"
import { instantOf } from "../shared/Instant.ts"
import { EventKinds } from "./EventKinds.ts"
import { IdSource } from "./IdSource.ts"
import type { OutboxShape, ParkedDelivery } from "./Outbox.ts"
import { NoOutbox } from "./OutboxErrors.ts"
import { Store } from "./Store.ts"
import type { StoreError } from "./StoreErrors.ts"

/** How a consumer takes events. */
export interface EventsOptions {
  /** Name of the consumer, 1–255 characters. */
  readonly consumer: string
  /** Events in a batch at most, 1 or more. Default 100. */
  readonly batch?: number
  /** How long a batch is this consumer's, milliseconds. Unanswered by then, it is handed over again. Default 30,000. */
  readonly leaseMs?: number
  /** After how many tries an event is parked, 2 or more. Default 10. */
  readonly maxAttempts?: number
  /** Wait after a first failure, milliseconds; twice as long after each further one. Default 1,000. */
  readonly backoffMs?: number
  /** The longest wait after a failure, milliseconds. Default 3,600,000. */
  readonly maxBackoffMs?: number
  /** Wait before looking again where nothing is due, milliseconds. Default 1,000. */
  readonly pollMs?: number
  /** End where nothing is due, instead of waiting. Default false. */
  readonly once?: boolean
}

/** Events handed to a consumer, with the answers it may give. */
export interface DeliveredBatch {
  /** The events, by stream and version, in today's shape; `hash` is of the row as it is stored. */
  readonly events: ReadonlyArray<JournalEvent>
  /** Which try this is, from 1. */
  readonly attempts: number
  /** Says that all of them were taken. False where the lease had ended: they are handed over again. */
  readonly ack: Effect.Effect<boolean, StoreError>
  /** Says that they were not, and why: they come again after a wait, or are parked. False where the lease had ended. */
  readonly fail: (error: unknown) => Effect.Effect<boolean, StoreError>
}

/**
 * The wait before another try, milliseconds: the first one doubled for each try after the first, up to the longest.
 *
 * @param attempts - tries so far, from 1
 */
export const backoffOf = (attempts: number, firstMs: number, longestMs: number): number =>
  Math.min(longestMs, firstMs * 2 ** (attempts - 1))

const longestError = 1000

const textOf = (error: unknown): string =>
  (error instanceof Error ? `${error.name}: ${error.message}` : String(error)).slice(0, longestError)

const withOutbox = <A>(use: (outbox: OutboxShape) => Effect.Effect<A, StoreError>) =>
  Effect.gen(function* () {
    const { name, outbox } = yield* Store
    if (outbox === null) return yield* Effect.fail(new NoOutbox(name))
    return yield* use(outbox)
  })

const now = Effect.map(Clock.currentTimeMillis, (epochMs) => instantOf(epochMs))

/** Where a consumer stands between batches. */
export interface EventsCursor {
  /** Whether it has made itself known. */
  readonly registered: boolean
  /** Which streams it looks at next. */
  readonly after: string
}

/** Where a consumer begins. */
export const firstCursor: EventsCursor = { registered: false, after: "" }

/** Claims the next batch, waiting for one; null where `once` is given and nothing is due. */
export const nextBatch = (
  tenant: TenantId,
  options: EventsOptions,
  cursor: EventsCursor,
): Effect.Effect<readonly [DeliveredBatch, EventsCursor] | undefined, StoreError | NoOutbox, Store> => {
  const { consumer, batch = 100, leaseMs = 30_000, pollMs = 1000, once = false } = options
  const { maxAttempts = 10, backoffMs = 1000, maxBackoffMs = 3_600_000 } = options
  const who = { tenant, consumer }
  for (const [name, value, least] of [
    ["batch", batch, 1],
    ["leaseMs", leaseMs, 1],
    ["maxAttempts", maxAttempts, 2],
  ] as const) {
    if (!Number.isSafeInteger(value) || value < least) {
      return Effect.die(new RangeError(`${name} must be a whole number of ${least} or more`))
    }
  }
  return Effect.gen(function* () {
    const ids = yield* IdSource
    const loadKinds = yield* EventKinds
    const clock = yield* Clock.Clock
    const timeAfter = (ms: number) => instantOf(clock.currentTimeMillisUnsafe() + ms)
    if (!cursor.registered) yield* withOutbox((outbox) => outbox.register(who, timeAfter(0)))
    let { after } = cursor
    for (;;) {
      const token = ids.salt()
      const claim = { ...who, after, batch, maxAttempts, token, now: timeAfter(0), leasedUntil: timeAfter(leaseMs) }
      const { deliveries, events, next } = yield* withOutbox((outbox) => outbox.claim(claim))
      after = next
      const first = deliveries[0]
      if (first !== undefined) {
        const streams = deliveries.map(({ stream }) => stream)
        const answer = () => ({ ...who, token, streams, now: timeAfter(0) })
        const { outbox, name } = yield* Store
        if (outbox === null) return yield* Effect.fail(new NoOutbox(name))
        const isAll = (count: number) => count === streams.length
        const delivered: DeliveredBatch = {
          events: upcastAll(yield* loadKinds, events),
          attempts: first.attempts,
          ack: Effect.suspend(() => outbox.acknowledge(answer())).pipe(Effect.map(isAll)),
          fail: (error) =>
            Effect.suspend(() =>
              outbox.reject({
                ...answer(),
                error: textOf(error),
                againAt: timeAfter(backoffOf(first.attempts, backoffMs, maxBackoffMs)),
                park: first.attempts >= maxAttempts,
              }),
            ).pipe(Effect.map(isAll)),
        }
        return [delivered, { registered: true, after }] as const
      }
      if (once) return undefined
      yield* Effect.sleep(pollMs)
    }
  })
}

/**
 * The events of a tenant's journal as a named consumer gets them: each at least once, those of one stream in order. A batch is to
 * be answered by `ack` or `fail` before its lease ends.
 */
export const events = (
  tenant: TenantId,
  options: EventsOptions,
): Stream.Stream<DeliveredBatch, StoreError | NoOutbox, Store> =>
  Stream.unfold(firstCursor, (cursor) => nextBatch(tenant, options, cursor))

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
