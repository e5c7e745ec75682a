/** Rows of a statement as lists of values, beside the names of their columns. */
export interface ListedRows {
  /** Names of the columns. */
  readonly names: ReadonlyArray<string>
  /** The values of each row, in their order. */
  readonly lists: ReadonlyArray<ReadonlyArray<unknown>>
}

/** A row by the names of its columns. */
export type Row = { readonly [column: string]: unknown }

type MakeRow = (values: ReadonlyArray<unknown>) => Row

/** Columns are walked where no code may be made. */
const walking =
  (names: ReadonlyArray<string>): MakeRow =>
  (values) => {
    const row: Record<string, unknown> = {}
    for (const [index, name] of names.entries()) row[name] = values[index]
    return row
  }

const rowMaker = (names: ReadonlyArray<string>): MakeRow => {
  const members = names.map((name, index) => `${JSON.stringify(name)}: v[${index}]`)
  try {
    // oxlint-disable-next-line typescript/no-implied-eval -- names of columns of our own statements
    return new Function("v", `return { ${members.join(", ")} }`) as MakeRow
  } catch {
    return walking(names)
  }
}

/** What makes rows, by the names of their columns; statements are finite, and so is this. */
const makers = new Map<string, MakeRow>()

/**
 * Makes rows of their lists: one object literal, compiled, as records are made of rows. Rows that are filled one name at a time
 * would cost more than lists save.
 */
export const rowsOfLists = ({ names, lists }: ListedRows): ReadonlyArray<Row> => {
  const key = names.join()
  let make = makers.get(key)
  if (make === undefined) makers.set(key, (make = rowMaker(names)))
  return lists.map(make)
}
