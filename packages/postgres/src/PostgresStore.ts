import { sha256, verifyStream } from "@salesdept/core/journal"
import type { Aggregate, ChainFault, DomainEvent, JournalEvent, RecordState } from "@salesdept/core/journal"
import { CannotJoin, indexKindOf, Store } from "@salesdept/core/ports"
import type { PageQuery, SqlExecutor, StoreError, StoreFault, StoreShape } from "@salesdept/core/ports"
import {
  checkedNaming,
  defaultPostgresNaming,
  journalEventOf,
  makeCatalog,
  makeJoinedRunner,
  makeOutbox,
  makeRecordMemory,
  postgresReads,
  postgresWriter,
  readTexts,
  tenantSetting,
  valueCountOf,
} from "@salesdept/sql"
import type { Naming, Query, ReadingTools, SqlRow } from "@salesdept/sql"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import type { Pool } from "pg"
import { makeCommandRunner } from "./CommandRunner.ts"
import { namingFound } from "./PostgresCatalogue.ts"
import { makePatience } from "./Patience.ts"
import { hostQuery } from "./HostRows.ts"
import { makeClients } from "./PostgresClients.ts"
import { isConnectionLost, isOutsideTransaction, isSerialisation, postgresFault } from "./PostgresFault.ts"
import { makeWriteSender } from "./WriteSender.ts"

/** How a store uses its pool. */
export interface PostgresStoreOptions {
  /** Where its tables lie; schema `salesdept`, no prefix, where absent. */
  readonly naming?: Naming
  /**
   * Whether statements are prepared under a name, once per connection: about a quarter faster. Default true. Set it to false
   * behind a pooler in transaction mode that does not carry named statements (PgBouncer before 1.21).
   */
  readonly prepare?: boolean
}

const wholeStream = Number.MAX_SAFE_INTEGER
const batchSize = 1000

const setTenant = `select set_config('${tenantSetting}', $1, true)`

/** The host may have named a tenant for statements of its own, or for a store of another tenant. */
const asTenant = async <A>(executor: SqlExecutor, tenant: string, body: () => Promise<A>): Promise<A> => {
  const query = hostQuery(executor)
  const [before] = await query(`select current_setting('${tenantSetting}', true) as tenant`, [])
  await query(setTenant, [tenant])
  try {
    return await body()
  } finally {
    await query(setTenant, [typeof before?.["tenant"] === "string" ? before["tenant"] : ""])
  }
}

/**
 * Makes the store over a pool whose database has the tables. The pool stays its owner's: no setting of it or of its
 * sessions is changed.
 */
