import type { Transaction } from "@salesdept/core/ports"
import type { CommandOutcome } from "@salesdept/sql"
import { openClaims } from "./BatchClaims.ts"
import type { Claims } from "./BatchClaims.ts"
import type { LockWaits } from "./LockWaits.ts"

/** A command whose outcome somebody waits for. */
export interface WaitingCommand {
  /** The command. */
  readonly transaction: Transaction<unknown, unknown>
  /** What it wanted for itself when it was last decided; null where it was not yet. */
  readonly claims: Claims | null
  /** Hands the outcome over. */
  readonly settle: (outcome: CommandOutcome<unknown, unknown>) => void
}

/** How long a batch took, in milliseconds. */
export interface Pace {
  /** To be read and decided. */
  readonly decidingMs: number
  /** To be written and committed. */
  readonly writingMs: number
}

/** What came of a batch. Commands that are in neither list are settled later, by whoever ran the batch. */
export interface Landing {
  /** How long it took; null where that tells nothing of others, as of a command alone or of a batch that failed. */
  readonly pace: Pace | null
  /** Commands with their outcomes. */
  readonly ended: ReadonlyArray<readonly [command: WaitingCommand, outcome: CommandOutcome<unknown, unknown>]>
  /** Commands that are to run again now that the others have ended. */
  readonly again: ReadonlyArray<WaitingCommand>
}

/** Runs commands of one tenant together, or one for as long as it takes where it may wait for somebody's lock; never rejects. */
export type RunBatch = (batch: ReadonlyArray<WaitingCommand>, mayWait: boolean) => Promise<Landing>

/** Takes commands that share round trips and commits with others of their tenant. */
export type SubmitCommand = <Answer, Rejection>(
  transaction: Transaction<Answer, Rejection>,
) => Promise<CommandOutcome<Answer, Rejection>>

/** How many commands run together at most: enough to spread the cost of round trips and commit, few enough to keep both short. */
const mostTogether = 64
/** As many go in two halves where that pays, and half as many beside another batch. */
const leastSplit = 16
/** Halves pay while writing takes less than so many times what deciding does: see {@link makeCommandLanes}. */
const mostWriting = 3
/** How much of the pace known so far stays when a batch lands. */
const paceKept = 0.75
/** How many batches of a tenant are under way at most. */
export const mostUnderWay = 4
/** How long a batch counts as under way, in milliseconds: what waits for somebody's lock holds up nobody behind it. */
const longestSlotMs = 100
/** How long commands wait for the batch before theirs, in milliseconds, before they go beside it. */
const longestWaitMs = 10

/** A batch that holds a slot. */
interface Slot {
  readonly since: number
  /** Gives it back when it is overdue; set only once somebody waits, since most batches end with nobody behind them. */
  timer: ReturnType<typeof setTimeout> | null
}

interface Lane {
  waiting: Array<WaitingCommand>
  /** Slots of batches under way. */
  readonly slots: Set<Slot>
  /** Batches that have not landed, with those that gave their slot back; not those that may wait for locks, which have places. */
  running: number
  /** What commands under way are known to want. */
  readonly claimed: Set<Claims>
  isScheduled: boolean
  timer: ReturnType<typeof setTimeout> | null
}

/**
 * Tells from the pace of the last batches whether two halves are quicker than a whole. While one half is written the other is decided,
 * so that server and process work at once; but each has a commit of its own, and the disk makes one after the other. With s the time of a
 * commit, d and w those of deciding and writing the commands without it, two halves take the longer of 2s and s + (d + w) / 2, the whole
 * s + d + w: halves are quicker while s < d + w, which is s + w < 3d where d and w are alike.
 */
const makeSplitting = (): { readonly pays: () => boolean; readonly note: (pace: Pace) => void } => {
  let deciding = 0
  let writing = 0
  return {
    pays: () => writing < mostWriting * deciding,
    note: ({ decidingMs, writingMs }) => {
      deciding = deciding * paceKept + decidingMs * (1 - paceKept)
      writing = writing * paceKept + writingMs * (1 - paceKept)
    },
  }
}

/**
 * Puts commands into lanes, one for each tenant. A command that comes alone runs at once. While it runs others gather behind it, and
 * run together when it has ended, when they are enough, or when they have waited long enough. Where the disk is quick, many run in halves,
 * one beside the other.
 *
 * A command alone may wait for somebody's lock, where there is a place for that; otherwise it is run as a batch is, which waits for none.
 *
 * @param mostRunning - how many batches of a tenant may run at once: where the server is so slow that there are so many, the tenant's
 * other commands wait for them
 */
