import type Database from "better-sqlite3"
import type { SqliteDatabase } from "./SqliteDatabase.ts"

/** A connection to a database file: one that `openSqlite` gave, or a better-sqlite3 handle that the host has open itself. */
export type SqliteConnection = SqliteDatabase | Database.Database

const numberOf = (handle: Database.Database, pragma: string): number => Number(handle.pragma(pragma, { simple: true }))

/** A host's own handle as a connection; it stays the host's, with the settings that it has. */
const hostDatabase = (handle: Database.Database): SqliteDatabase => ({
  handle,
  busyTimeoutMs: numberOf(handle, "busy_timeout"),
  all: (sql, parameters) =>
    handle.prepare(sql).all(...parameters) as ReadonlyArray<{ readonly [column: string]: unknown }>,
  get: (sql, parameters) =>
    handle.prepare(sql).get(...parameters) as { readonly [column: string]: unknown } | undefined,
  run: (sql, parameters) => handle.prepare(sql).run(...parameters).changes,
  committed: () => {},
  readerIfLarge: () => null,
  close: () => {},
})

/** Either kind of connection as the library uses it. */
export const databaseOf = (connection: SqliteConnection): SqliteDatabase =>
  "handle" in connection ? connection : hostDatabase(connection)

/** Runs a body under a setting of the connection, which has its earlier value afterwards. */
export const whileSet = <A>(handle: Database.Database, setting: string, value: number, body: () => A): A => {
  const before = numberOf(handle, setting)
  handle.pragma(`${setting} = ${value}`)
  try {
    return body()
  } finally {
    handle.pragma(`${setting} = ${before}`)
  }
}
