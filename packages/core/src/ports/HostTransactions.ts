import { CannotJoin } from "./JoinErrors.ts"
import type { SqlAnswer, SqlExecutor } from "./SqlExecutor.ts"

/** An ORM's own transaction, or nothing where it has none open, is of no use to find out by the first statement. */
const assertHas = (given: unknown, ...methods: ReadonlyArray<string>): void => {
  const members: { readonly [name: string]: unknown } = Object(given)
  if (methods.some((name) => typeof members[name] !== "function")) throw new CannotJoin("notAConnection")
}

type Row = SqlAnswer["rows"][number]

/** What is asked of a better-sqlite3 database; its handle is one. */
export interface BetterSqlite3Handle {
  /** Whether a transaction is open. */
  readonly inTransaction: boolean
  /** Prepares a statement. */
  prepare(sql: string): {
    /** Whether it returns rows. */
    readonly reader: boolean
    /** Runs a statement that returns rows. */
    all(parameters: ReadonlyArray<unknown>): ReadonlyArray<unknown>
    /** Runs a statement that returns none. */
    run(parameters: ReadonlyArray<unknown>): unknown
  }
}

/**
 * The transaction that is open on a better-sqlite3 handle. The driver's own `transaction(fn)` cannot wait for a Promise:
 * begin by hand, or use `withTransaction` of `@salesdept/sqlite`.
 *
 * @param db - the handle, in an open transaction
 * @throws CannotJoin `notInTransaction` where none is open, `notAConnection` where it is no handle
 * @example
 * ```ts
 * import { fromBetterSqlite3 } from "@salesdept/core/promise"
 *
 * handle.exec("begin immediate")
 * handle.prepare("insert into orders (id) values (?)").run(17)
 * const { deal } = await shop.deals.open({ title: "Audit" }, { tx: fromBetterSqlite3(handle) })
 * handle.exec("commit")
 * deal.stageId // "newLead"
 * ```
 */
export const fromBetterSqlite3 = (db: BetterSqlite3Handle): SqlExecutor => {
  assertHas(db, "prepare")
  const assertOpen = (): void => {
    if (!db.inTransaction) throw new CannotJoin("notInTransaction")
  }
  assertOpen()
  return {
    dialect: "sqlite",
    connection: db,
    // Every statement checks again: outside a transaction a savepoint would begin, and commit, one of its own.
    execute: async (sql, parameters) => {
      assertOpen()
      const statement = db.prepare(sql)
      if (statement.reader) return { rows: statement.all(parameters) as ReadonlyArray<Row> }
      statement.run(parameters)
      return { rows: [] }
    },
  }
}

/** What is asked of a client of pg; one checked out of a pool is one. */
export interface PgClient {
  /** Runs a statement. */
  query(text: string, values: Array<unknown>): Promise<{ readonly rows: ReadonlyArray<unknown> }>
}

/** What is known of a connection that clients of pg work over: how many transactions have ended on it since it is looked at. */
interface Ends {
  count: number
}

const endsOf = new WeakMap<object, Ends>()

/** Counts ends of transactions, by what the server says with each of its answers; nothing is counted where a client does not show it. */
const ends = (client: object): Ends => {
  const none: Ends = { count: 0 }
  if (!("connection" in client)) return none
  const { connection } = client
  if (typeof connection !== "object" || connection === null) return none
  if (!("on" in connection) || typeof connection.on !== "function") return none
  const known = endsOf.get(connection)
  if (known !== undefined) return known
  endsOf.set(connection, none)
  connection.on("readyForQuery", (message: { readonly status?: string }) => {
    if (message.status === "I") none.count += 1
  })
  return none
}

/** Of a client that was checked out of a pool, this changes each time. */
const checkoutOf = (client: object): unknown => ("release" in client ? client.release : null)

/** What newer clients tell of themselves: `I` where no transaction is open. */
const isIdle = (client: object): boolean =>
  "getTransactionStatus" in client &&
  typeof client.getTransactionStatus === "function" &&
  client.getTransactionStatus() === "I"

/**
 * The transaction that is open on a client of pg, which the host has checked out of its pool and on which it has run `begin`. It is
 * of no use for another transaction on the same client.
 *
 * @param client - the client; its statements run in the transaction until the host ends it
 * @throws CannotJoin `pool` where a pool is given, `notInTransaction` where the client says that none is open, `notAConnection` where it
 * is no client
 * @example
 * ```ts
 * import { fromPg, presets, salesDept } from "@salesdept/core/promise"
 * import { postgres } from "@salesdept/postgres"
 *
 * const department = presets.servicesWithActs({ timeZone: "Europe/Moscow", currency: "RUB" })
 * await using dept = await salesDept({ store: postgres({ pool }), department })
 * const client = await pool.connect()
 * await client.query("begin")
 * await client.query("insert into orders (id) values ($1)", [17])
 * const session = dept.tenant("shop-17").as("user:42")
 * const { deal } = await session.deals.open({ title: "Audit" }, { tx: fromPg(client) })
 * await client.query("commit")
 * client.release()
 * deal.stageId // "newLead"
 * ```
 */
