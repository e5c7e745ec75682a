import type { PlainTable } from "../journal/JournalTables.ts"
import type { LogicalType } from "../schema/Dialect.ts"
import type { RecordTable } from "../schema/RecordTable.ts"

/** What a column of a view holds: as a table's, or a decimal number that is exact. */
export type ViewType = LogicalType | "decimal"

/** Where a column's value comes from. */
export type ViewValue =
  /** A column of the table. */
  | { readonly _tag: "Column"; readonly column: string }
  /** A current text of the record; null where it has none or was erased. Of a list's element, the text under its id. */
  | { readonly _tag: "Text"; readonly field: string; readonly ofElement: boolean }
  /** A value inside a structured column. */
  | { readonly _tag: "Inside"; readonly column: string; readonly path: ReadonlyArray<string> }
  /** A value inside the list's element. */
  | { readonly _tag: "Element"; readonly field: string }
  /** The element's place in its list, from 1. */
  | { readonly _tag: "Place" }

/** A column of a view. */
export interface ViewColumn {
  /** Its name, with its unit. */
  readonly name: string
  /** What it holds. */
  readonly type: ViewType
  /** Whether it may be null. */
  readonly nullable: boolean
  /** Where it comes from. */
  readonly value: ViewValue
  /** What it is, in a few words. */
  readonly about: string
}

/** What must hold of a row of the table for the view to show it. */
export type ViewCondition =
  /** The column holds this. */
  | { readonly column: string; readonly equals: string }
  /** The two columns hold different values, both having one. */
  | { readonly column: string; readonly unlike: string }

/**
 * What hosts may read with SQL of their own: a promise that stays while the tables change. A released version never changes; what
 * must differ is a view of the next version beside it.
 */
export interface View {
  /** Its version, from 1: the name begins with it. */
  readonly version: number
  /** Its name after prefix and version. */
  readonly name: string
  /** What a row is, in a sentence. */
  readonly about: string
  /** The table it reads, before the prefix. */
  readonly table: string
  /** A structured column with a list: one row for each element; null where a row of the table is a row of the view. */
  readonly list: string | null
  /** Which rows of the table it shows. */
  readonly when: ReadonlyArray<ViewCondition>
  /** Its columns, the tenant first. */
  readonly columns: ReadonlyArray<ViewColumn>
}

/** A column before it is known what table it stands in. */
type Told = (name: string, table: ViewedTable) => ViewColumn

type ViewedTable = Pick<PlainTable, "columns"> & { readonly name: string }

const columnIn = ({ columns, name: table }: ViewedTable, name: string) => {
  const column = columns.find((one) => one.name === name)
  if (column === undefined) throw new TypeError(`${table} has no column ${name} to be shown`)
  return column
}

/** The table's column of the same name, or of another. */
export const shown =
  (about: string, column?: string): Told =>
  (name, table) => {
    const { name: found, nullable, type } = columnIn(table, column ?? name)
    if (type === "json") throw new TypeError(`${found} is structured and cannot be shown as it is`)
    return { name, type, nullable, value: { _tag: "Column", column: found }, about }
  }

/** The values of the tenant's own fields, by key. */
export const ownFields: Told = (_name, table) => {
  const { name, nullable, type } = columnIn(table, "custom")
  const about =
    "values of the tenant's own fields by key, but for texts that are not filterable; null where it has none"
  return { name, type, nullable, value: { _tag: "Column", column: name }, about }
}

/** A current text of the record. */
export const ownText =
  (field: string, about: string): Told =>
  (name) => ({ name, type: "text", nullable: true, value: { _tag: "Text", field, ofElement: false }, about })

/** A current text of the record that belongs to the element: its field begins so and ends with the element's id. */
export const elementText =
  (prefix: string, about: string): Told =>
  (name) => ({ name, type: "text", nullable: true, value: { _tag: "Text", field: prefix, ofElement: true }, about })

/** A value inside a structured column that may be null, or inside it. */
export const inside =
  (type: ViewType, column: string, path: ReadonlyArray<string>, about: string): Told =>
  (name, table) => ({
    name,
    type,
    nullable: true,
    value: { _tag: "Inside", column: columnIn(table, column).name, path },
    about,
  })

/** A value that every element has. */
export const element =
  (type: ViewType, field: string, about: string): Told =>
  (name) => ({ name, type, nullable: false, value: { _tag: "Element", field }, about })

/** A value that an element may lack. */
export const elementOrNull =
  (type: ViewType, field: string, about: string): Told =>
  (name) => ({ name, type, nullable: true, value: { _tag: "Element", field }, about })

/** The element's place in its list. */
export const place =
  (about: string): Told =>
  (name) => ({ name, type: "integer", nullable: false, value: { _tag: "Place" }, about })

/** What a view is made of. */
export interface ViewDraft {
  /** What a row is, in a sentence. */
  readonly about: string
  /** The structured column with a list, where each element is a row. */
  readonly list?: string
  /** Which rows of the table it shows; all where absent. */
  readonly when?: ReadonlyArray<ViewCondition>
  /** Its columns after the tenant, in order. */
  readonly columns: { readonly [name: string]: Told }
}

const versionOne = (name: string, table: ViewedTable, { about, columns, list, when = [] }: ViewDraft): View => ({
  version: 1,
  name,
  about,
  table: table.name,
  list: list === undefined ? null : columnIn(table, list).name,
  when,
  columns: Object.entries({ tenant_id: shown("the tenant"), ...columns }).map(([column, told]) => told(column, table)),
})

/** A view, version 1, of a kind of record. */
export const viewOfRecords = (name: string, { columns, kind }: RecordTable, draft: ViewDraft): View =>
  versionOne(name, { name: kind, columns }, draft)

/** A view, version 1, of a table that is not of records. */
export const viewOfTable = (name: string, table: PlainTable, draft: ViewDraft): View => versionOne(name, table, draft)
