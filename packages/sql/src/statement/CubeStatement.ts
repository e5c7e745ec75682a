import type { CubeField, CubeQuery, CubeRow } from "@salesdept/core/ports"
import { journalTable } from "../journal/JournalTables.ts"
import type { SqlDialect, SqlRow } from "../schema/Dialect.ts"
import type { Naming } from "../schema/Naming.ts"
import { quotedTableName, tableName } from "../schema/Naming.ts"
import { peopleCodec } from "../schema/PeopleCodec.ts"
import type { RecordTable } from "../schema/RecordTable.ts"
import { builderFor, sqlOf } from "./Builder.ts"

/** A statement with its parameters, and how its rows are read. */
export interface CubeStatement {
  /** Text; the same for all questions of one shape, so that it may stay prepared. */
  readonly sql: string
  /** Values in the order of the placeholders. */
  readonly values: ReadonlyArray<unknown>
  /** Reads a row. */
  readonly rowOf: (row: SqlRow) => CubeRow
}

const snakeCase = (name: string): string => name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`)

const textOrNull = (value: unknown): string | null =>
  typeof value === "string" ? value : typeof value === "number" ? String(value) : null
const parsed = (value: unknown): unknown => {
  const text = textOrNull(value)
  return text === null ? null : JSON.parse(text)
}

/** A column of a record's table under its alias; a name that the table has not is a fault of the caller. */
const columnsOf = (table: RecordTable, alias: string) => {
  const names = new Set(table.columns.map(({ name }) => name))
  return (field: string): string => {
    const name = snakeCase(field)
    if (!names.has(name)) throw new TypeError(`${field} is not a field of ${table.kind}`)
    return `${alias}."${name}"`
  }
}

/** Names of fields stand in the text of the statement. */
const entryField = (field: string): string => {
  if (!/^[a-zA-Z]+$/.test(field)) throw new TypeError(`${field} cannot be a field of an entry`)
  return field
}

/** A decimal text as whole millionths. */
const millionths = (text: string, isPostgres: boolean): string =>
  isPostgres ? `round((${text})::numeric * 1000000)` : `cast(round(${text} * 1000000) as integer)`

/**
 * Writes the one grouped statement that answers a cube.
 *
 * @param dialect - which SQL
 * @param naming - where the tables lie
 * @param tableOf - the table of a kind
 * @param tenant - whose records
 * @param query - the question
 */
export const cubeStatement = (
  dialect: SqlDialect,
  naming: Naming,
  tableOf: (kind: string) => RecordTable,
  tenant: string,
  query: CubeQuery,
): CubeStatement => {
  const isPostgres = dialect === "postgres"
  const values: Array<unknown> = []
  const given = (value: unknown, cast = ""): string => {
    values.push(value)
    return isPostgres ? `$${values.length}${cast}` : "?"
  }
  // First of all in Postgres, where row-level security takes the tenant from there; SQLite counts placeholders as they stand.
  const namedTenant = isPostgres ? given(tenant) : null
  const own = columnsOf(tableOf(query.of.kind), "r")
  const other = query.join === null ? own : columnsOf(tableOf(query.join.of.kind), "j")
  const { each } = query
  const entryText = (field: string): string =>
    isPostgres ? `e.value ->> '${field}'` : `json_extract(e.value, '$.${field}')`
  const columnOf = ({ field, joined, entry }: CubeField): string =>
    entry === true ? entryText(entryField(field)) : joined === true ? other(field) : own(field)
  const people = peopleCodec(dialect, naming)
  const isPerson = ({ field, joined, entry }: CubeField): boolean => {
    if (entry === true) return false
    const kind = joined === true ? (query.join?.of.kind ?? query.of.kind) : query.of.kind
    return tableOf(kind).columns.some(({ name, type }) => type === "person" && name === snakeCase(field))
  }
  const keyReaders = query.by.map((field) => {
    const codec = isPerson(field) ? people : null
    return (value: unknown): string | null =>
      codec === null || value === null || value === undefined ? textOrNull(value) : codec.fromColumn(value)
  })
  const at = own(query.at)
  const atCast = query.atKind === "date" ? "::date" : "::timestamptz"
  const { bounds, money, apart } = query

  const segment = (low: number, high: number): string => {
    if (high - low <= 1) return String(low)
    const middle = (low + high) >> 1
    const bound = given(bounds[middle], atCast)
    return `case when ${at} < ${bound} then ${segment(low, middle)} else ${segment(middle, high)} end`
  }
  const selected: Array<string> = [`${segment(0, bounds.length - 1)} as segment`]
  for (const [index, field] of query.by.entries()) selected.push(`${columnOf(field)} as k${index}`)
  const minor =
    money === null
      ? isPostgres
        ? "null::bigint"
        : "null"
      : "field" in money
        ? own(`${money.field}_minor`)
        : `(${[own(money.minor), ...money.less.map(own)].join(" - ")})`
  const currency =
    money === null
      ? isPostgres
        ? "null::text"
        : "null"
      : "field" in money
        ? own(`${money.field}_currency`)
        : own(money.currency)
  selected.push(`${currency} as currency`)
  const onText = isPostgres ? `${at}::text` : at
  const jsonText = (column: string): string => (isPostgres ? `${column}::text` : column)
  if (apart !== null) {
    // Every condition stands anew with parameters of its own: placeholders of SQLite have no names here.
    const isApart = (): string => {
      const lists = apart.lists.map((field) => `${columnOf(field)} is not null`)
      return `(${minor} is not null and (${[`${currency} <> ${given(apart.currency)}`, ...lists].join(" or ")}))`
    }
    const told = [...apart.lists, ...apart.told]
    selected.push(`case when ${isApart()} then ${minor} end as a_minor`)
    selected.push(`case when ${isApart()} then ${onText} end as a_on`)
    for (const [index, field] of told.entries()) {
      selected.push(`case when ${isApart()} then ${jsonText(columnOf(field))} end as t${index}`)
    }
  }
  // Records with entries and without have groups apart: these have no sum.
  if (each !== undefined) selected.push("e.value is null as bare")
  const grouped = selected.map((_, index) => String(index + 1))
  const distinct = each === undefined ? "" : "distinct "
  const summed = each === undefined ? minor : millionths(entryText(entryField(each.quantity)), isPostgres)
  selected.push(each === undefined ? "count(*) as n" : "count(distinct r.id) as n")
  selected.push(isPostgres ? `sum(${summed})::text as total` : `cast(sum(${summed}) as text) as total`)
  if (query.withIds) {
    selected.push(isPostgres ? `json_agg(${distinct}r.id)::text as ids` : `json_group_array(${distinct}r.id) as ids`)
  }
  const from = `${quotedTableName(naming, query.of.kind)} as r`
  const joined =
    query.join === null
      ? ""
      : ` left join ${quotedTableName(naming, query.join.of.kind)} as j on j.tenant_id = r.tenant_id and j.id = ${own(query.join.by)}`
  const entries =
    each === undefined
      ? ""
      : isPostgres
        ? ` left join lateral jsonb_array_elements(${own(each.list)}) as e(value) on true`
        : ` left join json_each(${own(each.list)}) as e on true`
  const conditions = [
    `r.tenant_id = ${namedTenant ?? given(tenant)}`,
    ...query.where.map(({ field, is }) => {
      const value = isPerson({ field }) && people !== null ? people.toColumn(is) : is
      // An id that no column can hold is nobody's.
      return value === null ? "1 = 0" : `${own(field)} = ${given(value)}`
    }),
    `${at} >= ${given(bounds[0], atCast)}`,
    `${at} < ${given(bounds.at(-1), atCast)}`,
  ]
  const notAmong = (column: string, ids: ReadonlyArray<string>): void => {
    if (ids.length === 0) return
    conditions.push(
      isPostgres
        ? `(${column} is null or not (${column} = any(${given(ids, "::text[]")})))`
        : `(${column} is null or ${column} not in (select value from json_each(${given(JSON.stringify(ids))})))`,
    )
  }
  notAmong("r.id", query.except)
  if (query.join !== null) notAmong(own(query.join.by), query.exceptJoined)
  const sql = `select ${selected.join(", ")} from ${from}${joined}${entries} where ${conditions.join(" and ")} group by ${grouped.join(", ")}`
  return {
    sql,
    values,
    rowOf: (row) => {
      const isApart = apart !== null && row["a_minor"] !== null
      const toldAt = (from: number, count: number) =>
        Array.from({ length: count }, (_, index) => parsed(row[`t${from + index}`]))
      return {
        segment: Number(row["segment"]),
        keys: keyReaders.map((read, index) => read(row[`k${index}`])),
        currency: textOrNull(row["currency"]),
        apart: isApart
          ? {
              amountMinor: Number(row["a_minor"]),
              on: String(row["a_on"]),
              lists: toldAt(0, apart.lists.length).map((list) => (Array.isArray(list) ? list : [])),
              told: toldAt(apart.lists.length, apart.told.length),
            }
          : null,
        count: Number(row["n"]),
        sum: textOrNull(row["total"]),
        ids: query.withIds ? (parsed(row["ids"]) as Array<string>).toSorted() : null,
      }
    },
  }
}

/** Tenant, kind, moment (exclusive): rows of `stream`, each with a journal row recorded after it. */
export const changedAfterStatement = (dialect: SqlDialect, naming: Naming): string => {
  const db = builderFor(dialect)
  return sqlOf(
    db
      .selectFrom(tableName(naming, journalTable.name))
      .select("stream")
      .distinct()
      .where("tenant_id", "=", "")
      .where("kind", "=", "")
      .where("recorded_at", ">", "")
      .orderBy("stream"),
    3,
  )
}
