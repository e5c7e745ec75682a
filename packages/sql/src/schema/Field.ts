import type { Money } from "@salesdept/core/shared"
import type { LogicalType, SqlRow } from "./Dialect.ts"

/** A column of a table. */
export interface ColumnDefinition {
  /** Column name. */
  readonly name: string
  /** What it holds. */
  readonly type: LogicalType
  /** Whether it may be null. */
  readonly nullable: boolean
}

/** How one field of a record crosses into its columns and back: the only place where values change form. */
export interface Field<Value> {
  /** The field's columns, given its column name. */
  readonly columns: (name: string) => ReadonlyArray<ColumnDefinition>
  /** Appends the column values. */
  readonly write: (value: Value, into: Array<unknown>) => void
  /** Makes what reads the value back, given the field's column name: once for a table, so that a row costs no look-up of names. */
  readonly reader: (name: string) => (row: SqlRow) => Value
}

const single = <Value>(
  type: LogicalType,
  write: (value: Value) => unknown,
  read: (value: unknown) => Value,
): Field<Value> => ({
  columns: (name) => [{ name, type, nullable: false }],
  write: (value, into) => {
    into.push(write(value))
  },
  reader: (name) => (row) => read(row[name]),
})

/** A text; ids, names from a closed list, references. */
export const text = <Value extends string = string>(): Field<Value> =>
  single(
    "text",
    (value) => value,
    (value) => value as Value,
  )

/** The host's id of a person, in a column of the type that the host has chosen for them. */
export const person = (): Field<string> => single("person", (value) => value, String)

const safeInteger = (value: unknown): number => {
  const number = Number(value)
  if (!Number.isSafeInteger(number)) throw new RangeError(`${String(value)} is past the integers of JavaScript`)
  return number
}

/**
 * A whole number within ±(2^53−1). Drivers give 64-bit integers as text or number; both are read, and one past the bounds is
 * refused rather than rounded.
 */
export const integer = (): Field<number> => single("integer", (value) => value, safeInteger)

/** A UTC instant, fixed width. */
export const instant = (): Field<string> =>
  single(
    "instant",
    (value) => value,
    (value) => (value instanceof Date ? value.toISOString() : String(value)),
  )

/** A calendar date, always read as text. */
export const date = (): Field<string> => single("date", (value) => value, String)

/** Structured values: one stringify, one parse. */
export const json = <Value>(): Field<Value> =>
  single(
    "json",
    (value) => JSON.stringify(value),
    (value) => (typeof value === "string" ? JSON.parse(value) : value) as Value,
  )

/** A list of structured values; null in the column while it is empty, so that most rows cost no parsing. */
export const list = <Value>(): Field<ReadonlyArray<Value>> => ({
  columns: (name) => [{ name, type: "json", nullable: true }],
  write: (value, into) => {
    into.push(value.length === 0 ? null : JSON.stringify(value))
  },
  reader: (name) => {
    const read = json<ReadonlyArray<Value>>().reader(name)
    return (row) => {
      const value = row[name]
      return value === null || value === undefined ? [] : read(row)
    }
  },
})

/** Money in two columns: minor units and currency. */
export const money = (): Field<Money> => ({
  columns: (name) => [
    { name: `${name}_minor`, type: "integer", nullable: false },
    { name: `${name}_currency`, type: "text", nullable: false },
  ],
  write: (value, into) => {
    into.push(value.amountMinor, value.currency)
  },
  reader: (name) => {
    const [minor, currency] = [`${name}_minor`, `${name}_currency`]
    return (row) => ({ amountMinor: safeInteger(row[minor]), currency: String(row[currency]) })
  },
})

/** A field that may be null: all its columns are null together. */
export const nullable = <Value>(field: Field<Value>): Field<Value | null> => {
  const width = field.columns("").length
  return {
    columns: (name) => field.columns(name).map((column) => ({ ...column, nullable: true })),
    write: (value, into) => {
      if (value !== null) field.write(value, into)
      else for (let i = 0; i < width; i++) into.push(null)
    },
    reader: (name) => {
      const first = field.columns(name)[0]?.name ?? name
      const read = field.reader(name)
      return (row) => (row[first] === null ? null : read(row))
    },
  }
}
