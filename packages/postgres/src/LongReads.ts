import { missingRecord, sha256, verifyRecord } from "@salesdept/core/journal"
import type { AnyAggregate, ChainFault, HistoryRow, JournalEvent, RecordState } from "@salesdept/core/journal"
import { byStream, historyRowOf, sealedTextsOf, streamBounds } from "@salesdept/sql"
import type { Catalog, PostgresReads, Query, SqlRow } from "@salesdept/sql"

const batchSize = 1000

/** All records of a kind where they are so few that one statement reads them, which is of one moment by itself; null where they are more. */
export const fewOf = async (
  query: Query,
  catalog: Catalog,
  tenant: string,
  kind: string,
): Promise<ReadonlyArray<RecordState> | null> => {
  const { table, statements } = catalog.of(kind)
  const rows = await query(statements.scan, [tenant, "", batchSize])
  return rows.length < batchSize ? rows.map((row) => table.fromRow(row, "postgres")) : null
}

/** All records of a kind by id, a batch at a time; the next one waits for what is done with it. */
export const eachBatch = async (
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
    const records = rows.map((row) => table.fromRow(row, "postgres"))
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
    const journal = byStream(await query(catalog.journal.streams, [tenant, ids]))
    const sealed = (await query(reads.sealedTexts, [tenant, ids])).map(sealedTextsOf)
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
