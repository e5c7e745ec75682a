import type { DomainEvent, RecordKind, RecordState } from "@salesdept/core/journal"
import { awaitedThen, CannotJoin, indexKindOf, Store, StoreFault } from "@salesdept/core/ports/adapter"
import type { PageQuery, StoreError, StoreShape, Transaction, WithTexts } from "@salesdept/core/ports"
import {
  byStream,
  beginningsOf,
  changedAfterQuestion,
  chosenNaming,
  cubeStatement,
  makeCatalog,
  makeJoinedReads,
  makeJoinedRunner,
  makeOutbox,
  makeTenantBook,
  stageMoveStatement,
  valueCountOf,
} from "@salesdept/sql"
import type { JoinedTools, NamingChoice, OutboxTools, SqlRow } from "@salesdept/sql"
import * as Cause from "effect/Cause"
import * as Effect from "effect/Effect"
import * as Exit from "effect/Exit"
import * as Layer from "effect/Layer"
import * as Schedule from "effect/Schedule"
import { openedConnection, overConnection } from "./SqliteConnection.ts"
import { driverWaitMs } from "./SqliteDatabase.ts"
import type { SqliteDatabase } from "./SqliteDatabase.ts"
import { makeCommandQueue } from "./CommandQueue.ts"
import { makeCommandRun } from "./CommandRun.ts"
import { waitsForItself } from "./HostTransaction.ts"
import { rowsOver, writeJoined } from "./JoinedWrite.ts"
import { assertSafeHost } from "./LibraryVersion.ts"
import { makeLoopTurns } from "./LoopTurns.ts"
import { answerOf, historyOf, scanOf, verifyOf } from "./LongReads.ts"
import { sqliteFault } from "./SqliteFault.ts"
import { namingFound } from "./SqliteMigration.ts"
import { readAtOnce } from "./LongRead.ts"
import type { LongRead } from "./LongRead.ts"
import type { SqliteReader } from "./SqliteReader.ts"
import { makeSession } from "./SqliteSession.ts"
import { emptyLog } from "./WriteAheadLog.ts"

const wholeStream = Number.MAX_SAFE_INTEGER

/** Pause between tries, with jitter. Tries are counted rather than timed: a host's clock may stand still. */
const pauseMs = 20
const isBusy = (error: unknown): boolean => error instanceof StoreFault && error.data.reason === "busy"
const isBusyExit = (exit: Exit.Exit<unknown, unknown>): boolean =>
  Exit.isFailure(exit) && isBusy(Cause.squash(exit.cause))
const whileBusy = Schedule.spaced(`${pauseMs} millis`).pipe(Schedule.jittered)

/**
 * Makes the store over an open database whose tables are there. Commands run at a stroke, one after
 * another, in `begin immediate` transactions: nothing of this process interleaves, and no other process writes in between.
 * Commands that are waiting at the same moment share a commit; each keeps its own outcome.
 *
 * @param database - an open connection, which the caller closes after the last call
 * @param chosen - names of the tables, the same as they were migrated with. Default: `salesdept_` before each
 * @throws InputInvalid where it is a handle of your own, or the names are not of their form; StoreFault where the tables cannot be looked at
 * @example
 * ```ts
 * import { makeSqliteStore, migrateSqlite, openSqlite } from "@salesdept/sqlite"
 *
 * const database = openSqlite({ filename: ":memory:" })
 * migrateSqlite(database, "2026-11-23T09:00:00.000Z")
 * const store = makeSqliteStore(database)
 * store.name // "sqlite"
 * database.close()
 * ```
 */
