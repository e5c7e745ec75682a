import { CannotJoin, StoreFault } from "@salesdept/core/ports/adapter"
import type { SqlExecutor, StoreError, Transaction } from "@salesdept/core/ports"
import * as Result from "effect/Result"
import { beginReads, makeRecordMemory } from "./CommandReads.ts"
import type { Query, ReadingTools } from "./CommandReads.ts"
import type { PreparedWrite, RecordLock } from "./CommandWrite.ts"
import { markKey, prepareWrite, readHeads } from "./CommandWrite.ts"
import { inTurn } from "./ConnectionTurns.ts"
import { driveWork } from "./DriveWork.ts"
import type { CommandOutcome } from "./EarlierOutcome.ts"
import { earlierOutcome } from "./EarlierOutcome.ts"

/** What a dialect brings to commands inside a host's transaction. */
export interface JoinedTools extends Omit<ReadingTools, "memory"> {
  /** Runs our statements over the host's connection; values come in the form the codecs read, whatever the host's parsers. */
  readonly queryOver: (executor: SqlExecutor) => Query
  /** Writes what was decided; gives the conflict it met, after which nothing counts that it wrote. */
  readonly send: (executor: SqlExecutor, prepared: PreparedWrite) => Promise<StoreError | null>
  /**
   * Runs a body while the host's transaction names a tenant, and puts back what it named before; null where the database does
   * not ask.
   */
  readonly asTenant: (<A>(executor: SqlExecutor, tenant: string, body: () => Promise<A>) => Promise<A>) | null
  /** Turns what the driver throws into the library's error. */
  readonly faultOf: (cause: unknown) => StoreError
  /**
   * Locks records against others before another try; null where nobody else can write while the transaction is open, so that
   * another try would meet the same.
   */
  readonly lock: ((query: Query, tenant: string, locks: ReadonlyArray<RecordLock>) => Promise<void>) | null
}

/** Runs a command inside a host's open transaction. */
export type RunJoined = <Answer, Rejection>(
  transaction: Transaction<Answer, Rejection>,
  executor: SqlExecutor,
) => Promise<CommandOutcome<Answer, Rejection>>

const mostTries = 4

/** Whether records that leave the base are locked already against those who are about to refer to them. */
export const holdsRetired = ({ retired }: Pick<PreparedWrite, "retired">, locks: ReadonlyArray<RecordLock>): boolean =>
  retired.every(({ kind, id }) => locks.some((lock) => lock.isRetired === true && lock.kind === kind && lock.id === id))

interface Tried<Answer, Rejection> {
  readonly outcome: CommandOutcome<Answer, Rejection>
  /** What to lock before another try; null where there is to be none. */
  readonly contended: ReadonlyArray<RecordLock> | null
}

let savepoints = 0

/**
 * Makes the runner of commands inside a host's transaction. Each has a savepoint of its own: a failure takes back what the
 * command wrote and leaves the transaction of use. Nothing is remembered beyond the call, since the host may still roll back.
 */
export const makeJoinedRunner = (tools: JoinedTools): RunJoined => {
  const { catalog, dialect } = tools
  const failureOf = (cause: unknown): StoreError => (cause instanceof CannotJoin ? cause : tools.faultOf(cause))

  const tryOnce = async <Answer, Rejection>(
    query: Query,
    transaction: Transaction<Answer, Rejection>,
    executor: SqlExecutor,
    locks: ReadonlyArray<RecordLock>,
  ): Promise<Tried<Answer, Rejection>> => {
    const settled = (outcome: CommandOutcome<Answer, Rejection>): Tried<Answer, Rejection> => ({
      outcome,
      contended: null,
    })
    const before = await earlierOutcome(query, catalog, transaction)
    if (before !== null) return settled(before)
    const reading = beginReads(query, { ...tools, memory: makeRecordMemory() }, transaction.author.tenant)
    const deciding = driveWork(transaction.work(), reading.answer)
    const mark = transaction.dryRun ? null : markKey(transaction)
    const decided = await deciding
    if (Result.isFailure(decided)) {
      return { outcome: Result.fail(decided.failure), contended: reading.torn() === null ? null : [] }
    }
    const { answer } = decided.success
    if (transaction.dryRun) return settled(Result.succeed({ answer, events: [], replayed: false }))
    await readHeads(decided.success, reading)
    const preparing = prepareWrite(decided.success, transaction, mark, reading, catalog)
    if (Result.isFailure(preparing)) {
      const changed = decided.success.changes.map(({ after, of }) => ({ kind: of.kind, id: after.id }))
      return { outcome: Result.fail(preparing.failure), contended: reading.torn() === null ? null : changed }
    }
    const { contended, events } = preparing.success
    if (tools.lock !== null && !holdsRetired(preparing.success, locks)) {
      return { outcome: Result.fail(new StoreFault("transact", "busy", null)), contended }
    }
    const conflict = await tools.send(executor, preparing.success)
    if (conflict === null) return settled(Result.succeed({ answer, events, replayed: false }))
    // A decision that read nothing stays the same.
    return { outcome: Result.fail(conflict), contended: reading.asked() ? contended : null }
  }

  const within = async <Answer, Rejection>(
    savepoint: string,
    transaction: Transaction<Answer, Rejection>,
    executor: SqlExecutor,
  ): Promise<CommandOutcome<Answer, Rejection>> => {
    const query = tools.queryOver(executor)
    let locks: ReadonlyArray<RecordLock> = []
    for (let tries = 1; ; tries++) {
      const { outcome, contended } = await tryOnce(query, transaction, executor, locks)
      if (contended === null || tools.lock === null || tries === mostTries) return outcome
      await executor.execute(`rollback to savepoint ${savepoint}`, [])
      await tools.lock(query, transaction.author.tenant, contended)
      locks = contended
    }
  }

  const inSavepoint = async <Answer, Rejection>(
    executor: SqlExecutor,
    body: (savepoint: string) => Promise<CommandOutcome<Answer, Rejection>>,
  ): Promise<CommandOutcome<Answer, Rejection>> => {
    savepoints += 1
    const savepoint = `salesdept_${savepoints}`
    await executor.execute(`savepoint ${savepoint}`, [])
    let outcome: CommandOutcome<Answer, Rejection> | null = null
    try {
      outcome = await body(savepoint)
      if (Result.isSuccess(outcome)) await executor.execute(`release savepoint ${savepoint}`, [])
    } catch (cause) {
      const fault = failureOf(cause)
      // A host that does not wait has ended its transaction behind our last statement, and the savepoint with it.
      if (!(outcome !== null && fault instanceof CannotJoin)) outcome = Result.fail(fault)
    }
    if (Result.isSuccess(outcome)) return outcome
    try {
      await executor.execute(`rollback to savepoint ${savepoint}`, [])
      await executor.execute(`release savepoint ${savepoint}`, [])
    } catch {
      // A full disk or a lost connection has ended the whole transaction: what ended it is told.
    }
    return outcome
  }

  return async (transaction, executor) => {
    if (executor.dialect !== dialect) return Result.fail(new CannotJoin("otherDialect"))
    return await inTurn(executor.connection, async () => {
      try {
        const { asTenant } = tools
        const body = () => inSavepoint(executor, (savepoint) => within(savepoint, transaction, executor))
        if (asTenant === null) return await body()
        // Outside the command's savepoint, which would take the tenant back with everything else, and within one of its own.
        return await inSavepoint(executor, () => asTenant(executor, transaction.author.tenant, body))
      } catch (cause) {
        return Result.fail(failureOf(cause))
      }
    })
  }
}
