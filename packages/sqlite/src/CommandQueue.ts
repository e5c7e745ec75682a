import { awaited, StoreFault } from "@salesdept/core/ports/adapter"
import type { Committed, StoreError, Transaction } from "@salesdept/core/ports"
import type { Effect } from "effect/Effect"
import * as Exit from "effect/Exit"
import * as Result from "effect/Result"
import type { SqliteDatabase } from "./SqliteDatabase.ts"
import type { LoopTurns } from "./LoopTurns.ts"
import { sqliteFault } from "./SqliteFault.ts"

type Outcome<Answer, Rejection> = Result.Result<Committed<Answer>, Rejection | StoreError>

/**
 * Runs a command inside an open transaction. A failed command leaves nothing written, unless it is alone in the
 * transaction: then that is taken back whole.
 */
export type RunCommand = <Answer, Rejection>(
  transaction: Transaction<Answer, Rejection>,
  isAlone: boolean,
) => Outcome<Answer, Rejection>

/** Commands waiting for the writer. */
export interface CommandQueue {
  /** Queues a command; it runs in its turn, before any that is queued later. */
  readonly submit: <Answer, Rejection>(
    transaction: Transaction<Answer, Rejection>,
  ) => Effect<Committed<Answer>, Rejection | StoreError>
}

const exitOf = <A, E>(result: Result.Result<A, E>): Exit.Exit<A, E> =>
  Result.isSuccess(result) ? Exit.succeed(result.success) : Exit.fail(result.failure)

interface Waiting {
  /** Runs the command and keeps its outcome; says whether it succeeded. */
  readonly run: (isAlone: boolean) => boolean
  /** Hands the outcome over, once the commit is durable. */
  readonly settle: () => void
  /** Hands a fault of the whole batch over instead. */
  readonly fail: (fault: StoreError) => void
}

const settled = Promise.resolve()

/** How many commands share a commit at most: enough to spread the cost of a sync, few enough to keep it short. */
const batchSize = 256

/**
 * Makes the queue in front of a connection's only writer. A commit costs a sync of the disk, whatever it holds; commands
 * that arrive together therefore share one. Commands that follow one another let the event loop turn now and then: nothing of the driver
 * waits for it.
 *
 * @param hooks - `onCommit` is called when a batch was committed, before its outcomes are handed over; `onRollback` where it was
 * taken back whole
 */
export const makeCommandQueue = (
  database: SqliteDatabase,
  runOne: RunCommand,
  turns: LoopTurns,
  hooks: { readonly onCommit: () => void; readonly onRollback: () => void },
): CommandQueue => {
  let waiting: Array<Waiting> = []
  let scheduled = false

  /** Whether a transaction of ours could not be taken back, since the file failed then too. */
  let isLeftOpen = false

  const takeBack = (): void => {
    try {
      if (database.handle.inTransaction) database.run("rollback", [])
      isLeftOpen = false
    } catch {
      // The commands are told of what failed first; before the next ones it is tried again.
      isLeftOpen = true
    }
  }

  const commitBatch = (batch: ReadonlyArray<Waiting>): void => {
    if (isLeftOpen) takeBack()
    // A transaction of the host on this handle is not ours to join unasked, and never ours to roll back; it will end.
    if (database.handle.inTransaction) {
      const fault = new StoreFault("transact", "busy", new Error("a transaction is open on this connection already"))
      for (const command of batch) command.fail(fault)
      return
    }
    try {
      database.ensureInPlace("transact")
      database.run("begin immediate", [])
      const isAlone = batch.length === 1
      let succeeded = true
      for (const command of batch) succeeded = command.run(isAlone)
      database.run(isAlone && !succeeded ? "rollback" : "commit", [])
    } catch (cause) {
      takeBack()
      hooks.onRollback()
      const fault = sqliteFault("transact", cause)
      for (const command of batch) command.fail(fault)
      return
    }
    hooks.onCommit()
    for (const command of batch) command.settle()
    database.committed()
  }

  const flush = (): void => {
    scheduled = false
    const batch = waiting.length <= batchSize ? waiting : waiting.slice(0, batchSize)
    waiting = batch === waiting ? [] : waiting.slice(batchSize)
    if (waiting.length > 0) schedule()
    commitBatch(batch)
  }

  const schedule = (): void => {
    if (scheduled) return
    scheduled = true
    // A promise's reaction: `queueMicrotask` makes an asynchronous resource for each call, at three times the cost.
    if (turns.isOverdue()) turns.after(flush)
    else void settled.then(flush)
  }

  return {
    submit: <Answer, Rejection>(transaction: Transaction<Answer, Rejection>) =>
      awaited<Committed<Answer>, Rejection | StoreError>((onEnd) => {
        let outcome: Outcome<Answer, Rejection> | null = null
        waiting.push({
          run: (isAlone) => {
            outcome = runOne(transaction, isAlone)
            return Result.isSuccess(outcome)
          },
          settle: () => {
            if (outcome !== null) onEnd(exitOf(outcome))
          },
          fail: (fault) => onEnd(Exit.fail(fault)),
        })
        schedule()
      }),
  }
}
