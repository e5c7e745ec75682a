/**
 * The SQLite store, on better-sqlite3.
 *
 * @packageDocumentation
 */
export { withTransaction } from "./HostTransaction.ts"
export type { SqliteConnection } from "./SqliteConnection.ts"
export type { SqliteDatabase, SqliteFile } from "./SqliteDatabase.ts"
export { openSqlite } from "./SqliteDatabase.ts"
export { sqliteDirectory } from "./SqliteDirectory.ts"
export { migrateSqlite } from "./SqliteMigration.ts"
export { checkSqlite, generateSqlite, planSqlite, uninstallSqlite } from "./SqliteSchema.ts"
export { eraseSqliteTenant, exportSqliteTenant, purgeSqliteKeys, restoreSqliteTenant } from "./SqliteTenant.ts"
export { layerSqlite, makeSqliteStore } from "./SqliteStore.ts"
export type { SqliteOptions } from "./sqlite.ts"
export { sqlite } from "./sqlite.ts"
// Named by what is declared above: a host that has this package alone can name them too.
export type { HostMapping, NamingChoice, PlannedMigration, SchemaReport, SqlRow, TenantRows } from "@salesdept/sql"
