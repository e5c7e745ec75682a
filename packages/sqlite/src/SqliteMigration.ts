import { StoreFault } from "@salesdept/core/ports/adapter"
import {
  bookkeeping,
  chosenNaming,
  instantText,
  pendingMigrations,
  schemaState,
  statementsOf,
  tableName,
} from "@salesdept/sql"
import type { AppliedMigration, AppliedState, Naming, NamingChoice } from "@salesdept/sql"
import { overConnection, whileSet } from "./SqliteConnection.ts"
import type { SqliteConnection } from "./SqliteConnection.ts"
import { openSqlite } from "./SqliteDatabase.ts"
import type { SqliteDatabase, SqliteFile } from "./SqliteDatabase.ts"

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
export const appliedState = (database: SqliteDatabase, naming: Naming): AppliedState =>
  overConnection("check", database, () => schemaState(appliedIn(database, naming)))

/** Runs a body in a transaction that waits inside the driver for other writers, and is taken back where the body throws. */
export const whileWaiting = <A>(database: SqliteDatabase, body: () => A): A => {
  const { busyTimeoutMs, handle } = database
  return whileSet(handle, "busy_timeout", busyTimeoutMs, () => {
    handle.exec("begin immediate")
    try {
      const answer = body()
      handle.exec("commit")
      return answer
    } catch (cause) {
      if (handle.inTransaction) handle.exec("rollback")
      throw cause
    }
  })
}

/**
 * Applies the migrations that are still missing, all in one transaction: either the tables are current afterwards or
 * nothing has changed. Safe to call from several processes at once.
 *
 * @param where - the file, which is opened and closed for it; or a connection, which stays the caller's: {@link openSqlite}'s, or a
 * better-sqlite3 handle that no transaction is open on
 * @param appliedAt - the instant to note beside each migration: a Date, or its ISO text
 * @param naming - names of the tables. Default: `salesdept_` before each
 * @returns the ids of the migrations applied now
 * @throws StoreFault `schemaNewer` where a newer version of the library has changed the tables; `busy` where another connection writes for
 * longer than `busyTimeoutMs`
 * @throws InputInvalid where `appliedAt` is no instant, or with everything of `naming` that is not of its form
 * @example
 * ```ts
 * import { migrateSqlite } from "@salesdept/sqlite"
 *
 * migrateSqlite({ filename: "branch.db" }, new Date()) // ["0001…"]
 * migrateSqlite({ filename: "branch.db" }, new Date()) // []
 * ```
 */
export const migrateSqlite = (
  where: SqliteFile | SqliteConnection,
  appliedAt: Date | string,
  naming?: NamingChoice,
): ReadonlyArray<string> => {
  const appliedAtText = instantText(appliedAt)
  if (typeof where === "object" && where !== null && "filename" in where) {
    const opened = openSqlite(where)
    try {
      return migrateSqlite(opened, appliedAtText, naming)
    } finally {
      opened.close()
    }
  }
  const named = chosenNaming("sqlite", naming)
  return overConnection("migrate", where, (database) =>
    whileWaiting(database, () => {
      const applied = appliedIn(database, named)
      if (schemaState(applied) === "aheadBreaking") throw new StoreFault("migrate", "schemaNewer", null)
      const books = bookkeeping(named)
      const pending = pendingMigrations(applied)
      if (pending.length > 0) database.handle.exec(books.create)
      for (const migration of pending) {
        for (const statement of statementsOf(migration, "sqlite", named)) database.handle.exec(statement)
        database.handle.prepare(books.record).run(migration.id, migration.breaking ? 1 : 0, appliedAtText)
      }
      return pending.map(({ id }) => id)
    }),
  )
}
