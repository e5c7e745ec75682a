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

/** What came of a batch. Commands that are in neither list are settled later, by whoever ran the batch. */
export interface Landing {
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
/**
 * From how many commands on that come together they go in two halves: while the server writes one, the other is decided. Fewer are as
 * quick in one, and cost one commit.
 */
const leastInHalves = 12
/** How many batches of a tenant are under way at most. */
const mostUnderWay = 4
/** Connections that batches of one tenant leave to others, where the pool has so many. */
const spareConnections = 2
/** How long a batch counts as under way, in milliseconds: what waits for somebody's lock holds up nobody behind it. */
const longestSlotMs = 100

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
  /** Batches that have not landed, with those that gave their slot back: for so long the lane stays. */
  underWay: number
  /** Of these, those that have no place in which they may wait for locks. */
  running: number
  /** What commands under way are known to want. */
  readonly claimed: Set<Claims>
  isScheduled: boolean
}

/**
 * Puts commands into lanes, one for each tenant. What comes in one turn of the event loop runs at once, as one batch or, where it is many,
 * as two, while few of the tenant's batches are under way. Beyond these, commands gather, and run together when one of them has ended or
 * takes long.
 *
 * A command alone may wait for somebody's lock, where there is a place for that; otherwise it is run as a batch is, which waits for none.
 *
 * @param connections - how many the pool has at most: a tenant's batches run on all of them but two, where it has so many; where the
 * server is so slow that they do, the tenant's other commands wait for them
 */
export const makeCommandLanes = (runBatch: RunBatch, waits: LockWaits, connections: number): SubmitCommand => {
  const lanes = new Map<string, Lane>()
  const mostRunning = Math.max(mostUnderWay, connections - spareConnections)
  const hasRoom = ({ running, slots }: Lane): boolean => slots.size < mostUnderWay && running < mostRunning

  const laneOf = (tenant: string): Lane => {
    let lane = lanes.get(tenant)
    if (lane === undefined) {
      lane = { waiting: [], slots: new Set(), underWay: 0, running: 0, claimed: new Set(), isScheduled: false }
      lanes.set(tenant, lane)
    }
    return lane
  }

  const closeIfIdle = (tenant: string, { isScheduled, underWay, waiting }: Lane): void => {
    if (waiting.length === 0 && underWay === 0 && !isScheduled) lanes.delete(tenant)
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
    lane.underWay += 1
    if (leave === null) lane.running += 1
    const land = ({ again, ended }: Landing): void => {
      if (slot.timer !== null) clearTimeout(slot.timer)
      lane.slots.delete(slot)
      for (const claims of claimed) lane.claimed.delete(claims)
      lane.underWay -= 1
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
        Math.max(0, longestSlotMs - (performance.now() - slot.since)),
      )
    }
  }

  const pump = (tenant: string, lane: Lane): void => {
    const many = lane.waiting.length
    // With a batch under way those that come are the other half already.
    const inHalves = connections > 1 && lane.slots.size === 0 && many >= leastInHalves
    const most = Math.min(mostTogether, inHalves ? Math.ceil(many / 2) : many)
    while (lane.waiting.length > 0 && hasRoom(lane)) {
      const batch = take(lane, most)
      if (batch.length === 0) break
      start(tenant, lane, batch)
    }
    if (lane.waiting.length > 0) watchSlots(tenant, lane)
    closeIfIdle(tenant, lane)
  }

  const schedule = (tenant: string, lane: Lane, isLanding: boolean): void => {
    if (lane.isScheduled) return
    lane.isScheduled = true
    const run = (): void => {
      lane.isScheduled = false
      pump(tenant, lane)
    }
    // Behind a batch, whatever this turn of the event loop brings goes together; a command that comes alone need not wait for it.
    if (isLanding) setImmediate(run)
    else queueMicrotask(run)
  }

  return <Answer, Rejection>(transaction: Transaction<Answer, Rejection>) =>
    new Promise<CommandOutcome<Answer, Rejection>>((resolve) => {
      const { tenant } = transaction.author
      const lane = laneOf(tenant)
      // What came out of a transaction is of its types, which a queue of all kinds cannot tell.
      const settle = resolve as WaitingCommand["settle"]
      lane.waiting.push({ transaction, claims: null, settle })
      schedule(tenant, lane, false)
    })
}
