import type { Effect } from "effect/Effect"
import type { JournalEvent } from "../journal/Event.ts"
import type { TenantId } from "../shared/Ids.ts"
import type { Instant } from "../shared/Instant.ts"
import type { StoreError } from "./StoreErrors.ts"

/** A consumer of a tenant's journal: the host's own name for it, 1–255 characters. */
export interface OutboxConsumer {
  /** Whose journal. */
  readonly tenant: TenantId
  /** Name of the consumer. Each has positions of its own. */
  readonly consumer: string
}

/** What a consumer asks for. */
export interface OutboxClaim extends OutboxConsumer {
  /** Streams after this one are looked at first; a hint that spares a scan, from the beginning where empty. */
  readonly after: string
  /** How many events at most, 1 or more. */
  readonly batch: number
  /** Whether only what was never tried is claimed, up to the first stream that was: of what is claimed before it is asked for. */
  readonly onlyNew: boolean
  /** The time of the claim. */
  readonly now: Instant
  /** Until when the claimed streams are nobody else's (exclusive). */
  readonly leasedUntil: Instant
  /** A new random text, by which the claim is known. */
  readonly token: string
  /** A delivery that has been tried this often and was never answered is parked, 2 or more. */
  readonly maxAttempts: number
}

/** A run of one stream's events that is handed over. */
export interface OutboxDelivery {
  /** The stream. */
  readonly stream: string
  /** Version that was acknowledged before (exclusive). */
  readonly after: number
  /** Last version handed over (inclusive). */
  readonly to: number
  /** Which try this is, from 1. */
  readonly attempts: number
}

/** What a claim gave. */
export interface OutboxClaimed {
  /** The runs claimed, by stream; none where nothing is due. */
  readonly deliveries: ReadonlyArray<OutboxDelivery>
  /** What to give as `after` next. */
  readonly next: string
}

/** A run, or the first part of one, that a consumer has taken. */
export interface TakenRun {
  /** The stream. */
  readonly stream: string
  /** The token of its claim. */
  readonly token: string
  /** The last version taken (inclusive), within what was claimed. */
  readonly to: number
  /** Whether the rest of the run stays the claim's, to be handed over next; else the stream is anybody's again. */
  readonly keepsRest: boolean
}

/** What a consumer has taken, out of one claim or several; each stream once. */
export interface OutboxAcknowledgement extends OutboxConsumer {
  /** The runs. */
  readonly runs: ReadonlyArray<TakenRun>
  /** The time of the answer. */
  readonly now: Instant
}

/** Claimed runs that are given back. */
export interface OutboxAnswer extends OutboxConsumer {
  /** The token of the claim. */
  readonly token: string
  /** The streams of the claim. */
  readonly streams: ReadonlyArray<string>
  /** The time of the answer. */
  readonly now: Instant
}

/** An event that a consumer could not take, with everything of its stream behind it. */
export interface ParkedDelivery {
  /** The stream. */
  readonly stream: string
  /** The version that was not taken. */
  readonly version: number
  /** How often it was tried. */
  readonly attempts: number
  /** What the consumer said last. */
  readonly error: string
  /** When it was parked. */
  readonly parkedAt: Instant
}

/** A known consumer, and what of the journal it has not acknowledged; what it has in hand, and what waits or is parked, among it. */
export interface ConsumerBacklog {
  /** Name of the consumer. */
  readonly consumer: string
  /** Events that it has not acknowledged. */
  readonly events: number
  /** Streams of these. */
  readonly streams: number
  /** Streams of these that are parked. */
  readonly parked: number
  /** When the oldest of these events was recorded; null where there is none. */
  readonly oldestRecordedAt: Instant | null
}

/**
 * What a store offers to deliver its journal: every row to every consumer, at least once, those of one stream in order and never
 * two runs of one stream at a time for one consumer. Which streams have new rows is written in the transaction of the rows.
 */
