import type { SqlRow } from "@salesdept/sql"
import pg from "pg"
import type { FieldDef, PoolClient } from "pg"
import { bindMessage } from "./BindMessage.ts"
import { parserOf } from "./PostgresTypes.ts"

/** The driver's connection, so far as a query talks to it. */
interface Wire {
  /** What it sends goes here. */
  readonly stream: { readonly writable: boolean; readonly write: (bytes: Buffer) => unknown }
}

/** The driver's query as its client calls it: what its types leave out. */
interface DriverQuery extends pg.Submittable {
  name: string
  hasBeenParsed: (connection: Wire) => boolean
  prepare: (connection: Wire) => void
  handleRowDescription: (message: { readonly fields: ReadonlyArray<FieldDef> }) => void
  handleDataRow: (message: { readonly fields: ReadonlyArray<string | null> }) => void
}

type MakeRow = (fields: ReadonlyArray<string | null>) => SqlRow

/** A statement under a name. */
interface Prepared {
  readonly name: string
  readonly text: string
  readonly values: ReadonlyArray<Plain>
}

/**
 * Makes what makes rows of a statement's columns: one object literal, compiled, as `RowReader` of packages/sql makes records, since
 * rows with as many names that are filled one by one cost five times as much. Columns are walked where no code may be made.
 */
const rowMaker = (columns: ReadonlyArray<FieldDef>): MakeRow => {
  const names = columns.map(({ name }) => name)
  const parsers = columns.map(({ dataTypeID }) => parserOf(dataTypeID))
  const members = names.map(
    (name, index) => `${JSON.stringify(name)}: f[${index}] === null ? null : p[${index}](f[${index}])`,
  )
  try {
    // oxlint-disable-next-line typescript/no-implied-eval -- names of columns of our own statements
    const make = new Function("p", `return (f) => ({ ${members.join(", ")} })`) as (
      by: ReadonlyArray<(text: string) => unknown>,
    ) => MakeRow
    return make(parsers)
  } catch {
    return (fields) => {
      const row: { [column: string]: unknown } = {}
      for (const [index, name] of names.entries()) {
        const text = fields[index] ?? null
        row[name] = text === null ? null : parsers[index]?.(text)
      }
      return row
    }
  }
}

/** What makes rows of the statements that a connection has, by their names. */
const rowsOn = new WeakMap<Wire, Map<string, MakeRow>>()

const knownOn = (connection: Wire): Map<string, MakeRow> => {
  let known = rowsOn.get(connection)
  if (known === undefined) {
    known = new Map()
    rowsOn.set(connection, known)
  }
  return known
}

/** A value that is one text to the server, or null. */
type Plain = string | number | bigint | boolean | null | undefined

const isPlain = (value: unknown): value is Plain =>
  value === null || value === undefined || (typeof value !== "object" && typeof value !== "function")

const asText = (value: Plain): string | null => (value === null || value === undefined ? null : String(value))

/** Steps that the driver's types leave out may be gone from a later one, which is then asked in its own way. */
const hasSteps = (["hasBeenParsed", "prepare", "handleRowDescription", "handleDataRow"] as const).every(
  (step) => typeof (pg.Query.prototype as Partial<DriverQuery>)[step] === "function",
)

/** Whether a statement can be asked by {@link askPrepared}: over the driver's own client, with values that are texts to the server. */
export const canAskPrepared = (client: PoolClient, values: ReadonlyArray<unknown>): values is ReadonlyArray<Plain> =>
  hasSteps && client instanceof pg.Client && values.every(isPlain)

/**
 * Asks a statement under a name. The driver has the server describe the columns with every answer, and takes longer over that than over
 * the rows of a record; they stay the same while a connection has the statement (the server refuses it otherwise), so they are asked for
 * once.
 */
export const askPrepared = (client: PoolClient, { name, text, values }: Prepared): Promise<ReadonlyArray<SqlRow>> =>
  new Promise((resolve, reject) => {
    const rows: Array<ReadonlyArray<string | null>> = []
    let known = new Map<string, MakeRow>()
    let makeRow: MakeRow | undefined
    // The steps below are the driver's own (`hasSteps`), and its types leave them out.
    const query = new pg.Query(text, [...values], (failure) => {
      if (failure) {
        reject(failure)
        return
      }
      const make = makeRow
      let answer: ReadonlyArray<SqlRow>
      try {
        answer = make === undefined ? [] : rows.map((fields) => make(fields))
      } catch (cause) {
        // A value that cannot be read is this question's failure, not the connection's.
        reject(cause)
        return
      }
      resolve(answer)
    }) as unknown as DriverQuery
    const { prepare } = query
    const askOrDescribe: typeof prepare = (connection) => {
      known = knownOn(connection)
      makeRow = query.hasBeenParsed(connection) ? known.get(name) : undefined
      // The driver's own way, which asks for the columns.
      if (makeRow === undefined) return prepare.call(query, connection)
      // As the driver: a connection that is ending tells of it itself.
      if (connection.stream.writable) connection.stream.write(bindMessage(name, values.map(asText)))
    }
    const keepColumns: DriverQuery["handleRowDescription"] = ({ fields }) => {
      makeRow = rowMaker(fields)
      known.set(name, makeRow)
    }
    const keepRow: DriverQuery["handleDataRow"] = ({ fields }) => {
      rows.push(fields)
    }
    // Named first: a function written where it is given to an object is born old, and all that it sees waits for a full collection.
    query.name = name
    query.prepare = askOrDescribe
    query.handleRowDescription = keepColumns
    query.handleDataRow = keepRow
    client.query(query)
  })
