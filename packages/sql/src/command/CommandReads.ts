import { genesisHash, isInBase } from "@salesdept/core/journal"
import type { AnyAggregate, Read, RecordState, Texts } from "@salesdept/core/journal"
import type { Catalog } from "../Catalog.ts"
import type { SqlDialect, SqlRow } from "../schema/Dialect.ts"
import type { RecordTable } from "../schema/RecordTable.ts"
import type { RowRead } from "./ChangedColumns.ts"
import type { CommandWrites } from "../statement/PostgresWrite.ts"

/** Runs a statement, on one connection. */
export type Query = (text: string, values: ReadonlyArray<unknown>) => Promise<ReadonlyArray<SqlRow>>

/** Where a record stands: its version and the hash its next event is chained to. */
interface Head {
  /** Version; 0 where the record is not there. */
  readonly version: number
  /** Hash of its last event. */
  readonly hash: string
}

const absentHead: Head = { version: 0, hash: genesisHash }

/** A record as it was last seen; null where it was not there. */
interface Seen {
  readonly record: RecordState | null
  readonly head: Head
}

/** Records remembered between commands. */
export interface RecordMemory {
  /** What was last seen of a record. */
  readonly get: (tenant: string, kind: string, id: string) => Seen | undefined
  /** Remembers it. */
  readonly put: (tenant: string, kind: string, id: string, seen: Seen) => void
  /** Forgets it. */
  readonly drop: (tenant: string, kind: string, id: string) => void
}

/**
 * Configuration changes seldom and is read by nearly every command, so it is remembered rather than read again; the write
 * checks that it is still the same, in the same statement.
 */
const rememberedKinds: ReadonlySet<string> = new Set(["department"])
const mostRemembered = 1000

const keyOf = (kind: string, id: string): string => `${kind}\n${id}`
const keyIn = (tenant: string, kind: string, id: string): string => `${tenant}\n${kind}\n${id}`

/** Makes an empty memory; beyond a thousand records the oldest are forgotten. */
export const makeRecordMemory = (): RecordMemory => {
  const seen = new Map<string, Seen>()
  return {
    get: (tenant, kind, id) => seen.get(keyIn(tenant, kind, id)),
    put: (tenant, kind, id, value) => {
      const key = keyIn(tenant, kind, id)
      seen.delete(key)
      seen.set(key, value)
      const oldest = seen.keys().next()
      if (seen.size > mostRemembered && oldest.done !== true) seen.delete(oldest.value)
    },
    drop: (tenant, kind, id) => {
      seen.delete(keyIn(tenant, kind, id))
    },
  }
}

/** Under which it is remembered that a record was taken for there and a write was refused: it is read then. */
const missingKind = (kind: string): string => `missing ${kind}`

type Assumption = CommandWrites["assumptions"][number]

/** What one run of a command's work has read, and through which its further reads go. */
export interface CommandReads {
  /** Answers a question of the work. */
  readonly answer: (question: Read) => Promise<unknown>
  /** Whether any question was asked: a decision that read nothing stays the same when it is made again. */
  readonly asked: () => boolean
  /** Where a record stood when it was read; undefined where it was not read. */
  readonly knownHead: (of: AnyAggregate, id: string) => Head | undefined
  /** Reads where a record stands. */
  readonly readHead: (of: AnyAggregate, id: string) => Promise<void>
  /** A record's row, where it was read now and not taken from memory. */
  readonly rowRead: (of: AnyAggregate, id: string) => RowRead | undefined
  /** What was taken from memory. */
  readonly assumptions: () => ReadonlyArray<Assumption>
  /**
   * A record that was read more than once and had changed in between, or was taken for there and is not: what was decided by it is of no
   * moment that ever was. Null where there is none.
   */
  readonly torn: () => Pick<RecordState, "id" | "version"> | null
  /** Whether everything that was taken from memory is still so; forgets what is not. */
  readonly stillSo: () => Promise<boolean>
  /** Forgets what was taken from memory. */
  readonly forget: () => void
}

/** What reading needs of the store. */
export interface ReadingTools {
  /** Statements. */
  readonly catalog: Catalog
  /** What they are written for. */
  readonly dialect: SqlDialect
  /** Reads the rows of `record_id` and `texts` of records that have texts. */
  readonly textRows: (
    query: Query,
    tenant: string,
    records: ReadonlyArray<RecordState>,
  ) => Promise<ReadonlyArray<SqlRow>>
  /** Records remembered. */
  readonly memory: RecordMemory
  /** Whether records of which only their presence is asked are taken for there, for the write to check it. Default false. */
  readonly takesPresence?: boolean
}

const headOfRow = (row: SqlRow): Head => ({ version: Number(row["version"]), hash: String(row["head"]) })

/** Reads current texts of records that have any. */
export const readTexts = async (
  query: Query,
  { textRows }: Pick<ReadingTools, "textRows">,
  tenant: string,
  records: ReadonlyArray<RecordState>,
): Promise<ReadonlyMap<string, Texts>> => {
  const withTexts = records.filter(({ textsVersion }) => textsVersion > 0)
  if (withTexts.length === 0) return new Map()
  const rows = await textRows(query, tenant, withTexts)
  return new Map(rows.map((row) => [String(row["record_id"]), JSON.parse(String(row["texts"])) as Texts]))
}

