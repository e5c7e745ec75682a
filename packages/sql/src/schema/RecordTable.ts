import type { Aggregate, DomainEvent, IndexKind, RecordState } from "@salesdept/core/journal"
import type { WithTexts } from "@salesdept/core/ports"
import type { AnalysisIndex } from "./AnalysisIndex.ts"
import type { ColumnDefinition, Field } from "./Field.ts"
import { instant, integer, json, nullable, text } from "./Field.ts"
import type { LogicalType, SqlDialect, SqlRow } from "./Dialect.ts"
import { rowReaders } from "./RowReader.ts"
import type { ReadField, RowReaders } from "./RowReader.ts"

/** Fields every record has; the store keeps them for all kinds alike. */
type CommonField = "id" | "version" | "textsVersion" | "changedAt" | "factsVersion" | "custom"

/** One codec for each own field of a record: a field left out or of the wrong type does not compile. */
export type RecordFields<State extends RecordState> = {
  readonly [Name in Exclude<keyof State & string, CommonField>]: Field<State[Name]>
}

/** An indexed field of a record. */
export interface IndexedField {
  /** Its name in the record. */
  readonly field: string
  /** What it holds, as its aggregate says. */
  readonly kind: IndexKind
  /** Its columns in the order in which values are compared: of money, currency and minor units; of others, the one. */
  readonly columns: ReadonlyArray<string>
  /** Whether a record may have no value. */
  readonly nullable: boolean
  /** Whether it holds ids of people, which lie in columns as the host has chosen. */
  readonly isPerson: boolean
}

/** Records that share a value of one indexed field, in the order of another. */
export interface WorkList {
  /** The field with the value, such as whether it is open. */
  readonly of: IndexedField
  /** The field that they come by. */
  readonly by: IndexedField
}

/** Position of the first column that can change: tenant and id stand before it in every record's table. */
export const firstChanging = 2

/** Columns that change, by position, with their new values. */
export interface ColumnChanges {
  /** Positions in {@link RecordTable.columns}, ascending. */
  readonly positions: ReadonlyArray<number>
  /** Their values, in the same order. */
  readonly values: ReadonlyArray<unknown>
}

/** Some fields of a table's records, beside those every record has and their standing. */
export interface RecordPart {
  /** The columns that they lie in. */
  readonly columns: ReadonlyArray<string>
  /** What a row of these columns says of its record. */
  readonly fromRow: (row: SqlRow) => RecordState
}

/** How a kind of record lies in its table. */
export interface RecordTable {
  /** Kind of the records; also the table's name before prefix or schema. */
  readonly kind: string
  /** All columns in order, the tenant first. */
  readonly columns: ReadonlyArray<ColumnDefinition>
  /** The indexed fields. */
  readonly indexes: ReadonlyArray<IndexedField>
  /** Lists of work that have an index of their own: what is left to do is a small part of a base, and asked for in the order of its days. */
  readonly lists: ReadonlyArray<WorkList>
  /** Indexes that grouped reads are answered from. */
  readonly analysis: ReadonlyArray<AnalysisIndex>
  /** Whether a tenant may give fields of its own to these records. */
  readonly hasCustomFields: boolean
  /** Whether rows carry `facts_version`. */
  readonly countsFacts: boolean
  /** Column values in order. */
  readonly toValues: (tenant: string, state: RecordState, head: string) => Array<unknown>
  /**
   * The columns in which a record differs from what was read of it before; the head is always among them, tenant and id never. Fields that
   * hold the same value or object are not looked into.
   */
  readonly changesOf: (before: RecordState, after: RecordState, head: string) => ColumnChanges
  /** The record of a row. */
  readonly fromRow: (row: SqlRow, dialect: SqlDialect) => RecordState
  /** The record of a row with its current texts, which stand in it as `texts`. */
  readonly fromShownRow: (row: SqlRow, dialect: SqlDialect) => WithTexts<RecordState>
  /** Describes a part of it: the fields of these names; all of them where undefined. Tenant and head are of no record, and of no part. */
  readonly partOf: (fields: ReadonlyArray<string> | undefined) => RecordPart
}

