import type { AnalysisIndex } from "../schema/AnalysisIndex.ts"
import type { ColumnDefinition } from "../schema/Field.ts"

/** A table that is not of records: its columns and keys. */
export interface PlainTable {
  /** Name before the prefix. */
  readonly name: string
  /** Columns in order, the tenant first. */
  readonly columns: ReadonlyArray<ColumnDefinition>
  /** Primary key, the tenant first. */
  readonly primaryKey: ReadonlyArray<string>
  /**
   * How full its pages are made on Postgres, percent, where rows change often: a new version that finds room on its page costs no entry
   * in the index. Full where absent.
   */
  readonly fillFactor?: number
  /** Indexes that grouped reads are answered from. None where absent. */
  readonly analysis?: ReadonlyArray<AnalysisIndex>
}

const required = (name: string, type: ColumnDefinition["type"] = "text"): ColumnDefinition => ({
  name,
  type,
  nullable: false,
})
const optional = (name: string, type: ColumnDefinition["type"] = "text"): ColumnDefinition => ({
  name,
  type,
  nullable: true,
})

/** The append-only journal. The payload is text even in Postgres: its bytes are under a hash, and jsonb reorders keys. */
export const journalTable: PlainTable = {
  name: "journal",
  columns: [
    required("tenant_id"),
    required("stream"),
    required("version", "integer"),
    required("kind"),
    required("type"),
    required("type_version", "integer"),
    required("payload"),
    required("occurred_at", "instant"),
    required("recorded_at", "instant"),
    required("actor"),
    required("command_id"),
    optional("pipeline_id"),
    optional("stage_id"),
    optional("previous_stage_id"),
    optional("previous_stage_seconds", "integer"),
    optional("outcome"),
    optional("amount_minor", "integer"),
    optional("list_amount_minor", "integer"),
    optional("currency"),
    optional("owner_id"),
    optional("expected_close_on", "date"),
    optional("texts_version", "integer"),
    optional("texts_digest"),
    required("hash"),
  ],
  primaryKey: ["tenant_id", "stream", "version"],
  analysis: [
    {
      name: "moves",
      columns: ["tenant_id", "pipeline_id", "previous_stage_id", "stage_id", "occurred_at", "previous_stage_seconds"],
      sqliteOnly: [],
      at: "occurred_at",
      when: [{ column: "previous_stage_id", is: { unlike: "stage_id" } }],
    },
  ],
}

/** Names, titles and free text of records, by version: what erasure deletes. */
export const textsTable: PlainTable = {
  name: "texts",
  columns: [
    required("tenant_id"),
    required("record_id"),
    required("version", "integer"),
    required("texts"),
    required("salt"),
  ],
  primaryKey: ["tenant_id", "record_id", "version"],
}

/** Commands that were given an idempotency key: digest of the input and the first answer. */
export const commandTable: PlainTable = {
  name: "command",
  columns: [
    required("tenant_id"),
    required("key"),
    required("salt"),
    required("digest"),
    required("answer"),
    required("streams"),
    required("recorded_at", "instant"),
  ],
  primaryKey: ["tenant_id", "key"],
}

/** Streams with journal rows that are kept for consumers, written in the transaction of the rows. */
export const outboxTable: PlainTable = {
  name: "outbox",
  columns: [
    required("tenant_id"),
    required("stream"),
    required("from_version", "integer"),
    required("version", "integer"),
    required("recorded_at", "instant"),
  ],
  primaryKey: ["tenant_id", "stream"],
}

/** Consumers for whom rows are kept. */
const outboxConsumerTable: PlainTable = {
  name: "outbox_consumer",
  columns: [required("tenant_id"), required("consumer"), required("recorded_at", "instant")],
  primaryKey: ["tenant_id", "consumer"],
}

/** How far each consumer is in each stream, and who holds it until when. */
const outboxPositionTable: PlainTable = {
  name: "outbox_position",
  columns: [
    required("tenant_id"),
    required("consumer"),
    required("stream"),
    required("version", "integer"),
    required("leased_to", "integer"),
    optional("token"),
    required("attempts", "integer"),
    required("available_at", "instant"),
    optional("parked_at", "instant"),
    optional("error"),
  ],
  primaryKey: ["tenant_id", "consumer", "stream"],
  // Each delivery changes a row twice.
  fillFactor: 50,
}

/**
 * The values under which records are found by custom fields: one row for each value, in the form of `customKeys`. One table for all
 * fields of all kinds, so that a new field needs no right to change the schema.
 */
export const fieldValueTable: PlainTable = {
  name: "field_value",
  columns: [required("tenant_id"), required("kind"), required("field"), required("value"), required("record_id")],
  primaryKey: ["tenant_id", "kind", "field", "value", "record_id"],
}

/**
 * Tenants who have run a command: where one loop of the host finds all of them. Outside row-level security, since it holds no rows of
 * theirs; with the time at which their keys are next looked at.
 */
export const tenantTable: PlainTable = {
  name: "tenant",
  columns: [required("tenant_id"), required("recorded_at", "instant"), optional("keys_at", "instant")],
  primaryKey: ["tenant_id"],
}

/** The tables beside those of records. */
export const plainTables: ReadonlyArray<PlainTable> = [
  journalTable,
  textsTable,
  commandTable,
  outboxTable,
  outboxConsumerTable,
  outboxPositionTable,
  fieldValueTable,
  tenantTable,
]
