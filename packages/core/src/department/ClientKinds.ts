import { consentAggregate } from "../client/Consent.ts"
import { contactAggregate } from "../client/Contact.ts"
import { dialogAggregate } from "../client/Dialog.ts"
import { leadAggregate } from "../client/Lead.ts"
import { nextStepAggregate } from "../client/NextStep.ts"
import { dealAggregate } from "../deal/Deal.ts"
import type { Aggregate, RecordState } from "../journal/Aggregate.ts"
import type { DomainEvent } from "../journal/Event.ts"
import { dueActionAggregate } from "../loyalty/DueAction.ts"
import { loyaltyProfileAggregate } from "../loyalty/LoyaltyProfile.ts"
import { offerAggregate } from "../loyalty/Offer.ts"
import { rewardAccountAggregate } from "../loyalty/RewardAccount.ts"
import { rewardLotAggregate, rewardSpendAggregate } from "../loyalty/RewardLot.ts"
import { complaintAggregate, milestoneAggregate, satisfactionAnswerAggregate } from "../loyalty/Signal.ts"
import { bankEntryAggregate } from "../settlement/bank/BankEntry.ts"
import { closingDocumentAggregate } from "../settlement/ClosingDocument.ts"
import { invoiceAggregate } from "../settlement/Invoice.ts"
import { paymentAggregate } from "../settlement/Payment.ts"
import type { ClientId, DealId, PaymentId } from "../shared/Ids.ts"

/** A record that belongs to a client. */
export interface ClientRecord extends RecordState {
  /** The client; null where it belongs to none. */
  readonly clientId: ClientId | null
  /** The deal that it belongs to as well, null where to none; kinds that belong to no deal have none. */
  readonly dealId?: DealId | null
  /** The payment that it is a transfer of, null where of none; kinds that are no transfers have none. */
  readonly paymentId?: PaymentId | null
}

// What such records are beside belonging to a client does not matter to those who move, list or erase them.
const ofClient = <State extends ClientRecord, Event extends DomainEvent, Indexed extends keyof State & string>(
  of: Aggregate<State, Event, Indexed>,
): Aggregate<ClientRecord, DomainEvent> => of as unknown as Aggregate<ClientRecord, DomainEvent>

/**
 * Every kind of record that is found by the client it belongs to. Merging moves them, exporting lists them, erasing reaches
 * their texts; a suite holds this list against the kinds that stores keep.
 */
export const clientKinds: ReadonlyArray<Aggregate<ClientRecord, DomainEvent>> = [
  ofClient(contactAggregate),
  ofClient(consentAggregate),
  ofClient(leadAggregate),
  ofClient(dialogAggregate),
  ofClient(nextStepAggregate),
  ofClient(dealAggregate),
  ofClient(invoiceAggregate),
  ofClient(paymentAggregate),
  ofClient(closingDocumentAggregate),
  ofClient(bankEntryAggregate),
  ofClient(milestoneAggregate),
  ofClient(satisfactionAnswerAggregate),
  ofClient(complaintAggregate),
  ofClient(offerAggregate),
  ofClient(dueActionAggregate),
]

/** Kinds that a merge moves with entries in the ledgers of both clients, never by another name alone: lots of points, and spendings. */
export const ledgerKinds: ReadonlyArray<Aggregate<ClientRecord, DomainEvent>> = [
  ofClient(rewardLotAggregate),
  ofClient(rewardSpendAggregate),
]

/**
 * Kinds that are found by a client and that a merge leaves where they are: each is the one profile or account of its client. An
 * account is empty once its points have moved; its journal stays part of the history.
 */
export const unmovedClientKinds: ReadonlyArray<Aggregate<ClientRecord, DomainEvent>> = [
  ofClient(loyaltyProfileAggregate),
  ofClient(rewardAccountAggregate),
]
