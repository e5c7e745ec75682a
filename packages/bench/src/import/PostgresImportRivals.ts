import type { PoolClient, Submittable } from "pg"
import { handWrittenCommandId, handWrittenRow, handWrittenTables } from "./HandWrittenRows.ts"
import type { DealRow } from "./ImportRows.ts"

/** Writes a group of rows that are not there yet, in one transaction. */
export type PostgresImport = (rows: ReadonlyArray<DealRow>) => Promise<void>

const casts: { readonly [column: string]: string } = {
  version: "bigint",
  from_version: "bigint",
  texts_version: "bigint",
  type_version: "bigint",
  pipeline_version: "bigint",
  amount_minor: "bigint",
  list_amount_minor: "bigint",
  changed_at: "timestamptz",
  occurred_at: "timestamptz",
  recorded_at: "timestamptz",
  opened_on: "date",
  closed_on: "date",
  imported: "jsonb",
}

type Cell = string | number | null

/** The rows of each table, in the order of the tables. */
const tablesOf = (rows: ReadonlyArray<DealRow>): ReadonlyArray<ReadonlyArray<ReadonlyArray<Cell>>> => {
  const now = new Date().toISOString()
  const commandId = handWrittenCommandId()
  const written = rows.map((row) => handWrittenRow(row, now, commandId))
  return handWrittenTables.map((_, table) => written.map((row) => row[table] ?? []))
}

const inTransaction = async (client: PoolClient, body: () => Promise<void>): Promise<void> => {
  await client.query("begin")
  await body()
  await client.query("commit")
}

/** A named insert from arrays for each table. */
export const importByUnnest = (client: PoolClient, schema: string): PostgresImport => {
  const inserts = handWrittenTables.map(({ name, columns }) => {
    const arrays = columns.map((column, index) => `$${index + 1}::${casts[column] ?? "text"}[]`)
    return {
      name: `import_${schema}_${name}`,
      text: `insert into ${schema}.${name} (${columns.join(", ")}) select * from unnest(${arrays.join(", ")})`,
    }
  })
  return (rows) =>
    inTransaction(client, async () => {
      for (const [table, cells] of tablesOf(rows).entries()) {
        const values = (handWrittenTables[table]?.columns ?? []).map((_, index) => cells.map((row) => row[index]))
        await client.query({ ...inserts[table], text: inserts[table]?.text ?? "", values })
      }
    })
}

const escapes: { readonly [character: string]: string } = { "\\": "\\\\", "\n": "\\n", "\r": "\\r", "\t": "\\t" }
const copied = (cell: Cell): string =>
  cell === null ? "\\N" : String(cell).replace(/[\\\n\r\t]/g, (character) => escapes[character] ?? character)

interface CopyConnection {
  readonly query: (text: string) => void
  readonly sendCopyFromChunk: (chunk: Buffer) => void
  readonly endCopyFrom: () => void
}

/** `copy … from stdin` over the driver's own connection, whose protocol messages its types leave out. */
const copyIn = (client: PoolClient, text: string, data: string): Promise<void> =>
  new Promise((resolve, reject) => {
    const copy = {
      submit: (connection: CopyConnection) => connection.query(text),
      handleCopyInResponse: (connection: CopyConnection) => {
        connection.sendCopyFromChunk(Buffer.from(data))
        connection.endCopyFrom()
      },
      handleCommandComplete: () => {},
      handleReadyForQuery: () => resolve(),
      handleError: (error: Error) => reject(error),
    }
    // The driver calls more of it than its types say.
    client.query(copy as unknown as Submittable)
  })

/** A `copy` for each table. */
export const importByCopy = (client: PoolClient, schema: string): PostgresImport => {
  const statements = handWrittenTables.map(
    ({ name, columns }) => `copy ${schema}.${name} (${columns.join(", ")}) from stdin`,
  )
  return (rows) =>
    inTransaction(client, async () => {
      for (const [table, cells] of tablesOf(rows).entries()) {
        const data = cells.map((row) => `${row.map(copied).join("\t")}\n`).join("")
        await copyIn(client, statements[table] ?? "", data)
      }
    })
}
