import * as Effect from "effect/Effect"
import type { DeliveredBatch, EventFeed, EventsOptions } from "../ports/outbox/OutboxFeed.ts"
import { decodeEvents, eventFeed } from "../ports/outbox/OutboxFeed.ts"
import { StoreFault } from "../ports/StoreErrors.ts"
import type { RecordedEvent } from "../records/RecordKinds.ts"
import { listTenants } from "../ports/reading/TenantList.ts"
import type { TenantId } from "../shared/Ids.ts"
import type { CallRunner } from "./CallRunner.ts"
import { refusedAs } from "./Promised.ts"
import type { Run } from "./Promised.ts"
import { apartFromSignal } from "./SessionGiven.ts"

/** What a consumer asks for, and what ends it. */
export interface EventStreamOptions extends EventsOptions {
  /** Ends the iteration, with the signal's reason; a batch in hand may still be answered until its lease ends. */
  readonly signal?: AbortSignal | undefined
}

/** Events handed to a consumer, with the answers it may give. */
export interface EventBatch extends Pick<DeliveredBatch, "attempts"> {
  /** The events, by stream and version, in today's shape; `hash` is of the row as it is stored. */
  readonly events: ReadonlyArray<RecordedEvent>
  /** Says that all of them were taken. False where the lease had ended: they are handed over again. */
  readonly ack: () => Promise<boolean>
  /** Says that they were not, and why: they come again after a wait, or are parked. False where the lease had ended. */
  readonly fail: (error: unknown) => Promise<boolean>
}

/** Events of one of several tenants. */
export interface TenantEventBatch extends EventBatch {
  /** Whose they are. */
  readonly tenant: TenantId
}

const asPromises = ({ events, attempts, ack, fail }: DeliveredBatch, run: Run): EventBatch => ({
  // The facade knows every kind, and so has brought each to the shape that its type has today.
  events: events as ReadonlyArray<RecordedEvent>,
  attempts,
  ack: () => run(ack),
  fail: (error) => run(fail(error)),
})

/** Batches of a tenant one after another; what was claimed ahead is given back when nobody asks any more. */
export async function* batches(
  tenant: TenantId,
  asked: EventStreamOptions,
  { toEnd, until }: CallRunner,
): AsyncGenerator<EventBatch, void> {
  const [options, signal] = apartFromSignal(asked)
  const run = until(signal)
  const { next, close } = await run(refusedAs("events", eventFeed(tenant, options)), [options])
  try {
    for (;;) {
      const batch = await run(next)
      if (batch === undefined) return
      yield asPromises(batch, toEnd)
    }
  } finally {
    await toEnd(close)
  }
}

/** Tenants listed at once. */
const tenantsAtOnce = 1000

async function* allTenants(run: Run): AsyncGenerator<TenantId, void> {
  let after: TenantId | undefined
  for (;;) {
    const tenants = await run(listTenants({ after, limit: tenantsAtOnce }))
    yield* tenants
    after = tenants.at(-1)
    if (tenants.length < tenantsAtOnce) return
  }
}

/** Whether it is no matter of one tenant. */
const isOfAll = (error: unknown): boolean =>
  error instanceof StoreFault && (error.data.reason === "connectionLost" || error.data.reason === "closed")

/**
 * Batches of all tenants, one of each in turn, so that one with much to tell keeps nobody waiting, and one whose events the store does not
 * give keeps nobody from his: why it does not is told once the others have nothing due.
 */
export async function* batchesOfAll(
  asked: EventStreamOptions,
  { toEnd, until }: CallRunner,
): AsyncGenerator<TenantEventBatch, void> {
  const [options, signal] = apartFromSignal(asked)
  const run = until(signal)
  // Also where there is no tenant yet whose feed would tell.
  await run(
    refusedAs(
      "events",
      Effect.suspend(() => Effect.fromResult(decodeEvents(options))),
    ),
    [options],
  )
  const feeds = new Map<TenantId, EventFeed>()
  const feedOf = async (tenant: TenantId): Promise<EventFeed> => {
    const feed = feeds.get(tenant) ?? (await run(eventFeed(tenant, { ...options, once: true })))
    feeds.set(tenant, feed)
    return feed
  }
  try {
    for (;;) {
      let isIdle = true
      const faults: Array<unknown> = []
      for await (const tenant of allTenants(run)) {
        let batch: DeliveredBatch | undefined
        try {
          const { next } = await feedOf(tenant)
          batch = await run(next)
        } catch (fault) {
          if (signal?.aborted === true || isOfAll(fault)) throw fault
          faults.push(fault)
          continue
        }
        if (batch === undefined) continue
        isIdle = false
        yield { ...asPromises(batch, toEnd), tenant }
      }
      if (!isIdle) continue
      if (faults.length > 0) throw faults[0]
      if (options.once === true) return
      await run(Effect.sleep(options.pollMs ?? 1000))
    }
  } finally {
    for (const { close } of feeds.values()) await toEnd(close)
  }
}
