import { StoreFault } from "@salesdept/core/ports/adapter"
import {
  checkedBatches,
  checkedTaker,
  checkedTenant,
  chosenNaming,
  instantText,
  refusalIn,
  restoredInto,
  tenantNotEmpty,
  tenantStatements,
} from "@salesdept/sql"
import type { NamingChoice, SqlRow, TenantRows } from "@salesdept/sql"
import { overConnection, whileSet } from "./SqliteConnection.ts"
import type { SqliteConnection } from "./SqliteConnection.ts"
import type { SqliteDatabase } from "./SqliteDatabase.ts"
import { whileWaiting } from "./SqliteMigration.ts"
import { emptyLog } from "./WriteAheadLog.ts"

const batchSize = 1000

/**
 * Gives everything that one tenant has, table by table and in the order of keys, as of one moment: rows that JSON carries, the
 * same as the Postgres store gives. What holds the rows must not write to the database while it is called.
 *
 * @param connection - {@link openSqlite}'s, or a better-sqlite3 handle of your own; it stays the caller's
 * @param tenant - the tenant's id, as given to `dept.tenant`
 * @param onRows - called with the table, named without a prefix, and up to 1,000 of its rows; tables without rows are left out
 * @param naming - names of the tables, the same as they were migrated with. Default: `salesdept_` before each
 * @returns how many rows there were
 * @throws InputInvalid where `tenant` is no id, or `onRows` no function
 * @throws StoreFault `busy` where a transaction is open on the connection; what `onRows` throws ends the export as StoreFault `unknown`,
 * with it as the cause
 * @example
 * ```ts
 * import { makeSqliteStore, migrateSqlite, openSqlite, exportSqliteTenant } from "@salesdept/sqlite"
 * import { presets, salesDept } from "@salesdept/core/promise"
 *
 * const database = openSqlite({ filename: ":memory:" })
 * migrateSqlite(database, "2026-11-23T09:00:00.000Z")
 * const store = { open: async () => ({ store: makeSqliteStore(database), close: async () => {} }) }
 * const department = presets.servicesWithActs({ timeZone: "Europe/Moscow", currency: "RUB" })
 * const dept = await salesDept({ store, department })
 * await dept.tenant("shop-17").as("user:42").deals.open({ title: "Audit" })
 *
 * const lines: Array<string> = []
 * exportSqliteTenant(database, "shop-17", (table, rows) => {
 *   for (const row of rows) lines.push(JSON.stringify({ table, row }))
 * })
 * lines.some((line) => line.startsWith('{"table":"deal"')) // true
 * ```
 */
export const exportSqliteTenant = (
  connection: SqliteConnection,
  tenant: string,
  onRows: (table: string, rows: ReadonlyArray<SqlRow>) => void,
  naming?: NamingChoice,
): number => {
  checkedTenant(tenant)
  checkedTaker(onRows)
  const { tables } = tenantStatements("sqlite", chosenNaming("sqlite", naming))
  return overConnection("export", connection, (database) => {
    const { handle } = database
    // A reader of its own snapshot holds nobody up.
    if (handle.inTransaction)
      throw new StoreFault("export", "busy", new Error("a transaction is open on this connection"))
    handle.exec("begin")
    let count = 0
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
  })
}

/**
 * Puts back what an export of a tenant handed over, the journal, texts, keys and the places of consumers included, in one transaction: all of it,
 * or nothing. The export may be of either database, of tables of the same version.
 *
 * @param connection - {@link openSqlite}'s, or a better-sqlite3 handle of your own; it stays the caller's
 * @param tenant - the tenant's id, the same as it was exported under; it must have nothing here
 * @param batches - tables with their rows, in any order and in parts of any size
 * @param naming - names of the tables, the same as they were migrated with. Default: `salesdept_` before each
 * @returns how many rows there were
 * @throws InputInvalid where the tenant has rows here, where a row is of another tenant or of another version of the schema
 * @example
 * ```ts
 * import { eraseSqliteTenant, exportSqliteTenant, makeSqliteStore, migrateSqlite, openSqlite, restoreSqliteTenant } from "@salesdept/sqlite"
 * import { presets, salesDept } from "@salesdept/core/promise"
 *
 * const database = openSqlite({ filename: ":memory:" })
 * migrateSqlite(database, "2026-11-23T09:00:00.000Z")
 * const store = { open: async () => ({ store: makeSqliteStore(database), close: async () => {} }) }
 * const department = presets.servicesWithActs({ timeZone: "Europe/Moscow", currency: "RUB" })
 * const shop = (await salesDept({ store, department })).tenant("shop-17").as("user:42")
 * const { deal } = await shop.deals.open({ title: "Audit" })
 *
 * const lines: Array<string> = []
 * exportSqliteTenant(database, "shop-17", (table, rows) => void lines.push(JSON.stringify({ table, rows })))
 * eraseSqliteTenant(database, "shop-17")
 * restoreSqliteTenant(database, "shop-17", lines.map((line) => JSON.parse(line)))
 * const back = await shop.deals.get(deal.id)
 * back?.stageId // "newLead"
 * ```
 */
