import * as Effect from "effect/Effect"
import type { JournalEvent } from "../journal/Event.ts"
import type { DueStream, OutboxAnswer, OutboxConsumer, OutboxShape } from "../ports/Outbox.ts"
import { chooseDeliveries, neverAnswered, nextAfter } from "../ports/Outbox.ts"
import type { TenantId } from "../shared/Ids.ts"
import type { Instant } from "../shared/Instant.ts"
import { plainCopy } from "./PlainCopy.ts"

interface Kept {
  readonly from: number
  readonly to: number
  readonly recordedAt: Instant
}

interface Position {
  readonly version: number
  readonly token: string | null
  readonly attempts: number
  readonly availableAt: Instant
  readonly parkedAt: Instant | null
  readonly error: string | null
}

/** The outbox of one tenant. */
export interface OutboxData {
  /** Streams with rows that are kept for consumers. */
  readonly kept: Map<string, Kept>
  /** Positions by stream, by consumer. */
  readonly consumers: Map<string, Map<string, Position>>
}

/** An empty outbox. */
export const emptyOutbox = (): OutboxData => ({ kept: new Map(), consumers: new Map() })

/** Marks a stream's new rows for delivery. */
export const keepForConsumers = ({ kept }: OutboxData, written: ReadonlyArray<JournalEvent>): void => {
  for (const { stream, version, recordedAt } of written) {
    kept.set(stream, { from: kept.get(stream)?.from ?? version, to: version, recordedAt })
  }
}

/** What the outbox sees of a tenant. */
interface TenantJournal {
  readonly outbox: OutboxData
  readonly journal: ReadonlyMap<string, ReadonlyArray<JournalEvent>>
}

/** The outbox of the store in memory. */
export const memoryOutbox = (dataOf: (tenant: TenantId) => TenantJournal): OutboxShape => {
  const positionsOf = ({ tenant, consumer }: OutboxConsumer): Map<string, Position> =>
    dataOf(tenant).outbox.consumers.get(consumer) ?? new Map<string, Position>()

  const dueAfter = (who: OutboxConsumer, after: string, now: Instant): ReadonlyArray<DueStream> => {
    const positions = positionsOf(who)
    return [...dataOf(who.tenant).outbox.kept]
      .flatMap(([stream, { from, to }]) => {
        const position = positions.get(stream)
        const acknowledged = position?.version ?? from - 1
        const isFree = position === undefined || (position.availableAt <= now && position.parkedAt === null)
        if (stream <= after || to <= acknowledged || !isFree) return []
        return [{ stream, acknowledged, recorded: to, attempts: position?.attempts ?? 0 }]
      })
      .sort((left, right) => (left.stream < right.stream ? -1 : 1))
  }

  const answer = ({ streams, token, ...who }: OutboxAnswer, change: (position: Position) => Position): number => {
    const positions = positionsOf(who)
    let count = 0
    for (const stream of streams) {
      const position = positions.get(stream)
      if (position === undefined || position.token !== token) continue
      positions.set(stream, change(position))
      count += 1
    }
    return count
  }

  return {
    register: ({ tenant, consumer }) =>
      Effect.sync(() => {
        const { consumers } = dataOf(tenant).outbox
        if (!consumers.has(consumer)) consumers.set(consumer, new Map())
      }),
    claim: (claim) =>
      Effect.sync(() => {
        const { after, leasedUntil, now, token } = claim
        const positions = positionsOf(claim)
        const rest = dueAfter(claim, after, now)
        const due = rest.length === 0 && after !== "" ? dueAfter(claim, "", now) : rest
        const { deliveries, park } = chooseDeliveries(due, claim)
        for (const { stream, acknowledged, attempts } of park) {
          const parked = { version: acknowledged, token: null, attempts, availableAt: now }
          const error = positions.get(stream)?.error ?? neverAnswered
          positions.set(stream, { ...parked, parkedAt: now, error })
        }
        for (const { stream, after: version, attempts } of deliveries) {
          const error = positions.get(stream)?.error ?? null
          const leased = { version, token, attempts, availableAt: leasedUntil, parkedAt: null, error }
          positions.set(stream, leased)
        }
        return { deliveries, next: nextAfter(claim, deliveries, deliveries.length + park.length === due.length) }
      }),
    read: ({ tenant }, runs) =>
      Effect.sync(() => {
        const { journal } = dataOf(tenant)
        return plainCopy(runs.flatMap(({ stream, after, to }) => (journal.get(stream) ?? []).slice(after, to)))
      }),
    acknowledge: ({ runs, now, ...who }) =>
      Effect.sync(() =>
        runs.flatMap(({ stream, to, keepsRest, ...of }) => {
          const moved = answer({ ...who, ...of, streams: [stream], now }, (position) =>
            keepsRest
              ? { ...position, version: to }
              : { ...position, version: to, token: null, attempts: 0, availableAt: now, error: null },
          )
          return moved === 0 ? [] : [stream]
        }),
      ),
    release: (given) =>
      Effect.sync(() =>
        answer(given, (position) => ({
          ...position,
          token: null,
          attempts: position.attempts - 1,
          availableAt: given.now,
        })),
      ),
    reject: (given) =>
      Effect.sync(() =>
        answer(given, (position) => ({
          ...position,
          token: null,
          availableAt: given.againAt,
          parkedAt: given.park ? given.now : null,
          error: given.error,
        })),
      ),
    parked: (who) =>
      Effect.sync(() =>
        [...positionsOf(who)]
          .flatMap(([stream, { version, attempts, error, parkedAt }]) =>
            parkedAt === null ? [] : [{ stream, version: version + 1, attempts, error: error ?? "", parkedAt }],
          )
          .sort((left, right) => (left.stream < right.stream ? -1 : 1)),
      ),
    consumers: (tenant) =>
      Effect.sync(() => {
        const { journal, outbox } = dataOf(tenant)
        return [...outbox.consumers]
          .map(([consumer, positions]) => {
            let [events, streams, parked] = [0, 0, 0]
            let oldestRecordedAt: Instant | null = null
            for (const [stream, { from, to }] of outbox.kept) {
              const position = positions.get(stream)
              const acknowledged = position?.version ?? from - 1
              if (to <= acknowledged) continue
              events += to - acknowledged
              streams += 1
              if ((position?.parkedAt ?? null) !== null) parked += 1
              const first = journal.get(stream)?.[acknowledged]?.recordedAt ?? null
              if (first !== null && (oldestRecordedAt === null || first < oldestRecordedAt)) oldestRecordedAt = first
            }
            return { consumer, events, streams, parked, oldestRecordedAt }
          })
          .sort((left, right) => (left.consumer < right.consumer ? -1 : 1))
      }),
    retry: (who, stream, now) =>
      Effect.sync(() => {
        const positions = positionsOf(who)
        const position = positions.get(stream)
        if (position === undefined || position.parkedAt === null) return false
        positions.set(stream, { ...position, attempts: 0, availableAt: now, parkedAt: null, error: null })
        return true
      }),
    prune: (tenant, before) =>
      Effect.sync(() => {
        const { consumers, kept } = dataOf(tenant).outbox
        let count = 0
        for (const [stream, { to, recordedAt }] of kept) {
          const all = [...consumers.values()].every((positions) => (positions.get(stream)?.version ?? 0) >= to)
          if (consumers.size === 0 || !all || recordedAt >= before) continue
          kept.delete(stream)
          for (const positions of consumers.values()) positions.delete(stream)
          count += 1
        }
        return count
      }),
    forget: ({ tenant, consumer }) => Effect.sync(() => void dataOf(tenant).outbox.consumers.delete(consumer)),
  }
}
