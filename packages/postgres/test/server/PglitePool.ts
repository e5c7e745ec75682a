import type { PGlite } from "@electric-sql/pglite"
import type { Pool } from "pg"
import { rowTypes } from "../../src/PostgresTypes.ts"

/** Types of our columns and of what our statements give back: PGlite takes parsers by number, not one for all. */
const oids = [16, 18, 19, 20, 21, 23, 25, 26, 114, 1009, 1043, 1082, 1114, 1184, 1700, 2950, 3802]

type Parser = (text: string) => unknown
const parserOf = rowTypes.getTypeParser as (oid: number) => Parser
const parsers = Object.fromEntries(oids.map((oid) => [oid, parserOf(oid)]))

interface Asked {
  readonly text: string
  readonly values?: Array<unknown>
}

/** PGlite in the clothes of a pool of pg: one connection, lent to one caller after another. */
export const poolOverPglite = (db: PGlite): Pool => {
  let turn: Promise<void> = Promise.resolve()
  const query = async (asked: string | Asked, values: Array<unknown> = []) => {
    const text = typeof asked === "string" ? asked : asked.text
    const parameters = typeof asked === "string" ? values : (asked.values ?? [])
    if (parameters.length === 0) {
      const results = await db.exec(text, { parsers })
      return { rows: results.at(-1)?.rows ?? [], command: text.toUpperCase() }
    }
    const { rows, affectedRows } = await db.query(text, parameters, { parsers })
    return { rows, rowCount: affectedRows ?? rows.length }
  }
  const connect = async () => {
    const before = turn
    let release = (): void => {}
    turn = new Promise((resolve) => {
      release = resolve
    })
    await before
    return { query, release, on: () => {} }
  }
  const pool = {
    connect,
    query: async (asked: string | Asked, values?: Array<unknown>) => {
      const client = await connect()
      try {
        return await client.query(asked, values)
      } finally {
        client.release()
      }
    },
    on: () => {},
    end: () => Promise.resolve(),
  }
  return pool as unknown as Pool
}
