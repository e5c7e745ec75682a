import type { DomainEvent, RecordKind, RecordState } from "@salesdept/core/journal"
import { awaited, CannotJoin, Store } from "@salesdept/core/ports/adapter"
import type { StoreError, StoreFault, StoreShape } from "@salesdept/core/ports"
import type { OpenStore } from "@salesdept/core/promise"
import type { InputInvalid } from "@salesdept/core/shared"
import {
  beginningsOf,
  changedAfterQuestion,
  chosenNaming,
  cubeStatement,
  makeCatalog,
  makeJoinedReads,
  makeJoinedRunner,
  makeOutbox,
  makeReads,
  makeRecordMemory,
  makeTenantBook,
  postgresBatchWriter,
  postgresReads,
  postgresWriter,
  stageMoveStatement,
  tenantSetting,
} from "@salesdept/sql"
import type { JoinedTools, NamingChoice, OutboxTools, Query, ReadingTools, RunRead } from "@salesdept/sql"
import * as Effect from "effect/Effect"
import * as Exit from "effect/Exit"
import * as Layer from "effect/Layer"
import * as Result from "effect/Result"
import type { Pool } from "pg"
import { checkedPool } from "./PostgresPool.ts"
import { makeCommandRunner } from "./CommandRunner.ts"
import { namingFound } from "./PostgresCatalogue.ts"
import { makePatience } from "./Patience.ts"
import { hostQueries } from "./HostRows.ts"
import { makeClients } from "./PostgresClients.ts"
import { isOutsideTransaction, isSerialisation, isUnread, postgresFault } from "./PostgresFault.ts"
import { eachScanned, eachHistory, fewOf, verified } from "./LongReads.ts"
import { overPool } from "./OverPool.ts"
import { readInstant } from "./PostgresTypes.ts"
import { makeQueryMerger } from "./QueryMerger.ts"
import { makeWriteSender } from "./WriteSender.ts"

/** How a store uses its pool. */
export interface PostgresStoreOptions {
  /** Where its tables lie; schema `salesdept`, no prefix, where absent. */
  readonly naming?: NamingChoice
  /**
   * Whether statements are prepared under a name, once per connection: about a quarter faster. Default true. Set it to false
   * behind a pooler in transaction mode that does not carry named statements (PgBouncer before 1.21).
   */
  readonly prepare?: boolean
}

/** What a command came to, waited for without a fibre where nobody needs one. */
const outcomeOf = <A, E>(run: () => Promise<Result.Result<A, E>>): Effect.Effect<A, E> =>
  awaited((onEnd) => {
    void run().then(
      (outcome) => onEnd(Result.isSuccess(outcome) ? Exit.succeed(outcome.success) : Exit.fail(outcome.failure)),
      (defect: unknown) => onEnd(Exit.die(defect)),
    )
  })

/** What a pool of the driver has at most where nothing is said, and what is believed of a pool that does not say. */
const usualConnections = 10

const transactionId = "select pg_current_xact_id()::text as id"

const setTenant = `select set_config('${tenantSetting}', $1, true)`

/** Names a tenant, and gives the one that was named before: it is read first, since it gives the row. */
const nameTenant = `with before as materialized (select current_setting('${tenantSetting}', true) as tenant) select tenant, set_config('${tenantSetting}', $1, true) from before`

/** The host may have named a tenant for statements of its own, or for a store of another tenant. */
const asTenantOver =
  (queryOver: JoinedTools["queryOver"]): NonNullable<JoinedTools["asTenant"]> =>
  async (executor, tenant, body) => {
    const query = queryOver(executor)
    const [before] = await query(nameTenant, [tenant])
    const putBack = () => query(setTenant, [typeof before?.["tenant"] === "string" ? before["tenant"] : ""])
    let answer
    try {
      answer = await body()
    } catch (cause) {
      // A transaction that has failed takes the setting back by itself, with its savepoint.
      await putBack().catch(() => {})
      throw cause
    }
    // A host that has not waited has ended its transaction by now, and the setting with it.
    await putBack().catch((cause: unknown) => {
      if (!(cause instanceof CannotJoin)) throw cause
    })
    return answer
  }

