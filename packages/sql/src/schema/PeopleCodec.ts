import { StoreFault } from "@salesdept/core/ports/adapter"
import type { SqlDialect, SqlRow } from "./Dialect.ts"
import { quotedPath } from "./Naming.ts"
import type { Naming } from "./Naming.ts"
import type { PersonIdType } from "./PeopleIds.ts"
import type { RecordTable } from "./RecordTable.ts"

const columnTypes: { readonly [Dialect in SqlDialect]: { readonly [Type in PersonIdType]: string } } = {
  sqlite: { text: "text", uuid: "text", bigint: "integer" },
  postgres: { text: 'text collate "C"', uuid: "uuid", bigint: "bigint" },
}

/** The type of columns with ids of people, as the catalogue tells it. */
export const personColumnType = (dialect: SqlDialect, { people }: Naming): string =>
  columnTypes[dialect][people?.type ?? "text"]

/**
 * What stands in place of the mark with a host's choice in place.
 *
 * @throws TypeError where the table or column referred to has another name than letters, digits and `_` make
 */
export const personDdl = (dialect: SqlDialect, naming: Naming): string => {
  const reference = naming.people?.references
  const type = personColumnType(dialect, naming)
  if (reference === undefined) return type
  return `${type} references ${quotedPath(reference.table)} (${quotedPath(reference.column)})`
}

const shapes: { readonly [Type in PersonIdType]: (value: string, dialect: SqlDialect) => boolean } = {
  text: () => true,
  uuid: (value) => /^[\da-f]{8}(?:-[\da-f]{4}){3}-[\da-f]{12}$/.test(value),
  bigint: (value, dialect) =>
    /^(?:0|-?[1-9]\d{0,18})$/.test(value) &&
    (dialect === "sqlite" ? Number.isSafeInteger(Number(value)) : BigInt.asIntN(64, BigInt(value)) === BigInt(value)),
}

/** How ids cross into columns of a store and back. */
export interface PeopleCodec {
  /** What a column holds for an id; null for an id that no column can hold, which therefore no row has. */
  readonly toColumn: (id: string) => string | number | null
  /** The id of what a column holds. */
  readonly fromColumn: (value: unknown) => string
}

/** The codec of a host's choice; null where ids lie in columns as they are. */
export const peopleCodec = (dialect: SqlDialect, { people }: Naming): PeopleCodec | null => {
  if (people === undefined || (people.type === "text" && people.toColumn === undefined)) return null
  const { type, toColumn = (id: string) => id, fromColumn = (value: string) => value } = people
  const asNumber = dialect === "sqlite" && type === "bigint"
  return {
    toColumn: (id) => {
      const value = toColumn(id)
      if (value === null || !shapes[type](value, dialect) || fromColumn(value) !== id) return null
      return asNumber ? Number(value) : value
    },
    fromColumn: (value) => fromColumn(String(value)),
  }
}

/**
 * A table whose ids of people cross by the host's choice.
 *
 * @returns the table as it was where they lie in columns as they are
 */
export const withPeople = (table: RecordTable, codec: PeopleCodec | null): RecordTable => {
  const places = table.columns.flatMap(({ name, type }, place) => (type === "person" ? [{ name, place }] : []))
  if (codec === null || places.length === 0) return table
  const columnOf = (id: string): string | number => {
    const value = codec.toColumn(id)
    if (value === null) {
      throw new StoreFault(
        "transact",
        "personIdInvalid",
        new TypeError(`${JSON.stringify(id)} does not fit the column`),
      )
    }
    return value
  }
  const isPlace = new Set(places.map(({ place }) => place))
  const withIds = (row: SqlRow): SqlRow => {
    const read: { [column: string]: unknown } = { ...row }
    for (const { name } of places) {
      const value = row[name]
      if (value !== null && value !== undefined) read[name] = codec.fromColumn(value)
    }
    return read
  }
  return {
    ...table,
    toValues: (tenant, state, head) => {
      const values = table.toValues(tenant, state, head)
      for (const { place } of places) {
        const id = values[place]
        if (typeof id === "string") values[place] = columnOf(id)
      }
      return values
    },
    changesOf: (before, after, head) => {
      const { positions, values } = table.changesOf(before, after, head)
      const held = values.map((value, index) =>
        typeof value === "string" && isPlace.has(positions[index] ?? -1) ? columnOf(value) : value,
      )
      return { positions, values: held }
    },
    fromRow: (row, dialect) => table.fromRow(withIds(row), dialect),
    fromShownRow: (row, dialect) => table.fromShownRow(withIds(row), dialect),
    partOf: (fields) => {
      const { columns, fromRow } = table.partOf(fields)
      return { columns, fromRow: (row) => fromRow(withIds(row)) }
    },
  }
}
