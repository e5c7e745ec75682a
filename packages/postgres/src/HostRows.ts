import type { SqlExecutor } from "@salesdept/core/ports"
import { plainTables, recordTables } from "@salesdept/sql"
import type { LogicalType, Query, SqlRow } from "@salesdept/sql"
import { valueOf } from "./PostgresTypes.ts"

const typeByColumn = new Map<string, LogicalType>([
  ["facts_version", "integer"],
  ["count", "integer"],
])
for (const { columns } of [...recordTables, ...plainTables]) {
  for (const { name, type } of columns) {
    const other = typeByColumn.get(name)
    if (other !== undefined && other !== type) throw new TypeError(`column ${name} is ${other} here and ${type} there`)
    typeByColumn.set(name, type)
  }
}

interface TextQuery {
  readonly text: string
  /** Name in the row, and the column whose type the value has. */
  readonly columns: ReadonlyArray<{ readonly name: string; readonly of: string }>
}

const selectList = /^select (?<list>"\w+"(?:, "\w+")*) from /
const counted = /^select (?:"(?<column>\w+)" as "value", )?count\(\*\) as "count" from /

/** A read that gives every column as text; null for a statement whose columns are not plainly listed, all of them text. */
const asTexts = (text: string): TextQuery | null => {
  const list = selectList.exec(text)?.groups?.["list"]
  const count = counted.exec(text)?.groups
  const columns =
    count !== undefined
      ? [
          ...(count["column"] === undefined ? [] : [{ name: "value", of: count["column"] }]),
          { name: "count", of: "count" },
        ]
      : list?.split(", ").map((quoted) => ({ name: quoted.slice(1, -1), of: quoted.slice(1, -1) }))
  if (columns === undefined) return null
  const casts = columns.map(({ name }) => `"${name}"::text as "${name}"`)
  return { text: `select ${casts.join(", ")} from (${text}) as salesdept_rows`, columns }
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
      for (const { name, of } of query.columns) {
        const value = row[name]
        read[name] = typeof value === "string" ? valueOf(typeByColumn.get(of) ?? "text", value) : null
      }
      return read
    })
  }