/**
 * Makes the store over a pool whose database has the tables. The pool stays its owner's: no setting of it or of its
 * sessions is changed.
 *
 * @param pool - a pool of the database, such as the host's own or {@link openPool} gives; it stays the caller's
 * @param options - where its tables lie, and whether statements are prepared. Default: schema `salesdept`, no prefix, prepared
 * @throws InputInvalid where schema, prefix or people are not of their form
 * @example
 * ```ts
 * import { makePostgresStore } from "@salesdept/postgres"
 *
 * const store = makePostgresStore(pool, { prepare: false })
 * store.name // "postgres"
 * ```
 */
export const makePostgresStore = (pool: Pool, options: PostgresStoreOptions = {}): StoreShape =>
  openPostgresStore(pool, options).store

/** As {@link makePostgresStore}, with what closes the store; the pool stays its owner's. */
export const openPostgresStore = (pool: Pool, options: PostgresStoreOptions = {}): OpenStore => {
  checkedPool(pool)
  const naming = chosenNaming("postgres", options.naming)
  const changedAfter = changedAfterQuestion("postgres", naming)
  const catalog = makeCatalog("postgres", naming)
  const reads = postgresReads(naming)
  const clients = makeClients(pool, { prepare: options.prepare ?? true, rowSecurity: naming.rowSecurity === true })
  const memory = makeRecordMemory()
  const sender = makeWriteSender({
    naming,
    reads,
    writer: postgresWriter(naming),
    batchWriter: postgresBatchWriter(naming),
  })
  const reader: Omit<ReadingTools, "memory"> = {
    catalog,
    dialect: "postgres",
    textRows: (query, tenant, records) =>
      query(reads.texts, [tenant, records.map(({ id }) => id), records.map(({ textsVersion }) => textsVersion)]),
  }
  const commands = makeCommandRunner(
    { ...reader, memory, clients, sender, runTogether: makeQueryMerger(catalog, reads) },
    pool.options?.max ?? usualConnections,
    pool.options?.connectionTimeoutMillis ?? 0,
  )
  const attempt = <A>(operation: string, body: () => Promise<A>): Effect.Effect<A, StoreError> =>
    awaited((onEnd) => {
      void body().then(
        (answer) => onEnd(Exit.succeed(answer)),
        (cause: unknown) => onEnd(Exit.fail(postgresFault(operation, cause))),
      )
    })

  /** Runs a body over a client, and again for as long as it fails in a way that says that another try may help. */
  const repeating = <A>(
    operation: string,
    body: (query: Query) => Promise<A>,
    mayHelp: (cause: unknown) => boolean,
  ): Effect.Effect<A, StoreError> =>
    attempt(operation, async () => {
      const patience = makePatience()
      for (;;) {
        try {
          return await clients.use(body)
        } catch (cause) {
          if (!mayHelp(cause) || !(await patience.again())) throw cause
        }
      }
    })

  /** Statements that commit by themselves and may be repeated: what was claimed by one whose answer was lost comes again after its lease. */
  const alone: OutboxTools = {
    dialect: "postgres",
    naming,
    readInstant,
    run: (operation, body) => repeating(operation, body, (cause) => isUnread(cause) || isSerialisation(cause)),
  }
  const book = makeTenantBook(alone)
  const hostQuery = hostQueries(naming)
  const joining: JoinedTools = {
    ...reader,
    queryOver: hostQuery,
    send: async (executor, prepared) => {
      const query = hostQuery(executor)
      // A host that does not wait for the call may have sent its commit by now: behind it, the write would commit by itself.
      const [transaction] = await query(transactionId, [])
      const [first] = prepared.events
      if (first !== undefined) await book.noteWithin(query, first.tenant, first.recordedAt)
      return await sender.send(query, prepared, String(transaction?.["id"]))
    },
    faultOf: (cause) =>
      isOutsideTransaction(cause) ? new CannotJoin("notInTransaction") : postgresFault("transact", cause),
    lock: sender.lock,
    asTenant: naming.rowSecurity === true ? asTenantOver(hostQuery) : null,
  }
  const runJoined = makeJoinedRunner(joining)

  /** Reading can be repeated; connections that broke while idle are noticed only when they are used. */
  const reading: RunRead = (operation, body) => repeating(operation, body, isUnread)

  /** Reads of one snapshot, however many they are. Not tried again: what was handed over cannot be taken back. */
  const readingLong: RunRead = (operation, body) =>
    attempt(operation, () => clients.transaction("repeatable read read only", body))

  /** Kinds of which a tenant was found to have more than one statement reads: a snapshot is begun for them, at three round trips. */
  const many = new Set<string>()

  const store: StoreShape = {
    name: "postgres",
    transact: (transaction) => {
      const { author, dryRun, joined } = transaction
      const ran =
        joined === null
          ? outcomeOf(() => commands.run(transaction))
          : // The host goes on when it has ended, also where it is interrupted: what was sent later would find the connection at other work.
            Effect.uninterruptible(outcomeOf(() => runJoined(transaction, joined)))
      return dryRun || joined !== null || book.knows(author.tenant)
        ? ran
        : Effect.andThen(book.note(author.tenant, author.recordedAt), ran)
    },
    outbox: makeOutbox(alone),
    care: book,
    ...makeReads(reader, reading),
    within: makeJoinedReads(joining),
    facts: {
      cube: (tenant, query) =>
        reading("cube", async (run) => {
          const tableOf = (kind: string) => catalog.of(kind).table
          const { sql, values, rowsOf } = cubeStatement("postgres", naming, tableOf, tenant, query)
          return rowsOf(await run(sql, values))
        }),
      stageMoves: (tenant, query) =>
        reading("stageMoves", async (run) => {
          const { sql, values, rowsOf } = stageMoveStatement("postgres", naming, tenant, query)
          return rowsOf(await run(sql, values))
        }),
      changedAfter: (tenant, kind, recordedAt) =>
        reading("changedAfter", async (query) =>
          (await query(changedAfter.sql, changedAfter.values(tenant, kind, recordedAt))).map((row) =>
            String(row["stream"]),
          ),
        ),
      begun: (tenant, streams) =>
        reading("begun", async (query) => beginningsOf(await query(catalog.journal.begun, [tenant, streams]))),
    },
    scan: <State extends RecordState, Event extends DomainEvent>(
      tenant: string,
      of: RecordKind<State, Event>,
      onBatch: (batch: ReadonlyArray<State>) => void,
    ) => {
      const hand = (records: ReadonlyArray<RecordState>): void => onBatch(records as ReadonlyArray<State>)
      const whole = readingLong("scan", (query) => eachScanned(query, catalog, tenant, of, hand))
      const name = `${of.kind} ${tenant}`
      if (many.has(name)) return whole
      return Effect.flatMap(
        reading("scan", (query) => fewOf(query, catalog, tenant, of)),
        (few) => {
          if (few === null) {
            many.add(name)
            return whole
          }
          return few.length === 0 ? Effect.void : attempt("scan", async () => hand(few))
        },
      )
    },
    history: (tenant, of, onBatch) =>
      readingLong("history", (query) => eachHistory(query, catalog, tenant, of.kind, onBatch)),
    verify: (tenant, of) => readingLong("verify", (query) => verified(query, catalog, reads, tenant, of)),
  }
  const close = async (): Promise<void> => {
    const closing = clients.close()
    // A command whose commit has lost its answer goes on to find out about it.
    await commands.close()
    await closing
  }
  return { store, close }
}

