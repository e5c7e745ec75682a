import type { HistoryMark, HistoryRow, JournalEvent, RecordState, SealedTexts, Texts } from "@salesdept/core/journal"
import type { StreamBeginning } from "@salesdept/core/ports"
import type { IdKind } from "@salesdept/core/shared"
import { idPrefixes } from "@salesdept/core/shared"
import { sql } from "kysely"
import type { SqlDialect, SqlRow } from "../schema/Dialect.ts"
import type { PlainTable } from "../journal/JournalTables.ts"
import { commandTable, fieldValueTable, journalTable, outboxTable, textsTable } from "../journal/JournalTables.ts"
import type { Naming } from "../schema/Naming.ts"
import { quotedTableName, tableName } from "../schema/Naming.ts"
import { builderFor, member, sqlOf } from "./Builder.ts"
import { walkLimitSlot } from "./KeyWalk.ts"

/** The statements over journal, texts and commands, as text. */
export interface JournalStatements {
  /** The values of {@link journalValues}. */
  readonly append: string
  /** Tenant, stream, from version (inclusive), to version (inclusive). */
  readonly stream: string
  /** Tenant, list of streams: all their rows, by stream and version. */
  readonly streams: string
  /** Tenant, list of streams: `stream`, `occurred_at` and `recorded_at` of their first rows. */
  readonly begun: string
  /** Tenant, stream and version after which it begins, end of the streams (exclusive), limit: history without payloads. */
  readonly history: string
  /** Tenant, stream, first and last new version, recorded at: marks the stream for delivery. */
  readonly keep: string
  /** Tenant, record id, version, texts, salt. */
  readonly insertTexts: string
  /** Tenant, record id, version. */
  readonly texts: string
  /** Tenant, record id: every version of its texts that is kept. */
  readonly sealedTexts: string
  /** Tenant, record id: deletes every version of its texts. */
  readonly eraseTexts: string
  /** Columns of a value of a custom field, in the table's order: adds it; one that is there stays. */
  readonly addFieldValue: string
  /** Columns of a value of a custom field, in the table's order: takes it away. */
  readonly removeFieldValue: string
  /** Tenant: forgets the inputs under its keys, as `withoutInput` does. */
  readonly forgetInputs: string
  /** Tenant, key. */
  readonly command: string
  /** Tenant, key, salt, digest, answer, streams, recorded at. */
  readonly insertCommand: string
}

const names = (table: PlainTable): ReadonlyArray<string> => table.columns.map(({ name }) => name)

/** Columns of a journal row that say of a deal's place. */
export const markColumns = [
  "pipeline_id",
  "stage_id",
  "previous_stage_id",
  "previous_stage_seconds",
  "outcome",
  "amount_minor",
  "list_amount_minor",
  "currency",
  "owner_id",
  "expected_close_on",
] as const

const historyColumns = ["stream", "version", "type", "occurred_at", ...markColumns]

/** Forgets the inputs under a tenant's keys, as `withoutInput` does; a condition may follow. */
export const forgetInputs = (naming: Naming, tenant: string): string =>
  `update ${quotedTableName(naming, commandTable.name)} set digest = substr(digest, 65) where "tenant_id" = ${tenant} and digest not like ' %'`

/** Streams begin with it. */
const firstVersion = sql.lit(1)

