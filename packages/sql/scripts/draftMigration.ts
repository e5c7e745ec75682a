// Prints today's tables as the frozen file of the first migration: `node scripts/draftMigration.ts > src/migrations/0001_initial.ts`.
// Only until the first release; after it a change of the tables is a new migration.
import { plainTables } from "../src/journal/JournalTables.ts"
import { plainTableDdl, recordTableDdl } from "../src/schema/Ddl.ts"
import type { SqlDialect } from "../src/schema/Dialect.ts"
import { recordTables } from "../src/Tables.ts"

const statements = (dialect: SqlDialect): ReadonlyArray<string> => [
  ...plainTables.flatMap((table) => plainTableDdl(dialect, table)),
  ...recordTables.flatMap((table) => recordTableDdl(dialect, table)),
]

const block = (dialect: SqlDialect): string =>
  statements(dialect)
    .map((statement) => `      \`${statement}\`,`)
    .join("\n")

console.log(`import type { Migration } from "./Migration.ts"

/** The first tables. */
export const initial: Migration = {
  id: "0001_initial",
  breaking: true,
  statements: {
    sqlite: [
${block("sqlite")}
    ],
    postgres: [
${block("postgres")}
    ],
  },
}`)
