import { missingRecord, sha256, verifyRecord } from "@salesdept/core/journal"
import type { AnyAggregate, ChainFault, HistoryRow, JournalEvent, RecordState } from "@salesdept/core/journal"
import { historyRowOf, storedEventOf, storedRecordOf, storedTextsOf, streamBounds } from "@salesdept/sql"
import type { Catalog, PostgresReads, Query, SqlRow } from "@salesdept/sql"

const batchSize = 1000

/** Records of a kind, whole or the fields that are asked for. */
interface Scanned {
  readonly kind: string
  readonly only?: ReadonlyArray<string>
}

/** All records of a kind where they are so few that one statement reads them, which is of one moment by itself; null where they are more. */
export const fewOf = async (
  query: Query,
  catalog: Catalog,
  tenant: string,
  of: Scanned,
): Promise<ReadonlyArray<RecordState> | null> => {
  const { fromRow, sql } = catalog.of(of.kind).scanOf(of.only)
  const rows = await query(sql, [tenant, "", batchSize])
  return rows.length < batchSize ? rows.map(fromRow) : null
}

/** All records of a kind by id, a batch at a time: the next is read while one is worked on. */
export const eachScanned = async (
  query: Query,
  catalog: Catalog,
  tenant: string,
  of: Scanned,
  onBatch: (records: ReadonlyArray<RecordState>) => void,
): Promise<void> => {
  const { fromRow, sql } = catalog.of(of.kind).scanOf(of.only)
  const behind = (last: SqlRow | undefined) => query(sql, [tenant, last?.["id"] ?? "", batchSize])
  let coming: ReturnType<typeof behind> | null = behind(undefined)
  while (coming !== null) {
    const rows: ReadonlyArray<SqlRow> = await coming
    coming = rows.length < batchSize ? null : behind(rows.at(-1))
    try {
      onBatch(rows.map(fromRow))
    } catch (cause) {
      // The connection is given back when it has answered.
      await coming?.catch(() => null)
      throw cause
    }
  }
}

/** All records of a kind by id, a batch at a time; the next one waits for what is done with it. */
const eachBatch = async (
  query: Query,
  catalog: Catalog,
  tenant: string,
  kind: string,
  onBatch: (records: ReadonlyArray<RecordState>, rows: ReadonlyArray<SqlRow>) => Promise<void> | void,
): Promise<void> => {
  const { table, statements } = catalog.of(kind)
  let after = ""
  for (;;) {
    const rows = await query(statements.scan, [tenant, after, batchSize])
    const records = rows.map((row) => storedRecordOf(row, (each) => table.fromRow(each, "postgres")))
    const last = records.at(-1)
    if (last === undefined) return
    await onBatch(records, rows)
    if (records.length < batchSize) return
    after = last.id
  }
}

/** The history of all records of a kind, a batch at a time. */
export const eachHistory = async (
  query: Query,
  catalog: Catalog,
  tenant: string,
  kind: string,
  onBatch: (rows: ReadonlyArray<HistoryRow>) => void,
): Promise<void> => {
  const { from, to } = streamBounds(kind)
  let after: readonly [string, number] = [from, 0]
  for (;;) {
    const rows = (await query(catalog.journal.history, [tenant, ...after, to, batchSize])).map(historyRowOf)
    const last = rows.at(-1)
    if (last === undefined) return
    onBatch(rows)
    if (rows.length < batchSize) return
    after = [last.stream, last.version]
  }
}

/** Verifies the chains of all records of a kind: how many streams and events there are, and what is wrong. */
export const verified = async (
  query: Query,
  catalog: Catalog,
  reads: PostgresReads,
  tenant: string,
  of: AnyAggregate,
) => {
  let streams = 0
  let events = 0
  const faults: Array<ChainFault> = []
  await eachBatch(query, catalog, tenant, of.kind, async (records, rows) => {
    const ids = records.map(({ id }) => id)
    const journal = Map.groupBy(
      (await query(catalog.journal.streams, [tenant, ids])).map(storedEventOf),
      ({ stream }) => stream,
    )
    const sealed = (await query(reads.sealedTexts, [tenant, ids])).map(storedTextsOf)
    const byRecord = Map.groupBy(sealed, ({ recordId }) => recordId)
    for (const [index, record] of records.entries()) {
      const stream: ReadonlyArray<JournalEvent> = journal.get(record.id) ?? []
      streams += 1
      events += stream.length
      const head = String(rows[index]?.["head"])
      const texts = byRecord.get(record.id) ?? []
      faults.push(...verifyRecord(of, { record, head, events: stream, texts }, sha256))
    }
  })
  const { from, to } = streamBounds(of.kind)
  const orphans = await query(catalog.of(of.kind).statements.orphans, [tenant, from, to])
  faults.push(...orphans.map(({ stream, version }) => missingRecord(String(stream), Number(version))))
  return { streams, events, faults }
}
