import * as Clock from "effect/Clock"
import * as Context from "effect/Context"
import * as Effect from "effect/Effect"
import type { DirectoryProblem } from "../ports/HostDirectory.ts"
import { observed } from "../ports/Observed.ts"
import type { ConsumerBacklog, ParkedDelivery } from "../ports/Outbox.ts"
import type { Store } from "../ports/Store.ts"
import type { TenantsOptions } from "../ports/reading/TenantList.ts"
import type { TickReport } from "../ports/tick/TickSchema.ts"
import type { ActorId } from "../shared/Actor.ts"
import type { TenantId } from "../shared/Ids.ts"
import { callRunner } from "./CallRunner.ts"
import type { CallRunner } from "./CallRunner.ts"
import { tickOptionsOf } from "./DatedTick.ts"
import type { DatedTickOptions } from "./DatedTick.ts"
import { checkDeptOptions } from "../effect/DeptOptions.ts"
import type { SalesDeptOptions } from "../effect/DeptOptions.ts"
import { openDept } from "../effect/OpenDept.ts"
import type { EventBatch, EventStreamOptions, TenantEventBatch } from "./EventStream.ts"
import { clockAt } from "./HostClock.ts"
import { loadGroups } from "./LateUseCases.ts"
import { refusedAs } from "./Promised.ts"
import type { Run } from "./Promised.ts"
import { session } from "./Session.ts"
import type { Session, SessionOptions } from "./Session.ts"
import { sessionGiven } from "./SessionGiven.ts"

/** What is done about a tenant's outbox. */
export interface TenantOutbox {
  /**
   * The known consumers by name, each with what it has not acknowledged: which of them fall behind, and which are no more. It looks at every
   * mark of every consumer: for an operator's page and for metrics.
   *
   * @example
   * ```ts
   * const behind = (await dept.tenant("shop-17").outbox.consumers()).filter(({ events, parked }) => events > 10_000 || parked > 0)
   * ```
   */
  readonly consumers: () => Promise<ReadonlyArray<ConsumerBacklog>>
  /** What is parked for a consumer, by stream. */
  readonly parked: (consumer: string) => Promise<ReadonlyArray<ParkedDelivery>>
  /** Lets a parked stream be tried again. Gives whether it was parked. */
  readonly retry: (consumer: string, stream: string) => Promise<boolean>
  /** Drops what all consumers have acknowledged and what is older, milliseconds; the journal stays. */
  readonly prune: (ageMs: number) => Promise<number>
  /** Forgets a consumer that is no longer there, so that nothing is kept for it. */
  readonly forget: (consumer: string) => Promise<void>
}

/** A tenant of the host. */
export interface TenantSales {
  /**
   * Everything as one actor.
   *
   * @param actor - the host's id of the person
   * @param options - what the host's access policy says the person is, and a signal that ends every call of the session
   */
  readonly as: (actor: ActorId, options?: SessionOptions) => Session
  /**
   * The journal's events as a named consumer gets them: each at least once, those of one stream in order.
   *
   * @example
   * ```ts
   * for await (const batch of dept.tenant("shop-17").events({ consumer: "search" })) {
   *   await index(batch.events).then(batch.ack, batch.fail)
   * }
   * ```
   */
  readonly events: (options: EventStreamOptions) => AsyncIterable<EventBatch>
  /** What is parked, kept and known. */
  readonly outbox: TenantOutbox
}

/** The library, open over a store. */
export interface SalesDept extends AsyncDisposable {
  /** One tenant; single-tenant hosts use `"default"`. */
  readonly tenant: (tenant: TenantId) => TenantSales
  /**
   * Does what is due by now, for all actors: call it by the host's own schedule, as often as wanted, from as many processes as
   * there are. It is done within a budget, and goes on where it ended when called again.
   *
   * @example
   * ```ts
   * await dept.tick(new Date())
   * const { stoppedBy } = await dept.tick({ budget: { ms: 20_000 } })
   * stoppedBy // null
   * ```
   *
   * @param options - the time to judge by, or that, whose records and how far to go; now, and all tenants, where left out
   */
  readonly tick: (options?: DatedTickOptions | Date) => Promise<TickReport>
  /**
   * The events of all tenants as one named consumer gets them, a batch of each tenant in turn: what
   * {@link TenantSales.events} gives of one. Every tenant that has ever run a command is looked at in each round, so a host of very
   * many quiet ones asks by tenant instead. Where the store does not give those of one tenant, the others get theirs first; then the
   * iteration rejects with why. Rejects with `NoTenantList` where the store keeps no list of them.
   *
   * @example
   * ```ts
   * for await (const batch of dept.events({ consumer: "mailer", signal })) {
   *   await send(batch.tenant, batch.events).then(batch.ack, batch.fail)
   * }
   * ```
   */
  readonly events: (options: EventStreamOptions) => AsyncIterable<TenantEventBatch>
  /**
   * Tenants who have ever run a command in this store, by code point of their ids; rejects with `NoTenantList` where it keeps no list.
   *
   * @param options - `after`: those behind this one, from the first where absent; `limit`: how many at most, 1 to 10,000 (inclusive),
   * default 1,000
   */
  readonly tenants: (options?: TenantsOptions) => Promise<ReadonlyArray<TenantId>>
  /**
   * What is wrong with the host's tables that its directory reads, all at once; nothing where all is as mapped, or there is no
   * directory. Call it when the host starts and in its tests.
   */
  readonly checkDirectory: () => Promise<ReadonlyArray<DirectoryProblem>>
  /**
   * Loads the code of all areas now. Without it each is loaded when the first of its use cases is called, and `tick`'s when it is: a
   * server does it before it answers anybody, so that no request waits for code. Calls begin in the order in which they are made either
   * way.
   */
  readonly load: () => Promise<void>
  /**
   * Closes the store. Calls that wait for a connection or a lock, and later ones, reject at once (`StoreFault`, `closed`) and nothing of
   * them is written. What has a connection ends as it would have, and on Postgres this is waited for; a pool of the host's stays open.
   */
  readonly close: () => Promise<void>
}

