import type { SqlExecutor } from "@salesdept/core/ports"
import { makeRemembered, plainTables, quotedTableName, recordTables } from "@salesdept/sql"
import type { LogicalType, Naming, Query, SqlRow } from "@salesdept/sql"
import { valueOf } from "./PostgresTypes.ts"

/** How many statements are known as texts. */
const mostRemembered = 1000

/** Types of columns by table, the table as statements name it. */
type ColumnTypes = ReadonlyMap<string, ReadonlyMap<string, LogicalType>>

const columnTypes = (naming: Naming): ColumnTypes => {
  const tables = [
    ...recordTables.map(({ kind, columns }) => ({ name: kind, columns })),
    ...plainTables.map(({ name, columns }) => ({ name, columns })),
  ]
  return new Map(
    tables.map(({ columns, name }) => [
      quotedTableName(naming, name),
      new Map<string, LogicalType>([
        ...columns.map((column) => [column.name, column.type] as const),
        ["facts_version", "integer"],
        ["count", "integer"],
      ]),
    ]),
  )
}

interface TextQuery {
  readonly text: string
  /** Name in the row, and what the value is. */
  readonly columns: ReadonlyArray<{ readonly name: string; readonly type: LogicalType }>
}

const selectList =
  /^select (?<list>"\w+"(?:, "\w+")*)(?<texts>, \(select "texts" from [^()]+\) as "texts")? from (?<table>(?:"\w+"\.)?"\w+")/
const counted = /^select (?:"(?<column>\w+)" as "value", )?count\(\*\) as "count" from (?<table>(?:"\w+"\.)?"\w+")/

/** A read that gives every column as text; null for a statement whose columns are not plainly listed, all of them text. */
const asTexts = (tables: ColumnTypes, text: string): TextQuery | null => {
  const list = selectList.exec(text)?.groups
  const count = counted.exec(text)?.groups
  const types = tables.get((list ?? count)?.["table"] ?? "")
  if (types === undefined) return null
  const texts = list?.["texts"] === undefined ? [] : ["texts"]
  const listed = [...(list?.["list"] ?? "").split(", ").map((quoted) => quoted.slice(1, -1)), ...texts]
  const value = count?.["column"]
  const named =
    count === undefined
      ? listed.map((name) => ({ name, of: name }))
      : [...(value === undefined ? [] : [{ name: "value", of: value }]), { name: "count", of: "count" }]
  const casts = named.map(({ name }) => `"${name}"::text as "${name}"`)
  return {
    text: `select ${casts.join(", ")} from (${text}) as salesdept_rows`,
    columns: named.map(({ name, of }) => ({ name, type: types.get(of) ?? "text" })),
  }
}

/**
 * Runs our statements over a host's connection. Its parsers are the host's and may make anything of a number or a time, so
 * the server is asked for texts, which are read here as everywhere else.
 */
export const hostQueries = (naming: Naming): ((executor: SqlExecutor) => Query) => {
  const tables = columnTypes(naming)
  const remembered = makeRemembered<TextQuery | null>(mostRemembered)
  const textQueryOf = (text: string): TextQuery | null => remembered(text, (asked) => asTexts(tables, asked))
  return ({ execute }) =>
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
}
