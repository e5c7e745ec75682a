import type { SqlDialect } from "./schema/Dialect.ts"
import type { Naming } from "./schema/Naming.ts"
import type { RecordTable } from "./schema/RecordTable.ts"
import type { JournalStatements } from "./statement/JournalStatements.ts"
import { journalStatements } from "./statement/JournalStatements.ts"
import type { RecordStatements } from "./statement/RecordStatements.ts"
import { recordStatements } from "./statement/RecordStatements.ts"
import { recordTables } from "./Tables.ts"

/** A kind of record as a store works with it. */
export interface CatalogEntry {
  /** Its table. */
  readonly table: RecordTable
  /** Its statements. */
  readonly statements: RecordStatements
}

/** Every statement a store runs, written once. */
export interface Catalog {
  /** Of a kind of record; a kind without a table is a fault of the library. */
  readonly of: (kind: string) => CatalogEntry
  /** Of journal, texts and commands. */
  readonly journal: JournalStatements
}

/** Writes all statements for a dialect and a choice of names. */
export const makeCatalog = (dialect: SqlDialect, naming: Naming): Catalog => {
  const entries = new Map(
    recordTables.map((table) => [table.kind, { table, statements: recordStatements(dialect, naming, table) }]),
  )
  return {
    of: (kind) => {
      const entry = entries.get(kind)
      if (entry === undefined) throw new TypeError(`there is no table for records of kind ${kind}`)
      return entry
    },
    journal: journalStatements(dialect, naming),
  }
}
