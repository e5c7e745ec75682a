import type { OutboxConsumer, StoreError } from "@salesdept/core/ports"
import * as Effect from "effect/Effect"
import type { Query } from "../command/CommandReads.ts"
import type { SqlDialect } from "../schema/Dialect.ts"
import type { Naming } from "../schema/Naming.ts"
import { quotedTableName } from "../schema/Naming.ts"
import { lookedUp, walkLimit } from "./KeyWalk.ts"
import { isAmong, streamList } from "./StreamList.ts"

/**
 * What the key of a mark begins with once every consumer has what it stands for: such marks sort behind those of streams, whose ids begin
 * with a letter, and who looks for work does not come by them.
 */
export const settledSign = "~"

/** Of a mark: whether it is looked at by those who look for work. */
export const isOpenMark = `stream < '${settledSign}'`

/** Whether a mark lies behind those that are looked at. */
export const isSettledMark = (mark: string): boolean => mark >= settledSign

/** The mark of a stream that every consumer has done with. */
export const settledMark = (stream: string): string => `'${settledSign}' || ${stream}`

/** The stream of a settled mark. */
const unsettled = (mark: string): string => mark.slice(settledSign.length)

/** The stream that a mark is of. */
export const streamOfMark = (mark: string): string => `ltrim(${mark}, '${settledSign}')`

/** The position of a consumer that lacks some of what was put aside; no stream is named so, and `version` counts how often that was said. */
const behindMark = "'~'"

/** Statements on marks that every consumer has done with, with parameters written `$1`, `$2`, … for both dialects. */
export const settlingStatements = (dialect: SqlDialect, naming: Naming) => {
  const outbox = quotedTableName(naming, "outbox")
  const consumers = quotedTableName(naming, "outbox_consumer")
  const positions = quotedTableName(naming, "outbox_position")
  const isPostgres = dialect === "postgres"
  const text = isPostgres ? "::text" : ""
  const instant = isPostgres ? "::timestamptz" : ""
  // On Postgres statements that are under way at the same time see what was there when they began. So a mark that is put back is one moment
  // younger than what it was put back from: only of two that are the same may the mark be taken away, only of others what is settled.
  const later = (instant: string): string => (isPostgres ? `${instant} + interval '1 millisecond'` : instant)
  const isLater = isPostgres ? " and k.recorded_at > o.recorded_at" : ""
  const [least, greatest] = isPostgres ? ["least", "greatest"] : ["min", "max"]
  const columns = "tenant_id, stream, from_version, version, recorded_at"
  /** Whether every known consumer has acknowledged what the mark `o` stands for. */
  const byKey = lookedUp(dialect)
  const has = (consumer: string, mark: string): string =>
    `exists (select 1 from ${positions} as p where p.tenant_id = $1 and p.consumer = ${consumer} and p.stream = ${streamOfMark(`${mark}.stream`)} and p.version >= ${mark}.version${byKey})`
  const everybodyHas = `exists (select 1 from ${consumers} as c where c.tenant_id = $1) and not exists (select 1 from ${consumers} as c where c.tenant_id = $1 and not ${has("c.consumer", "o")})`
  /** Whether everybody has acknowledged what the mark stands for, or is known to look behind the others. */
  const nobodyMisses = `not exists (select 1 from ${consumers} as c where c.tenant_id = $1 and not ${has("c.consumer", "o")} and not exists (select 1 from ${positions} as b where b.tenant_id = $1 and b.consumer = c.consumer and b.stream = ${behindMark}))`
  // One after another along the key: where all of them were asked for first, it would be whether everybody has them.
  const open = `${outbox} as o where o.tenant_id = $1 and o.${isOpenMark}`
  const marks = isPostgres
    ? `(select * from ${open} order by o.stream limit ${walkLimit(dialect, "null")}) as o where`
    : `${open} and`
  const copied = (condition: string): string =>
    `insert into ${outbox} as k (${columns}) select $1${text}, ${settledMark("o.stream")}, o.from_version, o.version, o.recorded_at from ${marks} ${condition} order by o.stream limit $2 on conflict (tenant_id, stream) do update set version = excluded.version, recorded_at = excluded.recorded_at where k.version <= excluded.version returning stream`
  return {
    everybodyHas,
    /** Tenant, marks at most: copies marks behind the others; gives the copies. */
    copy: copied(everybodyHas),
    /** Tenant, marks at most, consumer: the same of marks that this one has done with, whoever has not. */
    copyOwn: copied(has("$3", "o")),
    /** Tenant, copies, now: says of consumers that lack one of them that they are behind. */
    leaveBehind: `insert into ${positions} as p (tenant_id, consumer, stream, version, leased_to, token, attempts, available_at) select $1${text}, c.consumer, ${behindMark}, 1, 1, 'behind', 0, $3${instant} from ${consumers} as c where c.tenant_id = $1 and exists (select 1 from ${outbox} as o where o.tenant_id = $1 and ${isAmong(dialect, "o.stream", "$2")} and not ${has("c.consumer", "o")}) on conflict (tenant_id, consumer, stream) do update set version = p.version + 1 returning consumer`,
    /** Tenant, consumer: how often it was said that it is behind; none where it is not. */
    behind: `select version from ${positions} where tenant_id = $1 and consumer = $2 and stream = ${behindMark}`,
    /** Tenant, consumer, how often that was said: it is behind no more, if it was not said since and it has all but what is parked. */
    caughtUp: `delete from ${positions} where tenant_id = $1 and consumer = $2 and stream = ${behindMark} and version = $3 and not exists (select 1 from ${outbox} as o where o.tenant_id = $1 and o.stream > '${settledSign}' and not exists (select 1 from ${positions} as p where p.tenant_id = $1 and p.consumer = $2 and p.stream = ${streamOfMark("o.stream")} and case when p.parked_at is null then p.version else o.version end >= o.version${byKey})) returning stream`,
    /** Tenant, consumer, now: a parked stream is to be looked for behind the others again. */
    lookBehind: `insert into ${positions} as p (tenant_id, consumer, stream, version, leased_to, token, attempts, available_at) values ($1, $2, ${behindMark}, 1, 1, 'behind', 0, $3${instant}) on conflict (tenant_id, consumer, stream) do update set version = p.version + 1 returning stream`,
    /** Tenant, streams: takes away their marks, so far as they have been copied as they still are. */
    drop: `delete from ${outbox} as o where o.tenant_id = $1 and ${isAmong(dialect, "o.stream", "$2")} and exists (select 1 from ${outbox} as s where s.tenant_id = $1 and s.stream = ${settledMark("o.stream")} and s.version = o.version and s.recorded_at = o.recorded_at${byKey}) and ${nobodyMisses} returning stream`,
    /** Tenant, consumer: whether it is known. */
    known: `select consumer from ${consumers} where tenant_id = $1 and consumer = $2`,
    /** Tenant, behind which settled mark, marks at most: puts settled marks among the others again; gives their streams. */
    reopen: `insert into ${outbox} as k (${columns}) select $1${text}, ${streamOfMark("o.stream")}, o.from_version, o.version, ${later("o.recorded_at")} from ${outbox} as o where o.tenant_id = $1 and o.stream > $2${text} order by o.stream limit ${walkLimit(dialect, "$3")} on conflict (tenant_id, stream) do update set from_version = ${least}(k.from_version, excluded.from_version), version = ${greatest}(k.version, excluded.version), recorded_at = ${greatest}(${later("k.recorded_at")}, excluded.recorded_at) returning stream`,
    /** Tenant, settled marks: takes them away, which were put among the others. */
    dropSettled: `delete from ${outbox} as o where o.tenant_id = $1 and ${isAmong(dialect, "o.stream", "$2")} and exists (select 1 from ${outbox} as k where k.tenant_id = $1 and k.stream = ${streamOfMark("o.stream")} and k.version >= o.version and k.from_version <= o.from_version${isLater}${byKey}) returning stream`,
  }
}

