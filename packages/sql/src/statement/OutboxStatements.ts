import { chooseDeliveries, neverAnswered, nextAfter } from "@salesdept/core/ports/adapter"
import type { OutboxClaim, OutboxClaimed, OutboxDelivery, OutboxShape, StoreError } from "@salesdept/core/ports"
import * as Effect from "effect/Effect"
import type { Query } from "../command/CommandReads.ts"
import { journalTable } from "../journal/JournalTables.ts"
import type { SqlDialect, SqlRow } from "../schema/Dialect.ts"
import type { Naming } from "../schema/Naming.ts"
import { quotedTableName } from "../schema/Naming.ts"
import { journalEventOf } from "./JournalStatements.ts"
import { packedColumns, unpackRow } from "./OutboxRows.ts"
import {
  isOpenMark,
  isSettledMark,
  makeOutboxSettling,
  settledMark,
  settledSign,
  settlingStatements,
  streamOfMark,
} from "./OutboxSettling.ts"
import { placed } from "./Placed.ts"
import { lookedUp, walkLimit } from "./KeyWalk.ts"
import { isAmong, streamList } from "./StreamList.ts"

/** What an outbox needs of an adapter. */
export interface OutboxTools {
  /** Which SQL it understands. */
  readonly dialect: SqlDialect
  /** Names of the tables. */
  readonly naming: Naming
  /** Lends a connection outside any transaction; each statement commits by itself, and all may be run again. */
  readonly run: <A>(operation: string, body: (query: Query) => Promise<A>) => Effect.Effect<A, StoreError>
  /** Reads an instant as the server writes it into a text; null for SQLite, where they are texts. */
  readonly readInstant: ((text: string) => string) | null
}

/** Columns of rows given as one JSON parameter: ids are texts, everything else whole numbers. */
type Shape = { readonly [column: string]: "text" | "integer" }

/** A table of rows out of a JSON array of arrays. */
const jsonRows = (dialect: SqlDialect, parameter: string, shape: Shape): string => {
  const cells = Object.entries(shape).map(([column, type], index) => {
    if (dialect === "sqlite") return `json_extract(value, '$[${index}]') as ${column}`
    return `(value->>${index})::${type === "text" ? "text" : "bigint"} as ${column}`
  })
  const source = dialect === "sqlite" ? `json_each(${parameter})` : `jsonb_array_elements(${parameter}::jsonb) as value`
  return `(select ${cells.join(", ")} from ${source})`
}

