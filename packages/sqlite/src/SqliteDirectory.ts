import type { HostDirectoryShape } from "@salesdept/core/ports"
import { sqlDirectory } from "@salesdept/sql"
import type { HostMapping } from "@salesdept/sql"
import type { SqliteDatabase } from "./SqliteDatabase.ts"
import { sqliteFault } from "./SqliteFault.ts"

/**
 * The host's people, companies and products, read from its own tables in the same file: never written, never migrated.
 *
 * @param database - a connection to the file, such as `openSqlite` gives; the caller closes it
 * @param mapping - which tables and columns hold people, companies and products; what is absent is not looked up
 * @throws TypeError where a name of the mapping has other characters than letters, digits and `_`
 * @example
 * ```ts
 * import { openSqlite, sqliteDirectory } from "@salesdept/sqlite"
 *
 * const database = openSqlite({ filename: ":memory:" })
 * database.handle.exec("create table users (id integer primary key, name text)")
 * const directory = sqliteDirectory(database, {
 *   people: { table: "users", id: "id", idType: "bigint", name: "name" },
 * })
 * await directory.check() // []
 * database.close()
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
