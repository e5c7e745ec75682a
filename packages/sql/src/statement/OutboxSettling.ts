import type { OutboxConsumer, StoreError } from "@salesdept/core/ports"
import * as Effect from "effect/Effect"
import type { Query } from "../command/CommandReads.ts"
import type { SqlDialect } from "../schema/Dialect.ts"
import type { Naming } from "../schema/Naming.ts"
import { quotedTableName } from "../schema/Naming.ts"

/**
 * What the key of a mark begins with once every consumer has what it stands for: such marks sort behind those of streams, whose ids begin
 * with a letter, and who looks for work does not come by them.
 */
const settledSign = "~"

/** Of a mark: whether it is looked at by those who look for work. */
export const isOpenMark = `stream < '${settledSign}'`

/** Whether a mark lies behind those that are looked at. */
export const isSettledMark = (mark: string): boolean => mark >= settledSign

/** The mark of a stream that every consumer has done with. */
export const settledMark = (stream: string): string => `'${settledSign}' || ${stream}`

/** The stream that a mark is of. */
export const streamOfMark = (mark: string): string => `ltrim(${mark}, '${settledSign}')`

/** Statements on marks that every consumer has done with, with parameters written `$1`, `$2`, … for both dialects. */
export const settlingStatements = (dialect: SqlDialect, naming: Naming) => {
  const outbox = quotedTableName(naming, "outbox")
  const consumers = quotedTableName(naming, "outbox_consumer")
  const positions = quotedTableName(naming, "outbox_position")
  const isPostgres = dialect === "postgres"
  const text = isPostgres ? "::text" : ""
  // On Postgres statements that are under way at the same time see what was there when they began. So a mark that is put back is one moment
  // younger than what it was put back from: only of two that are the same may the mark be taken away, only of others what is settled.
  const later = (instant: string): string => (isPostgres ? `${instant} + interval '1 millisecond'` : instant)
  const isLater = isPostgres ? " and k.recorded_at > o.recorded_at" : ""
  const [least, greatest] = isPostgres ? ["least", "greatest"] : ["min", "max"]
  const named = isPostgres ? "jsonb_array_elements_text($2::jsonb)" : "json_each($2)"
  const columns = "tenant_id, stream, from_version, version, recorded_at"
  /** Whether every known consumer has acknowledged what the mark `o` stands for. */
  const everybodyHas = `exists (select 1 from ${consumers} as c where c.tenant_id = $1) and not exists (select 1 from ${consumers} as c where c.tenant_id = $1 and not exists (select 1 from ${positions} as p where p.tenant_id = $1 and p.consumer = c.consumer and p.stream = ${streamOfMark("o.stream")} and p.version >= o.version))`
  return {
    everybodyHas,
    /** Tenant, marks at most: copies marks behind the others; gives the copies. */
    copy: `insert into ${outbox} as k (${columns}) select $1${text}, ${settledMark("o.stream")}, o.from_version, o.version, o.recorded_at from ${outbox} as o where o.tenant_id = $1 and o.${isOpenMark} and ${everybodyHas} order by o.stream limit $2 on conflict (tenant_id, stream) do update set version = excluded.version, recorded_at = excluded.recorded_at where k.version <= excluded.version returning stream`,
    /** Tenant, copies: takes away the marks of which they still are copies. */
    drop: `delete from ${outbox} as o where o.tenant_id = $1 and o.stream in (select ${streamOfMark("n.value")} from ${named} as n) and exists (select 1 from ${outbox} as s where s.tenant_id = $1 and s.stream = ${settledMark("o.stream")} and s.version = o.version and s.recorded_at = o.recorded_at) and ${everybodyHas} returning stream`,
    /** Tenant, consumer: whether it is known. */
    known: `select consumer from ${consumers} where tenant_id = $1 and consumer = $2`,
    /** Tenant, behind which settled mark, marks at most: puts settled marks among the others again; gives their streams. */
    reopen: `insert into ${outbox} as k (${columns}) select $1${text}, ${streamOfMark("o.stream")}, o.from_version, o.version, ${later("o.recorded_at")} from ${outbox} as o where o.tenant_id = $1 and o.stream > $2${text} order by o.stream limit $3 on conflict (tenant_id, stream) do update set from_version = ${least}(k.from_version, excluded.from_version), version = ${greatest}(k.version, excluded.version), recorded_at = ${greatest}(${later("k.recorded_at")}, excluded.recorded_at) returning stream`,
    /** Tenant, streams: takes away their settled marks, which were put among the others. */
    dropSettled: `delete from ${outbox} as o where o.tenant_id = $1 and o.stream in (select ${settledMark("n.value")} from ${named} as n) and exists (select 1 from ${outbox} as k where k.tenant_id = $1 and k.stream = ${streamOfMark("o.stream")} and k.version >= o.version and k.from_version <= o.from_version${isLater}) returning stream`,
  } as const
}

