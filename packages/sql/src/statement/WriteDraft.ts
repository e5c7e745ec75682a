import type { LogicalType } from "../schema/Dialect.ts"
import type { ColumnDefinition } from "../schema/Field.ts"

/** A column as statements name and cast it. */
export type DraftColumn = Pick<ColumnDefinition, "name" | "type">

/** A statement that is being put together. */
export interface WriteDraft {
  /** The type of columns with ids of people. */
  readonly personType: string
  /** Its common table expressions so far, written when the text is asked for. */
  readonly ctes: Array<() => string>
  /** What the text depends on: drafts with the same marks, in their order, have the same text. */
  readonly marks: Array<string>
  /** Its parameters so far; the first is the tenant, whose all its rows are. */
  readonly values: Array<unknown>
}

const casts: { readonly [Type in Exclude<LogicalType, "person">]: string } = {
  text: "text",
  integer: "bigint",
  boolean: "boolean",
  instant: "timestamptz",
  date: "date",
  json: "jsonb",
}

/** Which record a row is of. */
export const idColumn: DraftColumn = { name: "id", type: "text" }

/** Adds a parameter; gives its number. */
export const parameter = (draft: WriteDraft, value: unknown): number => draft.values.push(value)

const castOf = ({ personType }: WriteDraft, type: LogicalType): string => (type === "person" ? personType : casts[type])

/** A name in quotes. */
export const quoted = (name: string): string => `"${name}"`

/** Names of columns, separated by commas. */
export const columnList = (columns: ReadonlyArray<DraftColumn>): string =>
  columns.map(({ name }) => quoted(name)).join(", ")

/** Adds a parameter for each column but the tenant's, which every statement has already; gives what writes a cell of each. */
const cellsOf = (
  draft: WriteDraft,
  columns: ReadonlyArray<DraftColumn>,
  valueAt: (index: number) => unknown,
): ReadonlyArray<(write: (parameter: string, cast: string) => string) => string> =>
  columns.map(({ name, type }, index) => {
    if (name === "tenant_id") return () => "$1::text"
    const at = `$${parameter(draft, valueAt(index))}`
    return (write) => write(at, castOf(draft, type))
  })

/**
 * Adds a common table of rows, given as one array a column. The arrays are taken apart side by side in the list of what is selected: in
 * `from` the server would first copy each of them into a store of its own, which costs it a tenth of a small batch.
 */
export const arraysTable = (
  draft: WriteDraft,
  name: string,
  columns: ReadonlyArray<DraftColumn>,
  rows: ReadonlyArray<ReadonlyArray<unknown>>,
): void => {
  const cells = cellsOf(draft, columns, (index) => rows.map((row) => row[index]))
  draft.marks.push(name)
  draft.ctes.push(() => {
    const selected = cells.map((cell) => cell((at, cast) => `unnest(${at}::${cast}[])`))
    return `${name}(${columnList(columns)}) as (select ${selected.join(", ")})`
  })
}

/** Adds a common table of rows: one row as scalars, several as one array a column. */
export const rowsTable = (
  draft: WriteDraft,
  name: string,
  columns: ReadonlyArray<DraftColumn>,
  rows: ReadonlyArray<ReadonlyArray<unknown>>,
): void => {
  const [only] = rows
  if (only === undefined || rows.length > 1) {
    arraysTable(draft, name, columns, rows)
    return
  }
  const cells = cellsOf(draft, columns, (index) => only[index])
  draft.marks.push(`${name} 1`)
  draft.ctes.push(() => {
    const values = cells.map((cell) => cell((at, cast) => `${at}::${cast}`))
    return `${name}(${columnList(columns)}) as (values (${values.join(", ")}))`
  })
}

/** Keeps texts of statements by the marks of their drafts: to write one costs more than to look it up. */
export const rememberedTexts = (): ((draft: WriteDraft, write: () => string) => string) => {
  const texts = new Map<string, string>()
  return ({ marks }, write) => {
    const key = marks.join(",")
    let text = texts.get(key)
    if (text === undefined) {
      text = write()
      texts.set(key, text)
    }
    return text
  }
}
