import {
  checkedBatches,
  checkedTaker,
  checkedTenant,
  instantText,
  refusalIn,
  restoredInto,
  tenantNotEmpty,
  tenantStatements,
} from "@salesdept/sql"
import type { Naming, NamingChoice, SqlRow, TenantRows } from "@salesdept/sql"
import type { Pool } from "pg"
import { overPool } from "./OverPool.ts"
import { namingFound } from "./PostgresCatalogue.ts"
import { makeClients } from "./PostgresClients.ts"
import type { PostgresClients } from "./PostgresClients.ts"

const batchSize = 1000

const clientsOf = async (pool: Pool, naming: Naming): Promise<PostgresClients> => {
  const { rowSecurity } = await namingFound(pool, naming)
  return makeClients(pool, { prepare: false, rowSecurity: rowSecurity === true })
}

/**
 * Gives everything that one tenant has, table by table and in the order of keys, as of one moment: rows that JSON carries, the
 * same as the SQLite store gives.
 *
 * @param pool - a pool of the database, such as the host's own or {@link openPool} gives; it stays the caller's
 * @param tenant - the tenant's id, as given to `dept.tenant`
 * @param onRows - called with the table, named without a prefix, and up to 1,000 of its rows; the next ones wait for it. Tables
 * without rows are left out
 * @param naming - schema and prefix of the tables, the same as they were migrated with. Default: schema `salesdept`, no prefix
 * @returns how many rows there were
 * @throws InputInvalid where `tenant` is no id, or `onRows` no function
 * @throws StoreFault where the server cannot be asked; what `onRows` throws ends the export as StoreFault `unknown`, with it as the cause
 * @example
 * ```ts
 * import { exportPostgresTenant } from "@salesdept/postgres"
 *
 * await shop.deals.open({ title: "Audit" })
 * const lines: Array<string> = []
 * await exportPostgresTenant(pool, "shop-17", (table, rows) => {
 *   for (const row of rows) lines.push(JSON.stringify({ table, row }))
 * })
 * lines.some((line) => line.startsWith('{"table":"deal"')) // true
 * ```
 */
export const exportPostgresTenant = async (
  pool: Pool,
  tenant: string,
  onRows: (table: string, rows: ReadonlyArray<SqlRow>) => void | Promise<void>,
  naming?: NamingChoice,
): Promise<number> => {
  checkedTenant(tenant)
  checkedTaker(onRows)
  return await overPool("export", pool, naming, async (named) => {
    const { tables } = tenantStatements("postgres", named)
    const clients = await clientsOf(pool, named)
    return await clients.transaction("repeatable read read only", async (query) => {
      // Who takes the rows may take as long as it likes; a transaction that only reads keeps nobody waiting.
      await query("set local idle_in_transaction_session_timeout = 0", [])
      let count = 0
      for (const { first, keyOf, next, plainRow, table } of tables) {
        let rows = await query(first, [tenant, batchSize])
        for (;;) {
          const last = rows.at(-1)
          if (last === undefined) break
          count += rows.length
          await onRows(table, rows.map(plainRow))
          if (rows.length < batchSize) break
          rows = await query(next, [tenant, ...keyOf(last), batchSize])
        }
      }
      return count
    })
  })
}

/**
 * Deletes everything that one tenant has, the journal included, in one transaction. Call it as the tables' owner: a role that
 * was given what a store needs may not delete from the journal. There is no way back but an export made before.
 *
 * @param pool - a pool of the database, such as the host's own or {@link openPool} gives; it stays the caller's
 * @param tenant - the tenant's id, as given to `dept.tenant`
 * @param naming - schema and prefix of the tables, the same as they were migrated with. Default: schema `salesdept`, no prefix
 * @returns how many rows were deleted
 * @throws InputInvalid where `tenant` is no id
 * @example
 * ```ts
 * import { erasePostgresTenant } from "@salesdept/postgres"
 *
 * await shop.deals.open({ title: "Audit" })
 * const erased = await erasePostgresTenant(pool, "shop-17")
 * erased > 0 // true
 * await erasePostgresTenant(pool, "shop-17") // 0
 * ```
 */
export const erasePostgresTenant = async (pool: Pool, tenant: string, naming?: NamingChoice): Promise<number> => {
  checkedTenant(tenant)
  return await overPool("erase", pool, naming, async (named) => {
    const { tables } = tenantStatements("postgres", named)
    const clients = await clientsOf(pool, named)
    return await clients.transaction("read committed", async (query) => {
      // All that a tenant has, or nothing: a limit that is meant for the statements of calls would end it each time anew.
      await query("set local statement_timeout = 0", [])
      let erased = 0
      for (const { erase } of tables) {
        const [row] = await query(`with gone as (${erase} returning 1) select count(*) as count from gone`, [tenant])
        erased += Number(row?.["count"])
      }
      return erased
    })
  })
}

