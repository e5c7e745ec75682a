import type { Aggregate, RecordState } from "./Aggregate.ts"
import type { DomainEvent, JournalEvent } from "./Event.ts"

/**
 * Rebuilds a record from its journal: the law is that this equals the stored state. Texts are not in the journal; their version is.
 *
 * @param of - the kind of record
 * @param events - the stream's rows by version
 * @returns the state, or null where there are no events
 */
export const replay = <State extends RecordState, Event extends DomainEvent>(
  of: Aggregate<State, Event>,
  events: ReadonlyArray<JournalEvent>,
): State | null => {
  let state: State | null = null
  for (const row of events) {
    const event = { type: row.type, payload: row.payload } as Event
    const after: State = of.evolve(state, event, { version: row.version, occurredAt: row.occurredAt })
    state = row.texts === null ? after : { ...after, textsVersion: row.texts.version }
  }
  return state
}
