import type { HostDirectoryShape } from "@salesdept/core/ports"
import { sqlDirectory } from "@salesdept/sql"
import type { HostMapping } from "@salesdept/sql"
import { overConnection } from "./SqliteConnection.ts"
import type { SqliteConnection } from "./SqliteConnection.ts"
import { sqliteFault } from "./SqliteFault.ts"

/**
 * The host's people, companies and products, read from its own tables in the same file: never written, never migrated.
 *
 * @param connection - `openSqlite`'s, or a better-sqlite3 handle of your own; it stays the caller's, open for as long as names are asked for
 * @param mapping - which tables and columns hold people, companies and products; what is absent is not looked up
 * @throws InputInvalid with everything of the mapping that is not as stated
 * @example
 * ```ts
 * import { sqliteDirectory } from "@salesdept/sqlite"
 * import Database from "better-sqlite3"
 *
 * const db = new Database(":memory:")
 * db.exec("create table users (id integer primary key, name text)")
 * const directory = sqliteDirectory(db, {
 *   people: { table: "users", id: "id", idType: "bigint", name: "name" },
 * })
 * await directory.check() // []
 * db.close()
 * ```
 */
export const sqliteDirectory = (connection: SqliteConnection, mapping: HostMapping): HostDirectoryShape => {
  const database = overConnection("directory", connection, (opened) => opened)
  return sqlDirectory(mapping, {
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
}
