import { StoreFault, VersionConflict } from "@salesdept/core/ports/adapter"
import type { StoreError, Transaction } from "@salesdept/core/ports"
import { beginReads, driveWork, earlierOutcome, holdsRetired, markKey, prepareWrite, readHeads } from "@salesdept/sql"
import type { CommandOutcome, CommandReads, PreparedWrite, Query, ReadingTools, RecordLock } from "@salesdept/sql"
import * as Result from "effect/Result"
import { makePatience } from "./Patience.ts"
import type { PostgresClients } from "./PostgresClients.ts"
import { isConnectionLost, isReadOnly, isRefused, isSerialisation, isUnread, postgresFault } from "./PostgresFault.ts"
import type { WriteSender } from "./WriteSender.ts"

/** How one run of a command ended. */
export type Run<Answer, Rejection> =
  | { readonly _tag: "Done"; readonly outcome: CommandOutcome<Answer, Rejection> }
  /** Nothing was written; another run may succeed, with these records locked first. */
  | { readonly _tag: "Again"; readonly error: StoreError; readonly locks: ReadonlyArray<RecordLock> }

/** A write that is ready or was sent, with what it answers. */
interface Sent<Answer> {
  /** What to write. */
  readonly prepared: PreparedWrite
  /** What the command answers once it is written. */
  readonly answer: Answer
}

/** What a command has come to by reading. */
export type Decided<Answer, Rejection> =
  | Run<Answer, Rejection>
  /** There is something to write. */
  | { readonly _tag: "Ready"; readonly sent: Sent<Answer>; readonly reading: CommandReads }

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
/**
 * The run from which on a decision that contradicts what it read itself is final. A first one may have read one record both before and
 * after another writer; with its records locked it meets that no more. What changes nothing locks none, and is told then as it is.
 */
const mostTornRuns = 3
/** Another run may succeed with these records locked first. */
const busy = (locks: ReadonlyArray<RecordLock> = []): Run<never, never> =>
  again(new StoreFault("transact", "busy", null), locks)
/** What was remembered of the configuration is out of date. */
const outdated = (): Run<never, never> => busy()

/** The steps of which runs of commands are made. */
export interface CommandSteps {
  /** Reads and decides; ended where there is nothing to write. */
  readonly decide: <Answer, Rejection>(
    query: Query,
    transaction: Transaction<Answer, Rejection>,
    run: number,
  ) => Promise<Decided<Answer, Rejection>>
  /** The end of a command whose write was committed. */
  readonly written: <Answer>(tenant: string, sent: Sent<Answer>) => CommandOutcome<Answer, never>
  /** Sends a write that was decided elsewhere, over a connection of its own. */
  readonly send: <Answer>(
    tenant: string,
    ready: { readonly sent: Sent<Answer>; readonly reading: CommandReads },
  ) => Promise<Run<Answer, never>>
  /** What a failure means for a command whose write, if any, may have been sent; finds out where that is not known. */
  readonly failed: <Answer>(
    tenant: string,
    cause: unknown,
    sent: Sent<Answer> | undefined,
    locks?: ReadonlyArray<RecordLock>,
  ) => Promise<Run<Answer, never>>
  /** Runs a command once, over a connection of its own, with these records locked first. */
  readonly runOnce: <Answer, Rejection>(
    transaction: Transaction<Answer, Rejection>,
    run: number,
    locks: ReadonlyArray<RecordLock>,
  ) => Promise<Run<Answer, Rejection>>
  /** Runs a command again for as long as that may help; gives its outcome. */
  readonly carryOn: <Answer, Rejection>(
    transaction: Transaction<Answer, Rejection>,
    ended: Run<Answer, Rejection>,
    run: number,
  ) => Promise<CommandOutcome<Answer, Rejection>>
}

/**
 * Makes the steps. A command reads in as many round trips as it has questions and writes in one statement, which checks every
 * version it relies on and is a transaction by itself. Only where that meets another writer does it run again inside a
 * transaction of several statements, with the contended records locked first, so that it gets through.
 */
