import type { SqlDialect } from "./schema/Dialect.ts"
import type { Naming } from "./schema/Naming.ts"
import { peopleCodec, withPeople } from "./schema/PeopleCodec.ts"
import type { PeopleCodec } from "./schema/PeopleCodec.ts"
import type { RecordPart, RecordTable } from "./schema/RecordTable.ts"
import type { JournalStatements } from "./statement/JournalStatements.ts"
import { journalStatements } from "./statement/JournalStatements.ts"
import type { RecordStatements } from "./statement/RecordStatements.ts"
import { recordStatements } from "./statement/RecordStatements.ts"
import { recordTables } from "./Tables.ts"

/** How all records of a kind are read, or some fields of each. */
export interface RecordScan {
  /** Tenant, after id (exclusive), limit; in order of id. */
  readonly sql: string
  /** What a row says of its record. */
  readonly fromRow: RecordPart["fromRow"]
}

/** A kind of record as a store works with it. */
export interface CatalogEntry {
  /** Its table. */
  readonly table: RecordTable
  /** Its statements. */
  readonly statements: RecordStatements
  /** How its records are scanned: the fields of these names, all where undefined. */
  readonly scanOf: (fields: ReadonlyArray<string> | undefined) => RecordScan
  /** What columns hold for values of an indexed field, for a filter; values that no row can have are left out. */
  readonly toColumns: (field: string, values: ReadonlyArray<string>) => ReadonlyArray<unknown>
  /** What an indexed field is where its column holds this. */
  readonly fromColumn: (field: string, value: unknown) => unknown
}

/** Every statement a store runs, written once. */
export interface Catalog {
  /** Of a kind of record; a kind without a table is a fault of the library. */
  readonly of: (kind: string) => CatalogEntry
  /** What was asked for by now, by kind. */
  readonly written: ReadonlyMap<string, CatalogEntry>
  /** Of journal, texts and commands. */
  readonly journal: JournalStatements
}

const entryOf = (dialect: SqlDialect, naming: Naming, table: RecordTable, people: PeopleCodec | null): CatalogEntry => {
  const ofPeople = new Set(table.indexes.flatMap(({ field, isPerson }) => (isPerson ? [field] : [])))
  const codecOf = (field: string): PeopleCodec | null => (ofPeople.has(field) ? people : null)
  const read = withPeople(table, people)
  const statements = recordStatements(dialect, naming, table, people)
  // Fields are named by the library's own questions, which are finite.
  const scans = new Map<string, RecordScan>()
  return {
    table: read,
    statements,
    scanOf: (fields) => {
      const name = fields?.join() ?? "*"
      let scan = scans.get(name)
      if (scan === undefined) {
        const { columns, fromRow } = read.partOf(fields)
        scans.set(name, (scan = { sql: statements.scanOf(columns), fromRow }))
      }
      return scan
    },
    toColumns: (field, values) => {
      const codec = codecOf(field)
      return codec === null ? values : values.flatMap((value) => codec.toColumn(value) ?? [])
    },
    fromColumn: (field, value) => {
      const codec = codecOf(field)
      return codec === null || value === null ? value : codec.fromColumn(value)
    },
  }
}

const tables = new Map(recordTables.map((table) => [table.kind, table]))

/** Writes statements for a dialect and a choice of names: of a kind when it is first asked for, since most programs use few of them. */
export const makeCatalog = (dialect: SqlDialect, naming: Naming): Catalog => {
  const people = peopleCodec(dialect, naming)
  const entries = new Map<string, CatalogEntry>()
  return {
    of: (kind) => {
      const known = entries.get(kind)
      if (known !== undefined) return known
      const table = tables.get(kind)
      if (table === undefined) throw new TypeError(`there is no table for records of kind ${kind}`)
      const entry = entryOf(dialect, naming, table, people)
      entries.set(kind, entry)
      return entry
    },
    written: entries,
    journal: journalStatements(dialect, naming),
  }
}
