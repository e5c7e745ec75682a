import { StoreFault } from "@salesdept/core/ports/adapter"
import {
  bookkeeping,
  checkedNaming,
  defaultNaming,
  pendingMigrations,
  schemaState,
  statementsOf,
  tableName,
} from "@salesdept/sql"
import type { AppliedMigration, AppliedState, Naming } from "@salesdept/sql"
import { driverWaitMs } from "./SqliteDatabase.ts"
import type { SqliteDatabase } from "./SqliteDatabase.ts"
import { sqliteFault } from "./SqliteFault.ts"

/** What is noted as applied. */
export const appliedIn = (database: SqliteDatabase, naming: Naming): ReadonlyArray<AppliedMigration> => {
  const books = bookkeeping(naming)
  const exists = database.get("select 1 from sqlite_master where type = 'table' and name = ?", [books.table])
  if (exists === undefined) return []
  return database.all(books.list, []).map((row) => ({ id: String(row["id"]), breaking: row["breaking"] === 1 }))
}

/** The naming with the type that people's ids have in the tables that are there; a type that is stored as text is taken as given. */
export const namingFound = (database: SqliteDatabase, naming: Naming): Naming => {
  const text = "select type from pragma_table_info(?) where name = 'owner_id'"
  const isInteger = String(database.get(text, [tableName(naming, "deal")])?.["type"]).toLowerCase() === "integer"
  const given = naming.people?.type ?? "text"
  const type = isInteger ? "bigint" : given === "bigint" ? "text" : given
  return { ...naming, people: { ...naming.people, type } }
}

/** How the tables stand, by what is noted as applied: enough to know whether a store may open. Reads only. */
export const appliedState = (database: SqliteDatabase, naming: Naming): AppliedState => {
  try {
    return schemaState(appliedIn(database, naming))
  } catch (cause) {
    throw sqliteFault("check", cause)
  }
}

/** Runs a body in a transaction that waits inside the driver for other writers, and is taken back where the body throws. */
export const whileWaiting = <A>(database: SqliteDatabase, body: () => A): A => {
  const { handle } = database
  try {
    handle.pragma(`busy_timeout = ${database.busyTimeoutMs}`)
    handle.exec("begin immediate")
    const answer = body()
    handle.exec("commit")
    return answer
  } catch (cause) {
    if (handle.inTransaction) handle.exec("rollback")
    throw cause
  } finally {
    handle.pragma(`busy_timeout = ${driverWaitMs}`)
  }
}

/**
 * Applies the migrations that are still missing, all in one transaction: either the tables are current afterwards or
 * nothing has changed. Safe to call from several processes at once.
 *
 * @param database - a connection to the file, such as {@link openSqlite} gives; the caller closes it
 * @param appliedAt - the instant to note beside each migration, as ISO text
 * @param naming - names of the tables. Default: `salesdept_` before each
 * @returns the ids of the migrations applied now
 * @throws StoreFault `schemaNewer` where a newer version of the library has changed the tables; `busy` where another connection writes for
 * longer than `busyTimeoutMs`
 * @throws StoreFault `unknown`, of a TypeError, where a name of `naming` is not of its form
 * @example
 * ```ts
 * import { migrateSqlite, openSqlite } from "@salesdept/sqlite"
 *
 * const database = openSqlite({ filename: ":memory:" })
 * migrateSqlite(database, "2026-11-23T09:00:00.000Z") // ["0001…"]
 * migrateSqlite(database, "2026-11-24T09:00:00.000Z") // []
 * database.close()
 * ```
 */
export const migrateSqlite = (
  database: SqliteDatabase,
  appliedAt: string,
  naming: Naming = defaultNaming,
): ReadonlyArray<string> => {
  try {
    checkedNaming(naming)
    return whileWaiting(database, () => {
      const applied = appliedIn(database, naming)
      if (schemaState(applied) === "aheadBreaking") throw new StoreFault("migrate", "schemaNewer", null)
      const books = bookkeeping(naming)
      const pending = pendingMigrations(applied)
      if (pending.length > 0) database.handle.exec(books.create)
      for (const migration of pending) {
        for (const statement of statementsOf(migration, "sqlite", naming)) database.handle.exec(statement)
        database.handle.prepare(books.record).run(migration.id, migration.breaking ? 1 : 0, appliedAt)
      }
      return pending.map(({ id }) => id)
    })
  } catch (cause) {
    throw sqliteFault("migrate", cause)
  }
}