export const makePostgresStore = (pool: Pool, options: PostgresStoreOptions = {}): StoreShape => {
  const naming = checkedNaming(options.naming ?? defaultPostgresNaming)
  const catalog = makeCatalog("postgres", naming)
  const reads = postgresReads(naming)
  const clients = makeClients(pool, { prepare: options.prepare ?? true, rowSecurity: naming.rowSecurity === true })
  const memory = makeRecordMemory()
  const sender = makeWriteSender({ naming, reads, writer: postgresWriter(naming) })
  const reader: Omit<ReadingTools, "memory"> = {
    catalog,
    dialect: "postgres",
    textRows: (query, tenant, records) =>
      query(reads.texts, [tenant, records.map(({ id }) => id), records.map(({ textsVersion }) => textsVersion)]),
  }
  const runCommand = makeCommandRunner({ ...reader, memory, clients, sender })
  const runJoined = makeJoinedRunner({
    ...reader,
    queryOver: hostQuery,
    send: (executor, prepared) => sender.send(hostQuery(executor), prepared),
    faultOf: (cause) =>
      isOutsideTransaction(cause) ? new CannotJoin("notInTransaction") : postgresFault("transact", cause),
    lock: sender.lock,
    asTenant: naming.rowSecurity === true ? asTenant : null,
  })

  const attempt = <A>(operation: string, body: () => Promise<A>): Effect.Effect<A, StoreError> =>
    Effect.tryPromise({ try: body, catch: (cause) => postgresFault(operation, cause) })

  /** Reading can be repeated; connections that broke while idle are noticed only when they are used. */
  const reading = <A>(operation: string, body: (query: Query) => Promise<A>): Effect.Effect<A, StoreError> =>
    attempt(operation, async () => {
      const patience = makePatience()
      for (;;) {
        try {
          return await clients.use(body)
        } catch (cause) {
          if (!isConnectionLost(cause) || !(await patience.again())) throw cause
        }
      }
    })

  const eachBatch = async (
    query: Query,
    tenant: string,
    kind: string,
    onBatch: (records: ReadonlyArray<RecordState>, rows: ReadonlyArray<SqlRow>) => Promise<void> | void,
  ): Promise<void> => {
    const { table, statements } = catalog.of(kind)
    let after = ""
    for (;;) {
      const rows = await query(statements.scan, [tenant, after, batchSize])
      const records = rows.map((row) => table.fromRow(row, "postgres"))
      const last = records.at(-1)
      if (last === undefined) return
      await onBatch(records, rows)
      if (records.length < batchSize) return
      after = last.id
    }
  }

  return {
    name: "postgres",
    transact: (transaction) =>
      Effect.flatMap(
        Effect.promise(() =>
          transaction.joined === null ? runCommand(transaction) : runJoined(transaction, transaction.joined),
        ),
        Effect.fromResult,
      ),
    // Every statement of it may be repeated: what was claimed by one whose answer was lost comes again after its lease.
    outbox: makeOutbox({
      dialect: "postgres",
      naming,
      run: (operation, body) =>
        attempt(operation, async () => {
          const patience = makePatience()
          for (;;) {
            try {
              return await clients.use(body)
            } catch (cause) {
              if (!(isConnectionLost(cause) || isSerialisation(cause)) || !(await patience.again())) throw cause
            }
          }
        }),
    }),
    byIds: <State extends RecordState, Event extends DomainEvent>(
      tenant: string,
      of: Aggregate<State, Event>,
      ids: ReadonlyArray<string>,
    ) =>
      reading("byIds", async (query) => {
        const { table, statements } = catalog.of(of.kind)
        const rows = await query(statements.byIds, [tenant, ids])
        const records: ReadonlyArray<RecordState> = rows.map((row) => table.fromRow(row, "postgres"))
        return records as ReadonlyArray<State>
      }),
    page: <State extends RecordState, Event extends DomainEvent>(
      tenant: string,
      of: Aggregate<State, Event>,
      page: PageQuery,
    ) =>
      reading("page", async (query) => {
        const { table, statements } = catalog.of(of.kind)
        const limit = page.limit ?? 100
        const records: Array<RecordState> = []
        for (const statement of statements.pages.page(tenant, page)) {
          if (records.length >= limit) break
          const { text, values } = statement(limit - records.length)
          for (const row of await query(text, values)) records.push(table.fromRow(row, "postgres"))
        }
        return records as ReadonlyArray<RecordState> as ReadonlyArray<State>
      }),
    count: (tenant, of, filters) =>
      reading("count", async (query) => {
        const { text, values } = catalog.of(of.kind).statements.pages.count(tenant, filters)
        return Number((await query(text, values))[0]?.["count"])
      }),
    countBy: (tenant, of, field, filters) =>
      reading("countBy", async (query) => {
        const { fromColumn, statements } = catalog.of(of.kind)
        const { text, values } = statements.pages.countBy(tenant, field, filters)
        const kind = indexKindOf(of, field)
        return (await query(text, values)).map((row) =>
          valueCountOf(kind, { ...row, value: fromColumn(field, row["value"]) }),
        )
      }),
    // One snapshot for all batches. Not tried again: what was handed over cannot be taken back.
    scan: <State extends RecordState, Event extends DomainEvent>(
      tenant: string,
      of: Aggregate<State, Event>,
      onBatch: (batch: ReadonlyArray<State>) => void,
    ) =>
      attempt("scan", () =>
        clients.transaction("repeatable read read only", (query) =>
          eachBatch(query, tenant, of.kind, (records) => onBatch(records as ReadonlyArray<State>)),
        ),
      ),
    texts: (tenant, records) => reading("texts", (query) => readTexts(query, reader, tenant, records)),
    stream: (tenant, stream) =>
      reading("stream", async (query) =>
        (await query(catalog.journal.stream, [tenant, stream, 1, wholeStream])).map(journalEventOf),
      ),
    verify: (tenant, of) =>
      attempt("verify", () =>
        clients.transaction("repeatable read read only", async (query) => {
          let streams = 0
          let events = 0
          const faults: Array<ChainFault> = []
          await eachBatch(query, tenant, of.kind, async (records, rows) => {
            const journal = (await query(reads.streams, [tenant, records.map(({ id }) => id)])).map(journalEventOf)
            const byStream = Map.groupBy(journal, ({ stream }) => stream)
            for (const [index, { id, version }] of records.entries()) {
              const stream: ReadonlyArray<JournalEvent> = byStream.get(id) ?? []
              streams += 1
              events += stream.length
              faults.push(...verifyStream(id, stream, { version, hash: String(rows[index]?.["head"]) }, sha256))
            }
          })
          return { streams, events, faults }
        }),
      ),
  }
}

/** A layer with the store over a pool, which stays its owner's; fails where the tables cannot be looked at. */
export const layerPostgres = (pool: Pool, options?: PostgresStoreOptions): Layer.Layer<Store, StoreFault> =>
  Layer.effect(
    Store,
    Effect.tryPromise({
      try: async () => makePostgresStore(pool, { ...options, naming: await namingFound(pool, options?.naming) }),
      catch: (cause) => postgresFault("open", cause),
    }),
  )
