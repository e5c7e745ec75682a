import { readFileSync, writeFileSync } from "node:fs"
import { defaultNaming, defaultPostgresNaming, generateSql, quotedTableName } from "@salesdept/sql"
import type { SqlDialect } from "@salesdept/sql"

/** A base as the first version of the library left it: what made its tables, what is in them, and what a reader finds. */
export interface FrozenBase {
  /** The statements that made the tables, by database, under the names of a host that chose none. */
  readonly tables: { readonly [Dialect in SqlDialect]: string }
  /** The statements that filled them, as of SQLite. */
  readonly data: string
  /** By kind: id, version and version of the texts of each record, by id. */
  readonly records: { readonly [kind: string]: ReadonlyArray<readonly [id: string, version: number, texts: number]> }
}

/** The tenant of the base. */
export const frozenTenant = "shop-17"

/** A command that was run before the base was frozen, and the key it was run under. */
export const frozenCommand = {
  input: { id: "client_keyed", name: "ООО «Подснежник»" },
  options: { idempotencyKey: "frozen" },
} as const

const folder = new URL("../../frozen/", import.meta.url)
const read = (name: string): string => readFileSync(new URL(name, folder), "utf8")
const write = (name: string, text: string): void => writeFileSync(new URL(name, folder), text)

/** Reads the base of the first schema. */
export const readFrozenBase = (): FrozenBase => ({
  tables: { sqlite: read("0001.sqlite.sql"), postgres: read("0001.postgres.sql") },
  data: read("0001.data.sql"),
  records: JSON.parse(read("0001.records.json")) as FrozenBase["records"],
})

/** Writes the base of the first schema: only until the first release. */
export const writeFrozenBase = ({ data, records, tables }: FrozenBase): void => {
  write("0001.sqlite.sql", tables.sqlite)
  write("0001.postgres.sql", tables.postgres)
  write("0001.data.sql", data)
  const kinds = Object.entries(records).map(([kind, found]) => `${JSON.stringify(kind)}:${JSON.stringify(found)}`)
  write("0001.records.json", `{\n${kinds.join(",\n")}\n}\n`)
}

/** The statements of the first migration, as the library prints them today. */
export const firstTables = (dialect: SqlDialect): string =>
  generateSql({
    dialect,
    naming: dialect === "sqlite" ? defaultNaming : defaultPostgresNaming,
    appliedAt: "2026-02-02T06:00:00.000Z",
  })

const literal = (value: unknown): string => {
  if (value === null || value === undefined) return "null"
  // Quoted whatever it is: both databases take a quoted number where a number goes.
  return `'${(typeof value === "string" ? value : JSON.stringify(value)).replaceAll("'", "''")}'`
}

/** A row of SQLite as a statement. */
export const insertText = (table: string, row: { readonly [column: string]: unknown }): string => {
  const columns = Object.keys(row).map((column) => `"${column}"`)
  const values = Object.values(row).map(literal)
  return `insert into ${quotedTableName(defaultNaming, table)} (${columns.join(", ")}) values (${values.join(", ")});\n`
}

/** The statements that make the base in a new file. */
export const sqliteBase = ({ data, tables }: FrozenBase): string => `${tables.sqlite}${data}`

/**
 * The statements that make the base in a server.
 *
 * @param schema - the schema that its tables get
 */
export const postgresBase = ({ data, tables }: FrozenBase, schema: string): string =>
  `${tables.postgres}${data.replaceAll(/^insert into "salesdept_/gm, 'insert into "salesdept"."')}`.replaceAll(
    /"salesdept"/g,
    `"${schema}"`,
  )
