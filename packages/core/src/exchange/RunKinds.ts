import { clientAggregate } from "../client/Client.ts"
import { consentAggregate } from "../client/Consent.ts"
import { contactAggregate } from "../client/Contact.ts"
import { dialogAggregate } from "../client/Dialog.ts"
import { leadAggregate } from "../client/Lead.ts"
import { nextStepAggregate } from "../client/NextStep.ts"
import { dealAggregate } from "../deal/Deal.ts"
import { productAggregate } from "../deal/Product.ts"
import { clientKinds } from "../department/ClientKinds.ts"
import type { Aggregate, RecordState } from "../journal/Aggregate.ts"
import type { DomainEvent } from "../journal/Event.ts"
import { closingDocumentAggregate } from "../settlement/ClosingDocument.ts"
import { invoiceAggregate } from "../settlement/Invoice.ts"
import { paymentAggregate } from "../settlement/Payment.ts"
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

/** A way in which records of one kind lean on another's. */
export interface Dependence {
  /** The kind that leans. */
  readonly of: RunKind
  /** Its field that names the other. */
  readonly field: string
}

/** What may lean on a record that a run made: while anything does that is in the base, the record stays. */
export const dependences: { readonly [kind: string]: ReadonlyArray<Dependence> } = {
  client: clientKinds.map((of) => ({ of: runKind(of), field: "clientId" })),
  deal: [
    { of: runKind(dialogAggregate), field: "dealId" },
    { of: runKind(nextStepAggregate), field: "dealId" },
    { of: runKind(invoiceAggregate), field: "dealId" },
    { of: runKind(paymentAggregate), field: "dealId" },
    { of: runKind(closingDocumentAggregate), field: "dealId" },
  ],
  lead: [
    { of: runKind(dialogAggregate), field: "leadId" },
    { of: runKind(nextStepAggregate), field: "leadId" },
    { of: runKind(consentAggregate), field: "leadId" },
  ],
  contact: [{ of: runKind(consentAggregate), field: "contactId" }],
}
