import type { Database } from "better-sqlite3"
import type { Client } from "pg"
import { tenant } from "../BenchBase.ts"

/** Columns of a deal and of its texts, as drivers give them. */
type Row = { readonly [column: string]: unknown }

/** One page: its deals, and the place after which the next begins; null where there is none. */
interface HandWrittenPage {
  /** The deals with their texts. */
  readonly items: ReadonlyArray<unknown>
  /** Values of the last deal, in the order's columns. */
  readonly next: ReadonlyArray<unknown> | null
}

/** The place after which a page begins. */
type Place = readonly [expectedCloseOn: string, id: string]

/** Deals as somebody would read them by hand from exactly these tables: each question is one statement, prepared once. */
export interface HandWrittenReads {
  /** One deal with its texts, or null. */
  readonly get: (id: string) => Promise<unknown>
  /** A page of one stage's deals by id, after an id. */
  readonly byId: (stageId: string, after: string, limit: number) => Promise<HandWrittenPage>
  /** A page of one stage's deals of one rep by the expected day, after a place. */
  readonly byDay: (stageId: string, ownerId: string, after: Place, limit: number) => Promise<HandWrittenPage>
}

const columns = [
  "id",
  "version",
  "texts_version",
  "changed_at",
  "pipeline_id",
  "pipeline_version",
  "stage_id",
  "outcome",
  "entered_stage_at",
  "client_id",
  "owner_id",
  "seller_id",
  "closed_by_id",
  "unowned_since",
  "product_id",
  "amount_minor",
  "amount_currency",
  "list_amount_minor",
  "list_amount_currency",
  "opened_on",
  "closed_on",
  "lost_reason_id",
  "expected_close_on",
  "lines",
  "amount_from",
  "credit_shares",
  "close_rate",
  "cycles",
  "earlier_stays",
  "reopened_on",
  "finished_on",
  "standing",
  "merged_into_id",
  "removed_on",
  "source_id",
  "imported",
  "custom",
  "facts_version",
]

const money = (minor: unknown, currency: unknown) => (minor === null ? null : { amountMinor: minor, currency })

const parsed = (text: unknown, absent: unknown): unknown => (typeof text === "string" ? JSON.parse(text) : absent)

const dealOf = (row: Row) => ({
  id: row["id"],
  version: row["version"],
  textsVersion: row["texts_version"],
  changedAt: row["changed_at"],
  pipelineId: row["pipeline_id"],
  pipelineVersion: row["pipeline_version"],
  stageId: row["stage_id"],
  outcome: row["outcome"],
  enteredStageAt: row["entered_stage_at"],
  clientId: row["client_id"],
  ownerId: row["owner_id"],
  sellerId: row["seller_id"] ?? null,
  closedById: row["closed_by_id"] ?? null,
  unownedSince: row["unowned_since"] ?? null,
  productId: row["product_id"],
  amount: money(row["amount_minor"], row["amount_currency"]),
  listAmount: money(row["list_amount_minor"], row["list_amount_currency"]),
  openedOn: row["opened_on"],
  closedOn: row["closed_on"],
  lostReasonId: row["lost_reason_id"],
  expectedCloseOn: row["expected_close_on"],
  lines: parsed(row["lines"], []),
  amountFrom: row["amount_from"],
  creditShares: parsed(row["credit_shares"], []),
  closeRate: parsed(row["close_rate"], null),
  cycles: parsed(row["cycles"], []),
  earlierStays: parsed(row["earlier_stays"], []),
  reopenedOn: row["reopened_on"],
  finishedOn: row["finished_on"],
  standing: row["standing"],
  mergedIntoId: row["merged_into_id"],
  removedOn: row["removed_on"],
  sourceId: row["source_id"],
  imported: parsed(row["imported"], null),
  ...(row["custom"] === null ? {} : { custom: parsed(row["custom"], null) }),
  factsVersion: row["facts_version"],
  texts: parsed(row["texts"], {}),
})

const selectFrom = (deal: string, texts: string): string =>
  `select ${columns.map((column) => `d.${column}`).join(", ")}, t.texts from ${deal} as d
    left join ${texts} as t on t.tenant_id = d.tenant_id and t.record_id = d.id and t.version = d.texts_version`

/** Conditions and orders, written alike for both; parameters by place. */
const asked = {
  get: "where d.tenant_id = $1 and d.id = $2",
  byId: "where d.tenant_id = $1 and d.stage_id = $2 and d.id > $3 order by d.id limit $4",
  byDay:
    "where d.tenant_id = $1 and d.stage_id = $2 and d.owner_id = $3 and (d.expected_close_on, d.id) > ($4, $5) order by d.expected_close_on, d.id limit $6",
}

const pageOf = (rows: ReadonlyArray<Row>, limit: number, order: ReadonlyArray<string>): HandWrittenPage => {
  const items = rows.slice(0, limit).map(dealOf)
  const last = rows[limit - 1]
  return { items, next: rows.length > limit && last !== undefined ? order.map((column) => last[column]) : null }
}

/** By hand over better-sqlite3, by somebody who knows that a value behind a plus does not have the statement planned anew. */
export const handWrittenSqlite = (database: Database): HandWrittenReads => {
  const select = selectFrom("salesdept_deal", "salesdept_texts")
  const prepare = (asking: string) =>
    database.prepare<Array<unknown>, Row>(`${select} ${asking.replaceAll(/\$\d/g, "+?")}`)
  const [get, byId, byDay] = [prepare(asked.get), prepare(asked.byId), prepare(asked.byDay)]
  return {
    get: (id) => {
      const row = get.get(tenant, id)
      return Promise.resolve(row === undefined ? null : dealOf(row))
    },
    byId: (stageId, after, limit) =>
      Promise.resolve(pageOf(byId.all(tenant, stageId, after, limit + 1), limit, ["id"])),
    byDay: (stageId, ownerId, after, limit) =>
      Promise.resolve(
        pageOf(byDay.all(tenant, stageId, ownerId, ...after, limit + 1), limit, ["expected_close_on", "id"]),
      ),
  }
}

const int8 = 20
const timestamptz = 1184

/** Integers as numbers, instants in ISO, dates and documents as texts. */
const types = {
  getTypeParser: (oid: number) => {
    if (oid === int8) return Number
    if (oid === timestamptz) return (text: string) => new Date(text).toISOString()
    return (text: string) => text
  },
}

/** By hand over pg, with named statements on one connection. */
export const handWrittenPostgres = (client: Client, schema: string): HandWrittenReads => {
  const select = selectFrom(`"${schema}".deal`, `"${schema}".texts`)
  const texts = Object.fromEntries(Object.entries(asked).map(([name, asking]) => [name, `${select} ${asking}`]))
  const query = async (name: keyof typeof asked, values: ReadonlyArray<unknown>): Promise<ReadonlyArray<Row>> =>
    (await client.query<Row>({ name, text: texts[name] ?? "", values: [tenant, ...values], types })).rows
  return {
    get: async (id) => {
      const [row] = await query("get", [id])
      return row === undefined ? null : dealOf(row)
    },
    byId: async (stageId, after, limit) => pageOf(await query("byId", [stageId, after, limit + 1]), limit, ["id"]),
    byDay: async (stageId, ownerId, after, limit) =>
      pageOf(await query("byDay", [stageId, ownerId, ...after, limit + 1]), limit, ["expected_close_on", "id"]),
  }
}