/**
 * Puts back what an export of a tenant handed over, the journal, texts, keys and the places of consumers included, in one transaction: all of it,
 * or nothing. The export may be of either database, of tables of the same version.
 *
 * @param pool - a pool of the database, such as the host's own or {@link openPool} gives; it stays the caller's
 * @param tenant - the tenant's id, the same as it was exported under; it must have nothing here
 * @param batches - tables with their rows, in any order and in parts of any size
 * @param naming - schema and prefix of the tables, the same as they were migrated with. Default: schema `salesdept`, no prefix
 * @returns how many rows there were
 * @throws InputInvalid where the tenant has rows here, where a row is of another tenant or of another version of the schema
 * @example
 * ```ts
 * import { erasePostgresTenant, exportPostgresTenant, restorePostgresTenant } from "@salesdept/postgres"
 *
 * const { deal } = await shop.deals.open({ title: "Audit" })
 * const lines: Array<string> = []
 * await exportPostgresTenant(pool, "shop-17", (table, rows) => void lines.push(JSON.stringify({ table, rows })))
 * await erasePostgresTenant(pool, "shop-17")
 * await restorePostgresTenant(pool, "shop-17", lines.map((line) => JSON.parse(line)))
 * const back = await shop.deals.get(deal.id)
 * back?.stageId // "newLead"
 * ```
 */
export const restorePostgresTenant = async (
  pool: Pool,
  tenant: string,
  batches: Iterable<TenantRows> | AsyncIterable<TenantRows>,
  naming?: NamingChoice,
): Promise<number> => {
  checkedTenant(tenant)
  checkedBatches(batches)
  return await overPool("restore", pool, naming, async (named) => {
    const statements = tenantStatements("postgres", named)
    const clients = await clientsOf(pool, named)
    return await clients.transaction("read committed", async (query) => {
      await query("set local statement_timeout = 0", [])
      await query("set local idle_in_transaction_session_timeout = 0", [])
      for (const { first, table } of statements.tables) {
        if ((await query(first, [tenant, 1])).length > 0) throw tenantNotEmpty(table)
      }
      let count = 0
      for await (const batch of batches) {
        const { restore } = restoredInto(statements, batch, tenant)
        await query(restore, [tenant, JSON.stringify(batch.rows)])
        count += batch.rows.length
      }
      return count
    })
  }).catch((fault: unknown) => {
    throw refusalIn(fault)
  })
}

/**
 * Forgets the idempotency keys of a tenant that were used before a time: a command sent again under such a key is a new one. Keys
 * are kept until then, so call it from your schedule with the longest time in which your callers repeat a call.
 *
 * @param pool - a pool of the database, such as the host's own or {@link openPool} gives; it stays the caller's
 * @param tenant - the tenant's id, as given to `dept.tenant`
 * @param before - a Date or its ISO text, exclusive: keys used at it are kept
 * @param naming - schema and prefix of the tables, the same as they were migrated with. Default: schema `salesdept`, no prefix
 * @returns how many keys were forgotten
 * @throws InputInvalid where `tenant` is no id, or `before` no instant
 * @example
 * ```ts
 * import { purgePostgresKeys } from "@salesdept/postgres"
 *
 * await shop.deals.open({ title: "Audit" }, { idempotencyKey: "order-17" })
 * await purgePostgresKeys(pool, "shop-17", "2020-01-01T00:00:00.000Z") // 0
 * await purgePostgresKeys(pool, "shop-17", "9999-01-01T00:00:00.000Z") // 1
 * ```
 */
export const purgePostgresKeys = async (
  pool: Pool,
  tenant: string,
  before: Date | string,
  naming?: NamingChoice,
): Promise<number> => {
  checkedTenant(tenant)
  const beforeText = instantText(before)
  return await overPool("purge", pool, naming, async (named) => {
    const { purgeKeys } = tenantStatements("postgres", named)
    const clients = await clientsOf(pool, named)
    let purged = 0
    for (;;) {
      const { length } = await clients.use((query) => query(purgeKeys, [tenant, beforeText, batchSize]))
      purged += length
      if (length < batchSize) return purged
    }
  })
}
