import type { Decision, Read, Work } from "@salesdept/core/journal"
import { IdempotencyMismatch, StoreFault, VersionConflict } from "@salesdept/core/ports"
import type { Committed, StoreError, Transaction } from "@salesdept/core/ports"
import { byLockOrder, journalEventOf, tableName } from "@salesdept/sql"
import type { CommandWrites, Naming, WriteStatement } from "@salesdept/sql"
import * as Result from "effect/Result"
import type { ReadingTools } from "./CommandReads.ts"
import { beginReads } from "./CommandReads.ts"
import type { PreparedWrite, RecordLock } from "./CommandWrite.ts"
import { prepareWrite } from "./CommandWrite.ts"
import { makePatience } from "./Patience.ts"
import type { PostgresClients, Query } from "./PostgresClients.ts"
import { duplicateIn, isConnectionLost, isReadOnly, isSerialisation, postgresFault } from "./PostgresFault.ts"

type Outcome<Answer, Rejection> = Result.Result<Committed<Answer>, Rejection | StoreError>

/** How one run of a command ended. */
type Run<Answer, Rejection> =
  | { readonly _tag: "Done"; readonly outcome: Outcome<Answer, Rejection> }
  /** Nothing was written; another run may succeed, with these records locked first. */
  | { readonly _tag: "Again"; readonly error: StoreError; readonly locks: ReadonlyArray<RecordLock> }

/** A write that was sent, with what it answers. */
interface Sent<Answer> {
  readonly prepared: PreparedWrite
  readonly answer: Answer
}

/** What running commands needs of the store. */
export interface CommandTools extends ReadingTools {
  /** Clients. */
  readonly clients: PostgresClients
  /** Makes the statement of a write. */
  readonly writer: (writes: CommandWrites) => WriteStatement
  /** Names of the tables. */
  readonly naming: Naming
}

