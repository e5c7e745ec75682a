import { StoreFault, VersionConflict } from "@salesdept/core/ports"
import type { StoreError, Transaction } from "@salesdept/core/ports"
import { beginReads, driveWork, earlierOutcome, prepareWrite } from "@salesdept/sql"
import type { CommandOutcome, PreparedWrite, Query, ReadingTools, RecordLock } from "@salesdept/sql"
import * as Result from "effect/Result"
import { makePatience } from "./Patience.ts"
import type { PostgresClients } from "./PostgresClients.ts"
import { isConnectionLost, isReadOnly, isSerialisation, postgresFault } from "./PostgresFault.ts"
import type { WriteSender } from "./WriteSender.ts"

/** How one run of a command ended. */
type Run<Answer, Rejection> =
  | { readonly _tag: "Done"; readonly outcome: CommandOutcome<Answer, Rejection> }
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
  /** Sends writes. */
  readonly sender: WriteSender
}

const again = (error: StoreError, locks: ReadonlyArray<RecordLock> = []): Run<never, never> => ({
  _tag: "Again",
  error,
  locks,
})
const done = <Answer, Rejection>(outcome: CommandOutcome<Answer, Rejection>): Run<Answer, Rejection> => ({
  _tag: "Done",
  outcome,
})
/** What was remembered of the configuration is out of date. */
const outdated = (): Run<never, never> => again(new StoreFault("transact", "busy", null))

/** The runner of one store's commands. */
export type RunCommand = <Answer, Rejection>(
  transaction: Transaction<Answer, Rejection>,
) => Promise<CommandOutcome<Answer, Rejection>>

/**
 * Makes the runner of commands. A command reads in as many round trips as it has questions and writes in one statement,
 * which checks every version it relies on and is a transaction by itself. Only where that meets another writer does it run
 * again inside a transaction of several statements, with the contended records locked first, so that it gets through.
 */
export const makeCommandRunner = (tools: CommandTools): RunCommand => {
  const { catalog, clients, memory, sender } = tools

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
    const before = run > 1 || transaction.dryRun ? await earlierOutcome(query, catalog, transaction) : null
    if (before !== null) return done(before)
    const reading = beginReads(query, tools, tenant)
    const decided = await driveWork(transaction.work(), reading.answer)
    if (Result.isFailure(decided)) {
      if (!(await reading.stillSo())) return outdated()
      return done((await earlierOutcome(query, catalog, transaction)) ?? Result.fail(decided.failure))
    }
    const { answer } = decided.success
    if (transaction.dryRun) {
      return (await reading.stillSo()) ? done(Result.succeed({ answer, events: [], replayed: false })) : outdated()
    }
    const preparing = await prepareWrite(decided.success, transaction, reading, catalog)
    if (Result.isFailure(preparing)) {
      return done((await earlierOutcome(query, catalog, transaction)) ?? Result.fail(preparing.failure))
    }
    const prepared = preparing.success
    if (prepared.writes === null) return (await reading.stillSo()) ? written(tenant, { answer, prepared }) : outdated()
    sending({ answer, prepared })
    const conflict = await sender.send(query, prepared)
    if (conflict === null) return written(tenant, { answer, prepared })
    reading.forget()
    // A decision that read nothing stays the same. In a transaction, which has failed, nothing more can be asked.
    if (conflict instanceof VersionConflict && !reading.asked() && !inTransaction) {
      return done((await earlierOutcome(query, catalog, transaction)) ?? Result.fail(conflict))
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
      const inTransaction = clients.alwaysInTransaction
      return await clients.use(
        (query) => runOnce(query, transaction, { run, inTransaction }, sending),
        ({ _tag }) => _tag === "Done",
      )
    }
    return await clients.transaction(
      "read committed",
      async (query) => {
        await sender.lock(query, transaction.author.tenant, locks)
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
        const isCommitted = () => clients.use((query) => committed(query, tenant, prepared))
        if (await isCommitted()) return written(tenant, { answer, prepared })
        const conflict = await clients.use(
          (query) => sender.send(query, prepared),
          (met) => met === null,
        )
        if (conflict === null || (await isCommitted())) return written(tenant, { answer, prepared })
        return again(conflict, prepared.contended)
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
