import { StoreFault } from "@salesdept/core/ports/adapter"
import {
  chosenNaming,
  generateSql,
  instantText,
  isComparable,
  monthColumn,
  ownTables,
  ownViews,
  plannedMigrations,
  schemaManifest,
  schemaReport,
  schemaState,
  sqliteSource,
  viewManifest,
} from "@salesdept/sql"
import type {
  AppliedMigration,
  IndexShape,
  NamingChoice,
  PlannedMigration,
  SchemaReport,
  TableShape,
  ViewShape,
} from "@salesdept/sql"
import { overConnection } from "./SqliteConnection.ts"
import type { SqliteConnection } from "./SqliteConnection.ts"
import type { SqliteDatabase } from "./SqliteDatabase.ts"
import { appliedIn, namingFound, whileWaiting } from "./SqliteMigration.ts"

const indexesOf = (database: SqliteDatabase, table: string): ReadonlyArray<IndexShape> =>
  database
    .all("select name, \"unique\", partial from pragma_index_list(?) where origin <> 'pk'", [table])
    .map((index) => ({
      columns: database
        .all("select name from pragma_index_info(?) order by seqno", [index["name"]])
        .map(({ name }) => (typeof name === "string" ? name : monthColumn)),
      partial: index["partial"] === 1,
      unique: index["unique"] === 1,
    }))

const shapeOf = (database: SqliteDatabase, table: string): TableShape | null => {
  const row = database.get("select sql from sqlite_master where type = 'table' and name = ?", [table])
  if (row === undefined) return null
  const definition = String(row["sql"])
  const rows = database.all('select name, type, "notnull", dflt_value, pk from pragma_table_info(?)', [table])
  return {
    name: table,
    columns: rows.map((column) => {
      const name = String(column["name"])
      return {
        name,
        type: String(column["type"]).toLowerCase(),
        nullable: column["notnull"] === 0,
        filled: column["dflt_value"] !== null,
        bounded: definition.includes(`check (${name} between -9007199254740991 and 9007199254740991)`),
      }
    }),
    primaryKey: rows
      .filter((column) => Number(column["pk"]) > 0)
      .toSorted((left, right) => Number(left["pk"]) - Number(right["pk"]))
      .map((column) => String(column["name"])),
    indexes: indexesOf(database, table),
  }
}

const viewFound = (database: SqliteDatabase, name: string): ViewShape | null => {
  const row = database.get("select sql from sqlite_master where type = 'view' and name = ?", [name])
  if (row === undefined) return null
  const source = sqliteSource(String(row["sql"]))
  try {
    const columns = database.all("select name from pragma_table_info(?)", [name])
    return { name, source, columns: columns.map((column) => String(column["name"])) }
  } catch {
    // A table or a column that it reads is gone, which is told of that table.
    return { name, source, columns: [] }
  }
}

/**
 * How the tables stand to this version of the library: what is applied, what is still to be applied, and in what the tables
 * differ from those of this version. Reads only.
 *
 * @param connection - {@link openSqlite}'s, or a better-sqlite3 handle of your own; it stays the caller's
 * @param naming - names of the tables, the same as they were migrated with. Default: `salesdept_` before each
 * @example
 * ```ts
 * import { checkSqlite, migrateSqlite, openSqlite } from "@salesdept/sqlite"
 *
 * const database = openSqlite({ filename: ":memory:" })
 * checkSqlite(database).state // "absent"
 * migrateSqlite(database, "2026-11-23T09:00:00.000Z")
 * checkSqlite(database).state // "current"
 * database.handle.exec("drop view salesdept_v1_deals")
 * checkSqlite(database).differences.map(({ message }) => message.en) // ["…"]
 * database.close()
 * ```
 */
export const checkSqlite = (connection: SqliteConnection, naming?: NamingChoice): SchemaReport => {
  const named = chosenNaming("sqlite", naming)
  return overConnection("check", connection, (database) => {
    const applied = appliedIn(database, named)
    const expected = schemaManifest("sqlite", named.people === undefined ? namingFound(database, named) : named)
    const expectedViews = viewManifest("sqlite", named)
    const comparable = isComparable(schemaState(applied))
    const found = comparable ? expected.flatMap(({ name }) => shapeOf(database, name) ?? []) : []
    const foundViews = comparable ? expectedViews.flatMap(({ name }) => viewFound(database, name) ?? []) : []
    return schemaReport({ applied, expected, found, expectedViews, foundViews, missingRights: [] })
  })
}