const snakeCase = (name: string): string => name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`)

/** Columns at the front of every record's table. */
const commonColumns: ReadonlyArray<ColumnDefinition> = [
  { name: "tenant_id", type: "text", nullable: false },
  { name: "id", type: "text", nullable: false },
  { name: "version", type: "integer", nullable: false },
  { name: "texts_version", type: "integer", nullable: false },
  { name: "changed_at", type: "instant", nullable: false },
  { name: "head", type: "text", nullable: false },
]

/** Where the columns at the front that may change stand. */
const columnAt = { version: 2, textsVersion: 3, changedAt: 4, head: 5 }

/** What its columns must hold for a field to hold what the aggregate says. */
const columnTypes: { readonly [Kind in IndexKind]: ReadonlyArray<LogicalType> } = {
  text: ["text"],
  instant: ["instant"],
  date: ["date"],
  integer: ["integer"],
  boolean: ["boolean"],
  money: ["integer", "text"],
}

const indexedField = (field: string, kind: IndexKind, columns: ReadonlyArray<ColumnDefinition>): IndexedField => {
  const isPerson = columns.some(({ type }) => type === "person")
  if (columns.map(({ type }) => (type === "person" ? "text" : type)).join() !== columnTypes[kind].join()) {
    throw new TypeError(`the indexed field ${field} is said to hold ${kind}, its columns do not`)
  }
  const names = columns.map(({ name }) => name)
  return {
    field,
    kind,
    columns: kind === "money" ? names.toReversed() : names,
    nullable: columns.some(({ nullable }) => nullable),
    isPerson,
  }
}

/** Beside the kind's own fields, and left out of records that have none. */
const customFields = nullable(json<NonNullable<RecordState["custom"]>>())

/** A field by its name in the record. */
type NamedField = readonly [name: string, field: Omit<Field<unknown>, "write">]

const commonFields: ReadonlyArray<NamedField> = [
  ["id", text()],
  ["version", integer()],
  ["textsVersion", integer()],
  ["changedAt", instant()],
]

/** A count that stores keep beside a record. */
const factsField: NamedField = ["factsVersion", integer()]

const readField = ([name, field]: NamedField): ReadField => ({
  name,
  field,
  columns: field.columns(snakeCase(name)).map((column) => column.name),
})

/**
 * Describes the table of a kind of record.
 *
 * @param of - the aggregate
 * @param fields - a codec for each of its own fields
 * @param options - whether the store counts changes of facts that gates read (deals), lists of work that have an index of
 *   their own, each by the field with the value and the field of the order, and indexes for grouped reads
 */
export const recordTable = <State extends RecordState, Event extends DomainEvent, Indexed extends keyof State & string>(
  of: Aggregate<State, Event, Indexed>,
  fields: RecordFields<State>,
  options: {
    readonly countsFacts?: boolean
    readonly lists?: ReadonlyArray<readonly [of: Indexed, by: Indexed]>
    readonly analysis?: ReadonlyArray<AnalysisIndex>
  } = {},
): RecordTable => {
  // The mapped type has checked the fields; from here on they are walked by name.
  const entries = Object.entries(fields as { readonly [name: string]: Field<unknown> }).map(([name, field]) => ({
    name,
    field,
    column: snakeCase(name),
  }))
  const countsFacts = options.countsFacts === true
  const kinds = new Map<string, IndexKind | undefined>(Object.entries(of.indexKinds ?? {}))
  const hasCustomFields = of.hasCustomFields === true
  const columnsOf = (name: string): ReadonlyArray<ColumnDefinition> => {
    const column = snakeCase(name)
    return (
      entries.find((entry) => entry.name === name)?.field.columns(column) ??
      commonColumns.filter((common) => common.name === column)
    )
  }
  // Made when the first row is read: a program reads of few tables.
  let made: RowReaders | null = null
  let width: number = commonColumns.length
  const placed = entries.map(({ name, field, column }) => {
    const from = width
    width += field.columns(column).length
    return { name, field, from, to: width }
  })
  const customAt = width
  const fieldsRead = [
    ...entries.map(({ name, field }): NamedField => [name, field]),
    ...(countsFacts ? [factsField] : []),
  ]
  const makeReaders = (): RowReaders =>
    rowReaders([...commonFields, ...fieldsRead].map(readField), hasCustomFields ? customFields : null)
  const indexOf = (field: string): IndexedField => indexedField(field, kinds.get(field) ?? "text", columnsOf(field))
  return {
    kind: of.kind,
    columns: [
      ...commonColumns,
      ...entries.flatMap(({ field, column }) => field.columns(column)),
      ...(hasCustomFields ? customFields.columns("custom") : []),
    ],
    hasCustomFields,
    indexes: of.indexes.map(indexOf),
    lists: (options.lists ?? []).map(([value, order]) => ({ of: indexOf(value), by: indexOf(order) })),
    analysis: options.analysis ?? [],
    countsFacts,
    toValues: (tenant, state, head) => {
      const values: Array<unknown> = [tenant, state.id, state.version, state.textsVersion, state.changedAt, head]
      const named = state as RecordState & { readonly [name: string]: unknown }
      for (const { name, field } of entries) field.write(named[name], values)
      if (hasCustomFields) customFields.write(state.custom ?? null, values)
      return values
    },
    changesOf: (before, after, head) => {
      const positions: Array<number> = []
      const values: Array<unknown> = []
      const note = (position: number, value: unknown): void => {
        positions.push(position)
        values.push(value)
      }
      if (before.version !== after.version) note(columnAt.version, after.version)
      if (before.textsVersion !== after.textsVersion) note(columnAt.textsVersion, after.textsVersion)
      if (before.changedAt !== after.changedAt) note(columnAt.changedAt, after.changedAt)
      note(columnAt.head, head)
      const earlier = before as RecordState & { readonly [name: string]: unknown }
      const named = after as RecordState & { readonly [name: string]: unknown }
      for (const { name, field, from, to } of placed) {
        const value = named[name]
        if (earlier[name] === value) continue
        field.write(value, values)
        for (let position = from; position < to; position++) positions.push(position)
      }
      if (hasCustomFields && before.custom !== after.custom) {
        customFields.write(after.custom ?? null, values)
        positions.push(customAt)
      }
      return { positions, values }
    },
    fromRow: (row) => (made ??= makeReaders()).plain(row),
    fromShownRow: (row) => (made ??= makeReaders()).shown(row),
    partOf: (names) => {
      const isAsked = (name: string): boolean => names === undefined || name === "standing" || names.includes(name)
      const read = [...commonFields, ...fieldsRead.filter(([name]) => isAsked(name))].map(readField)
      const custom = hasCustomFields && isAsked("custom") ? customFields : null
      return {
        columns: [...read.flatMap(({ columns }) => columns), ...(custom === null ? [] : ["custom"])],
        fromRow: rowReaders(read, custom).plain,
      }
    },
  }
}