export interface OutboxShape {
  /** Makes a consumer known; nothing where it is. From then on rows are kept for it; it also gets those still kept. */
  readonly register: (consumer: OutboxConsumer, now: Instant) => Effect<void, StoreError>
  /** Claims what is due, by {@link chooseDeliveries}. */
  readonly claim: (claim: OutboxClaim) => Effect<OutboxClaimed, StoreError>
  /** The events of claimed runs, by stream and version. */
  readonly read: (
    consumer: OutboxConsumer,
    runs: ReadonlyArray<OutboxDelivery>,
  ) => Effect<ReadonlyArray<JournalEvent>, StoreError>
  /** Moves the positions past what was taken. Gives the streams that were still their claims'. */
  readonly acknowledge: (answer: OutboxAcknowledgement) => Effect<ReadonlyArray<string>, StoreError>
  /** Gives back streams that were handed to nobody, as if they had not been claimed. Gives how many were still the claim's. */
  readonly release: (answer: OutboxAnswer) => Effect<number, StoreError>
  /** Gives the streams back, to be tried again at a time or parked. Gives how many were still the claim's. */
  readonly reject: (
    answer: OutboxAnswer & { readonly error: string; readonly againAt: Instant; readonly park: boolean },
  ) => Effect<number, StoreError>
  /** What is parked, by stream. */
  readonly parked: (consumer: OutboxConsumer) => Effect<ReadonlyArray<ParkedDelivery>, StoreError>
  /** The known consumers by name, each with what it has not acknowledged. */
  readonly consumers: (tenant: TenantId) => Effect<ReadonlyArray<ConsumerBacklog>, StoreError>
  /** Lets a parked stream be tried again, as if for the first time. Gives whether it was parked. */
  readonly retry: (consumer: OutboxConsumer, stream: string, now: Instant) => Effect<boolean, StoreError>
  /**
   * Drops what every known consumer has acknowledged and what was recorded before a time (exclusive); gives how many streams. The
   * journal stays. Without a known consumer nothing is dropped: the first gets everything.
   */
  readonly prune: (tenant: TenantId, before: Instant) => Effect<number, StoreError>
  /** Forgets a consumer and its positions; nothing is kept for it any longer. */
  readonly forget: (consumer: OutboxConsumer) => Effect<void, StoreError>
}

/** A stream with rows that a consumer has not acknowledged and may claim now. */
export interface DueStream {
  /** The stream. */
  readonly stream: string
  /** Version acknowledged. */
  readonly acknowledged: number
  /** Last version recorded. */
  readonly recorded: number
  /** How often the next event was handed over in vain. */
  readonly attempts: number
}

/**
 * Which events a claim takes of the streams that are due. What has failed before is handed over alone, one event, so that it
 * cannot take others down with it; a delivery that was never answered `maxAttempts` times is to be parked.
 *
 * @param due - the streams that are due, in the store's order
 * @param claim - how many events are wanted at most, after how many tries one is parked, and whether only what was never tried is taken
 * @example
 * ```ts
 * import { chooseDeliveries } from "@salesdept/core/ports/adapter"
 *
 * const due = [{ stream: "deal_1", acknowledged: 1, recorded: 4, attempts: 0 }]
 * const { deliveries } = chooseDeliveries(due, { batch: 2, maxAttempts: 10, onlyNew: false })
 * deliveries // [{ stream: "deal_1", after: 1, to: 3, attempts: 1 }]
 * ```
 */
export const chooseDeliveries = (
  due: ReadonlyArray<DueStream>,
  { batch, maxAttempts, onlyNew }: Pick<OutboxClaim, "batch" | "maxAttempts" | "onlyNew">,
): { readonly deliveries: ReadonlyArray<OutboxDelivery>; readonly park: ReadonlyArray<DueStream> } => {
  const deliveries: Array<OutboxDelivery> = []
  const park: Array<DueStream> = []
  let room = batch
  for (const one of due) {
    const { stream, acknowledged, recorded, attempts } = one
    if (onlyNew && attempts > 0) break
    if (attempts >= maxAttempts) {
      park.push(one)
      continue
    }
    if (room === 0 || (attempts > 0 && deliveries.length > 0)) break
    const count = attempts > 0 ? 1 : Math.min(room, recorded - acknowledged)
    deliveries.push({ stream, after: acknowledged, to: acknowledged + count, attempts: attempts + 1 })
    if (attempts > 0) break
    room -= count
  }
  return { deliveries, park }
}

/**
 * Behind which stream the next claim looks: behind the last that was taken; from the first again where everything that was due to
 * the end has been taken, so that new streams that sort last hold up none that sort before them. Where nothing was taken but what was
 * never tried was all that was wanted, it stays where it was.
 *
 * @param claim - what was asked for
 * @param deliveries - what was taken
 * @param isAll - whether nothing that was due is left to the end of the outbox
 * @example
 * ```ts
 * import { nextAfter } from "@salesdept/core/ports/adapter"
 *
 * const taken = [{ stream: "deal_1", after: 1, to: 3, attempts: 1 }]
 * nextAfter({ after: "", onlyNew: false }, taken, false) // "deal_1"
 * nextAfter({ after: "", onlyNew: false }, taken, true) // ""
 * ```
 */
export const nextAfter = (
  { after, onlyNew }: Pick<OutboxClaim, "after" | "onlyNew">,
  deliveries: ReadonlyArray<OutboxDelivery>,
  isAll: boolean,
): string => (isAll ? "" : (deliveries.at(-1)?.stream ?? (onlyNew ? after : "")))

/** What is kept as the error of a delivery that nobody answered. */
export const neverAnswered = "the delivery was not answered before its lease ended"
