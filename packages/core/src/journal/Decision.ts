import type { Instant } from "../shared/Instant.ts"
import type { AnyAggregate, RecordKind, RecordState } from "./Aggregate.ts"
import type { RecordCorrected } from "./Correction.ts"
import { evolved } from "./Correction.ts"
import type { CustomFieldsSet, FieldValueChange } from "./CustomFields.ts"
import { fieldValueChange, joinedFieldValues } from "./CustomFields.ts"
import type { DomainEvent, HistoryMark } from "./Event.ts"
import { eventVersion } from "./EventVersions.ts"

/** Names, titles and comments of a record: personal data and free text, kept apart so that erasure can delete them. */
export type Texts = { readonly [field: string]: string }

/** An event about to be written. */
export interface PendingEvent {
  /** Past-tense event name. */
  readonly type: string
  /** Version of the payload's shape. */
  readonly typeVersion: number
  /** JSON-safe facts. */
  readonly payload: unknown
  /** When it happened. */
  readonly occurredAt: Instant
  /** Post-state columns, on deals' events. */
  readonly mark: HistoryMark | null
}

/** What a decision does to one record: the events to append and the state they lead to. */
export interface Change {
  /** The kind of record. */
  readonly of: AnyAggregate
  /** State after the events. */
  readonly after: RecordState
  /** The version the record must still have; 0 for a new record. */
  readonly expectedVersion: number
  /** Events to append, in order; one or more. */
  readonly events: ReadonlyArray<PendingEvent>
  /** New texts, written as version `after.textsVersion`; null where the texts stay. */
  readonly texts: Texts | null
  /** Whether the new texts are erased by the same decision: their digest is in the journal, and they are never stored. */
  readonly isErased?: true
  /** What changes of the values under which the record is found by its custom fields; nothing where left out. */
  readonly fieldValues?: FieldValueChange | undefined
}

/** A change together with its typed state. */
export interface Recorded<State extends RecordState> extends Change {
  readonly after: State
}

/** What a command decides: everything the store writes in one transaction, and the answer to the caller. */
export interface Decision<Answer> {
  /** Changes of records, each record at most once. */
  readonly changes: ReadonlyArray<Change>
  /** Deals whose gates can read something that changes here; their `factsVersion` is bumped. */
  readonly touches: ReadonlyArray<string>
  /**
   * Clients of whom something changes here that gates of any of their deals can read: the `factsVersion` of all their deals
   * is bumped, but for deals among the changes. None where left out.
   */
  readonly touchedClients?: ReadonlyArray<string>
  /**
   * Records of which every version of the texts that was stored before is deleted, with their salts: after it nothing of them can be
   * read or guessed, and the journal still verifies. New texts of the same decision are written after that. None where left out.
   */
  readonly erasures?: ReadonlyArray<string>
  /** Records beside those that change which the answer shows: an access policy judges them as it does those. None where left out. */
  readonly shown?: ReadonlyArray<string>
  /** Records that change along with others, whosever they are: an access policy is not asked of them. None where left out. */
  readonly alongside?: ReadonlyArray<string>
  /**
   * Records that leave the base by this, with all that refers to them, or to which nobody but this may refer as it does: who is about to refer
   * to one was first, and is seen, or waits until this is written. None where left out.
   */
  readonly retires?: ReadonlyArray<{ readonly kind: string; readonly id: string }>
  /** Clients of the records that it makes: where one of them has gone into another, the write fails with a conflict. None where left out. */
  readonly ofClients?: ReadonlyArray<string>
  /** Deals whose facts were read: the write fails with a conflict where `factsVersion` has moved on. */
  readonly guards: ReadonlyArray<{ readonly dealId: string; readonly factsVersion: number }>
  /** JSON-safe result, without personal data: it is stored for replay under the idempotency key. */
  readonly answer: Answer
}

/** When a command's events happened, and the new texts they bring. */
export interface RecordOptions {
  /** Business time of all the events. */
  readonly occurredAt: Instant
  /** New texts; left out where they stay. */
  readonly texts?: Texts | undefined
}

/**
 * Folds events into a record's state and states the change to write.
 *
 * @param of - the kind of record
 * @param before - the state that was read, or null for a new record
 * @param events - one or more events, in order
 * @param options - their business time, which is moved up to the record's last where it is earlier, and new texts
 * @example
 * ```ts
 * import { recordEvents } from "@salesdept/core/journal"
 * import { scriptAggregate } from "@salesdept/core/script"
 *
 * const payload = { id: "script_1", pipelineId: null, stageId: null, segmentId: null, language: "ru", ownerId: "user:7" } as const
 * const options = { occurredAt: "2026-11-23T09:30:00.000Z", texts: { name: "Первый звонок" } }
 * const { after } = recordEvents(scriptAggregate, null, [{ type: "ScriptCreated", payload }], options)
 * after // { id: "script_1", …, version: 1, textsVersion: 1, changedAt: "2026-11-23T09:30:00.000Z", … }
 * ```
 */
