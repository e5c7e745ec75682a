import type { SqlDialect } from "../schema/Dialect.ts"
import { prefixMark } from "../schema/Ddl.ts"
import { foundType } from "../schema/Manifest.ts"
import type { Naming } from "../schema/Naming.ts"
import { quotedTableName } from "../schema/Naming.ts"
import type { View, ViewColumn, ViewType } from "./View.ts"
import { columnsRead, viewDdl, viewName } from "./ViewDdl.ts"
import { views } from "./Views.ts"

/** A view as the catalogue of a database tells it. */
export interface ViewShape {
  /** Its name, without a schema. */
  readonly name: string
  /** Its columns in order, each with its type where the database knows one. */
  readonly columns: ReadonlyArray<string>
  /**
   * What it is made from. In SQLite the text of its statement; in Postgres, which keeps no text, whose rights it asks for and
   * which columns of tables it reads.
   */
  readonly source: string
}

/** The source of a view of Postgres. */
export const postgresSource = (asksAsInvoker: boolean, reads: ReadonlyArray<string>): string =>
  `${asksAsInvoker ? "invoker" : "owner"}: ${reads.join(", ")}`

/** The source of a view of SQLite: the words `create view` are the database's own. */
export const sqliteSource = (statement: string): string => statement.replace(/^create view /i, "create view ")

/** What is taken out of JSON has no collation of ours. */
const typeInside: { readonly [Type in ViewType]: string } = {
  text: "text",
  integer: "bigint",
  boolean: "boolean",
  instant: "timestamp(3) with time zone",
  date: "date",
  decimal: "numeric",
  json: "jsonb",
  person: "text",
}

const postgresViewType = (naming: Naming, { type, value }: ViewColumn): string =>
  value._tag === "Column" && type !== "decimal" ? foundType("postgres", naming, type) : typeInside[type]

/** Types of a view's columns in Postgres, in order. */
export const postgresColumns = (naming: Naming, { columns }: View): ReadonlyArray<string> =>
  columns.map((column) => postgresViewType(naming, column))

/** Every view of this version as a database that is current tells it. */
export const viewManifest = (dialect: SqlDialect, naming: Naming): ReadonlyArray<ViewShape> =>
  views.map((view) => ({
    name: `${naming.prefix}${viewName(view)}`,
    columns: view.columns.map((column) =>
      dialect === "sqlite" ? column.name : `${column.name} ${postgresViewType(naming, column)}`,
    ),
    source:
      dialect === "sqlite"
        ? sqliteSource(viewDdl(dialect, view).replaceAll(prefixMark, naming.prefix))
        : postgresSource(
            true,
            columnsRead(view).map((column) => `${naming.prefix}${column}`),
          ),
  }))

/**
 * The columns of each table that some view reads, by the table's name before the prefix: all that a role needs beside the views,
 * which give nobody a right that they lack.
 */
export const columnsReadByTable = (): ReadonlyMap<string, ReadonlyArray<string>> => {
  const read = [...new Set(views.flatMap(columnsRead))].toSorted().map((path) => path.split("."))
  const byTable = Map.groupBy(read, ([table = ""]) => table)
  return new Map([...byTable].map(([table, paths]) => [table, paths.map(([, column = ""]) => column)]))
}

/** Quoted names of all views: what uninstalling takes away first, and a role with the printed rights may read. */
export const ownViews = (naming: Naming): ReadonlyArray<string> =>
  views.map((view) => quotedTableName(naming, viewName(view)))
