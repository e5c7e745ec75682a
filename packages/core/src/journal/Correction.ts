import type { EventPosition, RecordKind, RecordState } from "./Aggregate.ts"
import type { CustomFieldsSet } from "./CustomFields.ts"
import { withCustomValues } from "./CustomFields.ts"
import type { DomainEvent } from "./Event.ts"

/**
 * Named fields of a record were set to values by something that reaches over kinds: a merge, its undoing, the qualifying of a lead,
 * the reverting of an import or a bulk command, or, with no fields at all, the erasure of its texts. Every kind of record understands it; no area has to know of it.
 */
export type RecordCorrected = DomainEvent<
  "RecordCorrected",
  {
    /** What did it. */
    readonly cause: "merge" | "unmerge" | "qualify" | "revert" | "erase"
    /** The client or deal that was merged, the lead that was qualified, or the run that was reverted. */
    readonly causeId: string
    /** The fields with their values from now on. They are values the kind itself has given such fields. */
    readonly values: { readonly [field: string]: unknown }
  }
>

/** Folds one event into a state: corrections and custom fields here, anything else by the kind itself. */
export const evolved = <State extends RecordState, Event extends DomainEvent>(
  of: RecordKind<State, Event>,
  before: State | null,
  event: Event | RecordCorrected | CustomFieldsSet,
  position: EventPosition,
): State => {
  if (event.type === "CustomFieldsSet" && before !== null) {
    const { custom: had, ...rest } = before
    const custom = withCustomValues(had, (event.payload as CustomFieldsSet["payload"]).values)
    const at = { version: position.version, changedAt: position.occurredAt }
    return { ...rest, ...at, ...(custom === undefined ? {} : { custom }) } as State
  }
  if (event.type !== "RecordCorrected" || before === null) {
    const after = of.evolve(before, event as Event, position)
    // Kinds need not know of the fields that tenants gave them.
    return before?.custom === undefined || after.custom !== undefined ? after : { ...after, custom: before.custom }
  }
  const { values } = event.payload as RecordCorrected["payload"]
  const after = { ...before, ...values, version: position.version, changedAt: position.occurredAt }
  if (values["custom"] !== null) return after
  // A record that had no custom values has none again.
  const { custom: _custom, ...rest } = after
  return rest as State
}
