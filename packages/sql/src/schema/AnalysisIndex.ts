import type { SqlDialect } from "./Dialect.ts"

/** Stands among the columns of an {@link AnalysisIndex} for the month of its date, `YYYY-MM`. */
export const monthColumn = "(month)"

/**
 * An index that holds all that a grouped read of some records needs, so that the wide rows are not touched. It holds those records
 * only that a condition names: a write that neither makes a record one of them nor changes one costs nothing.
 */
export interface AnalysisIndex {
  /** Its name after the table's. */
  readonly name: string
  /**
   * Columns in order, the tenant first. Where the month of the date stands ({@link monthColumn}), SQLite, which groups without
   * sorting only in an index's own order, holds it as an expression; Postgres, which groups by hash, leaves it out.
   */
  readonly columns: ReadonlyArray<string>
  /** Of those the ones that Postgres leaves out, since an entry of its indexes may have 2,704 bytes; it reads them from the row. */
  readonly sqliteOnly: ReadonlyArray<string>
  /** The column of the calendar date that says when a record counts. */
  readonly at: string
  /** What must hold of columns for a record to be in the index: null or not, or unlike another column, both having values. */
  readonly when: ReadonlyArray<{
    readonly column: string
    readonly is: "null" | "not null" | { readonly unlike: string }
  }>
}

/** The month of a date in SQLite: the index's expression and the statements' must be the same text to meet. */
export const sqliteMonthOf = (column: string): string => `substr(${column}, 1, 7)`

/** Its columns as the catalogue of a database tells them. */
export const analysisColumns = (dialect: SqlDialect, { columns, sqliteOnly }: AnalysisIndex): ReadonlyArray<string> =>
  dialect === "sqlite" ? columns : columns.filter((column) => column !== monthColumn && !sqliteOnly.includes(column))

/** The statement that makes the index. */
export const analysisIndexDdl = (
  dialect: SqlDialect,
  index: AnalysisIndex,
  placed: { readonly index: (name: string) => string; readonly table: string },
): string => {
  const items = analysisColumns(dialect, index).map((column) =>
    column === monthColumn ? sqliteMonthOf(index.at) : column,
  )
  const conditions = index.when.map(({ column, is }) =>
    typeof is === "string" ? `${column} is ${is}` : `${column} <> ${is.unlike}`,
  )
  return `create index ${placed.index(index.name)} on ${placed.table} (${items.join(", ")}) where ${conditions.join(" and ")}`
}