export const fromPg = (client: PgClient): SqlExecutor => {
  assertHas(client, "query")
  if ("totalCount" in client && "idleCount" in client) throw new CannotJoin("pool")
  const ended = ends(client)
  const [before, checkout] = [ended.count, checkoutOf(client)]
  // Another transaction may be open on it by now, perhaps of somebody else.
  const assertOpen = (): void => {
    if (isIdle(client) || ended.count !== before || checkoutOf(client) !== checkout) {
      throw new CannotJoin("notInTransaction")
    }
  }
  assertOpen()
  return {
    dialect: "postgres",
    connection: client,
    execute: async (sql, parameters) => {
      assertOpen()
      const { rows } = await client.query(sql, [...parameters])
      return { rows: rows as ReadonlyArray<Row> }
    },
  }
}

/** A statement as Kysely takes it ready-made, alike in 0.28 and 0.29. */
export interface KyselyRawQuery {
  /** Text of the statement. */
  readonly sql: string
  /** Its parameters. */
  readonly parameters: ReadonlyArray<unknown>
  /** The tree that Kysely would have compiled: one raw text. */
  readonly query: {
    /** Kind of the node. */
    readonly kind: "RawNode"
    /** The text. */
    readonly sqlFragments: ReadonlyArray<string>
    /** No parameters inside it. */
    readonly parameters: ReadonlyArray<never>
  }
  /** By which plugins would tell it from others. */
  readonly queryId: {
    /** The id. */
    readonly queryId: string
  }
}

/** What is asked of a transaction of Kysely, of whatever version; a `Transaction<DB>` is one. */
export interface KyselyTransaction {
  /** Whether it is a transaction. */
  readonly isTransaction: boolean
  /** Whether a controlled transaction has been committed. */
  readonly isCommitted?: boolean
  /** Whether a controlled transaction has been rolled back. */
  readonly isRolledBack?: boolean
  /** The transaction without the host's plugins, which would rename our columns. */
  withoutPlugins(): {
    /** Runs a statement. */
    executeQuery(query: KyselyRawQuery): Promise<{
      /** Rows returned. */
      readonly rows: ReadonlyArray<unknown>
    }>
  }
  /** What runs its statements. */
  getExecutor(): {
    /** What its dialect can do. */
    readonly adapter: {
      /** Of the supported databases both can. */
      readonly supportsReturning?: boolean
      /** Of the supported databases, as Kysely tells it, Postgres alone can. */
      readonly supportsTransactionalDdl?: boolean
    }
  }
}

/** How the dialect of a transaction is found. */
export interface FromKyselyOptions {
  /** The dialect; told from what Kysely says of the database where absent. */
  readonly dialect?: SqlExecutor["dialect"]
}

const dialectOf = (trx: KyselyTransaction): SqlExecutor["dialect"] => {
  const { supportsReturning, supportsTransactionalDdl } = trx.getExecutor().adapter
  if (supportsReturning !== true) throw new CannotJoin("unknownDialect")
  return supportsTransactionalDdl === true ? "postgres" : "sqlite"
}

/** What Kysely itself refuses statements with after the end. */
const saysEnded = /^Transaction is already (?:committed|rolled back)$/

/**
 * A transaction of the host's own Kysely, 0.28 or newer, over SQLite or Postgres. Its plugins do not touch the library's
 * statements. Commands that overlap are to be given executors of the same transaction object: they take turns by it. The object
 * is of no use after its callback has ended, as everywhere in Kysely.
 *
 * @param trx - the transaction
 * @param options - its dialect; told from what Kysely says of the database where absent
 * @throws CannotJoin `notInTransaction` where it is no transaction, `unknownDialect` where its database is of another kind,
 * `notAConnection` where it is nothing of Kysely
 * @example
 * ```ts
 * import { fromKysely } from "@salesdept/core/promise"
 *
 * const opened = await db.transaction().execute(async (trx) => {
 *   await trx.insertInto("orders").values({ id: 18 }).execute()
 *   return await shop.deals.open({ title: "Audit" }, { tx: fromKysely(trx) })
 * })
 * opened.deal.stageId // "newLead"
 * ```
 */
export const fromKysely = (trx: KyselyTransaction, options: FromKyselyOptions = {}): SqlExecutor => {
  assertHas(trx, "withoutPlugins", "getExecutor")
  const assertOpen = (): void => {
    if (!trx.isTransaction || trx.isCommitted === true || trx.isRolledBack === true) {
      throw new CannotJoin("notInTransaction")
    }
  }
  assertOpen()
  const plain = trx.withoutPlugins()
  let statements = 0
  return {
    dialect: options.dialect ?? dialectOf(trx),
    connection: trx,
    execute: async (sql, parameters) => {
      // Kysely 0.28 forgets the end of a controlled transaction when its plugins are left out.
      assertOpen()
      statements += 1
      const executing = plain.executeQuery({
        sql,
        parameters,
        query: { kind: "RawNode", sqlFragments: [sql], parameters: [] },
        queryId: { queryId: `salesdept_${statements}` },
      })
      const { rows } = await executing.catch((cause: unknown) => {
        if (cause instanceof Error && saysEnded.test(cause.message)) throw new CannotJoin("notInTransaction")
        throw cause
      })
      return { rows: rows as ReadonlyArray<Row> }
    },
  }
}
