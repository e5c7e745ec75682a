/**
 * The SQLite store, on better-sqlite3.
 *
 * @packageDocumentation
 */
export { withTransaction } from "./HostTransaction.ts"
export type { SqliteDatabase, SqliteFile } from "./SqliteDatabase.ts"
export { openSqlite } from "./SqliteDatabase.ts"
export { checkSqlite, migrateSqlite } from "./SqliteMigration.ts"
export { layerSqlite, makeSqliteStore } from "./SqliteStore.ts"
export type { SqliteOptions } from "./sqlite.ts"
export { sqlite } from "./sqlite.ts"
