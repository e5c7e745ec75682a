import * as Clock from "effect/Clock"
import * as Effect from "effect/Effect"
import * as Stream from "effect/Stream"
import type { TenantId } from "../../shared/Ids.ts"
import { instantOf } from "../../shared/Instant.ts"
import type { InputInvalid } from "../../shared/InputErrors.ts"
import type { ConsumerBacklog, OutboxShape, ParkedDelivery } from "../Outbox.ts"
import { NoOutbox } from "./OutboxErrors.ts"
import type { DeliveredBatch, EventsOptions } from "./OutboxFeed.ts"
import { eventFeed } from "./OutboxFeed.ts"
import { decodeConsumer, decodePrune, decodeStream, decodeTenant } from "./OutboxSchema.ts"
import { Store } from "../Store.ts"
import type { StoreError } from "../StoreErrors.ts"

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
 *
 * @param tenant - the tenant's id
 * @param options - the consumer's name, how much it takes at a time, how it is tried again
 * @returns a stream that fails with InputInvalid where the options are wrong and with NoOutbox where the store has none, and ends only
 * where `once` is given
 * @example
 * ```ts
 * import { clientCommands } from "@salesdept/core/client/service"
 * import { layerMemory } from "@salesdept/core/memory"
 * import { events } from "@salesdept/core/ports"
 * import { Effect, Stream } from "effect"
 *
 * const program = Effect.gen(function* () {
 *   yield* clientCommands.register({ tenant: "shop-17", actor: "user:42" }, { name: "Ромашка" })
 *   const taken = events("shop-17", { consumer: "search", once: true }).pipe(
 *     Stream.mapEffect((batch) => Effect.as(batch.ack, batch.events.map(({ type }) => type))),
 *   )
 *   return yield* Stream.runCollect(taken)
 * })
 * await Effect.runPromise(Effect.provide(program, layerMemory)) // [["…"]]
 * ```
 */
export const events = (
  tenant: TenantId,
  options: EventsOptions,
): Stream.Stream<DeliveredBatch, InputInvalid | StoreError | NoOutbox, Store> =>
  Stream.unwrap(
    Effect.map(eventFeed(tenant, options), (feed) =>
      Stream.unfold(feed, ({ next }) =>
        Effect.map(next, (batch) => (batch === undefined ? undefined : ([batch, feed] as const))),
      ).pipe(Stream.ensuring(feed.close)),
    ),
  )

/**
 * The known consumers of a tenant's events by name, each with what it has not acknowledged: to see which of them fall behind, and which are
 * no more. It looks at every mark of every consumer, so it is for an operator's page and for metrics, not for each request.
 *
 * @param tenant - the tenant's id
 * @example
 * ```ts
 * import { clientCommands } from "@salesdept/core/client/service"
 * import { layerMemory } from "@salesdept/core/memory"
 * import { consumersOf, events } from "@salesdept/core/ports"
 * import { Effect, Stream } from "effect"
 *
 * const program = Effect.gen(function* () {
 *   yield* clientCommands.register({ tenant: "shop-17", actor: "user:42" }, { name: "Ромашка" })
 *   yield* Stream.runDrain(events("shop-17", { consumer: "search", once: true }))
 *   return yield* consumersOf("shop-17")
 * })
 * await Effect.runPromise(Effect.provide(program, layerMemory)) // [{ consumer: "search", events: 1, streams: 1, parked: 0, … }]
 * ```
 */
export const consumersOf = (
  tenant: TenantId,
): Effect.Effect<ReadonlyArray<ConsumerBacklog>, InputInvalid | StoreError | NoOutbox, Store> =>
  Effect.flatMap(Effect.fromResult(decodeTenant({ tenant })), (asked) =>
    withOutbox((outbox) => outbox.consumers(asked.tenant)),
  )

/**
 * What is parked for a consumer, by stream.
 *
 * @param tenant - the tenant's id
 * @param consumer - name of the consumer, 1–255 characters
 * @example
 * ```ts
 * import { clientCommands } from "@salesdept/core/client/service"
 * import { layerMemory } from "@salesdept/core/memory"
 * import { events, parkedEvents } from "@salesdept/core/ports"
 * import { Effect, Stream } from "effect"
 *
 * const program = Effect.gen(function* () {
 *   yield* clientCommands.register({ tenant: "shop-17", actor: "user:42" }, { name: "Ромашка" })
 *   const failing = events("shop-17", { consumer: "crm", once: true, maxAttempts: 2, backoffMs: 0 })
 *   yield* Stream.runForEach(failing, ({ fail }) => fail("503"))
 *   return yield* parkedEvents("shop-17", "crm")
 * })
 * await Effect.runPromise(Effect.provide(program, layerMemory)) // [{ stream: "client_…", …attempts: 2, error: "503", … }]
 * ```
 */
