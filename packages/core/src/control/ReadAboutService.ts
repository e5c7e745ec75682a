import * as Effect from "effect/Effect"
import { clientAggregate } from "../client/Client.ts"
import { dialogAggregate } from "../client/Dialog.ts"
import { leadAggregate } from "../client/Lead.ts"
import { nextStepAggregate } from "../client/NextStep.ts"
import { dealAggregate } from "../deal/Deal.ts"
import type { RecordKind, RecordState } from "../journal/Aggregate.ts"
import type { DomainEvent } from "../journal/Event.ts"
import { narrowed } from "../journal/Narrowed.ts"
import type { BaseReads } from "../ports/reading/ReadOptions.ts"
import type { RecordMoments } from "../ports/reading/RecordsAsOf.ts"
import { eachRecordAtMoments, recordsAtMoments } from "../ports/reading/RecordsAsOf.ts"
import { closingDocumentAggregate } from "../settlement/ClosingDocument.ts"
import { invoiceAggregate } from "../settlement/Invoice.ts"
import { paymentAggregate } from "../settlement/Payment.ts"
import type { TenantId } from "../shared/Ids.ts"
import { repAggregate } from "../team/Rep.ts"
import { makeContacts } from "./Contacts.ts"
import { controlMarkAggregate } from "./ControlMark.ts"
import type { RecordsAbout } from "./ControlIndex.ts"
import type { ControlledPayment, ControlRules } from "./ControlRecords.ts"

/** The kinds of which there is most, each with what control asks of it: a store that is scanned with them reads no more. */
export const controlledKinds = {
  client: narrowed(clientAggregate, [
    "id",
    "ownerId",
    "registeredAt",
    "segmentId",
    "sourceId",
    "standing",
    "unownedSince",
  ]),
  deal: narrowed(dealAggregate, [
    "id",
    "amount",
    "clientId",
    "closeRate",
    "closedOn",
    "earlierStays",
    "enteredStageAt",
    "openedOn",
    "outcome",
    "ownerId",
    "pipelineId",
    "pipelineVersion",
    "sourceId",
    "stageId",
    "standing",
    "unownedSince",
  ]),
  lead: narrowed(leadAggregate, [
    "id",
    "closedAt",
    "nextNurtureAt",
    "ownerId",
    "receivedAt",
    "segmentId",
    "sourceId",
    "standing",
    "status",
    "unownedSince",
  ]),
  dialog: narrowed(dialogAggregate, ["clientId", "dealId", "direction", "heldAt", "leadId", "repId"]),
  nextStep: narrowed(nextStepAggregate, ["clientId", "dealId", "doneAt", "dueOn", "leadId", "status"]),
  payment: narrowed(paymentAggregate, ["allocations", "amount", "dealId", "unallocatedMinor"]),
}

const paymentKept = ({ allocations, amount, changedAt, dealId, unallocatedMinor }: ControlledPayment) => ({
  allocations,
  amount,
  changedAt,
  dealId,
  unallocatedMinor,
})

/** What is about records, as it stood at some moments, by moment. */
export const readAbout = Effect.fnUntraced(function* (
  store: BaseReads,
  tenant: TenantId,
  moments: RecordMoments,
  rules: ReadonlyArray<ControlRules>,
) {
  const all = <State extends RecordState, Event extends DomainEvent>(of: RecordKind<State, Event>) =>
    recordsAtMoments(store, tenant, of, moments)
  const each = <State extends RecordState, Event extends DomainEvent>(
    of: RecordKind<State, Event>,
    onRecord: (record: State, at: number) => void,
  ) => eachRecordAtMoments(store, tenant, of, moments, onRecord)
  // Held until the last record was judged: of what there is most, only what is asked of it.
  const kept = Effect.fnUntraced(function* <State extends RecordState, Event extends DomainEvent, Kept>(
    of: RecordKind<State, Event>,
    keep: (record: State, at: number) => Kept | null,
  ) {
    const records = moments.asOf.map((): Array<Kept> => [])
    yield* each(of, (record, at) => {
      const wanted = keep(record, at)
      if (wanted !== null) records[at]?.push(wanted)
    })
    return records
  })
  const isTouch = rules.map(({ touches }) => touches?.includes("payment") === true)
  const clients = yield* kept(controlledKinds.client, (client) => ({
    id: client.id,
    ownerId: client.ownerId,
    registeredAt: client.registeredAt,
    segmentId: client.segmentId,
    sourceId: client.sourceId,
    standing: client.standing,
    unownedSince: client.unownedSince,
  }))
  // Nobody is asked for one of them, so that none is held.
  const contacts = moments.asOf.map(makeContacts)
  yield* each(controlledKinds.dialog, (dialog, at) => contacts[at]?.readDialog(dialog))
  yield* each(controlledKinds.nextStep, (step, at) => contacts[at]?.readStep(step))
  const invoices = yield* all(invoiceAggregate)
  const documents = yield* all(closingDocumentAggregate)
  const reps = yield* all(repAggregate)
  const marks = yield* all(controlMarkAggregate)
  const payments = yield* kept(controlledKinds.payment, (payment, at) =>
    // Money that is counted against invoices is known from them.
    isTouch[at] === true || (payment.dealId !== null && payment.unallocatedMinor > 0) ? paymentKept(payment) : null,
  )
  return (at: number): RecordsAbout => ({
    clients: clients[at] ?? [],
    contacts: contacts[at] ?? makeContacts(),
    invoices: invoices[at] ?? [],
    documents: documents[at] ?? [],
    reps: reps[at] ?? [],
    marks: marks[at] ?? [],
    payments: payments[at] ?? [],
  })
})
