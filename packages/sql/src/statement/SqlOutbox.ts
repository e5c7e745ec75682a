import type { OutboxShape, StoreError, TakenRun } from "@salesdept/core/ports"
import type { JournalEvent } from "@salesdept/core/journal"
import * as Effect from "effect/Effect"
import type { Query } from "../command/CommandReads.ts"
import type { SqlDialect, SqlRow } from "../schema/Dialect.ts"
import type { Naming } from "../schema/Naming.ts"
import { journalEventOf } from "./JournalStatements.ts"
import { makeOutboxClaims } from "./OutboxClaims.ts"
import { unpackRow } from "./OutboxRows.ts"
import { makeOutboxSettling, settlingStatements } from "./OutboxSettling.ts"
import { outboxStatements } from "./OutboxStatements.ts"
import { placed } from "./Placed.ts"
import { streamList } from "./StreamList.ts"

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

const isBefore = (one: JournalEvent, other: JournalEvent): boolean =>
  one.stream === other.stream ? one.version < other.version : one.stream < other.stream

/**
 * Postgres looks the runs up as they were asked for; to sort them once more takes it a seventh of the time of the reading. But it promises
 * no order.
 */
const inOrder = (events: ReadonlyArray<JournalEvent>): ReadonlyArray<JournalEvent> =>
  events.every((event, index) => index === 0 || isBefore(events[index - 1] ?? event, event))
    ? events
    : events.toSorted((one, other) => (isBefore(one, other) ? -1 : 1))

/** Makes the outbox of a database: which streams have new rows is written by the commands themselves. */
export const makeOutbox = ({ dialect, naming, run, readInstant }: OutboxTools): OutboxShape => {
  const statements = outboxStatements(dialect, naming)
  const settlement = settlingStatements(dialect, naming)
  const claimNext = makeOutboxClaims(dialect, naming)
  const running = <A>(operation: string, body: (query: Query) => Promise<A>) =>
    run(operation, (query) => body(dialect === "sqlite" ? placed(query) : query))
  const streamsIn = (rows: ReadonlyArray<SqlRow>): ReadonlySet<string> =>
    new Set(rows.map((row) => String(row["stream"])))
  const listed = (streams: ReadonlyArray<string>): unknown => streamList(dialect, streams)

  const settling = makeOutboxSettling(dialect, naming, running, statements.register)

  const ofSqlite = (runs: ReadonlyArray<TakenRun>, now: string) => {
    const taken = runs.map(({ stream, token, to, keepsRest }) => [stream, token, to, keepsRest ? 1 : 0])
    return { statement: statements.acknowledge, values: [JSON.stringify(taken), now] }
  }

  const ofPostgres = (runs: ReadonlyArray<TakenRun>, now: string) => {
    const streams = listed(runs.map(({ stream }) => stream))
    const token = runs[0]?.token
    if (runs.every((run) => run.token === token && !run.keepsRest)) {
      const versions = Object.fromEntries(runs.map(({ stream, to }) => [stream, to]))
      return { statement: statements.acknowledgeWhole, values: [JSON.stringify(versions), now, streams, token] }
    }
    const taken = runs.map(({ stream, token, to, keepsRest }) => [stream, [token, to, keepsRest ? 1 : 0]])
    return { statement: statements.acknowledge, values: [JSON.stringify(Object.fromEntries(taken)), now, streams] }
  }

  return {
    register: settling.register,
    claim: (claim) =>
      Effect.flatMap(
        running("claimEvents", (query) => claimNext(query, claim)),
        // Who claims ahead has work in hand, and looks again once that is done.
        ({ claimed, inVain }) =>
          Effect.as(settling.lookedInVain(claim, claim.onlyNew ? 0 : inVain, claim.now), claimed),
      ),
    read: ({ tenant }, deliveries) =>
      running("readEvents", async (query) => {
        const ranges = deliveries.map(({ stream, after, to }) => [stream, after, to])
        const rows = await query(statements.events, [tenant, JSON.stringify(ranges)])
        return readInstant === null
          ? rows.map(journalEventOf)
          : inOrder(rows.map((row) => unpackRow(tenant, row, readInstant)))
      }),
    acknowledge: ({ tenant, consumer, runs, now }) =>
      running("acknowledgeEvents", async (query) => {
        const answer = dialect === "postgres" ? ofPostgres(runs, now) : ofSqlite(runs, now)
        const rows = await query(answer.statement, [tenant, consumer, ...answer.values])
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
    consumers: (tenant) =>
      running("eventConsumers", async (query) =>
        (await query(statements.consumers, [tenant])).map((row) => ({
          consumer: String(row["consumer"]),
          events: Number(row["events"]),
          streams: Number(row["streams"]),
          parked: Number(row["parked"]),
          oldestRecordedAt: typeof row["oldest"] === "string" ? row["oldest"] : null,
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
