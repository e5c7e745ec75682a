import { rmSync } from "node:fs"
import { dirname } from "node:path"
import type { OpenStore } from "@salesdept/core/promise"
import { instantOf } from "@salesdept/core/shared"
import { makeSqliteStore, migrateSqlite, openSqlite } from "@salesdept/sqlite"
import { databasePath } from "../Arguments.ts"
import type { DemoArguments } from "../Arguments.ts"
import { assertDatabaseFile, makeFolder, onFile } from "../OnFile.ts"

/** Opens the base, with its tables made where they are missing. A base that was not named is begun anew. */
export const openBase = (options: DemoArguments, now: () => number): OpenStore => {
  const filename = databasePath(options)
  onFile(filename, () => {
    makeFolder(dirname(filename))
    if (options.database === null) {
      for (const ending of ["", "-wal", "-shm"]) rmSync(`${filename}${ending}`, { force: true })
    }
  })
  assertDatabaseFile(filename)
  // What a power cut would take of a base that is begun anew, the next run makes again.
  const database = openSqlite({ filename, synchronous: options.database === null ? "normal" : "full" })
  try {
    migrateSqlite(database, instantOf(now()))
    return { store: makeSqliteStore(database), close: async () => database.close() }
  } catch (cause) {
    database.close()
    throw cause
  }
}
