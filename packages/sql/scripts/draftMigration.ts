// Prints today's tables and views as the frozen file of the first migration: `node scripts/draftMigration.ts > src/migrations/0001_initial.ts`.
// Only until the first release; after it a change of the tables is a new migration.
import { plainTables } from "../src/journal/JournalTables.ts"
import { plainTableDdl, recordTableDdl } from "../src/schema/Ddl.ts"
import type { SqlDialect } from "../src/schema/Dialect.ts"
import { recordTables } from "../src/Tables.ts"
import { viewDdl } from "../src/views/ViewDdl.ts"
import { views } from "../src/views/Views.ts"

const statements = (dialect: SqlDialect): ReadonlyArray<string> => [
  ...plainTables.flatMap((table) => plainTableDdl(dialect, table)),
  ...recordTables.flatMap((table) => recordTableDdl(dialect, table)),
  ...views.map((view) => viewDdl(dialect, view)),
]

const block = (dialect: SqlDialect): string =>
  statements(dialect)
    .map((statement) => `      \`${statement}\`,`)
    .join("\n")

console.log(`import type { Migration } from "./Migration.ts"

/** The first tables and views. */
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