export const recordEvents = <State extends RecordState, Event extends DomainEvent>(
  of: RecordKind<State, Event>,
  before: State | null,
  events: readonly [
    Event | RecordCorrected | CustomFieldsSet,
    ...ReadonlyArray<Event | RecordCorrected | CustomFieldsSet>,
  ],
  options: RecordOptions,
): Recorded<State> => {
  const expectedVersion = before === null ? 0 : before.version
  // Business time never runs backwards within a stream: durations already written stay true.
  const occurredAt = before !== null && before.changedAt > options.occurredAt ? before.changedAt : options.occurredAt
  const pending: Array<PendingEvent> = []
  let version = expectedVersion
  let state = before
  for (const event of events) {
    version += 1
    const after = evolved(of, state, event, { version, occurredAt })
    const mark = of.mark === undefined ? null : of.mark(state, after)
    pending.push({
      type: event.type,
      typeVersion: eventVersion(of, event.type),
      payload: event.payload,
      occurredAt,
      mark,
    })
    state = after
  }
  const texts = options.texts ?? null
  const last = state as State
  const after = texts === null ? last : { ...last, textsVersion: last.textsVersion + 1 }
  const fieldValues = of.hasCustomFields === true ? fieldValueChange(before, after) : undefined
  return { of, after, expectedVersion, events: pending, texts, ...(fieldValues === undefined ? {} : { fieldValues }) }
}

/** An event with its own time in business. */
export interface TimedEvent<Event> {
  /** What happened. */
  readonly event: Event
  /** When. */
  readonly occurredAt: Instant
}

/**
 * Folds events that happened at different times into a record's state and states the change to write: history that a source
 * asserts. An event that lies before the one ahead of it is moved up to it, so that time never runs backwards.
 *
 * @param of - the kind of record
 * @param before - the state that was read, or null for a new record
 * @param timeline - one or more events, in order
 * @param texts - new texts; left out where they stay
 */
export const recordTimeline = <State extends RecordState, Event extends DomainEvent>(
  of: RecordKind<State, Event>,
  before: State | null,
  timeline: readonly [TimedEvent<Event | CustomFieldsSet>, ...ReadonlyArray<TimedEvent<Event | CustomFieldsSet>>],
  texts?: Texts,
): Recorded<State> => {
  const [first, ...rest] = timeline
  const start = recordEvents(of, before, [first.event], { occurredAt: first.occurredAt, texts })
  const events = [...start.events]
  let { after, fieldValues } = start
  for (const { event, occurredAt } of rest) {
    const next = recordEvents(of, after, [event], { occurredAt })
    events.push(...next.events)
    after = next.after
    fieldValues = joinedFieldValues(fieldValues, next.fieldValues)
  }
  return { ...start, after, events, ...(fieldValues === undefined ? {} : { fieldValues }) }
}

/** The clients of the records that changes make, each once. */
export const clientsOfMade = (changes: ReadonlyArray<Change>): ReadonlyArray<string> => {
  const ids = new Set<string>()
  for (const { after, expectedVersion } of changes) {
    if (expectedVersion > 0 || !("clientId" in after)) continue
    if (typeof after.clientId === "string") ids.add(after.clientId)
  }
  return [...ids]
}

/**
 * A decision that changes these records and answers this.
 *
 * @param changes - changes of records, each record at most once; none where nothing is to be written
 * @param answer - JSON-safe result, without personal data
 * @param facts - deals and clients whose gates can read what changes, records whose texts are erased, deals whose facts were read; none of
 * each by default
 * @example
 * ```ts
 * import { decision } from "@salesdept/core/journal"
 *
 * const guards = [{ dealId: "deal_3", factsVersion: 7 }]
 * decision([], { isAllowed: true }, { guards }) // { changes: [], answer: { isAllowed: true }, touches: [], …, guards: [{ … }] }
 * ```
 */
export const decision = <Answer>(
  changes: ReadonlyArray<Change>,
  answer: Answer,
  facts: Partial<
    Pick<Decision<Answer>, "touches" | "touchedClients" | "erasures" | "shown" | "alongside" | "retires" | "guards">
  > = {},
): Decision<Answer> => ({
  changes,
  answer,
  touches: facts.touches ?? [],
  touchedClients: facts.touchedClients ?? [],
  erasures: facts.erasures ?? [],
  shown: facts.shown ?? [],
  ...(facts.alongside === undefined ? {} : { alongside: facts.alongside }),
  ...(facts.retires === undefined ? {} : { retires: facts.retires }),
  ofClients: clientsOfMade(changes),
  guards: facts.guards ?? [],
})
