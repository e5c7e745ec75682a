import type * as Cause from "effect/Cause"
import * as Clock from "effect/Clock"
import * as Effect from "effect/Effect"
import * as Exit from "effect/Exit"
import type { JournalEvent } from "../../journal/Event.ts"
import type { TenantId } from "../../shared/Ids.ts"
import type { InputInvalid } from "../../shared/InputErrors.ts"
import { instantOf } from "../../shared/Instant.ts"
import { EventKinds } from "../EventKinds.ts"
import { IdSource } from "../IdSource.ts"
import type { OutboxDelivery } from "../Outbox.ts"
import { acknowledgements } from "./OutboxAcknowledgements.ts"
import { NoOutbox } from "./OutboxErrors.ts"
import { decodeFeed } from "./OutboxSchema.ts"
import type { HandedBatch } from "./OutboxQueue.ts"
import { outboxQueue } from "./OutboxQueue.ts"
import { readRuns } from "./OutboxReading.ts"
import { Store } from "../Store.ts"
import type { StoreError } from "../StoreErrors.ts"

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
 * @param attempts - tries so far, 1 or more
 * @param firstMs - the first wait, milliseconds, 0 or more
 * @param longestMs - the longest wait, milliseconds, 0 or more
 * @example
 * ```ts
 * import { backoffOf } from "@salesdept/core/ports"
 *
 * [1, 2, 3, 13].map((attempts) => backoffOf(attempts, 1_000, 3_600_000)) // [1000, 2000, 4000, 3600000]
 * ```
 */
export const backoffOf = (attempts: number, firstMs: number, longestMs: number): number =>
  // Twice as long a thousand times is Infinity, of which no wait at all makes no number.
  Math.min(longestMs, firstMs * 2 ** Math.min(attempts - 1, 1000))

const longestError = 1000

const said = (error: unknown): string => {
  try {
    return error instanceof Error ? `${error.name}: ${error.message}` : String(error)
  } catch {
    return "an error that cannot be read"
  }
}

/** What is kept of an error: it may quote any bytes, and not every database keeps NUL and half a surrogate pair. */
const textOf = (error: unknown): string =>
  said(error).slice(0, longestError).replaceAll("\u0000", "\ufffd").toWellFormed()

/** The events of one consumer of a tenant, a batch after another. */
export interface EventFeed {
  /** The next batch, waiting for one; undefined where `once` is given and nothing is due. Asked for one at a time. */
  readonly next: Effect.Effect<DeliveredBatch | undefined, StoreError | NoOutbox>
  /** Waits for answers that are on their way, and gives back what was claimed ahead; batches in hand may still be answered. */
  readonly close: Effect.Effect<void>
}

interface Claim {
  readonly deliveries: ReadonlyArray<OutboxDelivery>
  readonly token: string
  /** When the lease ends, epoch milliseconds. */
  readonly leasedUntilMs: number
}

/** What is claimed ahead is used up within this share of the lease. */
const aheadShare = 1 / 10

/** So many times as many events as the one before a claim asks for at most. */
const growth = 16

/**
 * How many events the next claim asks for: at least a batch, at most that and what may be claimed ahead, and no more than the consumer
 * takes within its share of the lease.
 *
 * @param size - what the last one asked for
 * @param eventMs - what the consumer has spent on an event of late, milliseconds; null where nothing is known
 */
const nextSize = (
  size: number,
  eventMs: number | null,
  { batch, ahead, leaseMs }: Required<Pick<EventsOptions, "batch" | "ahead" | "leaseMs">>,
): number => {
  if (eventMs === null) return batch
  const taken = eventMs === 0 ? Infinity : Math.floor((leaseMs * aheadShare) / eventMs)
  return Math.max(batch, Math.min(size * growth, batch + ahead, taken))
}

/** Holds what a consumer asks for to its bounds; of which tenant, where that is known. */
export const decodeEvents = (options: EventsOptions, tenant?: TenantId) =>
  decodeFeed(isOptions(options) && tenant !== undefined ? { ...options, tenant } : options)

/** What is none is left as it is, to be refused. */
const isOptions = (options: unknown): boolean =>
  typeof options === "object" && options !== null && !Array.isArray(options)

