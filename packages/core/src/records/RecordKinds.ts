import { clientAggregate } from "../client/Client.ts"
import { consentAggregate } from "../client/Consent.ts"
import { contactAggregate } from "../client/Contact.ts"
import { dialogAggregate } from "../client/Dialog.ts"
import { leadAggregate } from "../client/Lead.ts"
import { nextStepAggregate } from "../client/NextStep.ts"
import { assignmentRunAggregate, repIntakeAggregate } from "../control/AssignmentRecords.ts"
import { controlMarkAggregate } from "../control/ControlMark.ts"
import { handOverAggregate } from "../control/HandOver.ts"
import { slaClockAggregate } from "../control/SlaClock.ts"
import { controlDayAggregate, controlWatchAggregate } from "../control/Watch.ts"
import { approvalAggregate } from "../deal/Approval.ts"
import { dealAggregate } from "../deal/Deal.ts"
import { overrideBudgetAggregate } from "../deal/Override.ts"
import { productAggregate } from "../deal/Product.ts"
import { departmentAggregate } from "../department/Department.ts"
import { chunkAggregate, runAggregate } from "../department/Run.ts"
import { campaignAggregate } from "../loyalty/Campaign.ts"
import { dueActionAggregate } from "../loyalty/DueAction.ts"
import { loyaltyProfileAggregate } from "../loyalty/LoyaltyProfile.ts"
import { loyaltyRunAggregate } from "../loyalty/LoyaltyRun.ts"
import { offerAggregate } from "../loyalty/Offer.ts"
import { referralAggregate, referralBookAggregate, referralCodeAggregate } from "../loyalty/Referral.ts"
import { rewardAccountAggregate } from "../loyalty/RewardAccount.ts"
import { rewardLotAggregate, rewardSpendAggregate } from "../loyalty/RewardLot.ts"
import { complaintAggregate, milestoneAggregate, satisfactionAnswerAggregate } from "../loyalty/Signal.ts"
import { planAggregate, planVersionAggregate } from "../plan/record/Plan.ts"
import { commitmentAggregate } from "../review/Commitment.ts"
import { debriefAggregate } from "../review/Debrief.ts"
import { findingAggregate } from "../review/FindingRecord.ts"
import { reviewScheduleAggregate } from "../review/ReviewSchedule.ts"
import { summaryAggregate } from "../review/Summary.ts"
import { scorecardAggregate } from "../script/Scorecard.ts"
import { scriptAggregate } from "../script/Script.ts"
import { scriptExperimentAggregate } from "../script/ScriptExperiment.ts"
import { scriptProposalAggregate } from "../script/ScriptProposal.ts"
import { scriptRunAggregate } from "../script/ScriptRun.ts"
import { scriptVersionAggregate } from "../script/ScriptVersion.ts"
import { closingDocumentAggregate } from "../settlement/ClosingDocument.ts"
import { invoiceAggregate } from "../settlement/Invoice.ts"
import { paymentAggregate } from "../settlement/Payment.ts"
import { bankEntryAggregate } from "../settlement/bank/BankEntry.ts"
import { repAggregate } from "../team/Rep.ts"
import { teamAggregate } from "../team/Team.ts"
import type { Aggregate, AnyAggregate } from "../journal/Aggregate.ts"
import type { RecordCorrected } from "../journal/Correction.ts"
import type { CustomFieldsSet } from "../journal/CustomFields.ts"
import type { JournalEventOf } from "../journal/Event.ts"

const kinds = [
  clientAggregate,
  consentAggregate,
  contactAggregate,
  dialogAggregate,
  leadAggregate,
  nextStepAggregate,
  assignmentRunAggregate,
  repIntakeAggregate,
  controlMarkAggregate,
  handOverAggregate,
  slaClockAggregate,
  controlDayAggregate,
  controlWatchAggregate,
  approvalAggregate,
  dealAggregate,
  overrideBudgetAggregate,
  productAggregate,
  departmentAggregate,
  chunkAggregate,
  runAggregate,
  campaignAggregate,
  dueActionAggregate,
  loyaltyProfileAggregate,
  loyaltyRunAggregate,
  offerAggregate,
  referralAggregate,
  referralBookAggregate,
  referralCodeAggregate,
  rewardAccountAggregate,
  rewardLotAggregate,
  rewardSpendAggregate,
  complaintAggregate,
  milestoneAggregate,
  satisfactionAnswerAggregate,
  planAggregate,
  planVersionAggregate,
  commitmentAggregate,
  debriefAggregate,
  findingAggregate,
  reviewScheduleAggregate,
  summaryAggregate,
  scorecardAggregate,
  scriptAggregate,
  scriptExperimentAggregate,
  scriptProposalAggregate,
  scriptRunAggregate,
  scriptVersionAggregate,
  closingDocumentAggregate,
  invoiceAggregate,
  paymentAggregate,
  bankEntryAggregate,
  repAggregate,
  teamAggregate,
] as const satisfies ReadonlyArray<AnyAggregate>

/** Every kind of record of the library: which there are, how their events fold, and how events of older versions are read. */
export const recordKinds: ReadonlyArray<AnyAggregate> = kinds

type EventsOf<Kind> = Kind extends Aggregate<infer _State, infer Event, infer _Indexed> ? Event : never

/**
 * Any event of the library as the journal has it: where its `type` is asked for, in an `if` or a `switch`, its payload has the fields of
 * that type. Newer versions of the library may add types.
 */
export type RecordedEvent = JournalEventOf<EventsOf<(typeof kinds)[number]> | RecordCorrected | CustomFieldsSet>
