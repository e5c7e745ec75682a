import { existsSync, statSync } from "node:fs"
import { dirname, resolve } from "node:path"
import { checkedOptions, StoreFault } from "@salesdept/core/ports/adapter"
import type { OptionShape } from "@salesdept/core/ports/adapter"
import { makeRemembered } from "@salesdept/sql"
import Database from "better-sqlite3"
import { fileInPlace } from "./FileInPlace.ts"
import { assertSafeLibrary } from "./LibraryVersion.ts"
import { sqliteFault } from "./SqliteFault.ts"
import { openReader } from "./SqliteReader.ts"
import type { SqliteReader } from "./SqliteReader.ts"
import { emptyLog } from "./WriteAheadLog.ts"

/** How the database file is opened. */
export interface SqliteFile {
  /** Path of the file, or `:memory:`. */
  readonly filename: string
  /** Whether a file that is not there is made. Default true. */
  readonly create?: boolean
  /**
   * How long to wait, in all, while another connection writes: about this many milliseconds, 0 or more. Then the call fails
   * with a retryable `StoreFault` (`busy`). Default 5000.
   */
  readonly busyTimeoutMs?: number
  /**
   * When a commit is safe. `full`, the default: a commit that was answered survives a power cut. `normal`: after a power cut
   * the last commits may be gone, whole and in order, and the file is sound; a crash of the process loses nothing. For bases that can be
   * made again: many times as many single commands in a second where the disk is slow.
   */
  readonly synchronous?: "full" | "normal"
  /**
   * How large the write-ahead log beside the file may grow, bytes, 0 or more. Where readers that overlap keep SQLite from beginning
   * it anew, it would grow without end: past this size it is written back and cut, waiting for the readers of the moment up to 100
   * milliseconds. Default 67,108,864 (64 MiB).
   */
  readonly logLimitBytes?: number
  /**
   * From which size of the file on analysis and verification read over a connection in a thread of their own, bytes, 0 or more, so
   * that they do not block the event loop; null for never. Default 16,777,216 (16 MiB).
   */
  readonly readerFromBytes?: number | null
}

const fromZero = (en: string, ru: string): OptionShape => ({
  holds: (value) => typeof value === "number" && Number.isSafeInteger(value) && value >= 0,
  message: { en: `must be a whole number of ${en}, 0 or more`, ru: `ожидается целое число ${ru} от 0` },
})

const bytes = fromZero("bytes", "байт")

/** What options of a file must be. */
export const fileShapes: { readonly [Option in keyof SqliteFile]-?: OptionShape } = {
  filename: {
    holds: (value) => typeof value === "string" && value !== "",
    message: { en: "must be the path of a file, or :memory:", ru: "ожидается путь к файлу или :memory:" },
    isNeeded: true,
  },
  create: {
    holds: (value) => typeof value === "boolean",
    message: { en: "must be true or false", ru: "ожидается true или false" },
  },
  busyTimeoutMs: fromZero("milliseconds", "миллисекунд"),
  synchronous: {
    holds: (value) => value === "full" || value === "normal",
    message: { en: "must be full or normal", ru: "ожидается full или normal" },
  },
  logLimitBytes: bytes,
  readerFromBytes: { ...bytes, holds: (value) => value === null || bytes.holds(value) },
}

/** How large the log may be, in bytes, before it is written back whole and cut. Default of {@link SqliteFile.logLimitBytes}. */
const defaultLogLimitBytes = 64 * 1024 * 1024

/** Default of {@link SqliteFile.readerFromBytes}: below it, reading takes less than a thread's beginning. */
const defaultReaderFromBytes = 16 * 1024 * 1024

/** How many commits there are between two looks at the size of the log. */
const commitsBetweenLooks = 64

/** How long readers may hold up the cutting of the log, milliseconds: it blocks the event loop meanwhile. */
const cutWaitMs = 100

/** How long the driver itself waits in commands and reads, milliseconds: it blocks the event loop meanwhile. */
export const driverWaitMs = 5

/** How many statements stay prepared. */
const mostPrepared = 1000

const isBusy = (cause: unknown): boolean =>
  cause instanceof Database.SqliteError && cause.code.startsWith("SQLITE_BUSY")

/**
 * Sets the journal mode. Where several connections do so at once on a new file, SQLite refuses at once instead of waiting, since one
 * of them would wait for ever; so we try again.
 */
const enterWal = (handle: Database.Database, waitMs: number): void => {
  const until = performance.now() + waitMs
  const pause = new Int32Array(new SharedArrayBuffer(4))
  for (;;) {
    try {
      handle.pragma("journal_mode = wal")
      return
    } catch (cause) {
      if (!isBusy(cause) || performance.now() > until) throw cause
      Atomics.wait(pause, 0, 0, driverWaitMs)
    }
  }
}

