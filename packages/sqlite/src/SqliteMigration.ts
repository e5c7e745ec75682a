import { StoreFault } from "@salesdept/core/ports"
import { bookkeeping, defaultNaming, pendingMigrations, schemaState, statementsOf } from "@salesdept/sql"
import type { AppliedMigration, Naming, SchemaState } from "@salesdept/sql"
import { driverWaitMs } from "./SqliteDatabase.ts"
import type { SqliteDatabase } from "./SqliteDatabase.ts"
import { sqliteFault } from "./SqliteFault.ts"

const appliedIn = (database: SqliteDatabase, naming: Naming): ReadonlyArray<AppliedMigration> => {
  const books = bookkeeping(naming)
  const exists = database.get("select 1 from sqlite_master where type = 'table' and name = ?", [books.table])
  if (exists === undefined) return []
  return database.all(books.list, []).map((row) => ({ id: String(row["id"]), breaking: row["breaking"] === 1 }))
}

/** How the tables stand to this version of the library. Reads only. */
export const checkSqlite = (database: SqliteDatabase, naming: Naming = defaultNaming): SchemaState => {
  try {
    return schemaState(appliedIn(database, naming))
  } catch (cause) {
    throw sqliteFault("check", cause)
  }
}

/**
 * Applies the migrations that are still missing, all in one transaction: either the tables are current afterwards or
 * nothing has changed. Safe to call from several processes at once.
 *
 * @param appliedAt - the instant to note beside each migration
 * @returns the ids of the migrations applied now
 * @throws StoreFault `schemaNewer` where a newer version of the library has changed the tables
 */
export const migrateSqlite = (
  database: SqliteDatabase,
  appliedAt: string,
  naming: Naming = defaultNaming,
): ReadonlyArray<string> => {
  try {
    database.handle.pragma(`busy_timeout = ${database.busyTimeoutMs}`)
    database.handle.exec("begin immediate")
    const applied = appliedIn(database, naming)
    if (schemaState(applied) === "aheadBreaking") throw new StoreFault("migrate", "schemaNewer", null)
    const books = bookkeeping(naming)
    const pending = pendingMigrations(applied)
    if (pending.length > 0) database.handle.exec(books.create)
    for (const migration of pending) {
      for (const statement of statementsOf(migration, "sqlite", naming)) database.handle.exec(statement)
      database.handle.prepare(books.record).run(migration.id, migration.breaking ? 1 : 0, appliedAt)
    }
    database.handle.exec("commit")
    return pending.map(({ id }) => id)
  } catch (cause) {
    if (database.handle.inTransaction) database.handle.exec("rollback")
    throw sqliteFault("migrate", cause)
  } finally {
    database.handle.pragma(`busy_timeout = ${driverWaitMs}`)
  }
}
