import { StoreFault } from "@salesdept/core/ports/adapter"
import type { StoreError } from "@salesdept/core/ports"
import type { PreparedWrite, Query, RecordLock } from "@salesdept/sql"
import { holdsRetired, writeShape } from "@salesdept/sql"
import * as Result from "effect/Result"
import { claimsOf, openClaims } from "./BatchClaims.ts"
import type { Landing, RunBatch, WaitingCommand } from "./CommandLanes.ts"
import type { CommandSteps, CommandTools, Decided, Run } from "./CommandRun.ts"
import type { LockWaits } from "./LockWaits.ts"
import { isConnectionLost, isReadOnly, isRefused, postgresFault } from "./PostgresFault.ts"
import type { RunTogether } from "./QueryMerger.ts"

/** What running batches needs of the store. */
export interface BatchTools extends CommandTools {
  /** Runs the reads of several commands over one connection. */
  readonly runTogether: RunTogether
}

type Ready = Extract<Decided<unknown, unknown>, { readonly _tag: "Ready" }>

/** A command that is to be written with others. */
interface Member {
  readonly command: WaitingCommand
  readonly ready: Ready
}

/** A command that goes on by itself. */
interface Leaving {
  readonly command: WaitingCommand
  readonly next: () => Promise<Run<unknown, unknown>>
  /** What becomes of it where it cannot go on: too many wait before it. */
  readonly otherwise: StoreError
}

/** What a batch has come to so far. */
interface Progress {
  readonly ended: Array<Landing["ended"][number]>
  readonly again: Array<WaitingCommand>
  /** Commands that go on by themselves, without the others waiting for them. */
  readonly leaving: Array<Leaving>
}

/** After these, a connection is of no more use. */
const endsConnection = (cause: unknown): boolean => isConnectionLost(cause) || isReadOnly(cause)

/** A command that writes more rows goes by itself: it would hold up those that write a few. */
const mostRows = 64

const goesAlone = ({ writes }: PreparedWrite): boolean =>
  writes === null ||
  // Nobody knows which deals those are.
  writes.touchedClients.length > 0 ||
  writes.journal.length + writes.touches.length + writes.erasures.length > mostRows

/**
 * Makes the runner of batches: the commands read together, wave by wave, and those whose writes have one shape are written by one
 * statement, of which each command has its own outcome. A command that meets another writer, is refused its key, or wants what
 * another one of the batch has, runs again by itself or in a later batch; where a statement fails, each of its commands runs by itself.
 */