const again = (error: StoreError, locks: ReadonlyArray<RecordLock> = []): Run<never, never> => ({
  _tag: "Again",
  error,
  locks,
})
const done = <Answer, Rejection>(outcome: Outcome<Answer, Rejection>): Run<Answer, Rejection> => ({
  _tag: "Done",
  outcome,
})
/** What was remembered of the configuration is out of date. */
const outdated = (): Run<never, never> => again(new StoreFault("transact", "busy", null))

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
    const byKind = Map.groupBy(locks.toSorted(byLockOrder), ({ kind }) => kind)
    for (const [kind, records] of byKind) {
      await query(statements.lock(kind), [tenant, records.map(({ id }) => id)])
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

  /** Sends a write and gives the conflict it met, also where the server tells it by a failure. */
  const sendChecked = async (query: Query, prepared: PreparedWrite): Promise<StoreError | null> => {
    try {
      return await send(query, prepared)
    } catch (cause) {
      return conflictOf(cause, prepared)
    }
  }

  const committed = async (query: Query, tenant: string, { trace }: PreparedWrite): Promise<boolean> => {
    switch (trace._tag) {
      case "Event": {
        const { stream, version, hash } = trace.event
        const row = (await query(catalog.journal.stream, [tenant, stream, version, version]))[0]
        return row !== undefined && row["hash"] === hash
      }
      case "Key": {
        const row = (await query(catalog.journal.command, [tenant, trace.key]))[0]
        return row !== undefined && row["salt"] === trace.salt
      }
      case "None":
        return false
    }
  }

  const written = <Answer>(tenant: string, { answer, prepared }: Sent<Answer>): Run<Answer, never> => {
    for (const { kind, id } of prepared.changed) memory.drop(tenant, kind, id)
    return done(Result.succeed({ answer, events: prepared.events, replayed: false }))
  }

  const runOnce = async <Answer, Rejection>(
    query: Query,
    transaction: Transaction<Answer, Rejection>,
    { run, inTransaction }: { readonly run: number; readonly inTransaction: boolean },
    sending: (sent: Sent<Answer>) => void,
  ): Promise<Run<Answer, Rejection>> => {
    const { tenant } = transaction.author
    // A first run learns of an earlier one under its key when it is refused, by the work or by the table of keys.
    const before = run > 1 || transaction.dryRun ? await earlier(query, transaction) : null
    if (before !== null) return done(before)
    const reading = beginReads(query, tools, tenant)
    const decided = await drive(transaction.work(), reading.answer)
    if (Result.isFailure(decided)) {
      if (!(await reading.stillSo())) return outdated()
      return done((await earlier(query, transaction)) ?? Result.fail(decided.failure))
    }
    const { answer } = decided.success
    if (transaction.dryRun) {
      return (await reading.stillSo()) ? done(Result.succeed({ answer, events: [], replayed: false })) : outdated()
    }
    const preparing = await prepareWrite(decided.success, transaction, reading, catalog, writer)
    if (Result.isFailure(preparing)) {
      return done((await earlier(query, transaction)) ?? Result.fail(preparing.failure))
    }
    const prepared = preparing.success
    if (prepared.statement === null)
      return (await reading.stillSo()) ? written(tenant, { answer, prepared }) : outdated()
    sending({ answer, prepared })
    const conflict = await sendChecked(query, prepared)
    if (conflict === null) return written(tenant, { answer, prepared })
    reading.forget()
    // A decision that read nothing stays the same. In a transaction, which has failed, nothing more can be asked.
    if (conflict instanceof VersionConflict && !reading.asked() && !inTransaction) {
      return done((await earlier(query, transaction)) ?? Result.fail(conflict))
    }
    return again(conflict, prepared.contended)
  }

  const runOn = async <Answer, Rejection>(
    transaction: Transaction<Answer, Rejection>,
    run: number,
    locks: ReadonlyArray<RecordLock>,
    sending: (sent: Sent<Answer>) => void,
  ): Promise<Run<Answer, Rejection>> => {
    if (locks.length === 0) {
      return await clients.use((query) => runOnce(query, transaction, { run, inTransaction: false }, sending))
    }
    return await clients.transaction(
      "read committed",
      async (query) => {
        await lockAll(query, transaction.author.tenant, locks)
        return await runOnce(query, transaction, { run, inTransaction: true }, sending)
      },
      ({ _tag }) => _tag === "Done",
    )
  }

  /**
   * Finds out whether a write whose connection broke was committed. Where it was not, the very same write is sent again: at
   * the versions it expects, at most one of the two can be committed.
   */
  const settle = async <Answer>(
    tenant: string,
    { answer, prepared }: Sent<Answer>,
    broken: unknown,
  ): Promise<Run<Answer, never>> => {
    const patience = makePatience()
    let cause = broken
    while (isConnectionLost(cause) && (await patience.again())) {
      try {
        return await clients.use(async (query) => {
          if (await committed(query, tenant, prepared)) return written(tenant, { answer, prepared })
          const conflict = await sendChecked(query, prepared)
          if (conflict === null || (await committed(query, tenant, prepared)))
            return written(tenant, { answer, prepared })
          return again(conflict, prepared.contended)
        })
      } catch (next) {
        cause = next
      }
    }
    return done(Result.fail(new StoreFault("transact", "connectionLost", cause)))
  }

  const runSafely = async <Answer, Rejection>(
    transaction: Transaction<Answer, Rejection>,
    run: number,
    locks: ReadonlyArray<RecordLock>,
  ): Promise<Run<Answer, Rejection>> => {
    const sent: Array<Sent<Answer>> = []
    try {
      return await runOn(transaction, run, locks, (write) => sent.push(write))
    } catch (cause) {
      const [write] = sent
      if (isConnectionLost(cause) && write !== undefined) return await settle(transaction.author.tenant, write, cause)
      const fault = postgresFault("transact", cause)
      const repeatable = isConnectionLost(cause) || isSerialisation(cause) || isReadOnly(cause)
      return repeatable ? again(fault, locks) : done(Result.fail(fault))
    }
  }

  return async (transaction) => {
    const patience = makePatience()
    let locks: ReadonlyArray<RecordLock> = []
    for (let run = 1; ; run++) {
      const ended = await runSafely(transaction, run, locks)
      if (ended._tag === "Done") return ended.outcome
      if (!(await patience.again())) return Result.fail(ended.error)
      locks = ended.locks
    }
  }
}
