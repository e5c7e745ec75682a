import type { SqliteDatabase } from "./SqliteDatabase.ts"

/** Rows that go into a table at one stroke: enough to spread the cost of a call into the driver, few enough to bind quickly. */
const stroke = 10

/** Rows to be inserted together, where a command writes many. */
export interface BulkRows {
  /** Adds a row of an insert statement of one row; it is written at the latest by {@link BulkRows.flush}. */
  readonly add: (insert: string, values: ReadonlyArray<unknown>) => void
  /** Writes what has not been written yet. */
  readonly flush: () => void
}

interface Waiting {
  readonly many: string
  parameters: Array<unknown>
  count: number
}

const manyOf = new Map<string, string>()

/** The insert of one row as the insert of a stroke of rows. */
const manyRows = (insert: string): string => {
  let many = manyOf.get(insert)
  if (many === undefined) {
    many = insert.replace(
      /values (\([+?, ]+\))/,
      (_, row: string) => `values ${Array<string>(stroke).fill(row).join(", ")}`,
    )
    manyOf.set(insert, many)
  }
  return many
}

/** Makes the collector of one write. Rows of different statements must not depend on each other. */
export const makeBulkRows = (database: SqliteDatabase): BulkRows => {
  const tables = new Map<string, Waiting>()
  return {
    add: (insert, values) => {
      let waiting = tables.get(insert)
      if (waiting === undefined) {
        waiting = { many: manyRows(insert), parameters: [], count: 0 }
        tables.set(insert, waiting)
      }
      for (const value of values) waiting.parameters.push(value)
      waiting.count += 1
      if (waiting.count < stroke) return
      database.run(waiting.many, waiting.parameters)
      waiting.parameters = []
      waiting.count = 0
    },
    flush: () => {
      for (const [insert, { parameters, count }] of tables) {
        const width = parameters.length / count
        for (let row = 0; row < count; row++) database.run(insert, parameters.slice(row * width, (row + 1) * width))
      }
      tables.clear()
    },
  }
}