/** The statements of the outbox, with parameters written `$1`, `$2`, … for both dialects; the tenant is always the first. */
export const outboxStatements = (dialect: SqlDialect, naming: Naming) => {
  const outbox = quotedTableName(naming, "outbox")
  const consumers = quotedTableName(naming, "outbox_consumer")
  const positions = quotedTableName(naming, "outbox_position")
  const instant = dialect === "postgres" ? "::timestamptz" : ""
  const integer = dialect === "postgres" ? "::bigint" : ""
  const text = dialect === "postgres" ? "::text" : ""
  const runs = jsonRows(dialect, "$2", { stream: "text", after: "integer", upto: "integer" })
  const claims = jsonRows(dialect, "$6", { stream: "text", after: "integer", upto: "integer", attempts: "integer" })
  const taken = jsonRows("sqlite", "$3", { taken: "text", claim: "text", upto: "integer", rest: "integer" })
  const mine = `where tenant_id = $1 and consumer = $2 and token = $3 and ${isAmong(dialect, "stream", "$4")}`
  const journal = quotedTableName(naming, "journal")
  const byKey = lookedUp(dialect)
  const { everybodyHas } = settlingStatements(dialect, naming)
  // So many streams are looked at, whether due or not: whole tables would be put side by side else, and a batch cost the more the more waits.
  const looked = `select stream, from_version, version from ${outbox} where tenant_id = $1 and stream > $3 order by stream limit ${walkLimit(dialect, "$6")}`
  // A consumer that is just being made known may come before what was put aside is back among the marks.
  const acknowledged = (position: string): string =>
    `coalesce(${position}.version, (select s.from_version - 1 from ${outbox} as s where s.tenant_id = $1 and s.stream = ${settledMark("o.stream")}), o.from_version - 1)`
  // Behind `offset 0` Postgres looks the rows of each run up by its key, instead of reading the journal for all of them; SQLite does so
  // where it is told which comes first.
  const events =
    dialect === "postgres"
      ? `select ${packedColumns} from ${runs} as d, lateral (select * from ${journal} as k where k.tenant_id = $1 and k.stream = d.stream and k.version > d.after and k.version <= d.upto offset 0) as j order by j.stream, j.version`
      : `select ${journalTable.columns.map(({ name }) => `j.${name}`).join(", ")} from ${runs} as d cross join ${journal} as j where j.tenant_id = $1 and j.stream = d.stream and j.version > d.after and j.version <= d.upto order by j.stream, j.version`
  const claim = `insert into ${positions} as p (tenant_id, consumer, stream, version, leased_to, token, attempts, available_at) select $1${text}, $2${text}, d.stream, d.after, d.upto, $3${text}, d.attempts, $4${instant} from ${claims} as d where true order by d.stream on conflict (tenant_id, consumer, stream) do update set leased_to = excluded.leased_to, token = excluded.token, attempts = excluded.attempts, available_at = excluded.available_at where p.available_at <= $5${instant} and p.parked_at is null and p.version = excluded.version and p.attempts + 1 = excluded.attempts returning stream`
  // As above: how many streams there are is not known before the tables are analysed, and positions of all were put beside each stream.
  const positionOf = (stream: string): string => {
    const position = `p.tenant_id = $1 and p.consumer = $2 and p.stream = ${stream}`
    return dialect === "postgres"
      ? `lateral (select * from ${positions} as p where ${position} offset 0) as p on true`
      : `${positions} as p on ${position}`
  }
  const isDue = `o.version > coalesce(p.version, o.from_version - 1) and coalesce(p.available_at <= $4${instant}, true) and p.parked_at is null`
  const windowOf = "(order by d.stream rows unbounded preceding)"
  const settled = (rest: string, availableAt: string): string =>
    `token = case ${rest} when 1 then p.token else null end, attempts = case ${rest} when 1 then p.attempts else 0 end, available_at = case ${rest} when 1 then p.available_at else ${availableAt} end, error = null`
  // Postgres reads the positions between the first stream and the last at a go, and finds each by its name: runs that were rows would be
  // put beside each position where nothing is known of the table.
  // As an upsert, SQLite looks each stream up; of an update it makes a walk through all positions of the consumer.
  const run = (member: number): string => `$3::jsonb -> p.stream ->> ${member}`
  const acknowledge =
    dialect === "postgres"
      ? `update ${positions} as p set version = (${run(1)})::bigint, ${settled(`(${run(2)})::bigint`, `$4${instant}`)} where p.tenant_id = $1 and p.consumer = $2 and p.stream >= $5 and p.stream <= $6 and p.token = ${run(0)} returning stream`
      : `insert into ${positions} as p (tenant_id, consumer, stream, version, leased_to, token, attempts, available_at) select $1, $2, s.taken, s.upto, s.upto, s.claim, s.rest, $4 from ${taken} as s where exists (select 1 from ${positions} as e where e.tenant_id = $1 and e.consumer = $2 and e.stream = s.taken and e.token = s.claim) on conflict (tenant_id, consumer, stream) do update set version = excluded.version, ${settled("excluded.attempts", "excluded.available_at")} returning stream`
  return {
    /**
     * Tenant, consumer, token, leased until, now, after stream, events at most, how many streams are looked at: claims what is due and was
     * never tried, up to the first stream that was; the runs, each with whether nothing that was due is left to the end. Postgres only.
     */
    claimNew: `with looked as (select stream, from_version, version from ${outbox} where tenant_id = $1 and stream > $6 order by stream limit ${walkLimit(dialect, "$8")}),
due as (select o.stream, ${acknowledged("p")} as acknowledged, o.version as recorded, coalesce(p.attempts, 0) as attempts from looked as o left join ${positionOf("o.stream")} where o.${isOpenMark} and o.version > coalesce(p.version, o.from_version - 1) and coalesce(p.available_at <= $5${instant}, true) and p.parked_at is null),
run as (select d.*, sum((d.recorded - d.acknowledged)::integer) over ${windowOf} as upto, max(d.attempts) over ${windowOf} as tried from due as d),
told as (select (select count(*) from looked as l where l.${isOpenMark}) < $8${integer} and not exists (select 1 from run as t where t.tried > 0 limit 1) and coalesce((select max(t.upto) from run as t), 0) <= $7${integer} as is_last),
claimed as (insert into ${positions} as p (tenant_id, consumer, stream, version, leased_to, token, attempts, available_at) select $1${text}, $2${text}, c.stream, c.acknowledged, least(c.recorded, c.recorded + $7${integer} - c.upto), $3${text}, 1, $4${instant} from run as c where c.upto - (c.recorded - c.acknowledged) < $7${integer} and c.tried = 0 order by c.stream on conflict (tenant_id, consumer, stream) do update set leased_to = excluded.leased_to, token = excluded.token, attempts = excluded.attempts, available_at = excluded.available_at where p.available_at <= $5${instant} and p.parked_at is null and p.version = excluded.version and p.attempts = 0 returning p.stream, p.version as after, p.leased_to as upto)
select d.stream, d.after, d.upto, t.is_last from claimed as d, told as t order by d.stream`,
    /** Tenant, consumer, now. */
    register: `insert into ${consumers} (tenant_id, consumer, recorded_at) values ($1, $2, $3) on conflict (tenant_id, consumer) do nothing returning consumer`,
    /** Tenant, consumer, after stream, now, limit, how many streams are looked at. */
    due: `select o.stream, ${acknowledged("p")} as acknowledged, o.version as recorded, coalesce(p.attempts, 0) as attempts from (${looked}) as o left join ${positionOf("o.stream")} where o.${isOpenMark} and ${isDue} order by o.stream limit $5`,
    /** As `due`, of what was put aside: after settled mark. */
    dueAside: `select ${streamOfMark("o.stream")} as stream, coalesce(p.version, o.from_version - 1) as acknowledged, o.version as recorded, coalesce(p.attempts, 0) as attempts from (${looked}) as o left join ${positionOf(streamOfMark("o.stream"))} where ${isDue} order by o.stream limit $5`,
    /** Tenant, after stream, how many streams: the last of those looked at, if there are as many. */
    end: `select stream from ${outbox} where tenant_id = $1 and stream > $2 order by stream limit 1 offset ${walkLimit(dialect, "$3")}`,
    /** Tenant, consumer, token, leased until, now, runs. */
    claim,
    /** Tenant, runs. */
    events,
    /** Tenant, consumer, runs, now; for Postgres the first stream of them and the last. */
    acknowledge,
    /** Tenant, consumer, token, streams, now. */
    release: `update ${positions} set token = null, attempts = attempts - 1, available_at = $5 ${mine} returning stream`,
    /** Tenant, consumer, token, streams, again at, error, parked at. */
    reject: `update ${positions} set token = null, available_at = $5, error = $6, parked_at = $7 ${mine} returning stream`,
    /** Tenant, consumer, stream, acknowledged, attempts, now, error where there is none. */
    parkUnanswered: `update ${positions} set token = null, parked_at = $6${instant}, error = coalesce(error, $7) where tenant_id = $1 and consumer = $2 and stream = $3 and version = $4${integer} and attempts = $5${integer} and available_at <= $6${instant} and parked_at is null returning stream`,
    /** Tenant, consumer. */
    parked: `select stream, version, attempts, error, parked_at from ${positions} where tenant_id = $1 and consumer = $2 and parked_at is not null order by stream`,
    /** Tenant, consumer, stream, now. */
    retry: `update ${positions} set attempts = 0, available_at = $4, parked_at = null, error = null where tenant_id = $1 and consumer = $2 and stream = $3 and parked_at is not null returning stream`,
    /** Tenant, before. */
    prune: `delete from ${outbox} as o where o.tenant_id = $1 and o.recorded_at < $2 and ${everybodyHas} returning ${streamOfMark("stream")} as stream`,
    /** Tenant, before. Positions of streams of which nothing is kept. */
    prunePositions: `delete from ${positions} as p where p.tenant_id = $1 and p.token is null and p.available_at < $2 and not exists (select 1 from ${outbox} as o where o.tenant_id = $1 and o.stream = p.stream${byKey}) and not exists (select 1 from ${outbox} as o where o.tenant_id = $1 and o.stream = ${settledMark("p.stream")}${byKey}) returning stream`,
    /** Tenant, consumer. */
    forget: `delete from ${consumers} where tenant_id = $1 and consumer = $2 returning consumer`,
    /** Tenant, consumer. */
    forgetPositions: `delete from ${positions} where tenant_id = $1 and consumer = $2 returning stream`,
  }
}

