import type { RecordKind, RecordState } from "./Aggregate.ts"
import type { Instant } from "../shared/Instant.ts"
import { evolved } from "./Correction.ts"
import type { DomainEvent, JournalEvent } from "./Event.ts"
import { upcast } from "./EventVersions.ts"

/**
 * Rebuilds a record from its journal: the law is that this equals the stored state. Events of older versions are upcast first. Texts are
 * not in the journal; their version is.
 *
 * @param of - the kind of record
 * @param events - the stream's rows by version
 * @returns the state, or null where there are no events
 * @throws EventNewer where an event is of a version that this library does not know
 * @example
 * ```ts
 * import { replay } from "@salesdept/core/journal"
 * import type { JournalEvent } from "@salesdept/core/journal"
 * import { scriptAggregate } from "@salesdept/core/script"
 *
 * const row = { typeVersion: 1, occurredAt: "2026-11-23T09:30:00.000Z", texts: null } as JournalEvent
 * const events = [
 *   { ...row, version: 1, type: "ScriptCreated", payload: { id: "script_1", language: "ru", ownerId: "user:7" } },
 *   { ...row, version: 2, type: "ScriptVersionAdded", payload: { number: 1 } },
 * ]
 * replay(scriptAggregate, events)?.versionCount // 1
 * ```
 */
export const replay = <State extends RecordState, Event extends DomainEvent>(
  of: RecordKind<State, Event>,
  events: ReadonlyArray<JournalEvent>,
): State | null => {
  let state: State | null = null
  for (const row of events) {
    const event = { type: row.type, payload: upcast(of, row).payload } as Event
    const after: State = evolved(of, state, event, { version: row.version, occurredAt: row.occurredAt })
    state = row.texts === null ? after : { ...after, textsVersion: row.texts.version }
  }
  return state
}

/**
 * The beginning of a stream that had happened and was known at a time: every event up to the first that had not or was not. Business
 * time never runs backwards within a stream, so nothing that had happened is cut off by it.
 *
 * @param events - the stream's rows by version
 * @param asOf - what happened later (exclusive) is left out; everything is taken where undefined
 * @param knownAt - what was recorded later (exclusive) is left out; everything is taken where undefined
 */
export const eventsBy = (
  events: ReadonlyArray<JournalEvent>,
  asOf: Instant | undefined,
  knownAt: Instant | undefined,
): ReadonlyArray<JournalEvent> => {
  const later = events.findIndex(
    ({ occurredAt, recordedAt }) =>
      (asOf !== undefined && occurredAt > asOf) || (knownAt !== undefined && recordedAt > knownAt),
  )
  return later === -1 ? events : events.slice(0, later)
}
