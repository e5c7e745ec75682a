import type { Database } from "better-sqlite3"
import { tenant } from "../BenchBase.ts"

interface Due {
  readonly stream: string
  readonly acknowledged: number
  readonly recorded: number
}

interface Row {
  readonly payload: string
}

/**
 * The drain as somebody would write it by hand for exactly these tables: takes streams under a lease, reads their events, and
 * acknowledges them; positions of a consumer and leases are kept as the library keeps them.
 */
export const handWrittenDrain = (database: Database) => {
  const due = database.prepare<Array<unknown>, Due>(
    `select o.stream, coalesce(p.version, o.from_version - 1) as acknowledged, o.version as recorded from salesdept_outbox as o
    left join salesdept_outbox_position as p on p.tenant_id = +? and p.consumer = +? and p.stream = o.stream
    where o.tenant_id = +? and o.stream > +? and o.version > coalesce(p.version, o.from_version - 1)
      and coalesce(p.available_at <= +?, true) and p.parked_at is null order by o.stream limit +?`,
  )
  const claim = database.prepare(
    `insert into salesdept_outbox_position as p (tenant_id, consumer, stream, version, leased_to, token, attempts, available_at)
    values (?, ?, ?, ?, ?, ?, 1, ?) on conflict (tenant_id, consumer, stream) do update set leased_to = excluded.leased_to,
      token = excluded.token, attempts = p.attempts + 1, available_at = excluded.available_at`,
  )
  const events = database.prepare<Array<unknown>, Row>(
    "select * from salesdept_journal where tenant_id = ? and stream = ? and version > ? and version <= ? order by version",
  )
  const acknowledge = database.prepare(
    `update salesdept_outbox_position set version = leased_to, token = null, attempts = 0, available_at = ?
    where tenant_id = ? and consumer = ? and stream = ? and token = ?`,
  )
  const take = database.transaction((consumer: string, after: string, batch: number, token: string) => {
    const now = new Date()
    const leasedUntil = new Date(now.getTime() + 30_000).toISOString()
    let room = batch
    const taken: Array<Due> = []
    for (const one of due.all(tenant, consumer, tenant, after, now.toISOString(), batch)) {
      if (room === 0) break
      const recorded = Math.min(one.recorded, one.acknowledged + room)
      room -= recorded - one.acknowledged
      claim.run(tenant, consumer, one.stream, one.acknowledged, recorded, token, leasedUntil)
      taken.push({ ...one, recorded })
    }
    const rows = taken.flatMap(({ stream, acknowledged, recorded }) =>
      events.all(tenant, stream, acknowledged, recorded),
    )
    return { taken, rows: rows.map((row) => ({ ...row, payload: JSON.parse(row.payload) as unknown })) }
  })
  const release = database.transaction((consumer: string, taken: ReadonlyArray<Due>, token: string) => {
    const now = new Date().toISOString()
    for (const { stream } of taken) acknowledge.run(now, tenant, consumer, stream, token)
  })
  /** Delivers everything to a consumer; gives the number of events. */
  return (consumer: string, batch: number): number => {
    let [count, after] = [0, ""]
    for (let turn = 0; ; turn++) {
      const token = `${consumer}-${turn}`
      const { taken, rows } = take.immediate(consumer, after, batch, token)
      if (taken.length === 0) return count
      release.immediate(consumer, taken, token)
      count += rows.length
      after = taken.at(-1)?.stream ?? ""
    }
  }
}