/** Writes the statements over journal, texts and commands. */
export const journalStatements = (dialect: SqlDialect, naming: Naming): JournalStatements => {
  const db = builderFor(dialect)
  const insert = (table: PlainTable): string => {
    const columns = names(table)
    const values = Object.fromEntries(columns.map((column) => [column, ""]))
    return sqlOf(db.insertInto(tableName(naming, table.name)).values(values), columns.length)
  }
  const from = (table: PlainTable) =>
    db
      .selectFrom(tableName(naming, table.name))
      .select([...names(table)])
      .where("tenant_id", "=", "")
  return {
    append: insert(journalTable),
    keep: sqlOf(
      db
        .insertInto(tableName(naming, outboxTable.name))
        .values(Object.fromEntries(names(outboxTable).map((column) => [column, ""])))
        .onConflict((conflict) =>
          conflict.columns(["tenant_id", "stream"]).doUpdateSet((row) => ({
            version: row.ref("excluded.version"),
            recorded_at: row.ref("excluded.recorded_at"),
          })),
        ),
      5,
    ),
    stream: sqlOf(
      from(journalTable)
        .where("stream", "=", "")
        .where("version", ">=", 0)
        .where("version", "<=", 0)
        .orderBy("version"),
      4,
    ),
    streams: sqlOf(from(journalTable).where(member(dialect, "stream")).orderBy("stream").orderBy("version"), 2),
    begun: sqlOf(
      db
        .selectFrom(tableName(naming, journalTable.name))
        .select(["stream", "occurred_at", "recorded_at"])
        .where("tenant_id", "=", "")
        .where(member(dialect, "stream"))
        .where("version", "=", firstVersion),
      2,
    ),
    history: sqlOf(
      db
        .selectFrom(tableName(naming, journalTable.name))
        .select(historyColumns)
        .where("tenant_id", "=", "")
        .where(sql<boolean>`(stream, version) > (${""}, ${0})`)
        .where("stream", "<", "")
        .orderBy("stream")
        .orderBy("version")
        .limit(walkLimitSlot(dialect)),
      5,
    ),
    insertTexts: insert(textsTable),
    texts: sqlOf(from(textsTable).where("record_id", "=", "").where("version", "=", 0), 3),
    sealedTexts: sqlOf(from(textsTable).where("record_id", "=", ""), 2),
    eraseTexts: sqlOf(
      db.deleteFrom(tableName(naming, textsTable.name)).where("tenant_id", "=", "").where("record_id", "=", ""),
      2,
    ),
    forgetInputs: forgetInputs(naming, dialect === "postgres" ? "$1" : "+?"),
    addFieldValue: sqlOf(
      db
        .insertInto(tableName(naming, fieldValueTable.name))
        .values(Object.fromEntries(names(fieldValueTable).map((column) => [column, ""])))
        .onConflict((conflict) => conflict.doNothing()),
      5,
    ),
    removeFieldValue: sqlOf(
      names(fieldValueTable).reduce(
        (query, column) => query.where(column, "=", ""),
        db.deleteFrom(tableName(naming, fieldValueTable.name)),
      ),
      5,
    ),
    command: sqlOf(from(commandTable).where("key", "=", ""), 2),
    insertCommand: insert(commandTable),
  }
}

/** A journal row's column values, in the table's order. The payload's text is canonical: it is under the hash. */
export const journalValues = (event: JournalEvent, payloadText: string): ReadonlyArray<unknown> => [
  event.tenant,
  event.stream,
  event.version,
  event.kind,
  event.type,
  event.typeVersion,
  payloadText,
  event.occurredAt,
  event.recordedAt,
  event.actor,
  event.commandId,
  event.mark?.pipelineId ?? null,
  event.mark?.stageId ?? null,
  event.mark?.previousStageId ?? null,
  event.mark?.previousStageSeconds ?? null,
  event.mark?.outcome ?? null,
  event.mark?.amountMinor ?? null,
  event.mark?.listAmountMinor ?? null,
  event.mark?.currency ?? null,
  event.mark?.ownerId ?? null,
  event.mark?.expectedCloseOn ?? null,
  event.texts?.version ?? null,
  event.texts?.digest ?? null,
  event.hash,
]

const textOrNull = (value: unknown): string | null => (typeof value === "string" ? value : null)
const numberOrNull = (value: unknown): number | null => (value === null ? null : Number(value))

