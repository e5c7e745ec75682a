import { quotedTableName } from "@salesdept/sql"
import type { SqliteDatabase } from "@salesdept/sqlite"
import { tenant } from "../BenchBase.ts"
import type { PostgresBase } from "../BenchPostgres.ts"

/** Events of a stream that wait for delivery. */
export const eventsPerStream = 5

/** What an event carries; the rivals' jobs carry the same. */
export const payload = { from: "newLead", to: "contact", outcome: "open", closedOn: null, lostReasonId: null }

const at = "2026-01-01T00:00:00.000Z"

const journalColumns =
  "tenant_id, stream, version, kind, type, type_version, payload, occurred_at, recorded_at, actor, command_id, hash"

const written = [tenant, "deal", "DealMoved", 1, JSON.stringify(payload), at, at, "user:1", "command_1", ""]

/** Puts events into the journal and the outbox, past the write path: they are what is delivered, not what is measured. */
export const fillPostgres = async ({ pool, naming }: PostgresBase, streams: number): Promise<void> => {
  const journal = quotedTableName(naming, "journal")
  await pool.query(
    `insert into ${journal} (${journalColumns})
      select $1, 'deal_' || lpad(s::text, 8, '0'), v, $2, $3, $4, $5, $6, $7, $8, $9, $10
      from generate_series(1, ${streams}) as s, generate_series(1, ${eventsPerStream}) as v`,
    written,
  )
  await pool.query(
    `insert into ${quotedTableName(naming, "outbox")} (tenant_id, stream, from_version, version, recorded_at)
      select tenant_id, stream, 1, max(version), max(recorded_at) from ${journal} where tenant_id = $1 group by tenant_id, stream
      on conflict (tenant_id, stream) do nothing`,
    [tenant],
  )
  await pool.query("vacuum analyze")
}

/** The same in SQLite. */
export const fillSqlite = ({ handle }: SqliteDatabase, streams: number): void => {
  const series = (name: string, count: number): string =>
    `${name}(n) as (select 1 union all select n + 1 from ${name} where n < ${count})`
  handle
    .prepare(
      `insert into salesdept_journal (${journalColumns})
      with recursive ${series("s", streams)}, ${series("v", eventsPerStream)}
      select ?, 'deal_' || printf('%08d', s.n), v.n, ?, ?, ?, ?, ?, ?, ?, ?, ? from s, v`,
    )
    .run(written)
  handle
    .prepare(
      `insert into salesdept_outbox (tenant_id, stream, from_version, version, recorded_at)
      select tenant_id, stream, 1, max(version), max(recorded_at) from salesdept_journal where tenant_id = ? group by tenant_id, stream
      on conflict (tenant_id, stream) do nothing`,
    )
    .run(tenant)
  handle.exec("analyze")
}
