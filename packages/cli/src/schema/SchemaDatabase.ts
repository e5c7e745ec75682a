import {
  checkPostgres,
  generatePostgres,
  migratePostgres,
  openPool,
  planPostgres,
  uninstallPostgres,
} from "@salesdept/postgres"
import type { Naming, PlannedMigration, SchemaReport } from "@salesdept/sql"
import { checkSqlite, generateSqlite, migrateSqlite, openSqlite, planSqlite, uninstallSqlite } from "@salesdept/sqlite"
import type { Database, SchemaArguments } from "./SchemaArguments.ts"

/** What may be done about the tables of a database, alike for both kinds. */
export interface SchemaDatabase {
  readonly check: () => Promise<SchemaReport>
  readonly plan: () => Promise<ReadonlyArray<PlannedMigration>>
  readonly migrate: (appliedAt: string) => Promise<ReadonlyArray<string>>
  readonly uninstall: () => Promise<ReadonlyArray<string>>
  readonly close: () => Promise<void>
}

/** Opens a database; of SQLite a file is made only where tables are to be made in it. */
export const openDatabase = (database: Database, naming: Naming, create: boolean): SchemaDatabase => {
  if (database.dialect === "postgres") {
    const pool = openPool({ connectionString: database.url })
    return {
      check: () => checkPostgres(pool, naming),
      plan: () => planPostgres(pool, naming),
      migrate: (appliedAt) => migratePostgres(pool, appliedAt, naming),
      uninstall: () => uninstallPostgres(pool, naming),
      close: () => pool.end(),
    }
  }
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
export const generated = (asked: SchemaArguments, appliedAt: string): string => {
  const { applied, dialect, distributed, grantReadTo, grantTo, naming } = asked
  return dialect === "sqlite"
    ? generateSqlite(appliedAt, naming, applied)
    : generatePostgres(appliedAt, naming, {
        applied,
        distributed,
        ...(grantTo === null ? {} : { grantTo }),
        ...(grantReadTo === null ? {} : { grantReadTo }),
      })
}
