import { missingRecord, sha256, verifyRecord } from "@salesdept/core/journal"
import type { AnyAggregate, ChainFault, HistoryRow, RecordState } from "@salesdept/core/journal"
import { historyRowOf, storedEventOf, storedRecordOf, storedTextsOf, streamBounds } from "@salesdept/sql"
import type { Catalog, SqlRow } from "@salesdept/sql"
import type { Row } from "./ListedRows.ts"
import type { Asked, LongRead, Rows } from "./LongRead.ts"

const wholeStream = Number.MAX_SAFE_INTEGER
const batchSize = 1000
/** Streams that are read whole at a time: a few, since nothing bounds how long one is. */
const streamsAtOnce = 20

/** Reads all records of a kind by id, a batch at a time; what is asked further of a batch is read before the next. */
function* eachAsking(
  catalog: Catalog,
  tenant: string,
  kind: string,
  onBatch: (records: ReadonlyArray<RecordState>) => LongRead<void>,
): LongRead<void> {
  const { table, statements } = catalog.of(kind)
  let after = ""
  for (;;) {
    const [rows = []] = yield { asked: [{ sql: statements.scan, values: [tenant, after, batchSize] }] }
    const records = rows.map((row) => storedRecordOf(row, (each) => table.fromRow(each, "sqlite")))
    const last = records.at(-1)
    if (last === undefined) return
    yield* onBatch(records)
    after = last.id
  }
}

/**
 * Reads rows along a key, a batch at a time, and asks nothing else: the next batch is read while one is worked on.
 *
 * @param behind - what reads the batch behind a row; behind none, the first
 */
function* eachAhead(behind: (last: Row | null) => Asked, onBatch: (rows: Rows) => void): LongRead<void> {
  const next = (rows: Rows): ReadonlyArray<Asked> | null =>
    rows.length < batchSize ? null : [behind(rows.at(-1) ?? null)]
  let asked: ReadonlyArray<Asked> | null = [behind(null)]
  while (asked !== null) {
    const [rows = []]: ReadonlyArray<Rows> = yield { asked, ahead: ([answer = []]) => next(answer) }
    if (rows.length > 0) onBatch(rows)
    asked = next(rows)
  }
}

/** All records of a kind, whole or the fields that it asks for. */
export const scanOf = (
  catalog: Catalog,
  tenant: string,
  of: { readonly kind: string; readonly only?: ReadonlyArray<string> },
  onBatch: (records: ReadonlyArray<RecordState>) => void,
): LongRead<void> => {
  const { fromRow, sql } = catalog.of(of.kind).scanOf(of.only)
  return eachAhead(
    (last) => ({ sql, values: [tenant, last?.["id"] ?? "", batchSize] }),
    (rows) => onBatch(rows.map(fromRow)),
  )
}

/** The history of all records of a kind. */
export const historyOf = (
  catalog: Catalog,
  tenant: string,
  of: AnyAggregate,
  onBatch: (rows: ReadonlyArray<HistoryRow>) => void,
): LongRead<void> => {
  const { from, to } = streamBounds(of.kind)
  return eachAhead(
    (last) => {
      const after = last === null ? [from, 0] : [last["stream"], last["version"]]
      return { sql: catalog.journal.history, values: [tenant, ...after, to, batchSize] }
    },
    (rows) => onBatch(rows.map(historyRowOf)),
  )
}

/** What verifying the chains of a kind came to. */
export interface Verified {
  /** Streams looked at. */
  readonly streams: number
  /** Events in them. */
  readonly events: number
  /** What is wrong. */
  readonly faults: ReadonlyArray<ChainFault>
}

/** Verifies the chains of all records of a kind. */
export function* verifyOf(catalog: Catalog, tenant: string, of: AnyAggregate): LongRead<Verified> {
  const statements = catalog.of(of.kind).statements
  let streams = 0
  let events = 0
  const faults: Array<ChainFault> = []
  yield* eachAsking(catalog, tenant, of.kind, function* (records) {
    for (let start = 0; start < records.length; start += streamsAtOnce) {
      const part = records.slice(start, start + streamsAtOnce)
      const asked = part.flatMap(({ id }) => [
        { sql: catalog.journal.stream, values: [tenant, id, 1, wholeStream] },
        { sql: statements.head, values: [tenant, id] },
        { sql: catalog.journal.sealedTexts, values: [tenant, id] },
      ])
      const answers = yield { asked }
      for (const [index, record] of part.entries()) {
        const [journal = [], [anchor] = [], kept = []] = answers.slice(3 * index)
        const stream = journal.map(storedEventOf)
        streams += 1
        events += stream.length
        const head = String(anchor?.["head"])
        faults.push(...verifyRecord(of, { record, head, events: stream, texts: kept.map(storedTextsOf) }, sha256))
      }
    }
  })
  const { from, to } = streamBounds(of.kind)
  const [orphans = []] = yield { asked: [{ sql: statements.orphans, values: [tenant, from, to] }] }
  faults.push(...orphans.map(({ stream, version }) => missingRecord(String(stream), Number(version))))
  return { streams, events, faults }
}

/** What the rows of one statement come to. */
export function* answerOf<A>(
  sql: string,
  values: ReadonlyArray<unknown>,
  of: (rows: ReadonlyArray<SqlRow>) => A,
): LongRead<A> {
  const [rows = []] = yield { asked: [{ sql, values }], isLast: true }
  return of(rows)
}