/** So many marks looked at in vain are worth putting some aside. */
const settleFrom = 500
/** So many of them, which others lack, are worth having those look for them behind the others. */
const leaveBehindFrom = 2500
/** How many marks are put aside, or back, at once. */
const mostAtOnce = 5000
/** After marks that all have done with were looked for in vain, how long until they are looked for again, milliseconds. */
const futileMs = 60_000

/** Keeps marks that every consumer has done with out of the way of those who look for work. */
export interface OutboxSettling {
  /**
   * Told how many marks a claim looked at in vain: where they are many, puts some aside that all have done with; where they are very many
   * and somebody lacks them, some that this consumer has done with.
   */
  readonly lookedInVain: (consumer: OutboxConsumer, marks: number, now: string) => Effect.Effect<void>
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
        const settled = rows.map(({ stream }) => `${settledSign}${String(stream)}`).toSorted()
        await query(statements.dropSettled, [tenant, streamList(dialect, settled)])
        after = settled.at(-1) ?? after
      }
    })

  return {
    lookedInVain: ({ tenant, consumer }, marks, now) => {
      const nowMs = Date.parse(now)
      const mayLeaveBehind = marks >= leaveBehindFrom
      const isQuiet = nowMs < (quietUntilMs.get(tenant) ?? 0)
      if (marks < settleFrom || (isQuiet && !mayLeaveBehind)) return Effect.void
      const settled = running("settleOutbox", async (query) => {
        let rows = isQuiet ? [] : await query(statements.copy, [tenant, mostAtOnce])
        const isForAll = rows.length > 0
        if (!isForAll && !isQuiet) quietUntilMs.set(tenant, nowMs + futileMs)
        if (!isForAll && mayLeaveBehind) rows = await query(statements.copyOwn, [tenant, mostAtOnce, consumer])
        if (rows.length === 0) return
        const copies = rows.map(({ stream }) => String(stream))
        // Before the marks are taken away, so that nobody misses them.
        if (!isForAll) await query(statements.leaveBehind, [tenant, streamList(dialect, copies), now])
        await query(statements.drop, [tenant, streamList(dialect, copies.map(unsettled))])
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
