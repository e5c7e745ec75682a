import type { RecordState, Texts } from "@salesdept/core/journal"
import { noTexts } from "@salesdept/core/ports/adapter"
import type { WithTexts } from "@salesdept/core/ports"
import type { SqlRow } from "./Dialect.ts"
import type { Field } from "./Field.ts"

/** A field of a record where it lies in rows. */
export interface ReadField {
  /** Its name in the record. */
  readonly name: string
  /** Reads its value. */
  readonly field: Pick<Field<unknown>, "isAsHeld" | "isNullable" | "read">
  /** Its columns, one or two. */
  readonly columns: ReadonlyArray<string>
}

/** What makes records of a table's rows. */
export interface RowReaders {
  /** The record of a row. */
  readonly plain: (row: SqlRow) => RecordState
  /** The record of a row that holds its current texts in `texts`. */
  readonly shown: (row: SqlRow) => WithTexts<RecordState>
}

type Reader = (row: SqlRow) => { [name: string]: unknown }

const textsOf = (held: unknown): Texts => (typeof held === "string" ? (JSON.parse(held) as Texts) : noTexts)

const textsField: ReadField = {
  name: "texts",
  columns: ["texts"],
  field: { read: textsOf, isNullable: false, isAsHeld: false },
}

/** Walks the fields: where no code may be made at run time. */
const walking =
  (fields: ReadonlyArray<ReadField>): Reader =>
  (row) => {
    const record: { [name: string]: unknown } = {}
    for (const { name, field, columns } of fields) {
      const first = row[columns[0] ?? ""]
      record[name] = first === null && field.isNullable ? null : field.read(first, row[columns[1] ?? ""])
    }
    return record
  }

/** The value of a field in the text of a reader: `row.stage_id`, or what reads it. */
const valueText = ({ field, columns }: ReadField, index: number): string => {
  const [first = "", second] = columns.map((column) => `row[${JSON.stringify(column)}]`)
  if (field.isAsHeld) return first
  const read = `read${index}(${first}, ${second ?? "undefined"})`
  return field.isNullable ? `${first} === null ? null : ${read}` : read
}

/**
 * Writes a record out as one object literal, as somebody would by hand, and compiles it: its names and columns are constants to the
 * engine, and all records of a kind have one shape. Walking the same fields by name costs three times as much. Nothing goes into the
 * text but names of fields and columns, which are the library's own.
 */
const compiled = (fields: ReadonlyArray<ReadField>): Reader => {
  const members = fields.map((field, index) => `${JSON.stringify(field.name)}: ${valueText(field, index)}`)
  const names = fields.map((_, index) => `read${index}`)
  const text = `const [${names.join(", ")}] = readers; return (row) => ({ ${members.join(", ")} })`
  // oxlint-disable-next-line typescript/no-implied-eval -- see above
  const make = new Function("readers", text) as (readers: ReadonlyArray<Field<unknown>["read"]>) => Reader
  return make(fields.map(({ field }) => field.read))
}

/** Hosts may forbid the making of code (`--disallow-code-generation-from-strings`, some platforms of functions). */
const readerOf = (fields: ReadonlyArray<ReadField>): Reader => {
  try {
    return compiled(fields)
  } catch {
    return walking(fields)
  }
}

/**
 * Makes the readers of a table.
 *
 * @param fields - the fields that every record of it has
 * @param custom - reads the tenant's own fields, which are left out of records that have none; null of kinds that take none
 */
export const rowReaders = (fields: ReadonlyArray<ReadField>, custom: ReadField["field"] | null): RowReaders => {
  const readers = (all: ReadonlyArray<ReadField>): Reader => {
    const without = readerOf(all)
    if (custom === null) return without
    const whole = readerOf([...all, { name: "custom", columns: ["custom"], field: custom }])
    return (row) => (row["custom"] === null ? without(row) : whole(row))
  }
  return {
    plain: readers(fields) as (row: SqlRow) => { [name: string]: unknown } & RecordState,
    shown: readers([...fields, textsField]) as (row: SqlRow) => { [name: string]: unknown } & WithTexts<RecordState>,
  }
}
