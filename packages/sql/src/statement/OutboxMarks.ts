import type { SqlDialect } from "../schema/Dialect.ts"
import type { Naming } from "../schema/Naming.ts"
import { quotedTableName } from "../schema/Naming.ts"
import { lookedUp, walkLimit } from "./KeyWalk.ts"
import { isOpenMark, streamOfMark } from "./OutboxSettling.ts"

/** Which marks are looked at; parameters as they are written in the statement. */
interface Look {
  /** Behind which one. */
  readonly after: string
  /** How many at most. */
  readonly limit: string
  /** Whether of those that were put aside. */
  readonly isAside: boolean
}

/**
 * Makes the tables `looked`, `place` and `marks` of a statement: some marks of a tenant, `$1`, as they follow each other; how many they are,
 * and the last of them; and the same marks with the positions of a consumer, `$2`. So many are looked at, whether due or not: whole tables
 * would be put side by side else, and a batch cost the more the more waits.
 */
export const outboxMarks = (dialect: SqlDialect, naming: Naming): ((look: Look) => string) => {
  const outbox = quotedTableName(naming, "outbox")
  const positions = quotedTableName(naming, "outbox_position")
  const looked = ({ after, limit, isAside }: Look): string =>
    `looked as materialized (select stream, from_version, version from ${outbox} where tenant_id = $1 and stream > ${after}${isAside ? "" : ` and ${isOpenMark}`} order by stream limit ${walkLimit(dialect, limit)}),
place as materialized (select count(*) as looked, max(stream) as reached from looked)`
  const streamOf = (mark: string, { isAside }: Look): string => (isAside ? streamOfMark(mark) : mark)
  const ofConsumer = "p.tenant_id = $1 and p.consumer = $2"

  if (dialect === "sqlite") {
    return (look) => `${looked(look)},
marks as (select o.stream, o.from_version, o.version, p.version as acknowledged, p.attempts, p.available_at, p.parked_at from looked as o left join ${positions} as p on ${ofConsumer} and p.stream = ${streamOf("o.stream", look)})`
  }

  // Positions that lie side by side are read side by side, in a quarter of the time of looking each up. But there may be any number
  // between two marks, of streams of which nothing is new: beyond half as many again as marks, each is looked up, by its key, as how many
  // there are is not known before the tables are analysed, and positions of all were put beside each stream.
  // All of both sides are asked for, which Postgres can do by walking along both, or by hashing, and by nothing else; and nothing says
  // before `marks` is made that a mark is needed, for it to think of another way.
  const sought = "p.stream, p.version, p.attempts, p.available_at, p.parked_at"
  const either = ["attempts", "available_at", "parked_at"].map(
    (column) => `coalesce(h.${column}, p.${column}) as ${column}`,
  )
  return (look) => {
    const most = `(${look.limit}::bigint * 3 / 2)`
    const beside = `p.stream > ${streamOf(look.after, look)} and p.stream <= (select ${streamOf("reached", look)} from place)`
    return `${looked(look)},
held as materialized (select ${sought} from ${positions} as p where ${ofConsumer} and ${beside} order by p.stream limit ${walkLimit(dialect, most)}),
marks as materialized (select o.stream, o.from_version, o.version, coalesce(h.version, p.version) as acknowledged, ${either.join(", ")} from looked as o full join held as h on h.stream = ${streamOf("o.stream", look)} left join lateral (select ${sought} from ${positions} as p where (select count(*) from held) >= ${most} and ${ofConsumer} and p.stream = ${streamOf("o.stream", look)}${lookedUp(dialect)}) as p on true where coalesce(o.stream, '') <> '')`
  }
}
