import * as Effect from "effect/Effect"
import type { RecordKind, RecordState } from "../../journal/Aggregate.ts"
import type { DomainEvent, JournalEvent } from "../../journal/Event.ts"
import { replay } from "../../journal/Replay.ts"
import type { TenantId } from "../../shared/Ids.ts"
import type { Instant } from "../../shared/Instant.ts"
import { StoreFault } from "../StoreErrors.ts"
import type { StoreError } from "../StoreErrors.ts"
import type { BaseReads } from "./ReadOptions.ts"
import { beginningsIn, eachStream } from "./Streams.ts"

const outOfOrder = (kind: string): string =>
  `The store gave records of ${kind} out of the order of their ids: one may have come twice`

/** By when things have happened, and by when they were known. */
interface RecordMoment {
  /** What happened later is left out. */
  readonly asOf: Instant
  /** What was recorded later is left out; nothing where undefined. */
  readonly knownAt: Instant | undefined
}

/** Several moments by which things have happened, all as known at one. */
export interface RecordMoments extends Pick<RecordMoment, "knownAt"> {
  /** What happened later is left out, moment by moment. */
  readonly asOf: ReadonlyArray<Instant>
}

/**
 * Whether an event counts by a moment. What is dated ahead of the time it was recorded, by a host's clock that runs fast or a plan written
 * down as a fact, counts from when it was recorded: a record that is there is seen by control.
 */
const isBy = (
  { occurredAt, recordedAt }: Pick<JournalEvent, "occurredAt" | "recordedAt">,
  { asOf, knownAt }: RecordMoment,
): boolean =>
  (occurredAt < recordedAt ? occurredAt : recordedAt) <= asOf && (knownAt === undefined || recordedAt <= knownAt)

/**
 * Reads all records of a kind once as they stood at some moments, and hands them over one by one, each with the place of the moment.
 * Business time never decreases within a stream, so a record whose last event is not later than a moment stands now as it stood then,
 * unless something was recorded of it after `knownAt`. Of the others those that began later are left out, those to which nothing has
 * happened since they began stand as they did, and of the rest the stream is read and folded up to each moment. The cost grows with what
 * has changed since, not with the base; with `knownAt`, on a store without grouped reads, with the base.
 */
export const eachRecordAtMoments = Effect.fnUntraced(function* <State extends RecordState, Event extends DomainEvent>(
  store: BaseReads,
  tenant: TenantId,
  of: RecordKind<State, Event>,
  { asOf: moments, knownAt }: RecordMoments,
  onRecord: (record: State, at: number) => void,
) {
  const later = new Map<string, State | null>()
  const learnt =
    knownAt === undefined || store.facts === null
      ? null
      : new Set(yield* store.facts.changedAfter(tenant, of.kind, knownAt))
  const isLearnt = ({ id }: State): boolean => knownAt !== undefined && (learnt === null || learnt.has(id))
  const earliest = moments.reduce((first, asOf) => (asOf < first ? asOf : first))
  const thrown: Array<unknown> = []
  let last = ""
  let isOnceEach = true
  yield* store.scan(tenant, of, (batch) => {
    // What is done with a record may fail, which is no fault of the store's: it is told of when the store is done.
    if (thrown.length > 0) return
    try {
      for (const record of batch) {
        isOnceEach &&= record.id > last
        last = record.id
        // Of one that only began, the state of then is the state of now.
        if (isLearnt(record)) later.set(record.id, null)
        else if (record.changedAt > earliest) later.set(record.id, record.version === 1 ? record : null)
        else for (let at = 0; at < moments.length; at++) onRecord(record, at)
      }
    } catch (error) {
      thrown.push(error)
    }
  })
  if (thrown.length > 0) return yield* Effect.die(thrown[0])
  // What is counted below rests on it, so it is checked; that ids rise tells it without keeping them.
  if (!isOnceEach) return yield* Effect.fail(new StoreFault("scan", "unknown", new Error(outOfOrder(of.kind))))
  const begun = yield* beginningsIn(store, tenant, [...later.keys()])
  const open: Array<string> = []
  for (const [id, record] of later) {
    const beginning = begun.get(id)
    if (beginning === undefined) open.push(id)
    else if (record === null) {
      if (moments.some((asOf) => isBy(beginning, { asOf, knownAt }))) open.push(id)
    } else {
      for (const [at, asOf] of moments.entries()) if (isBy(beginning, { asOf, knownAt })) onRecord(record, at)
    }
  }
  yield* eachStream(store, tenant, open, (_id, events) => {
    for (const [at, asOf] of moments.entries()) {
      const record = replay(
        of,
        events.filter((event) => isBy(event, { asOf, knownAt })),
      )
      if (record !== null) onRecord(record, at)
    }
  })
})

/** All records of a kind as they stood at some moments, by moment; see {@link eachRecordAtMoments}. */
export const recordsAtMoments = Effect.fnUntraced(function* <State extends RecordState, Event extends DomainEvent>(
  store: BaseReads,
  tenant: TenantId,
  of: RecordKind<State, Event>,
  moments: RecordMoments,
) {
  const records = moments.asOf.map((): Array<State> => [])
  yield* eachRecordAtMoments(store, tenant, of, moments, (record, at) => void records[at]?.push(record))
  return records
})

/**
 * All records of a kind as they stood at a moment, by their journals, in the order of their ids; what began later is left out, what was removed or merged by then is
 * among them as such (`isInBase`). Costs what has changed since.
 *
 * @param reads - the store, or what an actor may read of it
 * @param tenant - whose
 * @param of - the kind
 * @param asOf - the moment (inclusive)
 * @example
 * ```ts
 * import { recordsAsOf } from "@salesdept/core/ports"
 * import { dealAggregate } from "@salesdept/core/deal"
 * import { makeMemoryStore } from "@salesdept/core/memory"
 * import { Effect } from "effect"
 *
 * const read = recordsAsOf(makeMemoryStore(), "shop-17", dealAggregate, "2026-09-30T20:59:59.999Z")
 * await Effect.runPromise(read) // []
 * ```
 */
export const recordsAsOf = <State extends RecordState, Event extends DomainEvent>(
  reads: BaseReads,
  tenant: TenantId,
  of: RecordKind<State, Event>,
  asOf: Instant,
): Effect.Effect<ReadonlyArray<State>, StoreError> =>
  Effect.map(recordsAtMoments(reads, tenant, of, { asOf: [asOf], knownAt: undefined }), ([then = []]) =>
    then.toSorted((left, right) => (left.id < right.id ? -1 : 1)),
  )

/**
 * Whether an event had happened by a moment, as {@link recordsAsOf} counts: what is dated ahead of the time it was recorded counts from
 * then.
 *
 * @param event - the event
 * @param asOf - the moment (inclusive)
 * @example
 * ```ts
 * import { hadHappened } from "@salesdept/core/ports"
 *
 * const event = { occurredAt: "2026-10-01T08:00:00.000Z", recordedAt: "2026-10-02T08:00:00.000Z" }
 * hadHappened(event, "2026-10-01T20:59:59.999Z") // true
 * ```
 */
export const hadHappened = (event: Pick<JournalEvent, "occurredAt" | "recordedAt">, asOf: Instant): boolean =>
  isBy(event, { asOf, knownAt: undefined })
