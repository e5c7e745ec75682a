import type { HostDirectoryShape } from "@salesdept/core/ports"
import { quotedPath, sqlDirectory } from "@salesdept/sql"
import type { HostMapping } from "@salesdept/sql"
import type { Pool } from "pg"
import { checkedPool } from "./PostgresPool.ts"
import { makeClients } from "./PostgresClients.ts"
import { postgresFault } from "./PostgresFault.ts"

const columnsText =
  "select a.attname as name, format_type(a.atttypid, null) as type from pg_catalog.pg_attribute as a where a.attrelid = to_regclass($1) and a.attnum > 0 and not a.attisdropped"
const readableText =
  "select has_table_privilege(to_regclass($1), 'select') and (strpos($1, '.') = 0 or has_schema_privilege(split_part($2, '.', 1), 'usage')) as readable"

/**
 * The host's people, companies and products, read from its own tables in the same database: never written, never migrated.
 *
 * @param pool - the host's pool, or one with a role that may read those tables; it stays the caller's
 * @param mapping - which tables and columns hold people, companies and products; what is absent is not looked up
 * @throws InputInvalid with everything of the mapping that is not as stated
 * @example
 * ```ts
 * import { postgresDirectory } from "@salesdept/postgres"
 *
 * const directory = postgresDirectory(pool, {
 *   people: { table: "auth.users", id: "id", idType: "uuid", name: "full_name", tenant: "shop_id" },
 *   products: { table: "products", id: "sku", name: "title" },
 * })
 * await directory.check() // []
 * ```
 */
export const postgresDirectory = (pool: Pool, mapping: HostMapping): HostDirectoryShape => {
  checkedPool(pool)
  const clients = makeClients(pool, { prepare: false })
  return sqlDirectory(mapping, {
    dialect: "postgres",
    query: (text, values) => clients.use((query) => query(text, values)),
    faultOf: (cause) => postgresFault("directory", cause),
    columnsOf: async (table) => {
      const rows = await clients.use((query) => query(columnsText, [quotedPath(table)]))
      return rows.length === 0 ? null : new Map(rows.map((row) => [String(row["name"]), String(row["type"])]))
    },
    isReadable: async (table) => {
      const rows = await clients.use((query) => query(readableText, [quotedPath(table), table]))
      return rows[0]?.["readable"] === true
    },
  })
}
