import * as Clock from "effect/Clock"
import * as Effect from "effect/Effect"
import * as Fiber from "effect/Fiber"
import type { JournalEvent } from "../journal/Event.ts"
import { upcastAll } from "../journal/EventVersions.ts"
import type { TenantId } from "../shared/Ids.ts"
import { instantOf } from "../shared/Instant.ts"
import { EventKinds } from "./EventKinds.ts"
import { IdSource } from "./IdSource.ts"
import { acknowledgements } from "./OutboxAcknowledgements.ts"
import { NoOutbox } from "./OutboxErrors.ts"
import type { HandedBatch } from "./OutboxQueue.ts"
import { outboxQueue } from "./OutboxQueue.ts"
import { Store } from "./Store.ts"
import type { StoreError } from "./StoreErrors.ts"

/** How a consumer takes events. */
export interface EventsOptions {
  /** Name of the consumer, 1–255 characters. */
  readonly consumer: string
  /** Events in a batch at most, 1 or more. Default 100. */
  readonly batch?: number
  /**
   * How many events are claimed beyond the batch that is asked for, at most, 0 or more; they wait in this process. Never more than the
   * consumer, at its pace so far, takes in a tenth of the lease. Default 1,000; 0 claims nothing that is not asked for.
   */
  readonly ahead?: number
  /**
   * How long a batch is this consumer's, milliseconds, 1 or more. Unanswered by then, it is handed over again. Where events are claimed
   * ahead, at least half of it is left when they are handed over. Default 30,000.
   */
  readonly leaseMs?: number
  /** After how many tries an event is parked, 2 or more. Default 10. */
  readonly maxAttempts?: number
  /** Wait after a first failure, milliseconds; twice as long after each further one. Default 1,000. */
  readonly backoffMs?: number
  /** The longest wait after a failure, milliseconds. Default 3,600,000. */
  readonly maxBackoffMs?: number
  /** Wait before looking again where nothing is due, milliseconds. Default 1,000. */
  readonly pollMs?: number
  /** End where nothing is due, instead of waiting. Default false. */
  readonly once?: boolean
}

/** Events handed to a consumer, with the answers it may give. */
export interface DeliveredBatch {
  /** The events, by stream and version, in today's shape; `hash` is of the row as it is stored. */
  readonly events: ReadonlyArray<JournalEvent>
  /** Which try this is, from 1. */
  readonly attempts: number
  /** Says that all of them were taken. False where the lease had ended: they are handed over again. */
  readonly ack: Effect.Effect<boolean, StoreError>
  /** Says that they were not, and why: they come again after a wait, or are parked. False where the lease had ended. */
  readonly fail: (error: unknown) => Effect.Effect<boolean, StoreError>
}

/**
 * The wait before another try, milliseconds: the first one doubled for each try after the first, up to the longest.
 *
 * @param attempts - tries so far, from 1
 */
export const backoffOf = (attempts: number, firstMs: number, longestMs: number): number =>
  Math.min(longestMs, firstMs * 2 ** (attempts - 1))

const longestError = 1000

const textOf = (error: unknown): string =>
  (error instanceof Error ? `${error.name}: ${error.message}` : String(error)).slice(0, longestError)

/** The events of one consumer of a tenant, a batch after another. */
export interface EventFeed {
  /** The next batch, waiting for one; undefined where `once` is given and nothing is due. Asked for one at a time. */
  readonly next: Effect.Effect<DeliveredBatch | undefined, StoreError | NoOutbox>
  /** Waits for answers that are on their way, and gives back what was claimed ahead; batches in hand may still be answered. */
  readonly close: Effect.Effect<void>
}

/** What is claimed ahead is used up within this share of the lease. */
const aheadShare = 1 / 10

const checkBounds = (bounds: ReadonlyArray<readonly [name: string, value: number, least: number]>): void => {
  for (const [name, value, least] of bounds) {
    if (!Number.isSafeInteger(value) || value < least) {
      throw new RangeError(`${name} must be a whole number of ${least} or more`)
    }
  }
}

/**
 * How many events the next claim asks for: twice as many as the last one where those were soon used up, half as many where it took long;
 * at least a batch.
 */
const nextSize = (
  size: number,
  usedUpInMs: number,
  { batch, ahead, leaseMs }: Required<Pick<EventsOptions, "batch" | "ahead" | "leaseMs">>,
) => {
  const allowedMs = leaseMs * aheadShare
  if (usedUpInMs * 2 <= allowedMs) return Math.min(size * 2, batch + ahead)
  return usedUpInMs > allowedMs ? Math.max(batch, Math.floor(size / 2)) : size
}

