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
  /** Its parameters so far. */
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

/** Adds a common table of rows, given as one array a column. */
export const arraysTable = (
  draft: WriteDraft,
  name: string,
  columns: ReadonlyArray<DraftColumn>,
  rows: ReadonlyArray<ReadonlyArray<unknown>>,
): void => {
  const first = draft.values.length + 1
  for (const index of columns.keys()) draft.values.push(rows.map((row) => row[index]))
  draft.marks.push(name)
  draft.ctes.push(() => {
    const cells = columns.map(({ type }, index) => `$${first + index}::${castOf(draft, type)}[]`)
    return `${name}(${columnList(columns)}) as (select * from unnest(${cells.join(", ")}))`
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
  const first = draft.values.length + 1
  for (const index of columns.keys()) draft.values.push(only[index])
  draft.marks.push(`${name} 1`)
  draft.ctes.push(() => {
    const cells = columns.map(({ type }, index) => `$${first + index}::${castOf(draft, type)}`)
    return `${name}(${columnList(columns)}) as (values (${cells.join(", ")}))`
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
