import { consentAggregate } from "../client/Consent.ts"
import { dialogAggregate } from "../client/Dialog.ts"
import { nextStepAggregate } from "../client/NextStep.ts"
import { controlMarkAggregate } from "../control/ControlMark.ts"
import { approvalAggregate } from "../deal/Approval.ts"
import type { Aggregate, RecordState } from "../journal/Aggregate.ts"
import type { DomainEvent } from "../journal/Event.ts"
import { referralAggregate, referralCodeAggregate } from "../loyalty/Referral.ts"
import { complaintAggregate, satisfactionAnswerAggregate } from "../loyalty/Signal.ts"
import { scorecardAggregate } from "../script/Scorecard.ts"
import { scriptRunAggregate } from "../script/ScriptRun.ts"
import { closingDocumentAggregate } from "../settlement/ClosingDocument.ts"
import { invoiceAggregate } from "../settlement/Invoice.ts"
import { paymentAggregate } from "../settlement/Payment.ts"
import { clientKinds, ledgerKinds, unmovedClientKinds } from "./ClientKinds.ts"

/** A kind of record whose own fields do not matter to who follows its links. */
type LinkedKind = Aggregate<RecordState, DomainEvent>

/** A way in which records of one kind belong to a record of another. */
export interface Dependence {
  /** The kind that belongs. */
  readonly of: LinkedKind
  /** Its field that names the other; one of its indexes. */
  readonly field: string
}

// Links are followed by name: what else the records hold does not matter here.
const linked = <State extends RecordState, Event extends DomainEvent, Indexed extends keyof State & string>(
  of: Aggregate<State, Event, Indexed>,
  field: Indexed,
): Dependence => ({ of: of as unknown as LinkedKind, field })

/** What was decided about a record's place under control, with comments. */
const mark = linked(controlMarkAggregate, "subjectId")

/** What belongs to a client, a deal, a lead, a contact person and a dialog, beside what belongs to it by another of these. */
export const dependents: {
  readonly [Kind in "client" | "deal" | "lead" | "contact" | "dialog"]: ReadonlyArray<Dependence>
} = {
  client: [
    ...[...clientKinds, ...ledgerKinds, ...unmovedClientKinds].map((of) => linked(of, "clientId")),
    linked(referralAggregate, "advocateId"),
    linked(referralCodeAggregate, "advocateId"),
    mark,
  ],
  deal: [
    mark,
    linked(dialogAggregate, "dealId"),
    linked(nextStepAggregate, "dealId"),
    linked(invoiceAggregate, "dealId"),
    linked(paymentAggregate, "dealId"),
    linked(closingDocumentAggregate, "dealId"),
    linked(approvalAggregate, "dealId"),
    linked(satisfactionAnswerAggregate, "dealId"),
    linked(complaintAggregate, "dealId"),
    linked(scriptRunAggregate, "dealId"),
  ],
  lead: [
    mark,
    linked(dialogAggregate, "leadId"),
    linked(nextStepAggregate, "leadId"),
    linked(consentAggregate, "leadId"),
  ],
  contact: [linked(consentAggregate, "contactId")],
  dialog: [linked(scorecardAggregate, "dialogId")],
}