export const makeCommandSteps = (tools: CommandTools): CommandSteps => {
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

  const written: CommandSteps["written"] = (tenant, { answer, prepared }) => {
    for (const { kind, id } of prepared.changed) memory.drop(tenant, kind, id)
    return Result.succeed({ answer, events: prepared.events, replayed: false })
  }

  const decide: CommandSteps["decide"] = async (query, transaction, run) => {
    const { tenant } = transaction.author
    // A first run learns of an earlier one under its key when it is refused, by the work or by the table of keys.
    const before = run > 1 || transaction.dryRun ? await earlierOutcome(query, catalog, transaction) : null
    if (before !== null) return done(before)
    const reading = beginReads(query, { ...tools, takesPresence: true }, tenant)
    const deciding = driveWork(transaction.work(), reading.answer)
    // While the answer to its first question is on its way.
    const mark = transaction.dryRun ? null : markKey(transaction)
    const decided = await deciding
    const hasEnded = transaction.dryRun || Result.isFailure(decided)
    if (hasEnded && reading.torn() !== null && run < mostTornRuns) {
      reading.forget()
      return outdated()
    }
    if (Result.isFailure(decided)) {
      if (!(await reading.stillSo())) return outdated()
      return done((await earlierOutcome(query, catalog, transaction)) ?? Result.fail(decided.failure))
    }
    const { answer } = decided.success
    if (transaction.dryRun) {
      return (await reading.stillSo()) ? done(Result.succeed({ answer, events: [], replayed: false })) : outdated()
    }
    const heads = readHeads(decided.success, reading)
    if (heads !== null) await heads
    const preparing = prepareWrite(decided.success, transaction, mark, reading, catalog)
    if (Result.isFailure(preparing)) {
      const earlier = await earlierOutcome(query, catalog, transaction)
      if (earlier !== null || !reading.asked() || run >= mostTornRuns) {
        return done(earlier ?? Result.fail(preparing.failure))
      }
      reading.forget()
      const changed = decided.success.changes.filter(({ expectedVersion }) => expectedVersion > 0)
      return again(
        preparing.failure,
        changed.map(({ after, of }) => ({ kind: of.kind, id: after.id })),
      )
    }
    const sent = { answer, prepared: preparing.success }
    if (sent.prepared.writes !== null) return { _tag: "Ready", sent, reading }
    return (await reading.stillSo()) ? done(written(tenant, sent)) : outdated()
  }

  const runOver = async <Answer, Rejection>(
    query: Query,
    transaction: Transaction<Answer, Rejection>,
    {
      inTransaction,
      locks,
      run,
    }: { readonly run: number; readonly inTransaction: boolean; readonly locks: ReadonlyArray<RecordLock> },
    sending: (sent: Sent<Answer>) => void,
  ): Promise<Run<Answer, Rejection>> => {
    const decided = await decide(query, transaction, run)
    if (decided._tag !== "Ready") return decided
    const { reading, sent } = decided
    if (!holdsRetired(sent.prepared, locks)) return busy(sent.prepared.contended)
    sending(sent)
    const conflict = await sender.send(query, sent.prepared)
    if (conflict === null) return done(written(transaction.author.tenant, sent))
    reading.forget()
    // A decision that read nothing stays the same. In a transaction, which has failed, nothing more can be asked.
    if (conflict instanceof VersionConflict && !reading.asked() && !inTransaction) {
      return done((await earlierOutcome(query, catalog, transaction)) ?? Result.fail(conflict))
    }
    return again(conflict, sent.prepared.contended)
  }

  const runOn = <Answer, Rejection>(
    transaction: Transaction<Answer, Rejection>,
    run: number,
    locks: ReadonlyArray<RecordLock>,
    sending: (sent: Sent<Answer>) => void,
  ): Promise<Run<Answer, Rejection>> => {
    if (locks.length === 0) {
      const inTransaction = clients.alwaysInTransaction
      return clients.use(
        (query) => runOver(query, transaction, { run, inTransaction, locks }, sending),
        ({ _tag }) => _tag === "Done",
      )
    }
    return clients.transaction(
      "read committed",
      async (query) => {
        await sender.lock(query, transaction.author.tenant, locks)
        return await runOver(query, transaction, { run, inTransaction: true, locks }, sending)
      },
      ({ _tag }) => _tag === "Done",
    )
  }

  /**
   * Finds out whether a write whose answer was lost was committed. Where it was not, the very same write is sent again: at
   * the versions it expects, at most one of the two can be committed.
   */
  const recover = async <Answer>(tenant: string, sent: Sent<Answer>, lost: unknown): Promise<Run<Answer, never>> => {
    const { prepared } = sent
    const patience = makePatience()
    let cause = lost
    for (let isNew = true; (isNew || isConnectionLost(cause)) && (await patience.again()); isNew = false) {
      try {
        const isCommitted = () => clients.useToItsEnd((query) => committed(query, tenant, prepared))
        if (await isCommitted()) return done(written(tenant, sent))
        const conflict = await clients.useToItsEnd(
          (query) => sender.send(query, prepared),
          (met) => met === null,
        )
        if (conflict === null || (await isCommitted())) return done(written(tenant, sent))
        return again(conflict, prepared.contended)
      } catch (next) {
        cause = next
      }
    }
    return done(Result.fail(postgresFault("transact", cause)))
  }

  const failed: CommandSteps["failed"] = async (tenant, cause, sent, locks = []) => {
    if (sent !== undefined && !isRefused(cause)) return await recover(tenant, sent, cause)
    const fault = postgresFault("transact", cause)
    const repeatable = isUnread(cause) || isSerialisation(cause) || isReadOnly(cause)
    return repeatable ? again(fault, locks) : done(Result.fail(fault))
  }

  const runOnce: CommandSteps["runOnce"] = async <Answer, Rejection>(
    transaction: Transaction<Answer, Rejection>,
    run: number,
    locks: ReadonlyArray<RecordLock>,
  ) => {
    const sent: Array<Sent<Answer>> = []
    try {
      return await runOn(transaction, run, locks, (write) => sent.push(write))
    } catch (cause) {
      return await failed(transaction.author.tenant, cause, sent[0], locks)
    }
  }

  const send: CommandSteps["send"] = async (tenant, { reading, sent }) => {
    try {
      const conflict = await clients.use(
        (query) => sender.send(query, sent.prepared),
        (met) => met === null,
      )
      if (conflict === null) return done(written(tenant, sent))
      reading.forget()
      return again(conflict, reading.asked() ? sent.prepared.contended : [])
    } catch (cause) {
      return await failed(tenant, cause, sent)
    }
  }

  const carryOn: CommandSteps["carryOn"] = async (transaction, first, firstRun) => {
    const patience = makePatience()
    let ended = first
    for (let run = firstRun + 1; ; run++) {
      if (ended._tag === "Done") return ended.outcome
      if (!(await patience.again())) return Result.fail(ended.error)
      ended = await runOnce(transaction, run, ended.locks)
    }
  }

  return { decide, written, send, failed, runOnce, carryOn }
}
