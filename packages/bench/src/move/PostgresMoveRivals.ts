import type { ClientBase, CustomTypesConfig } from "pg"
import { tenant } from "../BenchBase.ts"
import type { Move } from "./MoveScript.ts"
import type { MoveRow, MoveWrites } from "./PostgresMoveDecision.ts"
import { dealColumns, decideMoveByHand, journalColumns } from "./PostgresMoveDecision.ts"

/** Moves a deal; answers the deal after it. */
export type RivalMove = (move: Move) => Promise<unknown>

const parsers: { readonly [oid: number]: (text: string) => unknown } = {
  20: Number,
  // The session's zone is UTC.
  1184: (text) =>
    `${text.slice(0, 10)}T${text.slice(11, 19)}.${(text.slice(20, -3) || "0").padEnd(3, "0").slice(0, 3)}Z`,
}
const asText = (text: string): string => text

/** How the rivals' connections read values: whole numbers as numbers, instants as ISO text, everything else as the server's text. */
export const rivalTypes: CustomTypesConfig = { getTypeParser: (oid: number) => parsers[oid] ?? asText }

const readText = (schema: string): string =>
  `select ${dealColumns.map((column) => `d.${column}`).join(", ")},
    c.salt as known_salt, c.digest as known_digest, c.answer as known_answer,
    (select version from ${schema}.department where tenant_id = $1 and id = 'department_main') as rules_version
  from ${schema}.deal as d left join ${schema}.command as c on c.tenant_id = $1 and c.key = $3
  where d.tenant_id = $1 and d.id = $2`

const casts: { readonly [column: string]: string } = {
  version: "bigint",
  from_version: "bigint",
  type_version: "bigint",
  previous_stage_seconds: "bigint",
  amount_minor: "bigint",
  list_amount_minor: "bigint",
  occurred_at: "timestamptz",
  recorded_at: "timestamptz",
  expected_close_on: "date",
}

const changed = (): Error => new Error("the deal was changed by somebody else")

const cells = (columns: ReadonlyArray<string>, first: number): string =>
  columns.map((column, index) => `$${first + index}::${casts[column] ?? "text"}`).join(", ")

const outboxColumns = ["tenant_id", "stream", "from_version", "version", "recorded_at"]
const commandColumns = ["tenant_id", "key", "salt", "digest", "answer", "streams", "recorded_at"]
const merge =
  "on conflict (tenant_id, stream) do update set version = excluded.version, recorded_at = excluded.recorded_at"

const dealValues = ({ deal }: MoveWrites, row: MoveRow): ReadonlyArray<unknown> => [
  deal.version,
  deal.changed_at,
  deal.head,
  deal.stage_id,
  deal.entered_stage_at,
  row.version,
  row.facts_version,
]
const journalValues = ({ journal }: MoveWrites): ReadonlyArray<unknown> =>
  journalColumns.map((column) => journal[column])

/** The move in two round trips of prepared statements: one reads, one with common table expressions checks and writes everything. */
export const moveByCte = (client: ClientBase, schema: string): RivalMove => {
  const read = readText(schema)
  const write = `with checked as (
      update ${schema}.deal set version = $3::bigint, changed_at = $4::timestamptz, head = $5, stage_id = $6,
        entered_stage_at = $7::timestamptz
      where tenant_id = $1 and id = $2 and version = $8::bigint and facts_version = $9::bigint
        and (select version from ${schema}.department where tenant_id = $1 and id = 'department_main') = $10::bigint
      returning id
    ), add_journal as (
      insert into ${schema}.journal (${journalColumns.join(", ")})
      select ${cells(journalColumns, 11)} where exists (select from checked)
    ), add_outbox as (
      insert into ${schema}.outbox (${outboxColumns.join(", ")})
      select ${cells(outboxColumns, 33)} where exists (select from checked) ${merge}
    ), add_command as (
      insert into ${schema}.command (${commandColumns.join(", ")})
      select ${cells(commandColumns, 38)} where exists (select from checked)
    ) select id from checked`
  return async (move) => {
    const values = [tenant, move.dealId, move.idempotencyKey]
    const [row] = (await client.query<MoveRow>({ name: "read", text: read, values })).rows
    const decision = decideMoveByHand(row, move)
    if (decision.isKnown || row === undefined) return decision.answer
    const { writes } = decision
    const { rows } = await client.query({
      name: "write",
      text: write,
      values: [
        tenant,
        move.dealId,
        ...dealValues(writes, row),
        row.rules_version,
        ...journalValues(writes),
        ...Object.values(writes.outbox),
        ...Object.values(writes.command),
      ],
    })
    if (rows.length !== 1) throw changed()
    return decision.answer
  }
}

/** The move in six round trips of named prepared statements: begin, read, update, journal, outbox with key, commit. */
export const moveBySix = (client: ClientBase, schema: string): RivalMove => {
  const read = `${readText(schema)} for no key update of d`
  const update = `update ${schema}.deal set version = $3, changed_at = $4, head = $5, stage_id = $6, entered_stage_at = $7
    where tenant_id = $1 and id = $2 and version = $8 and facts_version = $9`
  const append = `insert into ${schema}.journal (${journalColumns.join(", ")}) values (${cells(journalColumns, 1)})`
  const keep = `with add_outbox as (insert into ${schema}.outbox (${outboxColumns.join(", ")})
      values (${cells(outboxColumns, 1)}) ${merge})
    insert into ${schema}.command (${commandColumns.join(", ")}) values (${cells(commandColumns, 6)})`
  const inTransaction = async (move: Move): Promise<unknown> => {
    const values = [tenant, move.dealId, move.idempotencyKey]
    const [row] = (await client.query<MoveRow>({ name: "read", text: read, values })).rows
    const decision = decideMoveByHand(row, move)
    if (decision.isKnown || row === undefined) return decision.answer
    const { writes } = decision
    const updated = await client.query({
      name: "update",
      text: update,
      values: [tenant, move.dealId, ...dealValues(writes, row)],
    })
    if (updated.rowCount !== 1) throw changed()
    await client.query({ name: "append", text: append, values: [...journalValues(writes)] })
    const kept = [...Object.values(writes.outbox), ...Object.values(writes.command)]
    await client.query({ name: "keep", text: keep, values: kept })
    return decision.answer
  }
  return async (move) => {
    await client.query({ name: "begin", text: "begin" })
    try {
      const answer = await inTransaction(move)
      await client.query({ name: "commit", text: "commit" })
      return answer
    } catch (cause) {
      await client.query("rollback")
      throw cause
    }
  }
}
