import * as Effect from "effect/Effect"
import type { DeliveredBatch, EventsCursor, EventsOptions } from "../ports/OutboxEvents.ts"
import { firstCursor, nextBatch } from "../ports/OutboxEvents.ts"
import { listTenants } from "../ports/TenantList.ts"
import type { TenantId } from "../shared/Ids.ts"
import type { Run } from "./Promised.ts"

/** What a consumer asks for, and what ends it. */
export interface EventStreamOptions extends EventsOptions {
  /** Ends the iteration, with the signal's reason; a batch in hand may still be answered until its lease ends. */
  readonly signal?: AbortSignal | undefined
}

/** Events handed to a consumer, with the answers it may give. */
export interface EventBatch extends Pick<DeliveredBatch, "events" | "attempts"> {
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
  events,
  attempts,
  ack: () => run(ack),
  fail: (error) => run(fail(error)),
})

/** Batches of a tenant one after another; nothing is claimed before it is asked for. */
export async function* batches(tenant: TenantId, options: EventsOptions, run: Run): AsyncGenerator<EventBatch, void> {
  let cursor = firstCursor
  for (;;) {
    const claimed = await run(nextBatch(tenant, options, cursor))
    if (claimed === undefined) return
    const [batch, next] = claimed
    cursor = next
    yield asPromises(batch, run)
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

/** Batches of all tenants, one of each in turn, so that one with much to tell keeps nobody waiting. */
export async function* batchesOfAll(options: EventsOptions, run: Run): AsyncGenerator<TenantEventBatch, void> {
  const cursors = new Map<TenantId, EventsCursor>()
  for (;;) {
    let isIdle = true
    for await (const tenant of allTenants(run)) {
      const claimed = await run(nextBatch(tenant, { ...options, once: true }, cursors.get(tenant) ?? firstCursor))
      // Where nothing is due the consumer has made itself known all the same, and begins with the first stream again.
      cursors.set(tenant, claimed?.[1] ?? { registered: true, after: "" })
      if (claimed === undefined) continue
      isIdle = false
      yield { ...asPromises(claimed[0], run), tenant }
    }
    if (!isIdle) continue
    if (options.once === true) return
    await run(Effect.sleep(options.pollMs ?? 1000))
  }
}