export const parkedEvents = (
  tenant: TenantId,
  consumer: string,
): Effect.Effect<ReadonlyArray<ParkedDelivery>, InputInvalid | StoreError | NoOutbox, Store> =>
  Effect.flatMap(Effect.fromResult(decodeConsumer({ tenant, consumer })), (who) =>
    withOutbox((outbox) => outbox.parked(who)),
  )

/**
 * Lets a parked stream be tried again. Gives whether it was parked.
 *
 * @param tenant - the tenant's id
 * @param consumer - name of the consumer, 1–255 characters
 * @param stream - the stream: the id of the record
 * @example
 * ```ts
 * import { clientCommands } from "@salesdept/core/client/service"
 * import { layerMemory } from "@salesdept/core/memory"
 * import { events, parkedEvents, retryParked } from "@salesdept/core/ports"
 * import { Effect, Stream } from "effect"
 *
 * const program = Effect.gen(function* () {
 *   yield* clientCommands.register({ tenant: "shop-17", actor: "user:42" }, { name: "Ромашка" })
 *   const failing = events("shop-17", { consumer: "crm", once: true, maxAttempts: 2, backoffMs: 0 })
 *   yield* Stream.runForEach(failing, ({ fail }) => fail("503"))
 *   const parked = yield* parkedEvents("shop-17", "crm")
 *   return yield* Effect.forEach(parked, ({ stream }) => retryParked("shop-17", "crm", stream))
 * })
 * await Effect.runPromise(Effect.provide(program, layerMemory)) // [true]
 * ```
 */
export const retryParked = (
  tenant: TenantId,
  consumer: string,
  stream: string,
): Effect.Effect<boolean, InputInvalid | StoreError | NoOutbox, Store> =>
  Effect.flatMap(Effect.fromResult(decodeStream({ tenant, consumer, stream })), (asked) =>
    Effect.flatMap(now, (at) => withOutbox((outbox) => outbox.retry({ tenant, consumer }, asked.stream, at))),
  )

/**
 * Drops from the outbox, not from the journal, what every consumer has acknowledged and what is older than an age; gives the
 * number of streams.
 *
 * @param tenant - the tenant's id
 * @param ageMs - milliseconds, 0 to a hundred years
 * @example
 * ```ts
 * import { clientCommands } from "@salesdept/core/client/service"
 * import { layerMemory } from "@salesdept/core/memory"
 * import { events, pruneOutbox } from "@salesdept/core/ports"
 * import { Effect, Stream } from "effect"
 *
 * const program = Effect.gen(function* () {
 *   yield* clientCommands.register({ tenant: "shop-17", actor: "user:42" }, { name: "Ромашка" })
 *   yield* Stream.runForEach(events("shop-17", { consumer: "search", once: true }), ({ ack }) => ack)
 *   return yield* pruneOutbox("shop-17", 86_400_000)
 * })
 * await Effect.runPromise(Effect.provide(program, layerMemory)) // 0
 * ```
 */
export const pruneOutbox = (
  tenant: TenantId,
  ageMs: number,
): Effect.Effect<number, InputInvalid | StoreError | NoOutbox, Store> =>
  Effect.flatMap(Effect.fromResult(decodePrune({ tenant, ageMs })), (asked) =>
    Effect.flatMap(Clock.currentTimeMillis, (at) =>
      withOutbox((outbox) => outbox.prune(tenant, instantOf(Math.floor(at - asked.ageMs)))),
    ),
  )

/**
 * Forgets a consumer that is no longer there, so that nothing is kept for it.
 *
 * @param tenant - the tenant's id
 * @param consumer - name of the consumer, 1–255 characters
 * @example
 * ```ts
 * import { clientCommands } from "@salesdept/core/client/service"
 * import { layerMemory } from "@salesdept/core/memory"
 * import { events, forgetConsumer, parkedEvents } from "@salesdept/core/ports"
 * import { Effect, Stream } from "effect"
 *
 * const program = Effect.gen(function* () {
 *   yield* clientCommands.register({ tenant: "shop-17", actor: "user:42" }, { name: "Ромашка" })
 *   const failing = events("shop-17", { consumer: "crm", once: true, maxAttempts: 2, backoffMs: 0 })
 *   yield* Stream.runForEach(failing, ({ fail }) => fail("503"))
 *   yield* forgetConsumer("shop-17", "crm")
 *   return yield* parkedEvents("shop-17", "crm")
 * })
 * await Effect.runPromise(Effect.provide(program, layerMemory)) // []
 * ```
 */
export const forgetConsumer = (
  tenant: TenantId,
  consumer: string,
): Effect.Effect<void, InputInvalid | StoreError | NoOutbox, Store> =>
  Effect.flatMap(Effect.fromResult(decodeConsumer({ tenant, consumer })), (who) =>
    withOutbox((outbox) => outbox.forget(who)),
  )