/** So many marks looked at in vain are worth putting some aside. */
const settleFrom = 500
/** How many marks are put aside, or back, at once. */
const mostAtOnce = 5000
/** After marks were looked for in vain that could be put aside, how long until they are looked for again, milliseconds. */
const futileMs = 60_000

/** Keeps marks that every consumer has done with out of the way of those who look for work. */
export interface OutboxSettling {
  /** Told how many marks a claim looked at in vain: where they are many, puts some aside that all have done with. */
  readonly lookedInVain: (tenant: string, marks: number, nowMs: number) => Effect.Effect<void>
  /** Makes a consumer known; one that is new gets what is kept, also what was put aside. */
  readonly register: (consumer: OutboxConsumer, now: string) => Effect.Effect<void, StoreError>
}

/** How the statements are run: those of one body over one connection. */
type RunStatements = <A>(operation: string, body: (query: Query) => Promise<A>) => Effect.Effect<A, StoreError>

/**
 * Makes the keeper of an outbox's marks. Each step commits before the next begins: a mark is copied before it is taken away, and put
 * back after a new consumer can be seen, so that whoever puts it aside meanwhile sees one or the other.
 *
 * @param insertConsumer - the statement that makes a consumer known: tenant, consumer, now
 */
export const makeOutboxSettling = (
  dialect: SqlDialect,
  naming: Naming,
  running: RunStatements,
  insertConsumer: string,
): OutboxSettling => {
  const statements = settlingStatements(dialect, naming)
  const quietUntilMs = new Map<string, number>()

  const reopen = (tenant: string) =>
    running("registerConsumer", async (query) => {
      for (let after = settledSign; ;) {
        const rows = await query(statements.reopen, [tenant, after, mostAtOnce])
        if (rows.length === 0) return
        const streams = rows.map(({ stream }) => String(stream)).toSorted()
        await query(statements.dropSettled, [tenant, JSON.stringify(streams)])
        after = `${settledSign}${streams.at(-1)}`
      }
    })

  return {
    lookedInVain: (tenant, marks, nowMs) => {
      if (marks < settleFrom || nowMs < (quietUntilMs.get(tenant) ?? 0)) return Effect.void
      const copied = running("settleOutbox", (query) => query(statements.copy, [tenant, mostAtOnce]))
      const settled = Effect.flatMap(copied, (rows) => {
        if (rows.length === 0) quietUntilMs.set(tenant, nowMs + futileMs)
        else quietUntilMs.delete(tenant)
        const copies = JSON.stringify(rows.map(({ stream }) => stream))
        return rows.length === 0
          ? Effect.void
          : running("settleOutbox", (query) => query(statements.drop, [tenant, copies]))
      })
      // What fails here is done after another claim.
      return Effect.ignore(settled)
    },
    register: ({ tenant, consumer }, now) =>
      Effect.flatMap(
        running("registerConsumer", (query) => query(statements.known, [tenant, consumer])),
        ({ length }) => {
          if (length > 0) return Effect.void
          const insert = running("registerConsumer", (query) => query(insertConsumer, [tenant, consumer, now]))
          // Before, since whoever dies in between leaves a consumer that is known; and after, for what was put aside meanwhile.
          return reopen(tenant).pipe(Effect.andThen(insert), Effect.andThen(reopen(tenant)))
        },
      ),
  }
}
