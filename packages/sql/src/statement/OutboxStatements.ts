import { chooseDeliveries, neverAnswered } from "@salesdept/core/ports"
import type { OutboxClaim, OutboxShape, StoreError } from "@salesdept/core/ports"
import type { Effect } from "effect/Effect"
import type { Query } from "../command/CommandReads.ts"
import { journalTable } from "../journal/JournalTables.ts"
import type { SqlDialect, SqlRow } from "../schema/Dialect.ts"
import type { Naming } from "../schema/Naming.ts"
import { quotedTableName } from "../schema/Naming.ts"
import { journalEventOf } from "./JournalStatements.ts"
import { placed } from "./Placed.ts"

/** What an outbox needs of an adapter. */
export interface OutboxTools {
  /** Which SQL it understands. */
  readonly dialect: SqlDialect
  /** Names of the tables. */
  readonly naming: Naming
  /** Lends a connection outside any transaction; each statement commits by itself, and all may be run again. */
  readonly run: <A>(operation: string, body: (query: Query) => Promise<A>) => Effect<A, StoreError>
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
  const streams = jsonRows(dialect, "$4", { stream: "text" })
  const mine = `where tenant_id = $1 and consumer = $2 and token = $3 and stream in (select s.stream from ${streams} as s)`
  const columns = journalTable.columns.map(({ name }) => `j.${name}`).join(", ")
  return {
    /** Tenant, consumer, now. */
    register: `insert into ${consumers} (tenant_id, consumer, recorded_at) values ($1, $2, $3) on conflict (tenant_id, consumer) do nothing returning consumer`,
    /** Tenant, consumer, after stream, now, limit. */
    due: `select o.stream, coalesce(p.version, o.from_version - 1) as acknowledged, o.version as recorded, coalesce(p.attempts, 0) as attempts from ${outbox} as o left join ${positions} as p on p.tenant_id = $1 and p.consumer = $2 and p.stream = o.stream where o.tenant_id = $1 and o.stream > $3 and o.version > coalesce(p.version, o.from_version - 1) and coalesce(p.available_at <= $4${instant}, true) and p.parked_at is null order by o.stream limit $5`,
    /** Tenant, consumer, token, leased until, now, runs. */
    claim: `insert into ${positions} as p (tenant_id, consumer, stream, version, leased_to, token, attempts, available_at) select $1${text}, $2${text}, d.stream, d.after, d.upto, $3${text}, d.attempts, $4${instant} from ${claims} as d where true order by d.stream on conflict (tenant_id, consumer, stream) do update set leased_to = excluded.leased_to, token = excluded.token, attempts = excluded.attempts, available_at = excluded.available_at where p.available_at <= $5${instant} and p.parked_at is null and p.version = excluded.version and p.attempts + 1 = excluded.attempts returning stream`,
    /** Tenant, runs. */
    events: `select ${columns} from ${runs} as d, ${quotedTableName(naming, "journal")} as j where j.tenant_id = $1 and j.stream = d.stream and j.version > d.after and j.version <= d.upto order by j.stream, j.version`,
    /** Tenant, consumer, token, streams, now. */
    acknowledge: `update ${positions} set version = leased_to, token = null, attempts = 0, available_at = $5, error = null ${mine} returning stream`,
    /** Tenant, consumer, token, streams, again at, error, parked at. */
    reject: `update ${positions} set token = null, available_at = $5, error = $6, parked_at = $7 ${mine} returning stream`,
    /** Tenant, consumer, stream, acknowledged, attempts, now, error where there is none. */
    parkUnanswered: `update ${positions} set token = null, parked_at = $6${instant}, error = coalesce(error, $7) where tenant_id = $1 and consumer = $2 and stream = $3 and version = $4${integer} and attempts = $5${integer} and available_at <= $6${instant} and parked_at is null returning stream`,
    /** Tenant, consumer. */
    parked: `select stream, version, attempts, error, parked_at from ${positions} where tenant_id = $1 and consumer = $2 and parked_at is not null order by stream`,
    /** Tenant, consumer, stream, now. */
    retry: `update ${positions} set attempts = 0, available_at = $4, parked_at = null, error = null where tenant_id = $1 and consumer = $2 and stream = $3 and parked_at is not null returning stream`,
    /** Tenant, before. */
    prune: `delete from ${outbox} as o where o.tenant_id = $1 and o.recorded_at < $2 and exists (select 1 from ${consumers} as c where c.tenant_id = $1) and not exists (select 1 from ${consumers} as c where c.tenant_id = $1 and not exists (select 1 from ${positions} as p where p.tenant_id = $1 and p.consumer = c.consumer and p.stream = o.stream and p.version >= o.version)) returning stream`,
    /** Tenant, before. Positions of streams of which nothing is kept. */
    prunePositions: `delete from ${positions} as p where p.tenant_id = $1 and p.token is null and p.available_at < $2 and not exists (select 1 from ${outbox} as o where o.tenant_id = $1 and o.stream = p.stream) returning stream`,
    /** Tenant, consumer. */
    forget: `delete from ${consumers} where tenant_id = $1 and consumer = $2 returning consumer`,
    /** Tenant, consumer. */
    forgetPositions: `delete from ${positions} where tenant_id = $1 and consumer = $2 returning stream`,
  } as const
}

