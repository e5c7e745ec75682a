import { plainTables } from "../journal/JournalTables.ts"
import { recordTables } from "../Tables.ts"
import type { AnalysisIndex } from "./AnalysisIndex.ts"
import { analysisColumns } from "./AnalysisIndex.ts"
import type { LogicalType, SqlDialect } from "./Dialect.ts"
import { isBounded } from "./Dialect.ts"
import type { ColumnDefinition } from "./Field.ts"
import type { Naming } from "./Naming.ts"
import { tableName } from "./Naming.ts"
import { personColumnType } from "./PeopleCodec.ts"

/** A column as the catalogue of a database tells it. */
export interface ColumnShape {
  /** Its name. */
  readonly name: string
  /** Its type, in the database's own words, with the collation where one is named. */
  readonly type: string
  /** Whether it may be null. */
  readonly nullable: boolean
  /** Whether the database fills it where no value is given: a default, an identity, or made of others. Of columns found alone. */
  readonly filled?: boolean
  /** Whether a check keeps it within ±(2^53−1): of whole numbers in SQLite. */
  readonly bounded: boolean
}

/** An index beside the primary key. */
export interface IndexShape {
  /** Its columns, in order; `(month)` for an expression. Its name is the host's affair. */
  readonly columns: ReadonlyArray<string>
  /** Whether it holds only rows of some condition. */
  readonly partial: boolean
  /** Whether it refuses a second row of the same values. */
  readonly unique: boolean
}

/** A table as the catalogue of a database tells it. */
export interface TableShape {
  /** Its name, without a schema. */
  readonly name: string
  /** Its columns, in any order. */
  readonly columns: ReadonlyArray<ColumnShape>
  /** Columns of the primary key, in order. */
  readonly primaryKey: ReadonlyArray<string>
  /** Its further indexes. */
  readonly indexes: ReadonlyArray<IndexShape>
}

const foundTypes: { readonly [Dialect in SqlDialect]: { readonly [Type in Exclude<LogicalType, "person">]: string } } =
  {
    sqlite: { text: "text", integer: "integer", boolean: "integer", instant: "text", date: "text", json: "text" },
    postgres: {
      text: 'text collate "C"',
      integer: "bigint",
      boolean: "boolean",
      instant: "timestamp(3) with time zone",
      date: "date",
      json: "jsonb",
    },
  }

/** A column's type as the catalogue of a database tells it. */
export const foundType = (dialect: SqlDialect, naming: Naming, type: LogicalType): string =>
  type === "person" ? personColumnType(dialect, naming) : foundTypes[dialect][type]

const columnShape = (dialect: SqlDialect, naming: Naming, { name, nullable, type }: ColumnDefinition): ColumnShape => ({
  name,
  type: foundType(dialect, naming, type),
  nullable,
  bounded: isBounded(dialect, type),
})

const analysisShape = (dialect: SqlDialect, index: AnalysisIndex): IndexShape => ({
  columns: analysisColumns(dialect, index),
  partial: true,
  unique: false,
})

const bareName = (naming: Naming, table: string): string => tableName({ prefix: naming.prefix }, table)

/**
 * Every table of this version as a database that is current tells it: made from the descriptions that the statements are
 * written from, so that it cannot differ from what the library relies on. The bookkeeping of migrations is not among them.
 */
export const schemaManifest = (dialect: SqlDialect, naming: Naming): ReadonlyArray<TableShape> => [
  ...plainTables.map(({ name, columns, primaryKey, analysis = [] }) => ({
    name: bareName(naming, name),
    columns: columns.map((column) => columnShape(dialect, naming, column)),
    primaryKey,
    indexes: analysis.map((index) => analysisShape(dialect, index)),
  })),
  ...recordTables.map(({ kind, columns, countsFacts, indexes, lists, analysis }) => {
    const counter: ReadonlyArray<ColumnDefinition> = countsFacts
      ? [{ name: "facts_version", type: "integer", nullable: false }]
      : []
    return {
      name: bareName(naming, kind),
      columns: [...columns, ...counter].map((column) => columnShape(dialect, naming, column)),
      primaryKey: ["tenant_id", "id"],
      indexes: [
        ...indexes.map(({ columns: indexed }) => ({
          columns: ["tenant_id", ...indexed, "id"],
          partial: false,
          unique: false,
        })),
        ...lists.map(({ of, by }) => ({
          columns: ["tenant_id", ...of.columns, ...by.columns, "id"],
          partial: false,
          unique: false,
        })),
        ...analysis.map((index) => analysisShape(dialect, index)),
      ],
    }
  }),
]
