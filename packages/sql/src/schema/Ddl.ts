import type { PlainTable } from "../journal/JournalTables.ts"
import type { AnalysisIndex } from "./AnalysisIndex.ts"
import { analysisIndexDdl } from "./AnalysisIndex.ts"
import type { SqlDialect } from "./Dialect.ts"
import { isBounded, sqlTypeOf } from "./Dialect.ts"
import type { ColumnDefinition } from "./Field.ts"
import type { RecordTable } from "./RecordTable.ts"

/** Stands for the host's prefix in frozen statements. */
export const prefixMark = "{prefix}"

/** Stands for the quoted schema and a dot, or for nothing, before the names of tables in frozen Postgres statements. */
export const schemaMark = "{schema}"

// An index always lies in its table's schema and is named without one.
const placed = (dialect: SqlDialect, name: string): string =>
  `${dialect === "postgres" ? schemaMark : ""}${prefixMark}${snake(name)}`

const snake = (name: string): string => name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`)

// Every number here is a safe integer in JavaScript. Postgres reads each check anew with every statement, longer than it takes for the
// row: there, whoever reads refuses any other.
const bounds = (dialect: SqlDialect, column: ColumnDefinition): string =>
  isBounded(dialect, column.type) ? ` check (${column.name} between -9007199254740991 and 9007199254740991)` : ""

const columnLine = (dialect: SqlDialect, column: ColumnDefinition): string =>
  `  ${column.name} ${sqlTypeOf(dialect, column.type)}${column.nullable ? "" : " not null"}${bounds(dialect, column)}`

/**
 * How full pages of Postgres are made, percent, of tables whose rows are counted up where they lie. A new version of a row that finds
 * room on its page costs no entry in any of the table's indexes.
 */
const fillOfCounted = 80

const createTable = (
  dialect: SqlDialect,
  name: string,
  lines: ReadonlyArray<string>,
  primaryKey: ReadonlyArray<string>,
  fillFactor?: number,
): string => {
  const body = [...lines, `  primary key (${primaryKey.join(", ")})`].join(",\n")
  const options =
    dialect === "sqlite" ? " strict" : fillFactor === undefined ? "" : ` with (fillfactor = ${fillFactor})`
  return `create table ${placed(dialect, name)} (\n${body}\n)${options}`
}

const analysisDdl = (
  dialect: SqlDialect,
  table: string,
  indexes: ReadonlyArray<AnalysisIndex>,
): ReadonlyArray<string> =>
  indexes.map((index) =>
    analysisIndexDdl(dialect, index, {
      index: (name) => `${prefixMark}${snake(table)}_${name}`,
      table: placed(dialect, table),
    }),
  )

/** The statements that would make the table of a kind of record today: drafts of migrations, and what drift is held against. */
export const recordTableDdl = (dialect: SqlDialect, table: RecordTable): ReadonlyArray<string> => {
  const counter: ReadonlyArray<string> = table.countsFacts
    ? [`${columnLine(dialect, { name: "facts_version", type: "integer", nullable: false })} default 0`]
    : []
  const lines = [...table.columns.map((column) => columnLine(dialect, column)), ...counter]
  return [
    createTable(dialect, table.kind, lines, ["tenant_id", "id"], table.countsFacts ? fillOfCounted : undefined),
    ...table.indexes.map(
      ({ field, columns }) =>
        `create index ${prefixMark}${snake(table.kind)}_by_${snake(field)} on ${placed(dialect, table.kind)} (tenant_id, ${columns.join(", ")}, id)`,
    ),
    ...table.lists.map(
      ({ of, by }) =>
        `create index ${prefixMark}${snake(table.kind)}_${snake(of.field)}_${snake(by.field)} on ${placed(dialect, table.kind)} (tenant_id, ${of.columns.join(", ")}, ${by.columns.join(", ")}, id)`,
    ),
    ...analysisDdl(dialect, table.kind, table.analysis),
  ]
}

/** The statements that would make a table that is not of records. */
export const plainTableDdl = (dialect: SqlDialect, table: PlainTable): ReadonlyArray<string> => [
  createTable(
    dialect,
    table.name,
    table.columns.map((column) => columnLine(dialect, column)),
    table.primaryKey,
    table.fillFactor,
  ),
  ...analysisDdl(dialect, table.name, table.analysis ?? []),
]
