import { clientAggregate } from "../client/Client.ts"
import { contactAggregate } from "../client/Contact.ts"
import { leadAggregate } from "../client/Lead.ts"
import { nextStepAggregate } from "../client/NextStep.ts"
import { dealAggregate } from "../deal/Deal.ts"
import { productAggregate } from "../deal/Product.ts"
import type { Aggregate, RecordState } from "../journal/Aggregate.ts"
import type { DomainEvent } from "../journal/Event.ts"
import { repAggregate } from "../team/Rep.ts"

/** A kind of record whose own fields do not matter to a run. */
export type RunKind = Aggregate<RecordState, DomainEvent>

// What the records are does not matter to who takes a run back: fields are set to values that they had.
const runKind = <State extends RecordState, Event extends DomainEvent, Indexed extends keyof State & string>(
  of: Aggregate<State, Event, Indexed>,
): RunKind => of as unknown as RunKind

/** Kinds of records that runs change, by name. */
export const runKinds: ReadonlyMap<string, RunKind> = new Map(
  [
    runKind(clientAggregate),
    runKind(contactAggregate),
    runKind(leadAggregate),
    runKind(dealAggregate),
    runKind(nextStepAggregate),
    runKind(productAggregate),
    runKind(repAggregate),
  ].map((of) => [of.kind, of]),
)
