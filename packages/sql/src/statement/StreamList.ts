import type { SqlDialect } from "../schema/Dialect.ts"

/**
 * The condition that a column holds one of a list of streams, which is one parameter; what {@link streamList} makes of them is its value.
 *
 * Postgres takes a list in a statement for a hundred rows, and a table that was never analysed for a few: it would put one beside the
 * other, row by row. A list of more than some hundred is planned by its values, and whichever way it goes then, it reads no more
 * than what lies between the first and the last.
 */
export const isAmong = (dialect: SqlDialect, column: string, parameter: string): string => {
  if (dialect === "sqlite") return `${column} in (select value from json_each(${parameter}))`
  const list = `${parameter}::text[]`
  return `${column} = any(${list}) and ${column} >= (${list})[1] and ${column} <= (${list})[cardinality(${list})]`
}

/** The value of a list of streams, whose ids are of ASCII: in the order of the column. */
export const streamList = (dialect: SqlDialect, streams: ReadonlyArray<string>): unknown => {
  const ordered = streams.toSorted()
  return dialect === "sqlite" ? JSON.stringify(ordered) : ordered
}
