import { InputInvalid } from "@salesdept/core/shared"
import type Database from "better-sqlite3"
import { assertSafeLibrary } from "./LibraryVersion.ts"
import type { SqliteDatabase } from "./SqliteDatabase.ts"
import { sqliteFault } from "./SqliteFault.ts"

/** A connection to a database file: one that `openSqlite` gave, or a better-sqlite3 handle that the host has open itself. */
export type SqliteConnection = SqliteDatabase | Database.Database

const numberOf = (handle: Database.Database, pragma: string): number => Number(handle.pragma(pragma, { simple: true }))

/** A host's own handle as a connection; it stays the host's, with the settings that it has. */
const hostDatabase = (handle: Database.Database): SqliteDatabase => {
  // A host may have its driver give integers as bigint; ours are within ±(2^53−1) by constraint.
  const prepared = (sql: string): Database.Statement => handle.prepare(sql).safeIntegers(false)
  return {
    handle,
    busyTimeoutMs: numberOf(handle, "busy_timeout"),
    all: (sql, parameters) => prepared(sql).all(...parameters) as ReadonlyArray<{ readonly [column: string]: unknown }>,
    get: (sql, parameters) => prepared(sql).get(...parameters) as { readonly [column: string]: unknown } | undefined,
    run: (sql, parameters) => prepared(sql).run(...parameters).changes,
    committed: () => {},
    readerIfLarge: () => null,
    ensureInPlace: () => {},
    close: () => {},
  }
}

/** Whether something is a handle of better-sqlite3. */
export const isHandle = (value: unknown): boolean =>
  typeof value === "object" &&
  value !== null &&
  (["prepare", "pragma", "exec"] as const).every(
    (name) => typeof (value as Partial<Database.Database>)[name] === "function",
  )

const isOpened = (connection: SqliteConnection): connection is SqliteDatabase =>
  typeof connection === "object" && connection !== null && "handle" in connection && isHandle(connection.handle)

/**
 * A handle that the host has open.
 *
 * @throws InputInvalid where it is none
 */
export const openHandle = (handle: Database.Database): Database.Database => {
  if (isHandle(handle)) return handle
  throw new InputInvalid([
    {
      path: "db",
      code: "field.type",
      message: {
        en: "must be a handle of better-sqlite3 that is open",
        ru: "ожидается открытое соединение better-sqlite3",
      },
    },
  ])
}

const checkedConnection = (connection: SqliteConnection): SqliteConnection => {
  if (isOpened(connection) || isHandle(connection)) return connection
  throw new InputInvalid([
    {
      path: "connection",
      code: "field.type",
      message: {
        en: "must be what openSqlite({ filename }) gives, or a handle of better-sqlite3 that is open",
        ru: "ожидается результат openSqlite({ filename }) или открытое соединение better-sqlite3",
      },
    },
  ])
}

/**
 * A connection that {@link openSqlite} gave: a store needs its settings, which a host's own handle need not have.
 *
 * @throws InputInvalid where it is another
 */
export const openedConnection = (connection: SqliteDatabase): SqliteDatabase => {
  if (isOpened(connection)) return connection
  throw new InputInvalid([
    {
      path: "database",
      code: "field.type",
      message: {
        en: "must be what openSqlite({ filename }) gives, whose settings a store needs",
        ru: "ожидается результат openSqlite({ filename }): хранилищу нужны его настройки",
      },
    },
  ])
}

/**
 * Runs a body over a connection of either kind.
 *
 * @param operation - named in faults
 * @throws InputInvalid where it is no connection; StoreFault where the driver fails, and `libraryOutdated` where the library behind a
 * host's handle is older than is safe
 */
export const overConnection = <A>(
  operation: string,
  connection: SqliteConnection,
  body: (database: SqliteDatabase) => A,
): A => {
  const checked = checkedConnection(connection)
  try {
    if (isOpened(checked)) return body(checked)
    assertSafeLibrary(checked)
    return body(hostDatabase(checked))
  } catch (cause) {
    throw sqliteFault(operation, cause)
  }
}

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
