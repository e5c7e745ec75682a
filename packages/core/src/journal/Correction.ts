import type { Aggregate, EventPosition, RecordState } from "./Aggregate.ts"
import type { DomainEvent } from "./Event.ts"

/**
 * Named fields of a record were set to values by something that reaches over kinds: a merge, its undoing, the reverting of
 * an import or a bulk command, or, with no fields at all, the erasure of its texts. Every kind of record understands it; no area has to know of it.
 */
export type RecordCorrected = DomainEvent<
  "RecordCorrected",
  {
    /** What did it. */
    readonly cause: "merge" | "unmerge" | "revert" | "erase"
    /** The client that was merged, or the run that was reverted. */
    readonly causeId: string
    /** The fields with their values from now on. They are values the kind itself has given such fields. */
    readonly values: { readonly [field: string]: unknown }
  }
>

/** Folds one event into a state: a correction here, anything else by the kind itself. */
export const evolved = <State extends RecordState, Event extends DomainEvent>(
  of: Aggregate<State, Event>,
  before: State | null,
  event: Event | RecordCorrected,
  position: EventPosition,
): State => {
  if (event.type !== "RecordCorrected" || before === null) return of.evolve(before, event as Event, position)
  const { values } = event.payload as RecordCorrected["payload"]
  return { ...before, ...values, version: position.version, changedAt: position.occurredAt }
}
