import type { Money } from "@salesdept/core/shared"
import type { LogicalType } from "./Dialect.ts"

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
  /** Reads the value back from what its columns hold, in their order; where {@link Field.isNullable}, not asked of null. */
  readonly read: (first: unknown, second: unknown) => Value
  /** Whether the value is null where the first of its columns is. */
  readonly isNullable: boolean
  /** Whether the value is what its one column holds, so that there is nothing to read. */
  readonly isAsHeld: boolean
}

const single = <Value>(
  type: LogicalType,
  write: (value: Value) => unknown,
  read: (value: unknown) => Value,
  isAsHeld = false,
): Field<Value> => ({
  columns: (name) => [{ name, type, nullable: false }],
  write: (value, into) => {
    into.push(write(value))
  },
  read,
  isNullable: false,
  isAsHeld,
})

const textOf = (value: unknown): string => (typeof value === "string" ? value : String(value))

/** A text; ids, names from a closed list, references. */
export const text = <Value extends string = string>(): Field<Value> =>
  single(
    "text",
    (value) => value,
    (value) => value as Value,
    true,
  )

/** The host's id of a person, in a column of the type that the host has chosen for them. */
export const person = (): Field<string> => single("person", (value) => value, textOf)

const safeInteger = (value: unknown): number => {
  const number = typeof value === "number" ? value : Number(value)
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
    (value) => (value instanceof Date ? value.toISOString() : textOf(value)),
  )

/** A calendar date, always read as text. */
export const date = (): Field<string> => single("date", (value) => value, textOf)

const parsed = (value: unknown): unknown => (typeof value === "string" ? JSON.parse(value) : value)

/** Structured values: one stringify, one parse. */
export const json = <Value>(): Field<Value> =>
  single(
    "json",
    (value) => JSON.stringify(value),
    (value) => parsed(value) as Value,
  )

/** A list of structured values; null in the column while it is empty, so that most rows cost no parsing. */
export const list = <Value>(): Field<ReadonlyArray<Value>> => ({
  columns: (name) => [{ name, type: "json", nullable: true }],
  write: (value, into) => {
    into.push(value.length === 0 ? null : JSON.stringify(value))
  },
  read: (value) => (value === null || value === undefined ? [] : (parsed(value) as ReadonlyArray<Value>)),
  isNullable: false,
  isAsHeld: false,
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
  read: (minor, currency) => ({ amountMinor: safeInteger(minor), currency: textOf(currency) }),
  isNullable: false,
  isAsHeld: false,
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
    read: field.read,
    isNullable: true,
    isAsHeld: field.isAsHeld,
  }
}
