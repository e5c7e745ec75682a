import type { Naming, PlannedMigration, SchemaReport } from "@salesdept/sql"
import { assertDatabaseFile } from "../OnFile.ts"
import type { Database } from "../Database.ts"
import type { SchemaArguments } from "./SchemaArguments.ts"

/** What may be done about the tables of a database, alike for both kinds. */
export interface SchemaDatabase {
  readonly check: () => Promise<SchemaReport>
  readonly plan: () => Promise<ReadonlyArray<PlannedMigration>>
  readonly migrate: (appliedAt: string) => Promise<ReadonlyArray<string>>
  readonly uninstall: () => Promise<ReadonlyArray<string>>
  readonly close: () => Promise<void>
}

// Of the two adapters the one that is asked for is loaded.
const loadSqlite = () => import("@salesdept/sqlite")
const loadPostgres = () => import("@salesdept/postgres")

/** Opens a database; of SQLite a file is made only where tables are to be made in it. */
export const openDatabase = async (database: Database, naming: Naming, create: boolean): Promise<SchemaDatabase> => {
  if (database.dialect === "postgres") {
    const { checkPostgres, migratePostgres, openPool, planPostgres, uninstallPostgres } = await loadPostgres()
    const pool = openPool({ connectionString: database.url })
    return {
      check: () => checkPostgres(pool, naming),
      plan: () => planPostgres(pool, naming),
      migrate: (appliedAt) => migratePostgres(pool, appliedAt, naming),
      uninstall: () => uninstallPostgres(pool, naming),
      close: () => pool.end(),
    }
  }
  const { checkSqlite, migrateSqlite, openSqlite, planSqlite, uninstallSqlite } = await loadSqlite()
  assertDatabaseFile(database.filename)
  const file = openSqlite({ filename: database.filename, create })
  return {
    check: async () => checkSqlite(file, naming),
    plan: async () => planSqlite(file, naming),
    migrate: async (appliedAt) => migrateSqlite(file, appliedAt, naming),
    uninstall: async () => uninstallSqlite(file, naming),
    close: async () => file.close(),
  }
}

/** The schema as SQL. */
export const generated = async (asked: SchemaArguments, appliedAt: string): Promise<string> => {
  const { applied, dialect, distributed, grantReadTo, grantTo, naming } = asked
  if (dialect === "sqlite") {
    const { generateSqlite } = await loadSqlite()
    return generateSqlite(appliedAt, naming, { applied })
  }
  const { generatePostgres } = await loadPostgres()
  return generatePostgres(appliedAt, naming, {
    applied,
    distributed,
    ...(grantTo === null ? {} : { grantTo }),
    ...(grantReadTo === null ? {} : { grantReadTo }),
  })
}