export const restoreSqliteTenant = (
  connection: SqliteConnection,
  tenant: string,
  batches: Iterable<TenantRows>,
  naming?: NamingChoice,
): number => {
  checkedTenant(tenant)
  checkedBatches(batches)
  const statements = tenantStatements("sqlite", chosenNaming("sqlite", naming))
  const put = (database: SqliteDatabase): number => {
    for (const { first, table } of statements.tables) {
      if (database.all(first, [tenant, 1]).length > 0) throw tenantNotEmpty(table)
    }
    let count = 0
    for (const batch of batches) {
      const { restore, storedValues } = restoredInto(statements, batch, tenant)
      for (const row of batch.rows) count += database.run(restore, storedValues(row))
    }
    return count
  }
  try {
    return overConnection("restore", connection, (database) => whileWaiting(database, () => put(database)))
  } catch (fault) {
    throw refusalIn(fault)
  }
}

/** Empties the write-ahead log, waiting for readers as long as for writers; says whether they let it. */
const wipedLog = ({ busyTimeoutMs, handle }: SqliteDatabase): boolean =>
  whileSet(handle, "busy_timeout", busyTimeoutMs, () => emptyLog(handle))

/**
 * Deletes everything that one tenant has, the journal included, in one transaction, overwriting it in the file. There is no way
 * back but an export made before.
 *
 * @param connection - {@link openSqlite}'s, or a better-sqlite3 handle of your own; it stays the caller's
 * @param tenant - the tenant's id, as given to `dept.tenant`
 * @param naming - names of the tables, the same as they were migrated with. Default: `salesdept_` before each
 * @returns how many rows were deleted
 * @throws InputInvalid where `tenant` is no id
 * @throws StoreFault `busy` where a reader holds the write-ahead log for longer than `busyTimeoutMs`: the rows are deleted, but their
 * earlier pages still stand in the log; erase again to clear it
 * @example
 * ```ts
 * import { makeSqliteStore, migrateSqlite, openSqlite, eraseSqliteTenant } from "@salesdept/sqlite"
 * import { presets, salesDept } from "@salesdept/core/promise"
 *
 * const database = openSqlite({ filename: ":memory:" })
 * migrateSqlite(database, "2026-11-23T09:00:00.000Z")
 * const store = { open: async () => ({ store: makeSqliteStore(database), close: async () => {} }) }
 * const department = presets.servicesWithActs({ timeZone: "Europe/Moscow", currency: "RUB" })
 * const dept = await salesDept({ store, department })
 * const shop = dept.tenant("shop-17").as("user:42")
 * await shop.deals.open({ title: "Audit" })
 *
 * eraseSqliteTenant(database, "shop-17") > 0 // true
 * eraseSqliteTenant(database, "shop-17") // 0
 * ```
 */
export const eraseSqliteTenant = (connection: SqliteConnection, tenant: string, naming?: NamingChoice): number => {
  checkedTenant(tenant)
  const { tables } = tenantStatements("sqlite", chosenNaming("sqlite", naming))
  return overConnection("erase", connection, (database) => {
    const { handle } = database
    // A handle of the host's does not overwrite what it deletes unless it is told to.
    const erased = whileSet(handle, "secure_delete", 1, () =>
      whileWaiting(database, () =>
        tables.reduce((sum, { erase }) => sum + handle.prepare(erase).run(tenant).changes, 0),
      ),
    )
    // What was written ahead is still in the file beside, for as long as a reader holds it.
    if (!wipedLog(database)) {
      throw new StoreFault("erase", "busy", new Error("erased, but a reader holds the log: erase again to clear it"))
    }
    return erased
  })
}

/**
 * Forgets the idempotency keys of a tenant that were used before a time: a command sent again under such a key is a new one. Keys
 * are kept until then, so call it from your schedule with the longest time in which your callers repeat a call.
 *
 * @param connection - {@link openSqlite}'s, or a better-sqlite3 handle of your own; it stays the caller's
 * @param tenant - the tenant's id, as given to `dept.tenant`
 * @param before - a Date or its ISO text, exclusive: keys used at it are kept
 * @param naming - names of the tables, the same as they were migrated with. Default: `salesdept_` before each
 * @returns how many keys were forgotten
 * @throws InputInvalid where `tenant` is no id, or `before` no instant
 * @example
 * ```ts
 * import { makeSqliteStore, migrateSqlite, openSqlite, purgeSqliteKeys } from "@salesdept/sqlite"
 * import { presets, salesDept } from "@salesdept/core/promise"
 *
 * const database = openSqlite({ filename: ":memory:" })
 * migrateSqlite(database, "2026-11-23T09:00:00.000Z")
 * const store = { open: async () => ({ store: makeSqliteStore(database), close: async () => {} }) }
 * const department = presets.servicesWithActs({ timeZone: "Europe/Moscow", currency: "RUB" })
 * const dept = await salesDept({ store, department })
 * await dept.tenant("shop-17").as("user:42").deals.open({ title: "Audit" }, { idempotencyKey: "order-17" })
 *
 * purgeSqliteKeys(database, "shop-17", "2020-01-01T00:00:00.000Z") // 0
 * purgeSqliteKeys(database, "shop-17", "9999-01-01T00:00:00.000Z") // 1
 * ```
 */
export const purgeSqliteKeys = (
  connection: SqliteConnection,
  tenant: string,
  before: Date | string,
  naming?: NamingChoice,
): number => {
  checkedTenant(tenant)
  const { purgeKeys } = tenantStatements("sqlite", chosenNaming("sqlite", naming))
  const beforeText = instantText(before)
  return overConnection("purge", connection, (database) => {
    let purged = 0
    for (;;) {
      const batch = whileWaiting(database, () => database.all(purgeKeys, [tenant, beforeText, batchSize]).length)
      purged += batch
      if (batch < batchSize) return purged
    }
  })
}
