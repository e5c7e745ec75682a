import type { SqlExecutor } from "@salesdept/core/ports"
import { plainTables, recordTables } from "@salesdept/sql"
import type { LogicalType, Query, SqlRow } from "@salesdept/sql"
import { valueOf } from "./PostgresTypes.ts"

type Types = ReadonlyMap<string, LogicalType>

const typesOf = (columns: ReadonlyArray<{ readonly name: string; readonly type: LogicalType }>): Types =>
  new Map(columns.map(({ name, type }) => [name, type]))

const counters: ReadonlyArray<{ readonly name: string; readonly type: LogicalType }> = [
  { name: "facts_version", type: "integer" },
  { name: "count", type: "integer" },
]

/** Types by the whole list of columns: a name may hold one thing in one table and another in the next. */
const typesByList = new Map<string, Types>()
/** Types by name alone, for what few statements list of a table; null where tables differ. */
const typesByName = new Map<string, LogicalType | null>(counters.map(({ name, type }) => [name, type]))

for (const { columns } of [...recordTables, ...plainTables]) {
  const names = columns.map(({ name }) => name)
  const types = typesOf([...columns, ...counters])
  typesByList.set(names.join(), types)
  typesByList.set([...names, "facts_version"].join(), types)
  for (const { name, type } of columns) {
    const other = typesByName.get(name)
    typesByName.set(name, other === undefined || other === type ? type : null)
  }
}

const typeIn = (columns: ReadonlyArray<string>, column: string): LogicalType => {
  const type = typesByList.get(columns.join())?.get(column) ?? typesByName.get(column)
  if (type === null) throw new TypeError(`column ${column} is of several types; ask for all columns of its table`)
  return type ?? "text"
}

interface TextQuery {
  readonly text: string
  readonly columns: ReadonlyArray<{ readonly name: string; readonly type: LogicalType }>
}

const selectList = /^select (?<list>"\w+"(?:, "\w+")*) from /

/** A read that gives every column as text; null for a statement whose columns are not plainly listed, all of them text. */
const asTexts = (text: string): TextQuery | null => {
  const list = selectList.exec(text)?.groups?.["list"]
  if (list === undefined) return null
  const columns = list.split(", ").map((quoted) => quoted.slice(1, -1))
  const casts = columns.map((column) => `"${column}"::text as "${column}"`)
  return {
    text: `select ${casts.join(", ")} from (${text}) as salesdept_rows`,
    columns: columns.map((name) => ({ name, type: typeIn(columns, name) })),
  }
}

const known = new Map<string, TextQuery | null>()

const textQueryOf = (text: string): TextQuery | null => {
  let query = known.get(text)
  if (query === undefined) {
    query = asTexts(text)
    known.set(text, query)
  }
  return query
}

/**
 * Runs our statements over a host's connection. Its parsers are the host's and may make anything of a number or a time, so
 * the server is asked for texts, which are read here as everywhere else.
 */
export const hostQuery =
  ({ execute }: SqlExecutor): Query =>
  async (text, values) => {
    const query = textQueryOf(text)
    if (query === null) return (await execute(text, values)).rows
    const { rows } = await execute(query.text, values)
    return rows.map((row): SqlRow => {
      const read: { [column: string]: unknown } = {}
      for (const { name, type } of query.columns) {
        const value = row[name]
        read[name] = typeof value === "string" ? valueOf(type, value) : null
      }
      return read
    })
  }