/** Begins the reading of one run of a command. */
export const beginReads = (query: Query, tools: ReadingTools, tenant: string): CommandReads => {
  const { catalog, dialect, memory } = tools
  const listOf = (values: ReadonlyArray<unknown>): unknown => (dialect === "sqlite" ? JSON.stringify(values) : values)
  const heads = new Map<string, Head>()
  const rowsRead = new Map<string, RowRead>()
  const assumed = new Map<string, Assumption>()
  let asked = false
  let torn: ReturnType<CommandReads["torn"]> = null

  const recordsOf = (table: RecordTable, rows: ReadonlyArray<SqlRow>): ReadonlyArray<RecordState> =>
    rows.map((row) => {
      const state = table.fromRow(row, dialect)
      const key = keyOf(table.kind, state.id)
      const head = headOfRow(row)
      const before = rowsRead.get(key)?.row ?? row
      const isOther = (heads.get(key) ?? head).hash !== head.hash || before["facts_version"] !== row["facts_version"]
      const isNotThere = assumed.get(key)?.head === null && !isInBase(state)
      if (isOther || isNotThere) torn = state
      heads.set(key, head)
      rowsRead.set(key, { row, state })
      return state
    })

  const remembered = (of: AnyAggregate, id: string): ReadonlyArray<RecordState> | null => {
    const seen = memory.get(tenant, of.kind, id)
    if (seen === undefined) return null
    const { table } = catalog.of(of.kind)
    heads.set(keyOf(of.kind, id), seen.head)
    assumed.set(keyOf(of.kind, id), { table, id, head: seen.record === null ? "" : seen.head.hash })
    return seen.record === null ? [] : [seen.record]
  }

  /** Whether a record is taken for there: unless it was read already, or that has just proved wrong. */
  const isTaken = (of: AnyAggregate, id: string): boolean =>
    tools.takesPresence === true &&
    !heads.has(keyOf(of.kind, id)) &&
    memory.get(tenant, missingKind(of.kind), id) === undefined

  const takenForThere = (of: AnyAggregate, id: string): RecordState => {
    assumed.set(keyOf(of.kind, id), { table: catalog.of(of.kind).table, id, head: null })
    return { id, version: 0, textsVersion: 0, changedAt: "" }
  }

  const byIds = async (of: AnyAggregate, ids: ReadonlyArray<string>): Promise<ReadonlyArray<RecordState>> => {
    const only = ids.length === 1 ? ids[0] : undefined
    const isRemembered = only !== undefined && rememberedKinds.has(of.kind)
    const known = isRemembered ? remembered(of, only) : null
    if (known !== null) return known
    const { table, statements } = catalog.of(of.kind)
    // A statement about a list is planned by Postgres for each list anew.
    const rows =
      only === undefined ? query(statements.byIds, [tenant, listOf(ids)]) : query(statements.one, [tenant, only])
    const records = recordsOf(table, await rows)
    for (const id of ids) {
      const key = keyOf(of.kind, id)
      if (heads.has(key)) continue
      heads.set(key, absentHead)
      if (assumed.get(key)?.head === null) torn = { id, version: 0 }
    }
    if (isRemembered) {
      const head = heads.get(keyOf(of.kind, only)) ?? absentHead
      memory.put(tenant, of.kind, only, { record: records[0] ?? null, head })
    }
    return records
  }

  const forget = (): void => {
    for (const { head, id, table } of assumed.values()) {
      if (head !== null) memory.drop(tenant, table.kind, id)
      else memory.put(tenant, missingKind(table.kind), id, { record: null, head: absentHead })
    }
  }

  const isStillSo = async ({ table, id, head }: Assumption): Promise<boolean> => {
    const { statements } = catalog.of(table.kind)
    const [row] = await query(head === null ? statements.one : statements.head, [tenant, id])
    if (head !== null) return (row?.["head"] ?? "") === head
    return row !== undefined && isInBase(table.fromRow(row, dialect))
  }

  const present = async (of: AnyAggregate, ids: ReadonlyArray<string>): Promise<ReadonlyArray<RecordState>> => {
    const taken = ids.filter((id) => isTaken(of, id))
    const others = ids.filter((id) => !taken.includes(id))
    for (const id of others) memory.drop(tenant, missingKind(of.kind), id)
    const found = others.length === 0 ? [] : await byIds(of, others)
    // What is relied on is checked by the write all the same: it may leave the base meanwhile.
    if (tools.takesPresence === true) for (const record of found) if (isInBase(record)) takenForThere(of, record.id)
    return [...taken.map((id) => takenForThere(of, id)), ...found]
  }

  const byIndex = async (of: AnyAggregate, index: string, values: ReadonlyArray<string>) => {
    const { table, statements, toColumns } = catalog.of(of.kind)
    const text = statements.where[index]
    if (text === undefined) throw new TypeError(`${index} is not an indexed field of ${of.kind}`)
    return recordsOf(table, await query(text, [tenant, listOf(toColumns(index, values))]))
  }

  return {
    answer: (question) => {
      asked = true
      switch (question._tag) {
        case "ById":
          return question.isPresenceAsked === true
            ? present(question.of, question.ids)
            : byIds(question.of, question.ids)
        case "Where":
          return byIndex(question.of, question.index, question.values)
        case "Texts":
          return readTexts(query, tools, tenant, question.records)
      }
    },
    asked: () => asked,
    rowRead: (of, id) => rowsRead.get(keyOf(of.kind, id)),
    knownHead: (of, id) => heads.get(keyOf(of.kind, id)),
    readHead: async (of, id) => {
      const row = (await query(catalog.of(of.kind).statements.head, [tenant, id]))[0]
      heads.set(keyOf(of.kind, id), row === undefined ? absentHead : headOfRow(row))
    },
    assumptions: () => [...assumed.values()],
    torn: () => torn,
    stillSo: async () => {
      for (const { table, id, head } of assumed.values()) {
        if (!(await isStillSo({ table, id, head }))) {
          forget()
          return false
        }
      }
      return true
    },
    forget,
  }
}