/**
 * A layer with the store alone over a pool, which stays its owner's; fails where the pool or the names are not as stated, or the tables
 * cannot be looked at. Calls over it know no configuration or access policy but those provided beside it; `layerSalesDept` of
 * `@salesdept/core/effect` has all of them.
 *
 * @param pool - a pool of the database, such as the host's own or {@link openPool} gives; it stays the caller's
 * @param options - where its tables lie, and whether statements are prepared. Default: schema `salesdept`, no prefix, prepared
 * @example
 * ```ts
 * import { Store } from "@salesdept/core/ports"
 * import { layerPostgres } from "@salesdept/postgres"
 * import { Effect } from "effect"
 *
 * const name = Effect.map(Store, (store) => store.name)
 * await Effect.runPromise(Effect.provide(name, layerPostgres(pool))) // "postgres"
 * ```
 */
export const layerPostgres = (
  pool: Pool,
  options?: PostgresStoreOptions,
): Layer.Layer<Store, InputInvalid | StoreFault> =>
  Layer.effect(
    Store,
    Effect.tryPromise({
      try: () => {
        return overPool("open", pool, options?.naming, async (naming) =>
          makePostgresStore(pool, { ...options, naming: await namingFound(pool, naming) }),
        )
      },
      // It throws nothing else.
      catch: (cause) => cause as InputInvalid | StoreFault,
    }),
  )
