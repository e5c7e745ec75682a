import { genesisHash, sealChange, sha256 } from "@salesdept/core/journal"
import type {
  AnyAggregate,
  Decision,
  JournalEvent,
  Read,
  RecordState,
  SealedChange,
  Texts,
} from "@salesdept/core/journal"
import type { Transaction } from "@salesdept/core/ports"
import { VersionConflict } from "@salesdept/core/ports/adapter"
import type { Catalog, RecordTable, RowRead, SqlRow } from "@salesdept/sql"
import { changedColumns, journalEventOf, journalValues, makeRecordMemory } from "@salesdept/sql"
import { makeBulkRows } from "./BulkRows.ts"
import type { SqliteDatabase } from "./SqliteDatabase.ts"

/**
 * Configuration changes seldom and is read by every command, so its parsed form is kept for as long as its last event is the same: a
 * version alone would come again with a tenant that was erased and came back.
 */
const cachedKinds: ReadonlySet<string> = new Set(["department"])

const noTouches: ReadonlySet<string> = new Set()

/** From how many changed records on a command's rows are inserted many at a stroke. */
const bulkFrom = 20

/** Reads and writes of one connection, for one tenant at a time. */
export interface SqliteSession {
  /** Begins a command: forgets the rows that an earlier one read. */
  readonly beginCommand: () => void
  /** Answers a command's question. */
  readonly read: (tenant: string, question: Read) => unknown
  /** Records by id. */
  readonly byIds: (tenant: string, of: AnyAggregate, ids: ReadonlyArray<string>) => ReadonlyArray<RecordState>
  /** Current texts by record id. */
  readonly texts: (tenant: string, records: ReadonlyArray<RecordState>) => ReadonlyMap<string, Texts>
  /** Forgets what was read inside a transaction that did not commit. */
  readonly forget: () => void
  /** Journal rows of a stream. */
  readonly stream: (tenant: string, stream: string, from: number, to: number) => ReadonlyArray<JournalEvent>
  /** Whether texts were erased whose earlier pages may stand in the write-ahead log. */
  readonly hasErased: () => boolean
  /** Says that there are such texts, or that there are none any more. */
  readonly noteErased: (isLeft: boolean) => void
  /** Writes a decision; throws {@link VersionConflict} where a version or a guard has moved on. */
  readonly write: <Answer>(
    decided: Decision<Answer>,
    transaction: Transaction<Answer, unknown>,
  ) => ReadonlyArray<JournalEvent>
}