async function* batchesOf(
  tenant: TenantId,
  options: EventStreamOptions,
  runs: CallRunner,
): AsyncGenerator<EventBatch, void> {
  const { batches } = await import("./EventStream.ts")
  yield* batches(tenant, options, runs)
}

async function* batchesOfEach(options: EventStreamOptions, runs: CallRunner): AsyncGenerator<TenantEventBatch, void> {
  const { batchesOfAll } = await import("./EventStream.ts")
  yield* batchesOfAll(options, runs)
}

/** What is done about an outbox, which is loaded when the first of it is asked for. */
const outboxOf = (tenant: TenantId, run: Run): TenantOutbox => {
  const outbox = () => import("../ports/outbox/OutboxEvents.ts")
  const asked = <Given extends ReadonlyArray<unknown>, A, E>(
    call: string,
    ask: (tenant: TenantId, ...given: Given) => Effect.Effect<A, E, Store>,
    ...given: Given
  ): Promise<A> =>
    run(
      refusedAs(
        `outbox.${call}`,
        Effect.suspend(() => ask(tenant, ...given)),
      ),
      given,
    )
  return {
    consumers: async () => asked("consumers", (await outbox()).consumersOf),
    parked: async (consumer) => asked("parked", (await outbox()).parkedEvents, consumer),
    retry: async (consumer, stream) => asked("retry", (await outbox()).retryParked, consumer, stream),
    prune: async (ageMs) => asked("prune", (await outbox()).pruneOutbox, ageMs),
    forget: async (consumer) => asked("forget", (await outbox()).forgetConsumer, consumer),
  }
}

/**
 * Opens the library over a store. Nothing is migrated or published by this.
 *
 * @param options - the store, and what of the host's own it is to work with: configuration, clock, ids, access, directory, duties
 * @throws InputInvalid where the configuration given is not sound, with every problem; StoreFault where the store cannot be opened
 * @example
 * ```ts
 * import { memory, presets, salesDept } from "@salesdept/core/promise"
 *
 * const department = presets.servicesWithActs({ timeZone: "Europe/Moscow", currency: "RUB" })
 * await using dept = await salesDept({ store: memory(), department })
 * const shop = dept.tenant("shop-17").as("user:42")
 * const { deal } = await shop.deals.open({ title: "Audit" })
 * deal.stageId // "newLead"
 * ```
 */
export const salesDept = async (options: SalesDeptOptions): Promise<SalesDept> => {
  // Before anything is opened, so that nothing has to be closed.
  checkDeptOptions(options)
  const { now } = options
  const { services: opened, close } = await openDept("salesDept", options)
  const services =
    now === undefined ? opened : Context.add(opened, Clock.Clock, clockAt(Context.get(opened, Clock.Clock), now))
  const calls = callRunner(services)
  return {
    tenant: (tenant) => ({
      as: (actor, options) => {
        const { access, signal, wrong } = sessionGiven(options)
        return session({ tenant, actor, ...access }, calls.until(signal), wrong)
      },
      events: (asked) => batchesOf(tenant, asked, calls),
      outbox: outboxOf(tenant, calls.toEnd),
    }),
    tick: async (asked) => {
      const { tick } = await import("../effect/Tick.ts")
      const ticking = Effect.suspend(() => tick(tickOptionsOf(asked), options.duties))
      return calls.toEnd(ticking, [asked])
    },
    events: (asked) => batchesOfEach(asked, calls),
    tenants: async (asked) => {
      const { listTenants } = await import("../ports/reading/TenantList.ts")
      return calls.toEnd(
        observed("tenants", () => listTenants(asked)),
        [asked],
      )
    },
    checkDirectory: () => options.directory?.check() ?? Promise.resolve([]),
    load: async () => {
      await Promise.all([
        loadGroups(),
        import("../effect/Tick.ts"),
        import("./EventStream.ts"),
        import("../ports/command/Batch.ts"),
      ])
    },
    close,
    [Symbol.asyncDispose]: close,
  }
}