/** Makes the feed of a consumer; it is to be closed. */
export const eventFeed = (tenant: TenantId, options: EventsOptions): Effect.Effect<EventFeed, never, Store> => {
  const { consumer, batch = 100, ahead = 1000, leaseMs = 30_000, pollMs = 1000, once = false } = options
  const { maxAttempts = 10, backoffMs = 1000, maxBackoffMs = 3_600_000 } = options
  const who = { tenant, consumer }
  return Effect.gen(function* () {
    checkBounds([
      ["batch", batch, 1],
      ["ahead", ahead, 0],
      ["leaseMs", leaseMs, 1],
      ["maxAttempts", maxAttempts, 2],
    ])
    const { name, outbox } = yield* Store
    if (outbox === null) return { next: Effect.fail(new NoOutbox(name)), close: Effect.void }
    const ids = yield* IdSource
    const loadKinds = yield* EventKinds
    const clock = yield* Clock.Clock
    const fork = Effect.runForkWith(yield* Effect.context())
    const nowMs = (): number => clock.currentTimeMillisUnsafe()
    const queue = outboxQueue()
    let isRegistered = false
    let kinds: Effect.Success<typeof loadKinds> | null = null
    let after = ""
    let [size, lastCount, lastAtMs, claims] = [batch, 0, 0, 0]
    let claiming: Fiber.Fiber<number, StoreError> | null = null
    let wake: (() => void) | null = null
    const settle = (stream: string, isTaken: boolean): void => {
      if (isTaken) queue.taken(stream)
      else queue.dropped(stream)
      wake?.()
    }
    const answers = acknowledgements({ who, outbox, now: () => instantOf(nowMs()), answered: settle, fork })

    const claim = Effect.suspend(() => {
      const now = nowMs()
      if (ahead > 0 && lastCount > 0) size = nextSize(size, now - lastAtMs, { batch, ahead, leaseMs })
      const token = ids.salt()
      const leasedUntilMs = now + leaseMs
      const times = { now: instantOf(now), leasedUntil: instantOf(leasedUntilMs) }
      return Effect.map(outbox.claim({ ...who, after, batch: size, maxAttempts, token, ...times }), (claimed) => {
        queue.put(claimed, token, leasedUntilMs)
        after = claimed.next
        ;[lastCount, lastAtMs] = [claimed.events.length, nowMs()]
        claims += 1
        return lastCount
      })
    })

    const release = (beforeMs: number) =>
      Effect.suspend(() =>
        Effect.forEach(queue.expire(beforeMs), ({ token, streams }) =>
          outbox.release({ ...who, token, streams, now: instantOf(nowMs()) }),
        ),
      )

    const delivered = ({ runs, events }: HandedBatch, known: Effect.Success<typeof loadKinds>): DeliveredBatch => {
      const attempts = runs[0]?.attempts ?? 1
      const acknowledge = answers
        .add(() => runs.map(({ stream, token, to }) => ({ stream, token, to, keepsRest: queue.holds(stream) })))
        .pipe(Effect.map((moved) => runs.every(({ stream }) => moved.has(stream))))
      const reject = (error: unknown) =>
        Effect.suspend(() => {
          for (const { stream } of runs) settle(stream, false)
          const now = nowMs()
          const refused = {
            error: textOf(error),
            now: instantOf(now),
            againAt: instantOf(now + backoffOf(attempts, backoffMs, maxBackoffMs)),
            park: attempts >= maxAttempts,
          }
          const claimsOf = Map.groupBy(runs, ({ token }) => token)
          return Effect.forEach(claimsOf, ([token, ofClaim]) =>
            outbox.reject({ ...who, ...refused, token, streams: ofClaim.map(({ stream }) => stream) }),
          )
        }).pipe(Effect.map((counts) => counts.reduce((sum, count) => sum + count, 0) === runs.length))
      return { events: upcastAll(known, events), attempts, ack: acknowledge, fail: reject }
    }

    /** Claims beside the consumer's work, when little is left of what was claimed. */
    const claimAhead = (): void => {
      if (ahead === 0 || claims < 2 || lastCount === 0 || claiming !== null || queue.size() > size / 2) return
      const state = { isOver: false }
      const over = Effect.sync(() => {
        state.isOver = true
        claiming = null
      })
      const fiber = fork(Effect.ensuring(claim, over))
      // A store that answers at a stroke is done by now.
      if (!state.isOver) claiming = fiber
    }

    const claimed = Effect.suspend(() => (claiming === null ? claim : Fiber.join(claiming)))

    const untilPoll = Effect.raceFirst(
      Effect.sleep(pollMs),
      Effect.callback<void>((resume) => {
        wake = () => resume(Effect.void)
        return Effect.sync(() => {
          wake = null
        })
      }),
    )

    const next = Effect.gen(function* () {
      if (!isRegistered) {
        yield* outbox.register(who, instantOf(nowMs()))
        isRegistered = true
      }
      for (;;) {
        // What could not be handed over with half of its lease left is given back, and claimed anew.
        yield* release(nowMs() + leaseMs / 2)
        const cut = queue.cut(batch)
        if (cut !== null) {
          claimAhead()
          kinds ??= yield* loadKinds
          return delivered(cut, kinds)
        }
        const pending = answers.pending()
        const isRunning = claiming !== null
        if ((yield* claimed) > 0 || isRunning) continue
        // Answers on their way may free streams of which more is due.
        if (pending > 0) yield* answers.settled
        else if (once) return undefined
        else yield* untilPoll
      }
    })

    const close = Effect.gen(function* () {
      if (claiming !== null) yield* Fiber.await(claiming)
      yield* answers.settled
      // Where that fails their leases end by themselves.
      yield* Effect.ignore(release(Infinity))
    })
    return { next, close }
  })
}
