import type { Decision, Read, Work } from "@salesdept/core/journal"
import { IdempotencyMismatch, StoreFault, VersionConflict } from "@salesdept/core/ports"
import type { Committed, StoreError, Transaction } from "@salesdept/core/ports"
import { journalEventOf, tableName } from "@salesdept/sql"
import type { CommandWrites, Naming, WriteStatement } from "@salesdept/sql"
import * as Result from "effect/Result"
import { setTimeout as sleep } from "node:timers/promises"
import type { ReadingTools } from "./CommandReads.ts"
import { beginReads } from "./CommandReads.ts"
import type { PreparedWrite, RecordLock } from "./CommandWrite.ts"
import { prepareWrite } from "./CommandWrite.ts"
import type { PostgresClients, Query } from "./PostgresClients.ts"
import { duplicateIn, isConnectionLost, isSerialisation, postgresFault } from "./PostgresFault.ts"

type Outcome<Answer, Rejection> = Result.Result<Committed<Answer>, Rejection | StoreError>

/** How one run of a command ended. */
type Run<Answer, Rejection> =
  | { readonly _tag: "Done"; readonly outcome: Outcome<Answer, Rejection> }
  /** Nothing was written; another run may succeed, with these records locked first. */
  | { readonly _tag: "Again"; readonly error: StoreError; readonly locks: ReadonlyArray<RecordLock> }
  /** The connection broke while it wrote: it may have been committed or not. */
  | { readonly _tag: "Unknown"; readonly cause: unknown; readonly prepared: PreparedWrite; readonly answer: Answer }

/** What running commands needs of the store. */
export interface CommandTools extends ReadingTools {
  /** Clients. */
  readonly clients: PostgresClients
  /** Makes the statement of a write. */
  readonly writer: (writes: CommandWrites) => WriteStatement
  /** Names of the tables. */
  readonly naming: Naming
}

/** Runs of a command at most, and pauses between them: 10 ms doubling up to one second, with jitter. */
const mostRuns = 8
const pause = (run: number): Promise<void> => sleep(Math.min(1000, 5 * 2 ** run) * (0.5 + Math.random() / 2))

const wholeStream = Number.MAX_SAFE_INTEGER

const drive = async <Answer, Rejection>(
  work: Work<Answer, Rejection>,
  answer: (question: Read) => Promise<unknown>,
): Promise<Result.Result<Decision<Answer>, Rejection>> => {
  let step = work.next()
  while (step.done !== true) step = work.next(await answer(step.value))
  return step.value
}

/** The runner of one store's commands. */
export type RunCommand = <Answer, Rejection>(
  transaction: Transaction<Answer, Rejection>,
) => Promise<Outcome<Answer, Rejection>>

/**
 * Makes the runner of commands. A command reads in as many round trips as it has questions and writes in one statement,
 * which checks every version it relies on and is a transaction by itself. Only where that meets another writer does it run
 * again inside a transaction of several statements, with the contended records locked first, so that it gets through.
 */