/**
 * What {@link migrateSqlite} would run now, in order; empty where nothing is missing. Reads only.
 *
 * @param connection - {@link openSqlite}'s, or a better-sqlite3 handle of your own; it stays the caller's
 * @param naming - names of the tables. Default: `salesdept_` before each
 * @returns each migration with its statements
 * @example
 * ```ts
 * import { openSqlite, planSqlite } from "@salesdept/sqlite"
 *
 * const database = openSqlite({ filename: ":memory:" })
 * const [first] = planSqlite(database)
 * first?.id // "0001…"
 * first?.statements[0] // "create table…"
 * database.close()
 * ```
 */
export const planSqlite = (connection: SqliteConnection, naming?: NamingChoice): ReadonlyArray<PlannedMigration> => {
  const named = chosenNaming("sqlite", naming)
  return overConnection("plan", connection, (database) =>
    plannedMigrations(appliedIn(database, named), "sqlite", named),
  )
}

/**
 * Prints the schema as SQL, for hosts whose own tool changes it; `migrateSqlite` finds nothing to do afterwards.
 *
 * @param appliedAt - the instant to note beside each migration: a Date, or its ISO text
 * @param naming - names of the tables. Default: `salesdept_` before each
 * @param options - `applied`: ids of migrations that are there already, as {@link checkSqlite} lists them. Default: none
 * @returns statements, each ended by a semicolon, without `begin` and `commit`; empty text where nothing is missing
 * @example
 * ```ts
 * import { checkSqlite, generateSqlite, openSqlite } from "@salesdept/sqlite"
 *
 * const database = openSqlite({ filename: ":memory:" })
 * database.handle.exec(generateSqlite("2026-11-23T09:00:00.000Z"))
 * checkSqlite(database).state // "current"
 * database.close()
 * ```
 */
export const generateSqlite = (
  appliedAt: Date | string,
  naming?: NamingChoice,
  { applied = [] }: { readonly applied?: ReadonlyArray<string> } = {},
): string =>
  generateSql({
    dialect: "sqlite",
    naming: chosenNaming("sqlite", naming),
    appliedAt: instantText(appliedAt),
    applied: noted(applied),
  })

const noted = (ids: ReadonlyArray<string>): ReadonlyArray<AppliedMigration> =>
  ids.map((id) => ({ id, breaking: false }))

/**
 * Takes every table and view of the library away, with everything in them, in one transaction. What is not the library's stays.
 *
 * @param connection - {@link openSqlite}'s, or a better-sqlite3 handle of your own; it stays the caller's
 * @param naming - names of the tables, the same as they were migrated with. Default: `salesdept_` before each
 * @returns the names of the tables taken away, none where nothing was there
 * @throws StoreFault `schemaNewer` where a newer version has tables that this one does not know
 * @example
 * ```ts
 * import { checkSqlite, migrateSqlite, openSqlite, uninstallSqlite } from "@salesdept/sqlite"
 *
 * const database = openSqlite({ filename: ":memory:" })
 * migrateSqlite(database, "2026-11-23T09:00:00.000Z")
 * uninstallSqlite(database).includes("salesdept_deal") // true
 * checkSqlite(database).state // "absent"
 * database.close()
 * ```
 */
export const uninstallSqlite = (connection: SqliteConnection, naming?: NamingChoice): ReadonlyArray<string> => {
  const named = chosenNaming("sqlite", naming)
  return overConnection("uninstall", connection, (database) =>
    whileWaiting(database, () => {
      const applied = appliedIn(database, named)
      if (schemaState(applied).startsWith("ahead")) throw new StoreFault("uninstall", "schemaNewer", null)
      const dropped: Array<string> = []
      if (applied.length > 0) for (const view of ownViews(named)) database.handle.exec(`drop view if exists ${view}`)
      for (const name of applied.length === 0 ? [] : ownTables("sqlite", named)) {
        const bare = name.slice(1, -1)
        if (database.get("select 1 from sqlite_master where type = 'table' and name = ?", [bare]) === undefined)
          continue
        database.handle.exec(`drop table ${name}`)
        dropped.push(bare)
      }
      return dropped
    }),
  )
}