/** Makes the outbox of a database: which streams have new rows is written by the commands themselves. */
export const makeOutbox = ({ dialect, naming, run }: OutboxTools): OutboxShape => {
  const statements = outboxStatements(dialect, naming)
  const running = <A>(operation: string, body: (query: Query) => Promise<A>) =>
    run(operation, (query) => body(dialect === "sqlite" ? placed(query) : query))
  const streamsIn = (rows: ReadonlyArray<SqlRow>): ReadonlySet<string> =>
    new Set(rows.map((row) => String(row["stream"])))
  const one = (streams: ReadonlyArray<string>): string => JSON.stringify(streams.map((stream) => [stream]))

  const dueAfter = async (query: Query, { tenant, consumer, now, batch }: OutboxClaim, after: string) =>
    (await query(statements.due, [tenant, consumer, after, now, batch])).map((row) => ({
      stream: String(row["stream"]),
      acknowledged: Number(row["acknowledged"]),
      recorded: Number(row["recorded"]),
      attempts: Number(row["attempts"]),
    }))

  return {
    register: ({ tenant, consumer }, now) =>
      running("registerConsumer", async (query) => {
        await query(statements.register, [tenant, consumer, now])
      }),
    claim: (claim) =>
      running("claimEvents", async (query) => {
        const { tenant, consumer, after, now, leasedUntil, token } = claim
        const rest = await dueAfter(query, claim, after)
        const due = rest.length === 0 && after !== "" ? await dueAfter(query, claim, "") : rest
        const { deliveries, park } = chooseDeliveries(due, claim)
        for (const { stream, acknowledged, attempts } of park) {
          const values = [tenant, consumer, stream, acknowledged, attempts, now, neverAnswered]
          await query(statements.parkUnanswered, values)
        }
        const next = deliveries.at(-1)?.stream ?? ""
        if (deliveries.length === 0) return { deliveries, events: [], next }
        const runs = deliveries.map(({ stream, after: from, to, attempts }) => [stream, from, to, attempts])
        const claimed = streamsIn(
          await query(statements.claim, [tenant, consumer, token, leasedUntil, now, JSON.stringify(runs)]),
        )
        const ours = deliveries.filter(({ stream }) => claimed.has(stream))
        if (ours.length === 0) return { deliveries: ours, events: [], next }
        const ranges = ours.map(({ stream, after: from, to }) => [stream, from, to])
        const events = (await query(statements.events, [tenant, JSON.stringify(ranges)])).map(journalEventOf)
        return { deliveries: ours, events, next }
      }),
    acknowledge: ({ tenant, consumer, token, streams, now }) =>
      running(
        "acknowledgeEvents",
        async (query) => (await query(statements.acknowledge, [tenant, consumer, token, one(streams), now])).length,
      ),
    reject: ({ tenant, consumer, token, streams, now, againAt, error, park }) =>
      running("rejectEvents", async (query) => {
        const values = [tenant, consumer, token, one(streams), againAt, error, park ? now : null]
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
      running(
        "retryEvents",
        async (query) => (await query(statements.retry, [tenant, consumer, stream, now])).length > 0,
      ),
    prune: (tenant, before) =>
      running("pruneOutbox", async (query) => {
        const pruned = await query(statements.prune, [tenant, before])
        await query(statements.prunePositions, [tenant, before])
        return pruned.length
      }),
    forget: ({ tenant, consumer }) =>
      running("forgetConsumer", async (query) => {
        await query(statements.forget, [tenant, consumer])
        await query(statements.forgetPositions, [tenant, consumer])
      }),
  }
}
