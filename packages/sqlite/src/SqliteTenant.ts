import { StoreFault } from "@salesdept/core/ports/adapter"
import { checkedNaming, defaultNaming, tenantStatements } from "@salesdept/sql"
import type { Naming, SqlRow } from "@salesdept/sql"
import { driverWaitMs } from "./SqliteDatabase.ts"
import type { SqliteDatabase } from "./SqliteDatabase.ts"
import { sqliteFault } from "./SqliteFault.ts"
import { whileWaiting } from "./SqliteMigration.ts"

const batchSize = 1000

/**
 * Gives everything that one tenant has, table by table and in the order of keys, as of one moment: rows that JSON carries, the
 * same as the Postgres store gives. What holds the rows must not write to the database while it is called.
 *
 * @param onRows - called with the table, named without a prefix, and up to 1,000 of its rows; tables without rows are left out
 * @returns how many rows there were
 * @example
 * ```ts
 * exportSqliteTenant(database, "shop-17", (table, rows) => {
 *   for (const row of rows) file.write(`${JSON.stringify({ table, row })}\n`)
 * })
 * ```
 */
export const exportSqliteTenant = (
  database: SqliteDatabase,
  tenant: string,
  onRows: (table: string, rows: ReadonlyArray<SqlRow>) => void,
  naming: Naming = defaultNaming,
): number => {
  const { handle } = database
  let count = 0
  try {
    const { tables } = tenantStatements("sqlite", checkedNaming(naming))
    // A reader of its own snapshot holds nobody up.
    if (handle.inTransaction)
      throw new StoreFault("export", "busy", new Error("a transaction is open on this connection"))
    handle.exec("begin")
    try {
      for (const { first, keyOf, next, plainRow, table } of tables) {
        let rows = database.all(first, [tenant, batchSize])
        for (;;) {
          const last = rows.at(-1)
          if (last === undefined) break
          count += rows.length
          onRows(table, rows.map(plainRow))
          if (rows.length < batchSize) break
          rows = database.all(next, [tenant, ...keyOf(last), batchSize])
        }
      }
    } finally {
      handle.exec("rollback")
    }
    return count
  } catch (cause) {
    throw sqliteFault("export", cause)
  }
}

/** Empties the write-ahead log, waiting for readers as long as for writers; says whether they let it. */
const wipedLog = ({ busyTimeoutMs, handle }: SqliteDatabase): boolean => {
  handle.pragma(`busy_timeout = ${busyTimeoutMs}`)
  try {
    const [told] = handle.pragma("wal_checkpoint(truncate)") as ReadonlyArray<{ readonly busy: number }>
    return told?.busy === 0
  } finally {
    handle.pragma(`busy_timeout = ${driverWaitMs}`)
  }
}

/**
 * Deletes everything that one tenant has, the journal included, in one transaction, overwriting it in the file. There is no way
 * back but an export made before.
 *
 * @returns how many rows were deleted
 * @throws StoreFault `busy` where a reader holds the write-ahead log for longer than `busyTimeoutMs`: the rows are deleted, but their
 * earlier pages still stand in the log; erase again to clear it
 */
export const eraseSqliteTenant = (database: SqliteDatabase, tenant: string, naming: Naming = defaultNaming): number => {
  const { handle } = database
  try {
    const { tables } = tenantStatements("sqlite", checkedNaming(naming))
    const erased = whileWaiting(database, () =>
      tables.reduce((sum, { erase }) => sum + handle.prepare(erase).run(tenant).changes, 0),
    )
    // What was written ahead is still in the file beside, for as long as a reader holds it.
    if (!wipedLog(database)) {
      throw new StoreFault("erase", "busy", new Error("erased, but a reader holds the log: erase again to clear it"))
    }
    return erased
  } catch (cause) {
    throw sqliteFault("erase", cause)
  }
}

/**
 * Forgets the idempotency keys of a tenant that were used before a time: a command sent again under such a key is a new one. Keys
 * are kept until then, so call it from your schedule with the longest time in which your callers repeat a call.
 *
 * @param before - instant, exclusive
 * @returns how many keys were forgotten
 */
export const purgeSqliteKeys = (
  database: SqliteDatabase,
  tenant: string,
  before: string,
  naming: Naming = defaultNaming,
): number => {
  try {
    const { purgeKeys } = tenantStatements("sqlite", checkedNaming(naming))
    let purged = 0
    for (;;) {
      const batch = whileWaiting(database, () => database.all(purgeKeys, [tenant, before, batchSize]).length)
      purged += batch
      if (batch < batchSize) return purged
    }
  } catch (cause) {
    throw sqliteFault("purge", cause)
  }
}