/** What the journal row of a table row says of a deal's place; null where it is not of a deal. */
export const markOf = (row: SqlRow): HistoryMark | null =>
  typeof row["stage_id"] !== "string"
    ? null
    : {
        pipelineId: String(row["pipeline_id"]),
        stageId: row["stage_id"],
        previousStageId: textOrNull(row["previous_stage_id"]),
        previousStageSeconds: numberOrNull(row["previous_stage_seconds"]),
        outcome: String(row["outcome"]),
        amountMinor: numberOrNull(row["amount_minor"]),
        listAmountMinor: numberOrNull(row["list_amount_minor"]),
        currency: textOrNull(row["currency"]),
        ownerId: textOrNull(row["owner_id"]),
        expectedCloseOn: textOrNull(row["expected_close_on"]),
      }

/** The history row of a table row. */
export const historyRowOf = (row: SqlRow): HistoryRow => ({
  stream: String(row["stream"]),
  version: Number(row["version"]),
  type: String(row["type"]),
  occurredAt: String(row["occurred_at"]),
  mark: markOf(row),
})

/**
 * The bounds of the streams of a kind of record, for reading its history: all ids begin with the kind's prefix and `_`, and
 * the character after `_` ends them.
 */
export const streamBounds = (kind: string): { readonly from: string; readonly to: string } => {
  const prefix = idPrefixes[kind as IdKind]
  return { from: `${prefix}_`, to: `${prefix}\`` }
}

/** The texts of a table row, with the salt under their digest. */
export const sealedTextsOf = (row: SqlRow): SealedTexts => ({
  recordId: String(row["record_id"]),
  version: Number(row["version"]),
  texts: JSON.parse(String(row["texts"])) as Texts,
  salt: String(row["salt"]),
})

/** When streams began, of rows of their first rows' times. */
export const beginningsOf = (rows: ReadonlyArray<SqlRow>): ReadonlyMap<string, StreamBeginning> =>
  new Map(
    rows.map((row) => [
      String(row["stream"]),
      { occurredAt: String(row["occurred_at"]), recordedAt: String(row["recorded_at"]) },
    ]),
  )

/** The journal row of a table row. */
export const journalEventOf = (row: SqlRow): JournalEvent => ({
  tenant: String(row["tenant_id"]),
  stream: String(row["stream"]),
  version: Number(row["version"]),
  kind: String(row["kind"]),
  type: String(row["type"]),
  typeVersion: Number(row["type_version"]),
  payload: JSON.parse(String(row["payload"])) as unknown,
  occurredAt: String(row["occurred_at"]),
  recordedAt: String(row["recorded_at"]),
  actor: String(row["actor"]),
  commandId: String(row["command_id"]),
  mark: markOf(row),
  texts:
    row["texts_version"] === null
      ? null
      : { version: Number(row["texts_version"]), digest: String(row["texts_digest"]) },
  hash: String(row["hash"]),
})

/** What was edited past the library may be no JSON any more: it then stands as it is, and its hash or digest is another. */
const readable = (text: unknown): unknown => {
  try {
    return JSON.parse(String(text))
  } catch {
    return text
  }
}

/** The journal row of a table row as verification looks at it: also where its payload cannot be read. */
export const storedEventOf = (row: SqlRow): JournalEvent => ({
  ...journalEventOf({ ...row, payload: "null" }),
  payload: readable(row["payload"]),
})

/** The texts of a table row as verification looks at them: also where they cannot be read. */
export const storedTextsOf = (row: SqlRow): SealedTexts => ({
  ...sealedTextsOf({ ...row, texts: "{}" }),
  texts: readable(row["texts"]) as Texts,
})

/** The record of a row as verification looks at it: of one that cannot be read, what places it. */
export const storedRecordOf = (row: SqlRow, read: (row: SqlRow) => RecordState): RecordState => {
  try {
    return read(row)
  } catch {
    return { id: String(row["id"]), version: Number(row["version"]), textsVersion: 0, changedAt: "" }
  }
}

/** Events of journal rows by their streams; rows come by version. */
export const byStream = (rows: ReadonlyArray<SqlRow>): ReadonlyMap<string, ReadonlyArray<JournalEvent>> =>
  Map.groupBy(rows.map(journalEventOf), ({ stream }) => stream)
