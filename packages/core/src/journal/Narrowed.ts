import type { RecordKind, RecordState } from "./Aggregate.ts"
import type { DomainEvent } from "./Event.ts"

/** What is asked of a record: some fields, beside those every record has and its standing, where its kind knows one. */
type Narrowed<State extends RecordState, Field extends keyof State> = RecordState &
  Pick<State, Field | ("standing" & keyof State)>

/**
 * A kind of record of which only some fields are asked, beside those every record has and its standing: to be scanned with, where there are
 * many records and little is asked of each. Its events fold into whole records all the same.
 *
 * @param of - the kind
 * @param only - names of the fields
 */
export const narrowed = <State extends RecordState, Event extends DomainEvent, Field extends keyof State & string>(
  of: RecordKind<State, Event>,
  only: ReadonlyArray<Field>,
): RecordKind<Narrowed<State, Field>, Event> =>
  // Nothing is folded onto but what folding gave, and that is whole.
  ({ ...of, only }) as unknown as RecordKind<Narrowed<State, Field>, Event>
