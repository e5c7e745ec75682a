import { commandTable, plainTables } from "../journal/JournalTables.ts"
import type { LogicalType, SqlDialect, SqlRow } from "../schema/Dialect.ts"
import type { ColumnDefinition } from "../schema/Field.ts"
import type { Naming } from "../schema/Naming.ts"
import { quotedTableName } from "../schema/Naming.ts"
import { recordTables } from "../Tables.ts"
import { walkLimit } from "./KeyWalk.ts"

/** Statements over all that one tenant has in one table. */
export interface TenantTable {
  /** The table, before prefix and schema. */
  readonly table: string
  /** Tenant: deletes its rows. */
  readonly erase: string
  /** Tenant, limit: its first rows, by key. */
  readonly first: string
  /** Tenant, values of {@link TenantTable.keyOf}, limit: the rows behind one, by key. */
  readonly next: string
  /** The key of a row, without the tenant. */
  readonly keyOf: (row: SqlRow) => ReadonlyArray<unknown>
  /** A row in a form that JSON carries and that is the same for both databases. */
  readonly plainRow: (row: SqlRow) => SqlRow
  /** Puts rows back. Postgres: tenant, a JSON list of plain rows. SQLite: {@link TenantTable.storedValues} of one. */
  readonly restore: string
  /** Names of its columns, in order. */
  readonly columns: ReadonlyArray<string>
  /** A plain row's values for SQLite, in the order of the columns. */
  readonly storedValues: (row: SqlRow) => ReadonlyArray<unknown>
}

/** Rows of one table, as an export hands them over. */
export interface TenantRows {
  /** The table, named without a prefix. */
  readonly table: string
  /** Its rows, in a form that JSON carries. */
  readonly rows: ReadonlyArray<SqlRow>
}

/** The statements of care for one tenant. */
export interface TenantStatements {
  /** Tables, the ones that others speak of last. */
  readonly tables: ReadonlyArray<TenantTable>
  /** Tenant, before (exclusive), limit: forgets keys of idempotency that are older, and gives a row for each. */
  readonly purgeKeys: string
}

const plainValue = (type: LogicalType, value: unknown): unknown => {
  if (value === null || value === undefined) return null
  if (type === "json") return typeof value === "string" ? (JSON.parse(value) as unknown) : value
  if (type === "boolean") return value === true || value === 1
  if (type === "integer") return Number(value)
  // People's ids may lie as numbers.
  return typeof value === "number" ? String(value) : value
}

const storedValue = (type: LogicalType, value: unknown): unknown => {
  if (value === null || value === undefined) return null
  if (type === "json") return JSON.stringify(value)
  if (type === "boolean") return value === true ? 1 : 0
  return value
}

/** Parameters are numbered in Postgres and stand in their order in SQLite. */
const places = (dialect: SqlDialect, count: number): ReadonlyArray<string> =>
  Array.from({ length: count }, (_, index) => (dialect === "postgres" ? `$${index + 1}` : "?"))

/** Writes the statements for a choice of names. */
export const tenantStatements = (dialect: SqlDialect, naming: Naming): TenantStatements => {
  const over = (
    table: string,
    columns: ReadonlyArray<ColumnDefinition>,
    primaryKey: ReadonlyArray<string>,
  ): TenantTable => {
    const name = quotedTableName(naming, table)
    const key = primaryKey.slice(1)
    const list = columns.map((column) => `"${column.name}"`).join(", ")
    const keys = key.join(", ")
    const [tenant, ...rest] = places(dialect, key.length + 2)
    // A table with one row for each tenant has nothing behind it.
    const behind = key.length === 0 ? "false" : `(${keys}) > (${rest.slice(0, -1).join(", ")})`
    const byKey = key.length === 0 ? "" : ` order by ${keys}`
    return {
      table,
      erase: `delete from ${name} where tenant_id = ${tenant}`,
      first: `select ${list} from ${name} where tenant_id = ${tenant}${byKey} limit ${walkLimit(dialect, places(dialect, 2)[1] ?? "")}`,
      next: `select ${list} from ${name} where tenant_id = ${tenant} and ${behind}${byKey} limit ${walkLimit(dialect, rest.at(-1) ?? "")}`,
      keyOf: (row) => key.map((column) => row[column]),
      plainRow: (row) =>
        Object.fromEntries(columns.map((column) => [column.name, plainValue(column.type, row[column.name])])),
      restore:
        dialect === "postgres"
          ? `insert into ${name} (${list}) select ${list} from jsonb_populate_recordset(null::${name}, $2::jsonb) where tenant_id = $1`
          : `insert into ${name} (${list}) values (${columns.map(() => "?").join(", ")})`,
      columns: columns.map((column) => column.name),
      storedValues: (row) => columns.map((column) => storedValue(column.type, row[column.name])),
    }
  }
  const command = quotedTableName(naming, commandTable.name)
  const [tenant, before, limit] = places(dialect, 3)
  // The tenant is asked for twice, and SQLite counts places.
  const purgeKeys =
    dialect === "postgres"
      ? `delete from ${command} where tenant_id = $1 and recorded_at < $2 and key <= (select max(f.key) from (select key from ${command} where tenant_id = $1 and recorded_at < $2 order by key limit ${walkLimit(dialect, "$3")}) as f) returning key`
      : `delete from ${command} where rowid in (select rowid from ${command} where tenant_id = ${tenant} and recorded_at < ${before} order by key limit ${limit}) returning key`
  const factsVersion: ColumnDefinition = { name: "facts_version", type: "integer", nullable: false }
  return {
    tables: [
      ...recordTables.map(({ columns, countsFacts, kind }) =>
        over(kind, countsFacts ? [...columns, factsVersion] : columns, ["tenant_id", "id"]),
      ),
      ...plainTables.map(({ columns, name, primaryKey }) => over(name, columns, primaryKey)),
    ],
    purgeKeys,
  }
}
