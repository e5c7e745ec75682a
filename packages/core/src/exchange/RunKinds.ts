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

/** Fields of a kind that stand or fall together: given back in part, they would contradict each other. */
const fieldsTogether: { readonly [kind: string]: ReadonlyArray<ReadonlyArray<string>> } = {
  deal: [
    // Won and stage can never disagree.
    [
      "stageId",
      "pipelineId",
      "pipelineVersion",
      "enteredStageAt",
      "outcome",
      "closedOn",
      "lostReasonId",
      "closeRate",
      "finishedOn",
      "reopenedOn",
      "cycles",
      "earlierStays",
    ],
    ["amount", "listAmount", "amountFrom", "lines"],
  ],
  lead: [["status", "closedAt", "clientId", "dealId", "disqualifyReasonId", "nextNurtureAt"]],
}

/**
 * The fields that stand or fall with a field of a kind, that field among them.
 *
 * @param kind - name of the kind
 * @param field - name of the field
 */
export const togetherWith = (kind: string, field: string): ReadonlyArray<string> =>
  fieldsTogether[kind]?.find((fields) => fields.includes(field)) ?? [field]