/** Makes the feed of a consumer; it is to be closed. */
export const eventFeed = (tenant: TenantId, options: EventsOptions): Effect.Effect<EventFeed, InputInvalid, Store> =>
  Effect.gen(function* () {
    const asked = yield* Effect.fromResult(decodeEvents(options, tenant))
    const { consumer, batch = 100, ahead = 1000, leaseMs = 30_000, pollMs = 1000, once = false } = asked
    const { maxAttempts = 10, backoffMs = 1000, maxBackoffMs = 3_600_000 } = asked
    const who = { tenant, consumer }
    const { name, outbox } = yield* Store
    if (outbox === null) return { next: Effect.fail(new NoOutbox(name)), close: Effect.void }
    const ids = yield* IdSource
    const loadKinds = yield* EventKinds
    const clock = yield* Clock.Clock
    const fork = Effect.runForkWith(yield* Effect.context())
    const nowMs = (): number => clock.currentTimeMillisUnsafe()
    const queue = outboxQueue()
    let isRegistered = false
    let isClosed = false
    let kinds: Effect.Success<typeof loadKinds> | null = null
    let after = ""
    // Of the last claim: what it asked for, and what it got of what was never tried.
    let [size, lastCount] = [batch, 0]
    // Of the last batch that was handed over: when, and its events; and what the consumer spends on one.
    let [handedAtMs, handed] = [0, 0]
    let eventMs: number | null = null
    // Whether a claim is on its way, and how many claimed events are being read.
    let isClaiming = false
    let coming = 0
    let failed: Cause.Cause<StoreError> | null = null
    let changes = 0
    let wake: (() => void) | null = null
    const tellChange = (): void => {
      changes += 1
      wake?.()
    }
    const settle = (stream: string, isTaken: boolean): void => {
      if (isTaken) queue.taken(stream)
      else queue.dropped(stream)
      tellChange()
    }
    const answers = acknowledgements({ who, outbox, now: () => instantOf(nowMs()), answered: settle, fork })

    const release = (token: string, streams: ReadonlyArray<string>) =>
      Effect.suspend(() => outbox.release({ ...who, token, streams, now: instantOf(nowMs()) }))

    const releaseAll = (claims: ReturnType<typeof queue.expire>) =>
      Effect.forEach(claims, ({ token, streams }) => release(token, streams))

    /** Gives streams of a claim back, to be tried again after a wait or, where that was the last try, parked. */
    const turnDown = (token: string, streams: ReadonlyArray<string>, attempts: number, error: unknown) => {
      const now = nowMs()
      const againAt = instantOf(now + backoffOf(attempts, backoffMs, maxBackoffMs))
      const refused = { error: textOf(error), now: instantOf(now), againAt, park: attempts >= maxAttempts }
      return outbox.reject({ ...who, ...refused, token, streams })
    }

    /** Reads what was claimed, beside everything else; where it cannot be had now, it is given back. */
    const read = (claim: Claim, count: number): void => {
      coming += count
      const reading = Effect.gen(function* () {
        kinds ??= yield* loadKinds
        const { events, unread } = yield* readRuns(outbox, who, claim.deliveries, kinds)
        // Nobody could be handed these: they wait as what a consumer has refused, and others go on.
        for (const { delivery, error } of unread)
          yield* turnDown(claim.token, [delivery.stream], delivery.attempts, error)
        queue.put(claim, events)
      }).pipe(
        Effect.onExit((exit) => {
          coming -= count
          if (Exit.isSuccess(exit)) return Effect.void
          failed = exit.cause
          const streams = claim.deliveries.map(({ stream }) => stream)
          return Effect.ignore(release(claim.token, streams))
        }),
        Effect.exit,
      )
      fork(Effect.flatMap(reading, () => Effect.sync(tellChange)))
    }

    /** Claims, and has what it got read; gives how many events that are. Ahead of the consumer, only what was never tried. */
    const claim = (isAhead: boolean) =>
      Effect.suspend(() => {
        const now = nowMs()
        size = nextSize(size, eventMs, { batch, ahead, leaseMs })
        const token = ids.salt()
        const leasedUntilMs = now + leaseMs
        const times = { now: instantOf(now), leasedUntil: instantOf(leasedUntilMs) }
        return Effect.map(
          outbox.claim({ ...who, after, batch: size, onlyNew: isAhead, maxAttempts, token, ...times }),
          ({ deliveries, next: following }) => {
            const count = deliveries.reduce((sum, run) => sum + run.to - run.after, 0)
            after = following
            // Beside what has failed before nothing is claimed: if it takes the process down, it takes nothing else with it.
            lastCount = deliveries.every(({ attempts }) => attempts === 1) ? count : 0
            if (count > 0) read({ deliveries, token, leasedUntilMs }, count)
            return count
          },
        )
      })

    /** Claims to the end, also where nobody waits for it any more: `close` gives back what it got. */
    const claimed = (isAhead: boolean) =>
      Effect.suspend(() => {
        isClaiming = true
        return Effect.onExit(claim(isAhead), () =>
          Effect.sync(() => {
            isClaiming = false
            // Whoever asked is gone then. Otherwise it is no change: who waits for one would claim again at once.
            if (isClosed) tellChange()
          }),
        )
      }).pipe(Effect.uninterruptible)

    /** Claims beside the consumer's work and the reading of what was claimed before, when little is left to be handed over. */
    const claimAhead = (): void => {
      if (ahead === 0 || eventMs === null || lastCount === 0 || isClaiming || isClosed) return
      if (failed !== null || queue.size() + coming > size) return
      // Before it is forked: nobody begins another meanwhile.
      isClaiming = true
      const ended = Effect.onExit(claimed(true), (exit) =>
        Effect.sync(() => {
          if (Exit.isFailure(exit)) failed = exit.cause
          else claimAhead()
          tellChange()
        }),
      )
      fork(Effect.asVoid(Effect.exit(ended)))
    }

    const delivered = ({ runs, events }: HandedBatch): DeliveredBatch => {
      const attempts = runs[0]?.attempts ?? 1
      const acknowledge = answers
        .add(() => runs.map(({ stream, token, to }) => ({ stream, token, to, keepsRest: queue.holds(stream) })))
        .pipe(Effect.map((moved) => runs.every(({ stream }) => moved.has(stream))))
      const reject = (error: unknown) =>
        Effect.suspend(() => {
          for (const { stream } of runs) settle(stream, false)
          const claimsOf = Map.groupBy(runs, ({ token }) => token)
          return Effect.forEach(claimsOf, ([token, ofClaim]) => {
            const streams = ofClaim.map(({ stream }) => stream)
            return turnDown(token, streams, attempts, error)
          })
        }).pipe(Effect.map((counts) => counts.reduce((sum, count) => sum + count, 0) === runs.length))
      return { events, attempts, ack: acknowledge, fail: reject }
    }

    /** Until something has been read, claimed or answered after so many such changes. */
    const changed = (since: number) =>
      Effect.callback<void>((resume) => {
        const tell = (): void => resume(Effect.void)
        if (changes !== since) return tell()
        wake = tell
        return Effect.sync(() => {
          if (wake === tell) wake = null
        })
      })

    /** What the consumer spent on the batch in its hands, told by its asking for another. */
    const notePace = (): void => {
      if (handed === 0) return
      const latest = (nowMs() - handedAtMs) / handed
      eventMs = eventMs === null ? latest : (eventMs + latest) / 2
      handed = 0
    }

    const next = Effect.gen(function* () {
      notePace()
      if (!isRegistered) {
        yield* outbox.register(who, instantOf(nowMs()))
        isRegistered = true
      }
      let soonestEndMs = Infinity
      for (;;) {
        // Where the host's clock is put back, leases end earlier by it, and all of them would end too soon for ever.
        soonestEndMs = Math.min(soonestEndMs, nowMs() + leaseMs / 2)
        // What could not be handed over with half of its lease left is given back, and claimed anew; also what comes only now.
        // More may come while it is given back: what is cut was looked at just before.
        const expired = queue.expire(soonestEndMs)
        if (expired.length > 0) {
          yield* releaseAll(expired)
          continue
        }
        const since = changes
        const cut = queue.cut(batch)
        if (cut !== null) {
          claimAhead()
          ;[handedAtMs, handed] = [nowMs(), cut.events.length]
          return delivered(cut)
        }
        if (failed !== null) {
          const cause = failed
          failed = null
          return yield* Effect.failCause(cause)
        }
        if (isClaiming || coming > 0) {
          yield* changed(since)
          continue
        }
        // Answers on their way may free streams of which more is due; where the last claim found nothing, they are waited for first.
        if (lastCount === 0) yield* answers.settled
        const pending = answers.pending()
        if ((yield* claimed(false)) > 0) {
          claimAhead()
          continue
        }
        if (pending > 0) yield* answers.settled
        else if (once) return undefined
        else yield* Effect.raceFirst(Effect.sleep(pollMs), changed(since))
      }
    })

    const close = Effect.gen(function* () {
      isClosed = true
      for (;;) {
        if (!isClaiming && coming === 0) break
        yield* changed(changes)
      }
      yield* answers.settled
      // Where that fails their leases end by themselves.
      yield* Effect.ignore(releaseAll(queue.expire(Infinity)))
    })
    return { next, close }
  })