/** Makes the session of a connection. */
export const makeSession = (database: SqliteDatabase, catalog: Catalog): SqliteSession => {
  let memory = makeRecordMemory()
  let erased = false

  /**
   * The rows that the running command has read, by record id; for those it asked for in vain, the kind it asked for. Nobody else
   * writes while a command runs, so heads and versions need not be read again when it writes. A new map for each command: a
   * cleared one leaves its old table linked to the next, and the collector keeps the rows of all of them for as long.
   */
  let rowsRead = new Map<string, RowRead | string>()

  const rowRead = (id: string): RowRead | undefined => {
    const read = rowsRead.get(id)
    return typeof read === "string" ? undefined : read
  }

  const rowsByIds = (tenant: string, of: AnyAggregate, ids: ReadonlyArray<string>): ReadonlyArray<SqlRow> => {
    const { statements } = catalog.of(of.kind)
    const [only] = ids
    if (ids.length !== 1 || only === undefined) return database.all(statements.byIds, [tenant, JSON.stringify(ids)])
    const row = database.get(statements.one, [tenant, only])
    return row === undefined ? [] : [row]
  }

  const remembered = (table: RecordTable, rows: ReadonlyArray<SqlRow>): ReadonlyArray<RecordState> =>
    rows.map((row) => {
      const state = table.fromRow(row, "sqlite")
      rowsRead.set(state.id, { row, state })
      return state
    })

  const byIds = (tenant: string, of: AnyAggregate, ids: ReadonlyArray<string>): ReadonlyArray<RecordState> => {
    const { statements, table } = catalog.of(of.kind)
    const only = cachedKinds.has(of.kind) && ids.length === 1 ? ids[0] : undefined
    const known = only === undefined ? undefined : memory.get(tenant, of.kind, only)
    if (known !== undefined && known.record !== null) {
      const hash = database.get(statements.head, [tenant, known.record.id])?.["head"]
      if (hash === known.head.hash) return [known.record]
    }
    const rows = rowsByIds(tenant, of, ids)
    const records = rows.map((row) => table.fromRow(row, "sqlite"))
    const [record] = records
    if (only !== undefined && record !== undefined) {
      const head = { version: record.version, hash: String(rows[0]?.["head"]) }
      memory.put(tenant, of.kind, only, { record, head })
    }
    return records
  }

  /** As {@link byIds}, for a command that may write what it read. */
  const byIdsToWrite = (tenant: string, of: AnyAggregate, ids: ReadonlyArray<string>): ReadonlyArray<RecordState> => {
    if (cachedKinds.has(of.kind)) return byIds(tenant, of, ids)
    const { table } = catalog.of(of.kind)
    // A row of another kind under this id stays known: it may be about to be written.
    for (const id of ids) if (typeof rowsRead.get(id) !== "object") rowsRead.set(id, of.kind)
    return remembered(table, rowsByIds(tenant, of, ids))
  }

  const whereIndexed = (tenant: string, of: AnyAggregate, index: string, values: ReadonlyArray<string>) => {
    const { table, statements, toColumns } = catalog.of(of.kind)
    const sql = statements.where[index]
    if (sql === undefined) throw new TypeError(`${index} is not an indexed field of ${of.kind}`)
    return remembered(table, database.all(sql, [tenant, JSON.stringify(toColumns(index, values))]))
  }

  const texts = (tenant: string, records: ReadonlyArray<RecordState>): ReadonlyMap<string, Texts> => {
    const found = new Map<string, Texts>()
    for (const record of records) {
      if (record.textsVersion === 0) continue
      const row = database.get(catalog.journal.texts, [tenant, record.id, record.textsVersion])
      if (row !== undefined) found.set(record.id, JSON.parse(String(row["texts"])) as Texts)
    }
    return found
  }

  /** The row that a record has now, or null: as the command read it, else its head and version. */
  const currentRow = (tenant: string, of: AnyAggregate, id: string): SqlRow | null => {
    const read = rowsRead.get(id)
    if (read === of.kind) return null
    return typeof read === "object"
      ? read.row
      : (database.get(catalog.of(of.kind).statements.head, [tenant, id]) ?? null)
  }

  type Insert = (statement: string, values: ReadonlyArray<unknown>) => void

  const writeRecord = (tenant: string, sealed: SealedChange, insert: Insert): void => {
    const { after, expectedVersion, of } = sealed.change
    const { table, statements } = catalog.of(of.kind)
    if (expectedVersion === 0) {
      insert(statements.insert, table.toValues(tenant, after, sealed.head))
      return
    }
    const { positions, values } = changedColumns(table, tenant, after, sealed.head, rowRead(after.id))
    if (database.run(statements.updateOf(positions), [...values, tenant, after.id, expectedVersion]) !== 1) {
      throw new VersionConflict(after.id, expectedVersion)
    }
  }

  const write = <Answer>(
    decided: Decision<Answer>,
    transaction: Transaction<Answer, unknown>,
  ): ReadonlyArray<JournalEvent> => {
    const { author, idempotency, salt } = transaction
    const { tenant } = author
    for (const { dealId, factsVersion } of decided.guards) {
      const row = rowRead(dealId)?.row ?? database.get(catalog.of("deal").statements.factsVersion, [tenant, dealId])
      if (Number(row?.["facts_version"]) !== factsVersion) throw new VersionConflict(dealId, factsVersion)
    }
    const erasures = decided.erasures ?? []
    for (const id of erasures) database.run(catalog.journal.eraseTexts, [tenant, id])
    if (erasures.length > 0) {
      database.run(catalog.journal.forgetInputs, [tenant])
      erased = true
    }
    const bulk = decided.changes.length < bulkFrom ? null : makeBulkRows(database)
    const insert: Insert = bulk === null ? database.run : bulk.add
    const written: Array<JournalEvent> = []
    const streams: Array<readonly [stream: string, from: number, to: number]> = []
    for (const change of decided.changes) {
      const { id } = change.after
      const before = currentRow(tenant, change.of, id)
      if (Number(before?.["version"] ?? 0) !== change.expectedVersion) {
        throw new VersionConflict(id, change.expectedVersion)
      }
      const head = before?.["head"]
      const sealed = sealChange(change, author, typeof head === "string" ? head : genesisHash, sha256, salt)
      writeRecord(tenant, sealed, insert)
      rowsRead.delete(id)
      for (const [index, event] of sealed.events.entries()) {
        insert(catalog.journal.append, journalValues(event, sealed.payloadTexts[index] ?? ""))
        written.push(event)
      }
      if (sealed.texts !== null) {
        const { recordId, version, texts: contents, salt: textsSalt } = sealed.texts
        insert(catalog.journal.insertTexts, [tenant, recordId, version, JSON.stringify(contents), textsSalt])
      }
      for (const { field, value } of change.fieldValues?.removed ?? []) {
        database.run(catalog.journal.removeFieldValue, [tenant, change.of.kind, field, value, id])
      }
      for (const { field, value } of change.fieldValues?.added ?? []) {
        insert(catalog.journal.addFieldValue, [tenant, change.of.kind, field, value, id])
      }
      insert(catalog.journal.keep, [
        tenant,
        id,
        change.expectedVersion + 1,
        change.expectedVersion + sealed.events.length,
        author.recordedAt,
      ])
      streams.push([id, change.expectedVersion + 1, change.expectedVersion + sealed.events.length])
    }
    bulk?.flush()
    const touches = decided.touches.length === 0 ? noTouches : new Set(decided.touches)
    for (const dealId of touches) database.run(catalog.of("deal").statements.touch, [tenant, dealId])
    const touchedClients = decided.touchedClients ?? []
    if (touchedClients.length > 0) {
      const counted = [...touches, ...decided.changes.map(({ after }) => after.id)]
      database.run(catalog.of("deal").statements.touchOfClients, [
        tenant,
        JSON.stringify(touchedClients),
        JSON.stringify(counted),
      ])
    }
    if (idempotency !== null) {
      const keySalt = salt()
      database.run(catalog.journal.insertCommand, [
        tenant,
        idempotency.key,
        keySalt,
        idempotency.digest(keySalt),
        JSON.stringify(decided.answer),
        JSON.stringify(streams),
        author.recordedAt,
      ])
    }
    return written
  }

  return {
    hasErased: () => erased,
    noteErased: (isLeft) => {
      erased = isLeft
    },
    beginCommand: () => {
      rowsRead = new Map()
    },
    read: (tenant, question) => {
      switch (question._tag) {
        case "ById":
          return byIdsToWrite(tenant, question.of, question.ids)
        case "Where":
          return whereIndexed(tenant, question.of, question.index, question.values)
        case "Texts":
          return texts(tenant, question.records)
      }
    },
    byIds,
    texts,
    forget: () => {
      memory = makeRecordMemory()
    },
    stream: (tenant, stream, from, to) =>
      database.all(catalog.journal.stream, [tenant, stream, from, to]).map(journalEventOf),
    write,
  }
}