export const makeSqliteStore = (database: SqliteDatabase, chosen?: NamingChoice): StoreShape => {
  const named = chosenNaming("sqlite", chosen)
  const naming = overConnection("open", openedConnection(database), () => namingFound(database, named))
  const catalog = makeCatalog("sqlite", naming)
  const session = makeSession(database, catalog)
  const changedAfter = changedAfterQuestion("sqlite", naming)

  /**
   * What was erased is zeroed in the file by `secure_delete`; its earlier pages stand in the log until that begins anew. Where a
   * reader holds the log up, it is tried again after the next commit and when our own reader has ended.
   */
  const wipeLog = (): void => {
    if (!session.hasErased() || database.handle.inTransaction) return
    try {
      if (emptyLog(database.handle)) session.noteErased(false)
    } catch {
      // What was committed stays answered as such.
    }
  }

  const turns = makeLoopTurns()
  const queue = makeCommandQueue(database, makeCommandRun(database, catalog, session), turns, {
    onCommit: wipeLog,
    onRollback: session.forget,
  })

  const tries = {
    schedule: whileBusy,
    times: Math.ceil(database.busyTimeoutMs / (pauseMs + driverWaitMs)),
    while: isBusy,
  }
  /** Statements that commit by themselves. */
  const alone: OutboxTools = {
    dialect: "sqlite",
    naming,
    readInstant: null,
    run: (operation, body) =>
      Effect.tryPromise({
        try: async () => {
          if (turns.isOverdue()) await new Promise<void>(turns.after)
          return await body(async (text, values) => {
            // What is done inside a transaction of the host could be taken back by it.
            if (database.handle.inTransaction) {
              throw new StoreFault(operation, "busy", new Error("a transaction is open on this connection"))
            }
            database.ensureInPlace(operation)
            return database.all(text, values)
          })
        },
        catch: (cause) => sqliteFault(operation, cause),
      }).pipe(Effect.retry(tries)),
  }
  const book = makeTenantBook(alone)

  const joining: JoinedTools = {
    catalog,
    dialect: "sqlite",
    textRows: async (query, tenant, records) => {
      const rows = []
      for (const { id, textsVersion } of records) {
        rows.push(...(await query(catalog.journal.texts, [tenant, id, textsVersion])))
      }
      return rows
    },
    queryOver: (executor) => (text, values) => rowsOver(executor, text, values),
    send: async (executor, prepared) => {
      await assertSafeHost(executor)
      const [first] = prepared.events
      const query = (text: string, values: ReadonlyArray<unknown>) => rowsOver(executor, text, values)
      if (first !== undefined) await book.noteWithin(query, first.tenant, first.recordedAt)
      // The host commits, and the first commit of our own after that wipes the log.
      if ((prepared.writes?.erasures.length ?? 0) > 0) session.noteErased(true)
      return await writeJoined(executor, catalog, prepared)
    },
    faultOf: (cause) => sqliteFault("transact", cause),
    lock: null,
    asTenant: null,
  }
  const runJoined = makeJoinedRunner(joining)

  /** A host's transaction that is open on this handle shows its own writes and may yet be rolled back. */
  const readNow = <A>(read: () => A): A => {
    try {
      return read()
    } finally {
      if (database.handle.inTransaction) session.forget()
    }
  }
  const afterTurn = Effect.callback<void>((resume) => turns.after(() => resume(Effect.void)))
  /** Reads at once; only a read that met a busy file is given a schedule of further tries, which costs more than most reads. */
  const reading = <A>(operation: string, read: () => A): Effect.Effect<A, StoreError> => {
    const attempt = (): Exit.Exit<A, StoreError> => {
      try {
        return Exit.succeed(readNow(read))
      } catch (cause) {
        return Exit.fail(sqliteFault(operation, cause))
      }
    }
    const inTurn = Effect.suspend(() => {
      const first = attempt()
      if (Exit.isSuccess(first)) return first
      let next: Exit.Exit<A, StoreError> | null = first
      return Effect.suspend(() => {
        const ended = next ?? attempt()
        next = null
        return ended
      }).pipe(Effect.retry(tries))
    })
    return Effect.suspend(() =>
      // Within a transaction of the host nothing else gets in between.
      turns.isOverdue() && !database.handle.inTransaction ? Effect.andThen(afterTurn, inTurn) : inTurn,
    )
  }

  /**
   * Reads at length: beside the event loop where the file is large, unless a transaction of the host is open on this handle, whose
   * writes only it can see.
   */
  const readingLong = <A>(operation: string, begin: () => LongRead<A>): Effect.Effect<A, StoreError> =>
    Effect.suspend(() => {
      let reader: SqliteReader | null
      try {
        reader = database.handle.inTransaction ? null : database.readerIfLarge()
      } catch (cause) {
        return Effect.fail(sqliteFault(operation, cause))
      }
      return reader === null
        ? reading(operation, () => readAtOnce(begin(), database))
        : Effect.tryPromise({
            try: () => reader.run(begin()).finally(wipeLog),
            catch: (cause) => sqliteFault(operation, cause),
          })
    })

  const pageRows = (tenant: string, kind: string, query: PageQuery, withTexts: boolean): ReadonlyArray<SqlRow> => {
    const limit = query.limit ?? 100
    let rows: ReadonlyArray<SqlRow> = []
    for (const statement of catalog.of(kind).statements.pages.page(tenant, query, { withTexts })) {
      if (rows.length >= limit) break
      const { text, values } = statement(limit - rows.length)
      const found = database.all(text, values)
      rows = rows.length === 0 ? found : [...rows, ...found]
    }
    return rows
  }

  const shownOne = <State extends RecordState>(tenant: string, kind: string, id: string): WithTexts<State> | null => {
    const { statements, table } = catalog.of(kind)
    const row = database.get(statements.shown.one, [tenant, id])
    const record: RecordState | null = row === undefined ? null : table.fromShownRow(row, "sqlite")
    return record as WithTexts<State> | null
  }
  const shownPage = <State extends RecordState>(
    tenant: string,
    kind: string,
    query: PageQuery,
  ): ReadonlyArray<WithTexts<State>> => {
    const { table } = catalog.of(kind)
    const rows = pageRows(tenant, kind, query, true)
    const records: ReadonlyArray<RecordState> = rows.map((row) => table.fromShownRow(row, "sqlite"))
    return records as ReadonlyArray<WithTexts<State>>
  }

  return {
    name: "sqlite",
    transact: <Answer, Rejection>(transaction: Transaction<Answer, Rejection>) => {
      const { author, dryRun, joined } = transaction
      if (joined === null) {
        if (waitsForItself(database.handle)) return Effect.fail(new CannotJoin("reentered"))
        // Most are written at the first try: a schedule is begun only for those that are not.
        const submitted = awaitedThen(
          queue.submit(transaction),
          (exit) => (isBusyExit(exit) ? Effect.retry(queue.submit(transaction), tries) : exit),
          (rest) => rest,
        )
        return dryRun || book.knows(author.tenant)
          ? submitted
          : Effect.andThen(book.note(author.tenant, author.recordedAt), submitted)
      }
      // Not by the queue: what waits there is committed with others.
      return Effect.flatMap(
        // The host goes on when it has ended, also where it is interrupted: what was sent later would find the connection at other work.
        Effect.uninterruptible(Effect.promise(() => runJoined(transaction, joined))),
        Effect.fromResult,
      )
    },
    outbox: makeOutbox(alone),
    care: book,
    within: makeJoinedReads(joining),
    facts: {
      cube: (tenant, query) =>
        readingLong("cube", () => {
          const tableOf = (kind: string) => catalog.of(kind).table
          const { sql, values, rowsOf } = cubeStatement("sqlite", naming, tableOf, tenant, query)
          return answerOf(sql, values, rowsOf)
        }),
      stageMoves: (tenant, query) =>
        readingLong("stageMoves", () => {
          const { sql, values, rowsOf } = stageMoveStatement("sqlite", naming, tenant, query)
          return answerOf(sql, values, rowsOf)
        }),
      changedAfter: (tenant, kind, recordedAt) =>
        readingLong("changedAfter", () =>
          answerOf(changedAfter.sql, changedAfter.values(tenant, kind, recordedAt), (rows) =>
            rows.map((row) => String(row["stream"])),
          ),
        ),
      begun: (tenant, streams) =>
        readingLong("begun", () => answerOf(catalog.journal.begun, [tenant, JSON.stringify(streams)], beginningsOf)),
    },
    byIds: <State extends RecordState, Event extends DomainEvent>(
      tenant: string,
      of: RecordKind<State, Event>,
      ids: ReadonlyArray<string>,
    ) => reading("byIds", () => session.byIds(tenant, of, ids) as ReadonlyArray<State>),
    page: <State extends RecordState, Event extends DomainEvent>(
      tenant: string,
      of: RecordKind<State, Event>,
      query: PageQuery,
    ) =>
      reading("page", () => {
        const { table } = catalog.of(of.kind)
        const records = pageRows(tenant, of.kind, query, false).map((row) => table.fromRow(row, "sqlite"))
        return records as ReadonlyArray<RecordState> as ReadonlyArray<State>
      }),
    shown: {
      byIds: <State extends RecordState, Event extends DomainEvent>(
        tenant: string,
        of: RecordKind<State, Event>,
        ids: ReadonlyArray<string>,
      ) =>
        reading("byIds", () => {
          const [only] = ids
          if (ids.length === 1 && only !== undefined) {
            const record = shownOne<State>(tenant, of.kind, only)
            return record === null ? [] : [record]
          }
          const { statements, table } = catalog.of(of.kind)
          const rows = database.all(statements.shown.byIds, [tenant, JSON.stringify(ids)])
          const records: ReadonlyArray<RecordState> = rows.map((row) => table.fromShownRow(row, "sqlite"))
          return records as ReadonlyArray<WithTexts<State>>
        }),
      page: <State extends RecordState, Event extends DomainEvent>(
        tenant: string,
        of: RecordKind<State, Event>,
        query: PageQuery,
      ) => reading("page", () => shownPage<State>(tenant, of.kind, query)),
      // What fails here is asked again through the reads above, which wait where it helps and tell of faults; so is what should wait.
      atOnce: {
        byId: <State extends RecordState, Event extends DomainEvent>(
          tenant: string,
          of: RecordKind<State, Event>,
          id: string,
        ) => {
          if (turns.isOverdue()) return undefined
          try {
            return shownOne<State>(tenant, of.kind, id)
          } catch {
            return undefined
          }
        },
        page: <State extends RecordState, Event extends DomainEvent>(
          tenant: string,
          of: RecordKind<State, Event>,
          query: PageQuery,
        ) => {
          if (turns.isOverdue()) return undefined
          try {
            return shownPage<State>(tenant, of.kind, query)
          } catch {
            return undefined
          }
        },
      },
    },
    count: (tenant, of, filters) =>
      reading("count", () => {
        const { text, values } = catalog.of(of.kind).statements.pages.count(tenant, filters)
        return Number(database.get(text, values)?.["count"])
      }),
    countBy: (tenant, of, field, filters) =>
      reading("countBy", () => {
        const { fromColumn, statements } = catalog.of(of.kind)
        const { text, values } = statements.pages.countBy(tenant, field, filters)
        const kind = indexKindOf(of, field)
        return database
          .all(text, values)
          .map((row) => valueCountOf(kind, { ...row, value: fromColumn(field, row["value"]) }))
      }),
    scan: <State extends RecordState, Event extends DomainEvent>(
      tenant: string,
      of: RecordKind<State, Event>,
      onBatch: (batch: ReadonlyArray<State>) => void,
    ) => readingLong("scan", () => scanOf(catalog, tenant, of, (records) => onBatch(records as ReadonlyArray<State>))),
    texts: (tenant, records) => reading("texts", () => session.texts(tenant, records)),
    streams: (tenant, streams) =>
      streams.length === 1
        ? reading("streams", () => byStream(database.all(catalog.journal.stream, [tenant, streams[0], 1, wholeStream])))
        : readingLong("streams", () => answerOf(catalog.journal.streams, [tenant, JSON.stringify(streams)], byStream)),
    history: (tenant, of, onBatch) => readingLong("history", () => historyOf(catalog, tenant, of, onBatch)),
    verify: (tenant, of) => readingLong("verify", () => verifyOf(catalog, tenant, of)),
  }
}

/**
 * A layer with the store alone over an open database: calls over it know no configuration or access policy but those provided beside it.
 * `layerSalesDept` of `@salesdept/core/effect` has all of them, and opens and closes the file.
 *
 * @param database - an open connection, which the caller closes after the last call
 * @param naming - names of the tables, the same as they were migrated with. Default: `salesdept_` before each
 * @example
 * ```ts
 * import { Store } from "@salesdept/core/ports"
 * import { layerSqlite, migrateSqlite, openSqlite } from "@salesdept/sqlite"
 * import { Effect } from "effect"
 *
 * const database = openSqlite({ filename: ":memory:" })
 * migrateSqlite(database, "2026-11-23T09:00:00.000Z")
 * const name = Effect.map(Store, (store) => store.name)
 * await Effect.runPromise(Effect.provide(name, layerSqlite(database))) // "sqlite"
 * database.close()
 * ```
 */
export const layerSqlite = (database: SqliteDatabase, naming?: NamingChoice): Layer.Layer<Store> =>
  Layer.sync(Store, () => makeSqliteStore(database, naming))
