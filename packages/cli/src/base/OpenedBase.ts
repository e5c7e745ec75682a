import type { StoreProvider } from "@salesdept/core/promise"
import type { Database } from "../Database.ts"
import { assertDatabaseFile } from "../OnFile.ts"
import type { BaseArguments } from "./BaseArguments.ts"

// Of the two adapters the one that is asked for is loaded.
const loadSqlite = () => import("@salesdept/sqlite")
const loadPostgres = () => import("@salesdept/postgres")

/** The store of a base that is there; no file is made, no table touched. */
export const storeOf = async (database: Database, naming: BaseArguments["naming"]): Promise<StoreProvider> => {
  if (database.dialect === "postgres") {
    const { postgres } = await loadPostgres()
    return postgres({ connectionString: database.url, naming })
  }
  assertDatabaseFile(database.filename)
  const { sqlite } = await loadSqlite()
  return sqlite({ filename: database.filename, naming })
}