/** A connection with its statements, prepared once each. */
export interface SqliteDatabase {
  /** The driver's own handle. */
  readonly handle: Database.Database
  /** How long to wait while another connection writes, in all, milliseconds. */
  readonly busyTimeoutMs: number
  /** Runs a statement that returns rows. */
  readonly all: (
    sql: string,
    parameters: ReadonlyArray<unknown>,
  ) => ReadonlyArray<{ readonly [column: string]: unknown }>
  /** Runs a statement that returns one row or none. */
  readonly get: (sql: string, parameters: ReadonlyArray<unknown>) => { readonly [column: string]: unknown } | undefined
  /** Runs a statement that returns no rows; gives the number of rows changed. */
  readonly run: (sql: string, parameters: ReadonlyArray<unknown>) => number
  /** Told of each commit: cuts the write-ahead log where it has grown past its limit. */
  readonly committed: () => void
  /** What reads at length beside the event loop; null where the file is small or in memory. Fails where the file was replaced. */
  readonly readerIfLarge: () => SqliteReader | null
  /** Fails with `notFound` where the file was replaced or removed; the operation is named in the fault. */
  readonly ensureInPlace: (operation: string) => void
  /** Closes the connection. */
  readonly close: () => void
}

/**
 * Opens a database file: WAL, `synchronous=FULL` unless told otherwise, foreign keys on, no
 * trust in functions of the schema. Opening and migrating wait for other processes inside the driver, once; commands and
 * reads wait between retries, outside it, so that the event loop is not blocked.
 *
 * @param file - where the database lies, and how it is opened
 * @throws InputInvalid with every option that is not as stated; StoreFault `notFound` where there is no file and `create` is false, or no folder for it; `libraryOutdated` where the SQLite library
 * is older than 3.51.3; another where the file cannot be opened or is not a database
 * @example
 * ```ts
 * import { openSqlite } from "@salesdept/sqlite"
 *
 * const database = openSqlite({ filename: ":memory:" })
 * database.get("select 1 + 1 as sum", []) // { sum: 2 }
 * database.close()
 * ```
 */
export const openSqlite = (file: SqliteFile): SqliteDatabase => {
  checkedOptions("openSqlite", fileShapes, file)
  const { busyTimeoutMs = 5000, synchronous = "full" } = file
  let handle: Database.Database
  try {
    handle = new Database(file.filename, { fileMustExist: file.create === false })
  } catch (cause) {
    const needed = file.create === false ? file.filename : dirname(file.filename)
    if (!existsSync(needed))
      throw new StoreFault("open", "notFound", new Error(`${resolve(needed)} is not there`, { cause }))
    throw sqliteFault("open", cause)
  }
  try {
    handle.pragma(`busy_timeout = ${busyTimeoutMs}`)
    handle.pragma("trusted_schema = off")
    handle.pragma("foreign_keys = on")
    enterWal(handle, busyTimeoutMs)
    handle.pragma(`synchronous = ${synchronous}`)
    // What erasure deletes is overwritten, not only unlinked.
    handle.pragma("secure_delete = on")
    assertSafeLibrary(handle)
    handle.pragma(`busy_timeout = ${driverWaitMs}`)
  } catch (cause) {
    handle.close()
    throw sqliteFault("open", cause)
  }
  const remembered = makeRemembered<Database.Statement>(mostPrepared)
  const prepare = (sql: string): Database.Statement => handle.prepare(sql)
  const prepared = (sql: string): Database.Statement => remembered(sql, prepare)
  // The host may go to another folder.
  const path = resolve(handle.name)
  const inPlace = handle.memory ? null : fileInPlace(path)
  const log = `${path}-wal`
  const sizeOf = (path: string): number => statSync(path, { throwIfNoEntry: false })?.size ?? 0
  const { readerFromBytes = defaultReaderFromBytes } = file
  const reader = handle.memory || readerFromBytes === null ? null : openReader(path, busyTimeoutMs)
  let commits = 0
  const cutLog = (): void => {
    // Our own reader would be waited for in vain: it ends when this thread lets it.
    if (handle.inTransaction || reader?.isReading() === true) return
    try {
      if (sizeOf(log) <= (file.logLimitBytes ?? defaultLogLimitBytes)) return
      handle.pragma(`busy_timeout = ${cutWaitMs}`)
      try {
        // Where readers held it up it is tried again at the next look.
        emptyLog(handle)
      } finally {
        handle.pragma(`busy_timeout = ${driverWaitMs}`)
      }
    } catch {
      // What was committed stays committed, whatever becomes of the log.
    }
  }
  // Parameters one by one cross into the driver more quickly than a list of them.
  return {
    handle,
    busyTimeoutMs,
    committed: () => {
      commits += 1
      if (commits % commitsBetweenLooks === 0 && !handle.memory) cutLog()
    },
    all: (sql, parameters) => prepared(sql).all(...parameters) as ReadonlyArray<{ readonly [column: string]: unknown }>,
    get: (sql, parameters) => prepared(sql).get(...parameters) as { readonly [column: string]: unknown } | undefined,
    run: (sql, parameters) => prepared(sql).run(...parameters).changes,
    readerIfLarge: () => {
      // The thread opens what is at the path.
      inPlace?.ensure("read", true)
      return reader !== null && sizeOf(path) + sizeOf(log) >= (readerFromBytes ?? 0) ? reader : null
    },
    ensureInPlace: (operation) => inPlace?.ensure(operation),
    close: () => {
      reader?.close()
      handle.close()
    },
  }
}
