import { journalTable } from "../journal/JournalTables.ts"
import type { SqlDialect } from "../schema/Dialect.ts"
import type { Naming } from "../schema/Naming.ts"
import { quotedTableName } from "../schema/Naming.ts"
import { outboxMarks } from "./OutboxMarks.ts"
import { packedColumns } from "./OutboxRows.ts"
import { settledMark, settledSign, settlingStatements, streamOfMark } from "./OutboxSettling.ts"
import { lookedUp } from "./KeyWalk.ts"
import { isAmong } from "./StreamList.ts"

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
  const marks = outboxMarks(dialect, naming)
  // A consumer that is just being made known may come before what was put aside is back among the marks.
  const putAside = `select s.from_version - 1 from ${outbox} as s where s.tenant_id = $1 and s.stream = ${settledMark("o.stream")}`
  const isAnyAside = `exists (select 1 from ${outbox} as a where a.tenant_id = $1 and a.stream > '${settledSign}')`
  const acknowledged = `coalesce(o.acknowledged, case when ${isAnyAside} then (${putAside}) end, o.from_version - 1)`
  const isDue = (now: string): string =>
    `o.version > coalesce(o.acknowledged, o.from_version - 1) and coalesce(o.available_at <= ${now}${instant}, true) and o.parked_at is null`
  const dueOf = (stream: string, done: string, now: string): string =>
    `due as (select ${stream} as stream, ${done} as acknowledged, o.version as recorded, coalesce(o.attempts, 0) as attempts from marks as o where ${isDue(now)}`
  const listed = (stream: string, done: string): string =>
    `${dueOf(stream, done, "$4")} order by o.stream limit $5)
select d.*, t.* from place as t left join due as d on true order by d.stream`
  // Behind `offset 0` Postgres looks the rows of each run up by its key, instead of reading the journal for all of them; SQLite does so
  // where it is told which comes first.
  const events =
    dialect === "postgres"
      ? `select ${packedColumns} from ${runs} as d, lateral (select * from ${journal} as k where k.tenant_id = $1 and k.stream = d.stream and k.version > d.after and k.version <= d.upto offset 0) as j`
      : `select ${journalTable.columns.map(({ name }) => `j.${name}`).join(", ")} from ${runs} as d cross join ${journal} as j where j.tenant_id = $1 and j.stream = d.stream and j.version > d.after and j.version <= d.upto order by j.stream, j.version`
  const claim = `insert into ${positions} as p (tenant_id, consumer, stream, version, leased_to, token, attempts, available_at) select $1${text}, $2${text}, d.stream, d.after, d.upto, $3${text}, d.attempts, $4${instant} from ${claims} as d where true order by d.stream on conflict (tenant_id, consumer, stream) do update set leased_to = excluded.leased_to, token = excluded.token, attempts = excluded.attempts, available_at = excluded.available_at where p.available_at <= $5${instant} and p.parked_at is null and p.version = excluded.version and p.attempts + 1 = excluded.attempts returning stream`
  const windowOf = "(order by d.stream rows unbounded preceding)"
  const settled = (rest: string, availableAt: string): string =>
    `token = case ${rest} when 1 then p.token else null end, attempts = case ${rest} when 1 then p.attempts else 0 end, available_at = case ${rest} when 1 then p.available_at else ${availableAt} end, error = null`
  // Postgres finds each run by the name of its stream: runs that were rows would be put beside each position where nothing is known of
  // the table.
  // As an upsert, SQLite looks each stream up; of an update it makes a walk through all positions of the consumer.
  const run = (member: number): string => `$3::jsonb -> p.stream ->> ${member}`
  const acknowledge =
    dialect === "postgres"
      ? `update ${positions} as p set version = (${run(1)})::bigint, ${settled(`(${run(2)})::bigint`, `$4${instant}`)} where p.tenant_id = $1 and p.consumer = $2 and ${isAmong(dialect, "p.stream", "$5")} and p.token = ${run(0)} returning stream`
      : `insert into ${positions} as p (tenant_id, consumer, stream, version, leased_to, token, attempts, available_at) select $1, $2, s.taken, s.upto, s.upto, s.claim, s.rest, $4 from ${taken} as s where exists (select 1 from ${positions} as e where e.tenant_id = $1 and e.consumer = $2 and e.stream = s.taken and e.token = s.claim) on conflict (tenant_id, consumer, stream) do update set version = excluded.version, ${settled("excluded.attempts", "excluded.available_at")} returning stream`
  // What a claim got is mostly taken whole, a batch after another: then all that is looked up for a run is its last version.
  const acknowledgeWhole = `update ${positions} as p set version = ($3::jsonb ->> p.stream)::bigint, token = null, attempts = 0, available_at = $4${instant}, error = null where p.tenant_id = $1 and p.consumer = $2 and ${isAmong(dialect, "p.stream", "$5")} and p.token = $6 returning stream`
  return {
    /**
     * Tenant, consumer, token, leased until, now, after stream, events at most, how many streams are looked at: claims what is due and was
     * never tried, up to the first stream that was. The runs, each with whether nothing that was due is left to the end, and whether
     * anything was due; how many streams were looked at, and the last of them. One row without a run where there is none. Postgres only.
     */
    claimNew: `with ${marks({ after: "$6", limit: "$8", isAside: false })},
${dueOf("o.stream", acknowledged, "$5")}),
run as (select d.*, sum((d.recorded - d.acknowledged)::integer) over ${windowOf} as upto, max(d.attempts) over ${windowOf} as tried from due as d),
told as (select l.*, r.due > 0 as is_due, l.looked < $8${integer} and coalesce(r.tried, 0) = 0 and coalesce(r.upto, 0) <= $7${integer} as is_last from place as l, (select count(*) as due, max(tried) as tried, max(upto) as upto from run) as r),
claimed as (insert into ${positions} as p (tenant_id, consumer, stream, version, leased_to, token, attempts, available_at) select $1${text}, $2${text}, c.stream, c.acknowledged, least(c.recorded, c.recorded + $7${integer} - c.upto), $3${text}, 1, $4${instant} from run as c where c.upto - (c.recorded - c.acknowledged) < $7${integer} and c.tried = 0 order by c.stream on conflict (tenant_id, consumer, stream) do update set leased_to = excluded.leased_to, token = excluded.token, attempts = excluded.attempts, available_at = excluded.available_at where p.available_at <= $5${instant} and p.parked_at is null and p.version = excluded.version and p.attempts = 0 returning p.stream, p.version as after, p.leased_to as upto)
select d.*, t.* from told as t left join claimed as d on true order by d.stream`,
    /** Tenant, consumer, now. */
    register: `insert into ${consumers} (tenant_id, consumer, recorded_at) values ($1, $2, $3) on conflict (tenant_id, consumer) do nothing returning consumer`,
    /**
     * Tenant, consumer, after stream, now, limit, how many streams are looked at: those that are due; how many were looked at, and the last
     * of them. One row without a stream where none is due.
     */
    due: `with ${marks({ after: "$3", limit: "$6", isAside: false })},
${listed("o.stream", acknowledged)}`,
    /** As `due`, of what was put aside: after settled mark. */
    dueAside: `with ${marks({ after: "$3", limit: "$6", isAside: true })},
${listed(streamOfMark("o.stream"), "coalesce(o.acknowledged, o.from_version - 1)")}`,
    /** Tenant, consumer, token, leased until, now, runs. */
    claim,
    /** Tenant, runs. */
    events,
    /** Tenant, consumer, runs, now; for Postgres their streams. */
    acknowledge,
    /** Tenant, consumer, last versions by stream, now, streams, token: whole runs of one claim. Postgres only. */
    acknowledgeWhole,
    /** Tenant, consumer, token, streams, now. */
    release: `update ${positions} set token = null, attempts = attempts - 1, available_at = $5 ${mine} returning stream`,
    /** Tenant, consumer, token, streams, again at, error, parked at. */
    reject: `update ${positions} set token = null, available_at = $5, error = $6, parked_at = $7 ${mine} returning stream`,
    /** Tenant, consumer, stream, acknowledged, attempts, now, error where there is none. */
    parkUnanswered: `update ${positions} set token = null, parked_at = $6${instant}, error = coalesce(error, $7) where tenant_id = $1 and consumer = $2 and stream = $3 and version = $4${integer} and attempts = $5${integer} and available_at <= $6${instant} and parked_at is null returning stream`,
    /** Tenant, consumer. */
    parked: `select stream, version, attempts, error, parked_at from ${positions} where tenant_id = $1 and consumer = $2 and parked_at is not null order by stream`,
    /**
     * Tenant: each consumer with how many streams it has not done with, how many events these are, how many streams are parked, and when the
     * first of the events was recorded. A stream may have a mark among the others and one that was put aside.
     */
    consumers: `with waiting as (select c.consumer, ${streamOfMark("o.stream")} as stream, max(o.version) as recorded, coalesce(max(p.version), min(o.from_version) - 1) as acknowledged, max(p.parked_at) as parked_at from ${consumers} as c join ${outbox} as o on o.tenant_id = $1 left join ${positions} as p on p.tenant_id = $1 and p.consumer = c.consumer and p.stream = ${streamOfMark("o.stream")} where c.tenant_id = $1 group by c.consumer, ${streamOfMark("o.stream")})
select c.consumer, count(w.stream) as streams, coalesce(sum(w.recorded - w.acknowledged), 0) as events, count(w.parked_at) as parked, min(j.recorded_at) as oldest from ${consumers} as c left join waiting as w on w.consumer = c.consumer and w.recorded > w.acknowledged left join ${journal} as j on j.tenant_id = $1 and j.stream = w.stream and j.version = w.acknowledged + 1 where c.tenant_id = $1 group by c.consumer order by c.consumer`,
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
