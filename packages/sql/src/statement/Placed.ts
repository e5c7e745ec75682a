import type { Query } from "../command/CommandReads.ts"

/**
 * Runs statements with parameters written `$1`, `$2`, … over SQLite, whose driver takes them in the order of their places only; behind a
 * plus, so that a statement keeps its plan whatever the values.
 */
export const placed = (query: Query): Query => {
  return (text, values) => {
    const ordered: Array<unknown> = []
    const sql = text.replaceAll(/\$(\d+)/g, (_, digits: string) => {
      ordered.push(values[Number(digits) - 1])
      return "+?"
    })
    return query(sql, ordered)
  }
}