export const makeCommandLanes = (runBatch: RunBatch, waits: LockWaits, mostRunning: number): SubmitCommand => {
  const lanes = new Map<string, Lane>()
  const splitting = makeSplitting()
  const hasRoom = ({ running, slots }: Lane): boolean => slots.size < mostUnderWay && running < mostRunning

  const laneOf = (tenant: string): Lane => {
    let lane = lanes.get(tenant)
    if (lane === undefined) {
      lane = { waiting: [], slots: new Set(), running: 0, claimed: new Set(), isScheduled: false, timer: null }
      lanes.set(tenant, lane)
    }
    return lane
  }

  const closeIfIdle = (tenant: string, { isScheduled, running, timer, waiting }: Lane): void => {
    if (waiting.length === 0 && running === 0 && !isScheduled && timer === null) lanes.delete(tenant)
  }

  /** The first commands, so many at most, that are not known to want the same as one another or as those under way. */
  const take = (lane: Lane, most: number): ReadonlyArray<WaitingCommand> => {
    const book = openClaims()
    for (const claims of lane.claimed) book.enter(claims)
    const taken: Array<WaitingCommand> = []
    const left: Array<WaitingCommand> = []
    for (const command of lane.waiting) {
      const isFree = taken.length < most && (command.claims === null || book.enter(command.claims) === "taken")
      ;(isFree ? taken : left).push(command)
    }
    lane.waiting = left
    return taken
  }

  const start = (tenant: string, lane: Lane, batch: ReadonlyArray<WaitingCommand>): void => {
    const claimed = batch.flatMap(({ claims }) => claims ?? [])
    for (const claims of claimed) lane.claimed.add(claims)
    const leave = batch.length === 1 ? waits.enter() : null
    const slot: Slot = { since: performance.now(), timer: null }
    lane.slots.add(slot)
    if (leave === null) lane.running += 1
    const land = ({ again, ended, pace }: Landing): void => {
      if (pace !== null) splitting.note(pace)
      if (slot.timer !== null) clearTimeout(slot.timer)
      lane.slots.delete(slot)
      for (const claims of claimed) lane.claimed.delete(claims)
      if (leave === null) lane.running -= 1
      else leave()
      lane.waiting = [...again, ...lane.waiting]
      for (const [{ settle }, outcome] of ended) settle(outcome)
      // Of many who have just been answered, some will have more to send.
      if (batch.length > 1 || lane.waiting.length > 0) schedule(tenant, lane, true)
      else closeIfIdle(tenant, lane)
    }
    void runBatch(batch, leave !== null).then(land)
  }

  /** Has every slot given back in time. */
  const watchSlots = (tenant: string, lane: Lane): void => {
    for (const slot of lane.slots) {
      slot.timer ??= setTimeout(
        () => {
          lane.slots.delete(slot)
          schedule(tenant, lane, true)
        },
        longestSlotMs - (performance.now() - slot.since),
      )
    }
  }

  const pump = (tenant: string, lane: Lane, isOverdue: boolean): void => {
    let mayGoBeside = isOverdue
    const inHalves = mostRunning > 1 && splitting.pays()
    while (lane.waiting.length > 0 && hasRoom(lane)) {
      const { length } = lane.waiting
      const enough = inHalves && lane.slots.size === 1 ? leastSplit / 2 : mostTogether
      if (lane.slots.size > 0 && length < enough && !mayGoBeside) break
      mayGoBeside = false
      const isSplit = inHalves && lane.slots.size === 0 && length >= leastSplit
      const batch = take(lane, isSplit ? Math.min(Math.ceil(length / 2), mostTogether) : mostTogether)
      if (batch.length === 0) break
      start(tenant, lane, batch)
    }
    if (lane.waiting.length > 0 && hasRoom(lane) && lane.timer === null) {
      lane.timer = setTimeout(() => {
        lane.timer = null
        pump(tenant, lane, true)
      }, longestWaitMs)
    }
    if (lane.waiting.length > 0) watchSlots(tenant, lane)
    closeIfIdle(tenant, lane)
  }

  const schedule = (tenant: string, lane: Lane, isLanding: boolean): void => {
    if (lane.isScheduled) return
    lane.isScheduled = true
    const run = (): void => {
      lane.isScheduled = false
      pump(tenant, lane, false)
    }
    // Behind a batch, whatever this turn of the event loop brings goes together; a command that comes alone need not wait for it.
    if (isLanding) setImmediate(run)
    else queueMicrotask(run)
  }

  return async <Answer, Rejection>(transaction: Transaction<Answer, Rejection>) => {
    const { tenant } = transaction.author
    const lane = laneOf(tenant)
    const outcome = await new Promise<CommandOutcome<unknown, unknown>>((settle) => {
      lane.waiting.push({ transaction, claims: null, settle })
      schedule(tenant, lane, false)
    })
    // What came out of a transaction is of its types, which a queue of all kinds cannot tell.
    return outcome as CommandOutcome<Answer, Rejection>
  }
}
