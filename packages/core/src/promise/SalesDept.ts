import * as Cause from "effect/Cause"
import * as Clock from "effect/Clock"
import * as Context from "effect/Context"
import * as Effect from "effect/Effect"
import * as Exit from "effect/Exit"
import { AccessPolicy } from "../ports/AccessPolicy.ts"
import type { Caller } from "../ports/Caller.ts"
import { DefaultDepartment, TrialCheck } from "../ports/DefaultDepartment.ts"
import { EventKinds } from "../ports/EventKinds.ts"
import { HostDirectory } from "../ports/HostDirectory.ts"
import type { DirectoryProblem } from "../ports/HostDirectory.ts"
import { IdSource } from "../ports/IdSource.ts"
import { begun, CallObserver, observed } from "../ports/Observed.ts"
import { exitOf, waitOf } from "../ports/Awaited.ts"
import type { ParkedDelivery } from "../ports/Outbox.ts"
import { KeptByHost } from "../ports/command/References.ts"
import { Store } from "../ports/Store.ts"
import type { TenantsOptions } from "../ports/reading/TenantList.ts"
import type { TickOptions, TickReport } from "../ports/tick/TickSchema.ts"
import type { ActorId } from "../shared/Actor.ts"
import { InputInvalid } from "../shared/InputErrors.ts"
import { instantOf } from "../shared/Instant.ts"
import type { Instant } from "../shared/Instant.ts"
import type { Problem } from "../shared/Problem.ts"
import { problemsUnder } from "../shared/Problem.ts"
import type { TenantId } from "../shared/Ids.ts"
import type { RunBatch } from "./Batched.ts"
import { plannedBy, prepared } from "./Batched.ts"
import { checkDeptOptions } from "./DeptOptions.ts"
import type { SalesDeptOptions, StoreProvider } from "./DeptOptions.ts"
import type { EventBatch, EventRuns, EventStreamOptions, TenantEventBatch } from "./EventStream.ts"
import { boundGroup, inOrder, lateGroups, loadGroups, wrongWith } from "./LateUseCases.ts"
import type { Promised, Run } from "./Promised.ts"
import { sessionGiven } from "./SessionGiven.ts"
import { readably, refusalOf } from "./Unreadable.ts"
import type { UseCases } from "./UseCases.ts"

/** What a session has of one area: each use case as a Promise. */
export type SessionGroup<Area extends keyof UseCases> = {
  readonly [Name in keyof UseCases[Area]]: Promised<UseCases[Area][Name]>
}

/** What one actor may do in one tenant, as Promises. Calls reject with `SalesDeptError`. */
export type Session = { readonly [Area in keyof UseCases]: SessionGroup<Area> } & {
  /**
   * Runs several commands as one: in order, in one transaction, each seeing what those before it decided; all are written or none
   * is (`BatchRefused`). What the function that plans them throws comes through as it is.
   *
   * @example
   * ```ts
   * const { answers } = await shop.batch((commands) => [
   *   commands.clients.register({ id: "client_7", name: "Ромашка" }),
   *   commands.deals.open({ clientId: "client_7", title: "Audit" }),
   * ])
   * answers[1].deal.clientId // "client_7"
   * ```
   */
  readonly batch: RunBatch
}

/** What is done about a tenant's outbox. */
export interface TenantOutbox {
  /** What is parked for a consumer, by stream. */
  readonly parked: (consumer: string) => Promise<ReadonlyArray<ParkedDelivery>>
  /** Lets a parked stream be tried again. Gives whether it was parked. */
  readonly retry: (consumer: string, stream: string) => Promise<boolean>
  /** Drops what all consumers have acknowledged and what is older, milliseconds; the journal stays. */
  readonly prune: (ageMs: number) => Promise<number>
  /** Forgets a consumer that is no longer there, so that nothing is kept for it. */
  readonly forget: (consumer: string) => Promise<void>
}

