import { StoreFault } from "@salesdept/core/ports/adapter"
import type { SqlExecutor } from "@salesdept/core/ports"
import type Database from "better-sqlite3"

/** Before it, a reset of the write-ahead log could corrupt the file while several connections wrote. */
const oldestSafe = [3, 51, 3] as const

const question = "select sqlite_version() as version"

/** Whether a version of the SQLite library, such as `3.51.3`, is safe to write with. */
export const isSafeVersion = (version: string): boolean => {
  const parts = version.split(".").map(Number)
  for (const [index, least] of oldestSafe.entries()) {
    const part = parts[index] ?? 0
    if (part !== least) return part > least
  }
  return true
}

const assertSafe = (operation: string, version: unknown): void => {
  if (isSafeVersion(String(version))) return
  throw new StoreFault(operation, "libraryOutdated", new Error(`SQLite ${String(version)}`))
}

/**
 * Looks at the library behind a handle.
 *
 * @throws StoreFault `libraryOutdated` where it is older than is safe
 */
export const assertSafeLibrary = (handle: Database.Database): void =>
  assertSafe("open", handle.prepare(question).pluck().get())

const lookedAt = new WeakSet<object>()

/**
 * Looks, once for each connection, at the library behind a host's transaction: a host may bring an older driver than ours.
 *
 * @throws StoreFault `libraryOutdated` where it is older than is safe
 */
export const assertSafeHost = async ({ connection, execute }: SqlExecutor): Promise<void> => {
  if (lookedAt.has(connection)) return
  const { rows } = await execute(question, [])
  assertSafe("transact", rows[0]?.["version"])
  lookedAt.add(connection)
}