/**
 * How many streams a claim looks at first: fewer than it takes events, since most streams have several, and those that are looked at in
 * vain are looked at again by the next.
 */
const firstLooked = (events: number): number => 100 + Math.ceil(events / 4)

/** How long a consumer that has something to do is believed to be behind or not, milliseconds. */
const lookEveryMs = 10_000

/** Makes the outbox of a database: which streams have new rows is written by the commands themselves. */
export const makeOutbox = ({ dialect, naming, run, readInstant }: OutboxTools): OutboxShape => {
  const statements = outboxStatements(dialect, naming)
  const running = <A>(operation: string, body: (query: Query) => Promise<A>) =>
    run(operation, (query) => body(dialect === "sqlite" ? placed(query) : query))
  const streamsIn = (rows: ReadonlyArray<SqlRow>): ReadonlySet<string> =>
    new Set(rows.map((row) => String(row["stream"])))
  const listed = (streams: ReadonlyArray<string>): unknown => streamList(dialect, streams)

  /**
   * The next streams that are due, and whether there are none behind them: looked for some streams at a time, more of them each time
   * that none is found.
   */
  const dueAfter = async (query: Query, { tenant, consumer, now, batch }: OutboxClaim, after: string) => {
    const isAside = isSettledMark(after)
    let [from, looked, inVain] = [after, firstLooked(batch), 0]
    for (;;) {
      const values = [tenant, consumer, from, now, batch, looked]
      const rows = await query(isAside ? statements.dueAside : statements.due, values)
      const isFull = rows.length === batch
      const [end] = isFull ? [] : await query(statements.end, [tenant, from, looked - 1])
      const isEnd = end === undefined || (!isAside && isSettledMark(String(end["stream"])))
      if (rows.length > 0 || isEnd) {
        const due = rows.map((row) => ({
          stream: String(row["stream"]),
          acknowledged: Number(row["acknowledged"]),
          recorded: Number(row["recorded"]),
          attempts: Number(row["attempts"]),
        }))
        return { due, isLast: !isFull && isEnd, inVain }
      }
      inVain += looked
      from = String(end["stream"])
      looked *= 4
    }
  }

  /** Claims runs; those of them that somebody else was first to claim are left out. */
  const claimRuns = async (query: Query, claim: OutboxClaim, deliveries: ReadonlyArray<OutboxDelivery>) => {
    if (deliveries.length === 0) return []
    const { tenant, consumer, now, leasedUntil, token } = claim
    const runs = deliveries.map(({ stream, after, to, attempts }) => [stream, after, to, attempts])
    const values = [tenant, consumer, token, leasedUntil, now, JSON.stringify(runs)]
    const claimed = streamsIn(await query(statements.claim, values))
    return deliveries.filter(({ stream }) => claimed.has(stream))
  }

  /** Claims in one statement what was never tried; null where there is none next, or somebody else was first. */
  const claimNew = async (query: Query, claim: OutboxClaim): Promise<OutboxClaimed | null> => {
    if (dialect === "sqlite") return null
    const { tenant, consumer, token, leasedUntil, now, after, batch } = claim
    const looked = firstLooked(batch)
    const rows = await query(statements.claimNew, [tenant, consumer, token, leasedUntil, now, after, batch, looked])
    if (rows.length === 0) return null
    const deliveries = rows.map((row) => ({
      stream: String(row["stream"]),
      after: Number(row["after"]),
      to: Number(row["upto"]),
      attempts: 1,
    }))
    return { deliveries, next: nextAfter(claim, deliveries, rows[0]?.["is_last"] === true) }
  }

  const settlement = settlingStatements(dialect, naming)
  const lookedAt = new Map<string, { readonly atMs: number; readonly isBehind: boolean }>()

  /** How often it was said that a consumer is behind; null where it is not. */
  const timesBehind = async (query: Query, { tenant, consumer, now }: OutboxClaim): Promise<number | null> => {
    const [row] = await query(settlement.behind, [tenant, consumer])
    lookedAt.set(`${tenant}\n${consumer}`, { atMs: Date.parse(now), isBehind: row !== undefined })
    return row === undefined ? null : Number(row["version"])
  }

  /** Whether a consumer with something to do is behind, as it was looked at last. */
  const isBehind = async (query: Query, claim: OutboxClaim): Promise<boolean> => {
    const last = lookedAt.get(`${claim.tenant}\n${claim.consumer}`)
    if (last !== undefined && Date.parse(claim.now) - last.atMs < lookEveryMs) return last.isBehind
    return (await timesBehind(query, claim)) !== null
  }

  /** What is due from where the last claim ended, from the beginning, and, for a consumer that is behind, of what was put aside. */
  const nextDue = async (query: Query, claim: OutboxClaim) => {
    let inVain = 0
    for (const start of claim.after === "" ? [""] : [claim.after, ""]) {
      const found = await dueAfter(query, claim, start)
      const isAside = isSettledMark(start)
      if (!isAside) inVain = found.inVain
      if (found.due.length > 0) return { ...found, inVain, isAside }
    }
    const times = await timesBehind(query, claim)
    if (times === null) return { due: [], inVain, isAside: false, isLast: true }
    const found = await dueAfter(query, claim, settledSign)
    if (found.due.length === 0) await query(settlement.caughtUp, [claim.tenant, claim.consumer, times])
    return { ...found, inVain, isAside: true }
  }

  /** Claims what is due; tells also how many marks were looked at for that in vain. */
  const claimDue = async (query: Query, claim: OutboxClaim) => {
    const { tenant, consumer, after, now } = claim
    const fresh = isSettledMark(after) ? null : await claimNew(query, claim)
    if (fresh !== null) return { claimed: fresh, inVain: 0 }
    if (claim.onlyNew && dialect === "postgres") return { claimed: { deliveries: [], next: after }, inVain: 0 }
    for (;;) {
      const { due, inVain, isAside, isLast } = await nextDue(query, claim)
      const { deliveries, park } = chooseDeliveries(due, claim)
      let parked = 0
      for (const { stream, acknowledged, attempts } of park) {
        const values = [tenant, consumer, stream, acknowledged, attempts, now, neverAnswered]
        parked += (await query(statements.parkUnanswered, values)).length
      }
      // Where all that was looked at had to be parked, there may be more behind it.
      if (deliveries.length === 0 && parked > 0) continue
      const last = nextAfter(claim, deliveries, isLast && deliveries.length + park.length === due.length)
      const next = isAside && last !== "" && !isSettledMark(last) ? `${settledSign}${last}` : last
      return { claimed: { deliveries: await claimRuns(query, claim, deliveries), next }, inVain }
    }
  }

  /** Behind the last of the open marks a consumer that is behind goes on with what was put aside, however much is new meanwhile. */
  const claimNext = async (query: Query, claim: OutboxClaim) => {
    const { claimed, inVain } = await claimDue(query, claim)
    const hasWrapped = claimed.next === "" && claimed.deliveries.length > 0 && !isSettledMark(claim.after)
    if (!hasWrapped || !(await isBehind(query, claim))) return { claimed, inVain }
    return { claimed: { ...claimed, next: settledSign }, inVain }
  }

  const settling = makeOutboxSettling(dialect, naming, running, statements.register)

  return {
    register: settling.register,
    claim: (claim) =>
      Effect.flatMap(
        running("claimEvents", (query) => claimNext(query, claim)),
        ({ claimed, inVain }) => Effect.as(settling.lookedInVain(claim, inVain, claim.now), claimed),
      ),
    read: ({ tenant }, deliveries) =>
      running("readEvents", async (query) => {
        const ranges = deliveries.map(({ stream, after, to }) => [stream, after, to])
        const rows = await query(statements.events, [tenant, JSON.stringify(ranges)])
        return readInstant === null ? rows.map(journalEventOf) : rows.map((row) => unpackRow(tenant, row, readInstant))
      }),
    acknowledge: ({ tenant, consumer, runs, now }) =>
      running("acknowledgeEvents", async (query) => {
        const streams = runs.map(({ stream }) => stream).sort()
        const taken = runs.map(({ stream, token, to, keepsRest }) => [stream, token, to, keepsRest ? 1 : 0] as const)
        const values =
          dialect === "postgres"
            ? [
                JSON.stringify(Object.fromEntries(taken.map(([stream, ...run]) => [stream, run]))),
                now,
                streams[0],
                streams.at(-1),
              ]
            : [JSON.stringify(taken), now]
        const rows = await query(statements.acknowledge, [tenant, consumer, ...values])
        return rows.map((row) => String(row["stream"]))
      }),
    release: ({ tenant, consumer, token, streams, now }) =>
      running(
        "releaseEvents",
        async (query) => (await query(statements.release, [tenant, consumer, token, listed(streams), now])).length,
      ),
    reject: ({ tenant, consumer, token, streams, now, againAt, error, park }) =>
      running("rejectEvents", async (query) => {
        const values = [tenant, consumer, token, listed(streams), againAt, error, park ? now : null]
        return (await query(statements.reject, values)).length
      }),
    parked: ({ tenant, consumer }) =>
      running("parkedEvents", async (query) =>
        (await query(statements.parked, [tenant, consumer])).map((row) => ({
          stream: String(row["stream"]),
          version: Number(row["version"]) + 1,
          attempts: Number(row["attempts"]),
          error: String(row["error"]),
          parkedAt: String(row["parked_at"]),
        })),
      ),
    retry: ({ tenant, consumer }, stream, now) =>
      running("retryEvents", async (query) => {
        const wasParked = (await query(statements.retry, [tenant, consumer, stream, now])).length > 0
        // It may stand among what was put aside, where a consumer that was thought to have everything else does not look.
        if (wasParked) await query(settlement.lookBehind, [tenant, consumer, now])
        return wasParked
      }),
    prune: (tenant, before) =>
      running("pruneOutbox", async (query) => {
        const pruned = streamsIn(await query(statements.prune, [tenant, before]))
        await query(statements.prunePositions, [tenant, before])
        return pruned.size
      }),
    forget: ({ tenant, consumer }) =>
      running("forgetConsumer", async (query) => {
        await query(statements.forget, [tenant, consumer])
        await query(statements.forgetPositions, [tenant, consumer])
      }),
  }
}
