import type { Database } from "better-sqlite3"
import { handWrittenCommandId, handWrittenRow, handWrittenTables } from "./HandWrittenRows.ts"
import type { DealRow } from "./ImportRows.ts"

/** Inserts rows that are not there yet, in one transaction. */
export type HandWrittenImport = (rows: ReadonlyArray<DealRow>) => void

/**
 * The import as plain prepared inserts for exactly these tables: the same deals, texts, marks for delivery and journal rows
 * with the same hash chain as the library writes, in one transaction a group. It reads nothing, checks nothing, tells no other deal
 * of the clients, and would fail on a second run.
 */
export const handWrittenImport = (database: Database): HandWrittenImport => {
  const inserts = handWrittenTables.map(({ name, columns }) =>
    database.prepare(
      `insert into salesdept_${name} (${columns.join(", ")}) values (${columns.map(() => "?").join(", ")})`,
    ),
  )
  return database.transaction((rows: ReadonlyArray<DealRow>) => {
    const now = new Date().toISOString()
    const commandId = handWrittenCommandId()
    for (const row of rows) {
      const written = handWrittenRow(row, now, commandId)
      for (let table = 0; table < inserts.length; table++) inserts[table]?.run(written[table])
    }
  })
}