export const makeCommandRunner = (tools: CommandTools): RunCommand => {
  const { catalog, clients, memory, naming, reads: statements, writer } = tools
  const commandTable = tableName(naming, "command").split(".").at(-1)

  /** The outcome of an earlier command under the same key; null where there is none. */
  const earlier = async <Answer, Rejection>(
    query: Query,
    { author, idempotency }: Transaction<Answer, Rejection>,
  ): Promise<Outcome<Answer, Rejection> | null> => {
    if (idempotency === null) return null
    const row = (await query(catalog.journal.command, [author.tenant, idempotency.key]))[0]
    if (row === undefined) return null
    if (idempotency.digest(String(row["salt"])) !== row["digest"]) {
      return Result.fail(new IdempotencyMismatch(idempotency.key))
    }
    const streams = JSON.parse(String(row["streams"])) as ReadonlyArray<readonly [string, number, number]>
    const events = []
    for (const [stream, from, to] of streams) {
      const rows = await query(catalog.journal.stream, [author.tenant, stream, from, to])
      events.push(...rows.map(journalEventOf))
    }
    return Result.succeed({ answer: JSON.parse(String(row["answer"])) as Answer, events, replayed: true })
  }

  const lockAll = async (query: Query, tenant: string, locks: ReadonlyArray<RecordLock>): Promise<void> => {
    const byKind = Map.groupBy(locks, ({ kind }) => kind)
    for (const kind of [...byKind.keys()].toSorted()) {
      await query(statements.lock(kind), [tenant, (byKind.get(kind) ?? []).map(({ id }) => id)])
    }
  }

  /** Sends a write. A conflict means that nothing was written. */
  const send = async (query: Query, prepared: PreparedWrite): Promise<VersionConflict | null> => {
    const { statement } = prepared
    if (statement === null) return null
    const rows = await query(statement.text, statement.values)
    const held = new Set(rows.map((row) => `${String(row["kind"])}\n${String(row["id"])}`))
    const missing = statement.checks.find(({ kind, id }) => !held.has(`${kind}\n${id}`))
    return missing === undefined ? null : new VersionConflict(missing.id, missing.expectedVersion)
  }

  /** What a failed write means for the command: a conflict, or the cause thrown on. */
  const conflictOf = (cause: unknown, prepared: PreparedWrite): StoreError => {
    const table = duplicateIn(cause)
    if (table !== null && table !== commandTable) {
      const twice = prepared.changed.find(({ kind }) => tableName(naming, kind).split(".").at(-1) === table)
      return new VersionConflict(twice?.id ?? prepared.changed[0]?.id ?? "", 0)
    }
    if (table !== null || isSerialisation(cause)) return new StoreFault("transact", "busy", cause)
    throw cause
  }

  const runOnce = async <Answer, Rejection>(
    query: Query,
    transaction: Transaction<Answer, Rejection>,
    run: number,
  ): Promise<Run<Answer, Rejection>> => {
    const { tenant } = transaction.author
    // On a first run, only what the key refuses to be written twice is looked up, afterwards.
    const before = run > 1 || transaction.dryRun ? await earlier(query, transaction) : null
    if (before !== null) return { _tag: "Done", outcome: before }
    const orEarlier = async (outcome: Outcome<Answer, Rejection>): Promise<Run<Answer, Rejection>> => ({
      _tag: "Done",
      outcome: (await earlier(query, transaction)) ?? outcome,
    })
    const reading = beginReads(query, tools, tenant)
    const decided = await drive(transaction.work(), reading.answer)
    if (Result.isFailure(decided) || transaction.dryRun) {
      if (!(await reading.stillSo())) {
        return { _tag: "Again", error: new StoreFault("transact", "busy", null), locks: [] }
      }
      if (Result.isFailure(decided)) return await orEarlier(Result.fail(decided.failure))
      return {
        _tag: "Done",
        outcome: Result.succeed({ answer: decided.success.answer, events: [], replayed: false }),
      }
    }
    const preparing = await prepareWrite(decided.success, transaction, reading, catalog, writer)
    if (Result.isFailure(preparing)) return await orEarlier(Result.fail(preparing.failure))
    const prepared = preparing.success
    const { answer } = decided.success
    let conflict: StoreError | null
    try {
      if (prepared.statement === null && !(await reading.stillSo())) {
        return { _tag: "Again", error: new StoreFault("transact", "busy", null), locks: [] }
      }
      conflict = await send(query, prepared)
    } catch (cause) {
      if (isConnectionLost(cause)) return { _tag: "Unknown", cause, prepared, answer }
      conflict = conflictOf(cause, prepared)
    }
    if (conflict !== null) {
      reading.forget()
      // A decision that read nothing is out of date for good, unless it only stood in another's way.
      const final = conflict instanceof VersionConflict && !reading.asked()
      return final
        ? await orEarlier(Result.fail(conflict))
        : { _tag: "Again", error: conflict, locks: prepared.contended }
    }
    for (const { kind, id } of prepared.changed) memory.drop(tenant, kind, id)
    return { _tag: "Done", outcome: Result.succeed({ answer, events: prepared.events, replayed: false }) }
  }

  return async (transaction) => {
    throw new Error("not yet")
  }
}
