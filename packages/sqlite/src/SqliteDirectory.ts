import type { HostDirectoryShape } from "@salesdept/core/ports"
import { sqlDirectory } from "@salesdept/sql"
import type { HostMapping } from "@salesdept/sql"
import type { SqliteDatabase } from "./SqliteDatabase.ts"
import { sqliteFault } from "./SqliteFault.ts"

/**
 * The host's people, companies and products, read from its own tables in the same file: never written, never migrated.
 *
 * @param database - a connection to the file, such as `openSqlite` gives; the caller closes it
 * @throws TypeError where a name of the mapping has other characters than letters, digits and `_`
 * @example
 * ```ts
 * const directory = sqliteDirectory(openSqlite({ filename: "shop.db" }), {
 *   people: { table: "users", id: "id", idType: "bigint", name: "name" },
 * })
 * const dept = await salesDept({ store: sqlite({ filename: "shop.db" }), directory })
 * for (const { message } of await dept.checkDirectory()) console.error(message.en)
 * ```
 */
export const sqliteDirectory = (database: SqliteDatabase, mapping: HostMapping): HostDirectoryShape =>
  sqlDirectory(mapping, {
    dialect: "sqlite",
    query: async (text, values) => database.all(text, values),
    faultOf: (cause) => sqliteFault("directory", cause),
    columnsOf: async (path) => {
      const [table, schema = "main"] = path.split(".").toReversed()
      const rows = database.all("select name, type from pragma_table_info(?, ?)", [table, schema])
      return rows.length === 0 ? null : new Map(rows.map((row) => [String(row["name"]), String(row["type"])]))
    },
    // SQLite has no roles.
    isReadable: async () => true,
  })
