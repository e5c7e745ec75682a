import type Database from "better-sqlite3"

/**
 * Writes the write-ahead log back and empties it, waiting for readers as long as the handle waits.
 *
 * @returns whether readers let it
 */
export const emptyLog = (handle: Database.Database): boolean => {
  const [told] = handle.pragma("wal_checkpoint(truncate)") as ReadonlyArray<{ readonly busy: number | bigint }>
  return Number(told?.busy) === 0
}