/** What a session is given beside its actor. */
export interface SessionOptions extends Pick<Caller, "roles"> {
  /**
   * Ends every call of the session: one that has not begun rejects before it does anything; one that is running rejects at once, with
   * the signal's reason, and what it was doing may still be done: call a command again under its idempotency key to learn of it.
   *
   * @example
   * ```ts
   * const shop = dept.tenant("shop-17").as("user:42", { signal: request.signal })
   * ```
   */
  readonly signal?: AbortSignal | undefined
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

/** How a tick is done, its time as an instant or a Date. */
export interface DatedTickOptions extends Omit<TickOptions, "now"> {
  /** The time to judge by: everything due then or before is done. Now where absent. */
  readonly now?: Instant | Date | undefined
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
   * const { stoppedBy } = await dept.tick({ budget: { ms: 20_000 }, tenants: "all" })
   * stoppedBy // null
   * ```
   *
   * @param options - the time to judge by, or that and how far to go; now, and the tenant `"default"`, where left out
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

/**
 * A store in memory, for unit tests of hosts. It is empty each time it is opened.
 *
 * @example
 * ```ts
 * import { memory, presets, salesDept } from "@salesdept/core/promise"
 *
 * const department = presets.servicesWithActs({ timeZone: "Europe/Moscow", currency: "RUB" })
 * await using dept = await salesDept({ store: memory(), department })
 * await dept.tenants() // []
 * ```
 */
export const memory = (): StoreProvider => ({
  open: async () => {
    const { makeMemoryStore } = await import("../memory/MemoryStore.ts")
    return { store: makeMemoryStore(), close: () => Promise.resolve() }
  },
})

/**
 * Binds every group of use cases to a caller, each when it is first asked for: a host may open a session for every request, and calls
 * a few of hundreds of cases.
 *
 * @param wrong - what is wrong with the session, with which every call of it is refused
 */
const session = (caller: Caller, run: Run, wrong: ReadonlyArray<Problem>): Session => {
  const bound = {}
  for (const group of lateGroups) {
    let cases: object | null = null
    Object.defineProperty(bound, group.name, {
      enumerable: true,
      configurable: true,
      get: () => (cases ??= boundGroup(group, caller, run, wrong)),
      // Hosts put doubles of their own in a group's place in their tests.
      set: (given: object) => {
        cases = given
      },
    })
  }
  const runBatch = (async (plan, options) => {
    if (wrong.length > 0) throw new InputInvalid(wrong, "batch")
    const planned = plannedBy(plan)
    const load = () => Promise.all([import("../ports/command/Batch.ts"), prepared(planned), wrongWith(caller)])
    return inOrder(null, load, ([{ batch }, commands, ofCaller]) =>
      ofCaller.length > 0
        ? Promise.reject(new InputInvalid(ofCaller, "batch"))
        : run(batch(caller, commands, options), [...planned.map(({ input }) => input), options]),
    )
    // Names and answers pass through untouched, which the mapped types say and a loop cannot show the compiler.
  }) as RunBatch
  return Object.assign(bound, { batch: runBatch }) as Session
}

type RunOptions = { readonly signal?: AbortSignal }

type RunEffect = <A, E>(
  effect: Effect.Effect<A, E, Store>,
  given?: ReadonlyArray<unknown>,
  options?: RunOptions,
) => Promise<A>

/** What a call that failed rejects with: the library's error, or whatever a defect threw. */
const errorOf = ({ cause }: Exit.Failure<unknown, unknown>, given: ReadonlyArray<unknown>): unknown =>
  refusalOf(Cause.squash(cause), given)

const nothing: ReadonlyArray<unknown> = []

const promiseOf = <A, E>(exit: Exit.Exit<A, E>, given: ReadonlyArray<unknown>): Promise<A> =>
  Exit.isSuccess(exit) ? Promise.resolve(exit.value) : Promise.reject(errorOf(exit, given))

/** Runs until a signal, and rejects with its reason then. */
const endedBy =
  (signal: AbortSignal, run: RunEffect): Run =>
  async (effect, given) => {
    signal.throwIfAborted()
    try {
      return await run(effect, given, { signal })
    } catch (error) {
      signal.throwIfAborted()
      throw error
    }
  }

/** The host's time; pauses between tries stay the platform's, so that they end where the host's time stands still. */
const clockAt = (base: Clock.Clock, now: () => number): Clock.Clock => {
  const nanos = (): bigint => BigInt(Math.trunc(now())) * 1_000_000n
  return {
    currentTimeMillisUnsafe: now,
    currentTimeMillis: Effect.sync(now),
    currentTimeNanosUnsafe: nanos,
    currentTimeNanos: Effect.sync(nanos),
    monotonicTimeNanosUnsafe: () => base.monotonicTimeNanosUnsafe(),
    monotonicTimeNanos: base.monotonicTimeNanos,
    sleep: (duration) => base.sleep(duration),
  }
}

const kindsByName = Effect.promise(async () => {
  const { recordKinds } = await import("../records/RecordKinds.ts")
  return new Map(recordKinds.map((of) => [of.kind, of]))
})

/** Problems of what a host gave; that it cannot be read is one. */
const problemsOf = (problems: (given: unknown) => ReadonlyArray<Problem>, given: unknown): ReadonlyArray<Problem> =>
  readably(
    given,
    () => problems(given),
    (unreadable) => unreadable,
  )

const trialProblems = (config: unknown) =>
  Effect.promise(async () => (await import("../department/DepartmentReading.ts")).departmentProblems(config))

async function* batchesOf(
  tenant: TenantId,
  options: EventStreamOptions,
  runs: EventRuns,
): AsyncGenerator<EventBatch, void> {
  const { batches } = await import("./EventStream.ts")
  yield* batches(tenant, options, runs)
}

async function* batchesOfEach(options: EventStreamOptions, runs: EventRuns): AsyncGenerator<TenantEventBatch, void> {
  const { batchesOfAll } = await import("./EventStream.ts")
  yield* batchesOfAll(options, runs)
}

/** A tick's time as it is judged by; a date that is none is told of as any other wrong input. */
const tickTime = (now: Instant | Date): Instant => {
  if (!(now instanceof Date)) return now
  return Number.isNaN(now.getTime()) ? "" : instantOf(now.getTime())
}

/** A tick's options; what is no object is left to be refused. */
const tickOptionsOf = (asked: DatedTickOptions | Date | undefined): TickOptions | undefined => {
  if (asked instanceof Date) return { now: tickTime(asked) }
  if (typeof asked !== "object" || asked === null) return asked
  const { now, ...rest } = asked
  return now === undefined ? rest : { ...rest, now: tickTime(now) }
}

/** What is done about an outbox, which is loaded when the first of it is asked for. */
const outboxOf = (tenant: TenantId, run: Run): TenantOutbox => {
  const outbox = () => import("../ports/outbox/OutboxEvents.ts")
  const asked = <Given extends ReadonlyArray<unknown>, A, E>(
    ask: (tenant: TenantId, ...given: Given) => Effect.Effect<A, E, Store>,
    ...given: Given
  ): Promise<A> =>
    run(
      Effect.suspend(() => ask(tenant, ...given)),
      given,
    )
  return {
    parked: async (consumer) => asked((await outbox()).parkedEvents, consumer),
    retry: async (consumer, stream) => asked((await outbox()).retryParked, consumer, stream),
    prune: async (ageMs) => asked((await outbox()).pruneOutbox, ageMs),
    forget: async (consumer) => asked((await outbox()).forgetConsumer, consumer),
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
  if (options.department !== undefined) {
    const { departmentProblems } = await import("../department/DepartmentReading.ts")
    const problems = problemsUnder("department", problemsOf(departmentProblems, options.department))
    if (problems.length > 0) throw new InputInvalid(problems, "salesDept")
  }
  const { store, close } = await options.store.open()
  const { department, ids, now } = options
  let services = Context.add(Context.make(Store, store), EventKinds, kindsByName)
  if (department !== undefined) services = Context.add(services, DefaultDepartment, department)
  services = Context.add(services, TrialCheck, trialProblems)
  if (options.access !== undefined) services = Context.add(services, AccessPolicy, options.access)
  if (options.directory !== undefined) services = Context.add(services, HostDirectory, options.directory)
  if (options.hostKeeps !== undefined) services = Context.add(services, KeptByHost, new Set(options.hostKeeps))
  if (options.observe !== undefined) services = Context.add(services, CallObserver, options.observe)
  if (ids !== undefined) services = Context.add(services, IdSource, ids)
  if (now !== undefined) services = Context.add(services, Clock.Clock, clockAt(Context.get(services, Clock.Clock), now))
  const runRest = Effect.runPromiseExitWith(services)
  const runEffect: RunEffect = <A, E>(
    call: Effect.Effect<A, E, Store>,
    given: ReadonlyArray<unknown> = nothing,
    runOptions?: RunOptions,
  ) => {
    // Most calls over SQLite need no fibre; what a signal may end does.
    const rest = begun(call, services, runOptions?.signal !== undefined)
    const ended = exitOf(rest)
    if (ended !== null) return promiseOf(ended, given)
    const wait = waitOf(rest)
    if (wait === null) return runRest(rest, runOptions).then((exit) => promiseOf(exit, given))
    return new Promise<A>((resolve, reject) => {
      wait((last) => {
        const exit = exitOf(last)
        if (exit === null) resolve(runRest(last).then((later) => promiseOf(later, given)))
        else if (Exit.isSuccess(exit)) resolve(exit.value)
        else reject(errorOf(exit, given))
      })
    })
  }
  const run: Run = (effect, given) => runEffect(effect, given)
  const runUntil = (signal: AbortSignal | undefined): Run => (signal === undefined ? run : endedBy(signal, runEffect))
  return {
    tenant: (tenant) => ({
      as: (actor, options) => {
        const { access, signal, wrong } = sessionGiven(options)
        return session({ tenant, actor, ...access }, runUntil(signal), wrong)
      },
      events: (asked) => batchesOf(tenant, asked, { runToEnd: run, runUntil }),
      outbox: outboxOf(tenant, run),
    }),
    tick: async (asked) => {
      const [{ duties }, { tick }] = await Promise.all([import("./Duties.ts"), import("../ports/tick/Tick.ts")])
      return run(
        observed("tick", () => tick([...duties, ...(options.duties ?? [])], tickOptionsOf(asked))),
        [asked],
      )
    },
    events: (asked) => batchesOfEach(asked, { runToEnd: run, runUntil }),
    tenants: async (asked) => {
      const { listTenants } = await import("../ports/reading/TenantList.ts")
      return run(
        observed("tenants", () => listTenants(asked)),
        [asked],
      )
    },
    checkDirectory: () => options.directory?.check() ?? Promise.resolve([]),
    load: async () => {
      await Promise.all([
        loadGroups(),
        import("./Duties.ts"),
        import("./EventStream.ts"),
        import("../ports/command/Batch.ts"),
      ])
    },
    close,
    [Symbol.asyncDispose]: close,
  }
}