export const makeBatchRunner = (tools: BatchTools, steps: CommandSteps, waits: LockWaits): RunBatch => {
  const { clients, runTogether, sender } = tools

  const tooMany = new StoreFault("transact", "busy", null)

  const alone = (run: number, command: WaitingCommand, locks: ReadonlyArray<RecordLock> = []): Leaving => ({
    command,
    next: () => steps.runOnce(command.transaction, run, locks),
    otherwise: tooMany,
  })

  /** A command of which it is to be found out whether it was written. */
  const unknown = (command: WaitingCommand, cause: unknown, sent: Ready["sent"] | undefined): Leaving => ({
    command,
    next: () => steps.failed(command.transaction.author.tenant, cause, sent),
    otherwise: postgresFault("transact", cause),
  })

  /** Reads and decides all; gives those that are to be written together. */
  const decideAll = async (
    query: Query,
    batch: ReadonlyArray<WaitingCommand>,
    progress: Progress,
  ): Promise<ReadonlyArray<Member>> => {
    const bodies = batch.map(
      ({ transaction }) =>
        (own: Query) =>
          steps.decide(own, transaction, 1),
    )
    const decisions = await runTogether(query, bodies)
    for (const decision of decisions) {
      if (decision.status === "rejected" && endsConnection(decision.reason)) throw decision.reason
    }
    const book = openClaims()
    const members: Array<Member> = []
    for (const [index, command] of batch.entries()) {
      const decision = decisions[index]
      if (decision === undefined || decision.status === "rejected") {
        // By itself it fails with its own fault, or not at all.
        progress.leaving.push(alone(1, command))
        continue
      }
      const decided = decision.value
      if (decided._tag === "Done") {
        progress.ended.push([command, decided.outcome])
        continue
      }
      if (decided._tag === "Again") {
        progress.leaving.push(alone(2, command, decided.locks))
        continue
      }
      const { prepared } = decided.sent
      if (!holdsRetired(prepared, [])) {
        progress.leaving.push(alone(2, command, prepared.contended))
        continue
      }
      if (goesAlone(prepared)) {
        const { tenant } = command.transaction.author
        progress.leaving.push({ command, next: () => steps.send(tenant, decided), otherwise: tooMany })
        continue
      }
      const claims = claimsOf(prepared)
      const entered = book.enter(claims)
      if (entered === "taken") members.push({ command, ready: decided })
      else if (entered === "keyClaimed") progress.leaving.push(alone(2, command))
      else progress.again.push({ ...command, claims })
    }
    return members
  }

  /** Writes commands of one shape, each of them or not; gives what is to be noted once that is committed. */
  const writeGroup = async (query: Query, group: ReadonlyArray<Member>, progress: Progress): Promise<() => void> => {
    const prepared = group.map(({ ready }) => ready.sent.prepared)
    const written = await sender.sendAll(query, prepared)
    return () => {
      for (const [index, { command, ready }] of group.entries()) {
        const { reading, sent } = ready
        if (written.has(index)) {
          progress.ended.push([command, steps.written(command.transaction.author.tenant, sent)])
          continue
        }
        reading.forget()
        progress.leaving.push(alone(2, command, reading.asked() ? sent.prepared.contended : []))
      }
    }
  }

  const byShape = (members: ReadonlyArray<Member>): ReadonlyArray<ReadonlyArray<Member>> => [
    ...Map.groupBy(members, ({ ready }) => {
      const { writes } = ready.sent.prepared
      return writes === null ? "" : writeShape(writes)
    }).values(),
  ]

  const runMany = async (batch: ReadonlyArray<WaitingCommand>): Promise<Progress> => {
    const progress: Progress = { ended: [], again: [], leaving: [] }
    const { alwaysInTransaction } = clients
    const undecided = new Set(batch)
    let groups: ReadonlyArray<ReadonlyArray<Member>> = []
    let begun = 0
    /** Of these it is not known whether they were written. */
    const sent: Array<Member> = []
    const notes: Array<() => void> = []
    try {
      await clients.use(async (query) => {
        groups = byShape(await decideAll(query, batch, progress))
        undecided.clear()
        for (const group of groups) {
          begun += 1
          sent.push(...group)
          try {
            notes.push(await writeGroup(query, group, progress))
          } catch (cause) {
            // Where the server did not say so itself, nobody knows whether it has written.
            if (alwaysInTransaction || endsConnection(cause) || !isRefused(cause)) throw cause
            // The statement is taken back whole, perhaps for one command's sake.
            for (const { command } of group) progress.leaving.push(alone(2, command))
          }
          if (!alwaysInTransaction) sent.length = 0
        }
      })
      for (const note of notes) note()
    } catch (cause) {
      if (!alwaysInTransaction) for (const note of notes) note()
      for (const { command, ready } of sent) {
        progress.leaving.push(isRefused(cause) ? alone(2, command) : unknown(command, cause, ready.sent))
      }
      for (const { command } of groups.slice(begun).flat()) progress.leaving.push(alone(1, command))
      for (const command of undecided) progress.leaving.push(unknown(command, cause, undefined))
    }
    return progress
  }

  /** Commands that go by themselves may wait for somebody's lock. */
  const goOn = async ({ command: { settle, transaction }, next, otherwise }: Leaving): Promise<void> => {
    const outcome = await waits.within(async () => await steps.carryOn(transaction, await next(), 2))
    settle(outcome ?? Result.fail(otherwise))
  }

  return async (batch, mayWait) => {
    const [first] = batch
    if (first !== undefined && mayWait) {
      const { transaction } = first
      const ended = await steps.runOnce(transaction, 1, [])
      const outcome = ended._tag === "Done" ? ended.outcome : await steps.carryOn(transaction, ended, 1)
      return { ended: [[first, outcome]], again: [] }
    }
    const { again, ended, leaving } = await runMany(batch)
    for (const one of leaving) void goOn(one)
    return { ended, again }
  }
}
