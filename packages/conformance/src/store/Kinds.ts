import {
  controlMarkAggregate,
  handOverAggregate,
  assignmentRunAggregate,
  repIntakeAggregate,
  slaClockAggregate,
  controlWatchAggregate,
  controlDayAggregate,
} from "@salesdept/core/control"
import {
  clientAggregate,
  consentAggregate,
  contactAggregate,
  dialogAggregate,
  leadAggregate,
  nextStepAggregate,
} from "@salesdept/core/client"
import { approvalAggregate, dealAggregate, overrideBudgetAggregate, productAggregate } from "@salesdept/core/deal"
import { chunkAggregate, departmentAggregate, runAggregate } from "@salesdept/core/department"
import type { Aggregate, DomainEvent, RecordKind, RecordState } from "@salesdept/core/journal"
import {
  campaignAggregate,
  complaintAggregate,
  dueActionAggregate,
  loyaltyProfileAggregate,
  loyaltyRunAggregate,
  milestoneAggregate,
  offerAggregate,
  referralAggregate,
  referralBookAggregate,
  referralCodeAggregate,
  rewardAccountAggregate,
  rewardLotAggregate,
  rewardSpendAggregate,
  satisfactionAnswerAggregate,
} from "@salesdept/core/loyalty"
import { planAggregate, planVersionAggregate } from "@salesdept/core/plan"
import {
  commitmentAggregate,
  debriefAggregate,
  findingAggregate,
  reviewScheduleAggregate,
  summaryAggregate,
} from "@salesdept/core/review"
import {
  scorecardAggregate,
  scriptAggregate,
  scriptExperimentAggregate,
  scriptProposalAggregate,
  scriptRunAggregate,
  scriptVersionAggregate,
} from "@salesdept/core/script"
import {
  bankEntryAggregate,
  closingDocumentAggregate,
  invoiceAggregate,
  paymentAggregate,
} from "@salesdept/core/settlement"
import { repAggregate, teamAggregate } from "@salesdept/core/team"

/** A kind of record whose own fields do not matter to the test at hand. */
export type AnyKind = Aggregate<RecordState, DomainEvent>

// Suites fold and compare states without looking into them, so that the state's own type may be forgotten here.
const anyKind = <State extends RecordState, Event extends DomainEvent>(of: RecordKind<State, Event>): AnyKind =>
  of as unknown as AnyKind

/** Every kind of record of the library. */
export const allKinds: ReadonlyArray<AnyKind> = [
  anyKind(controlMarkAggregate),
  anyKind(handOverAggregate),
  anyKind(assignmentRunAggregate),
  anyKind(repIntakeAggregate),
  anyKind(slaClockAggregate),
  anyKind(controlWatchAggregate),
  anyKind(controlDayAggregate),
  anyKind(departmentAggregate),
  anyKind(repAggregate),
  anyKind(teamAggregate),
  anyKind(productAggregate),
  anyKind(clientAggregate),
  anyKind(contactAggregate),
  anyKind(consentAggregate),
  anyKind(leadAggregate),
  anyKind(dialogAggregate),
  anyKind(nextStepAggregate),
  anyKind(dealAggregate),
  anyKind(approvalAggregate),
  anyKind(overrideBudgetAggregate),
  anyKind(invoiceAggregate),
  anyKind(paymentAggregate),
  anyKind(closingDocumentAggregate),
  anyKind(bankEntryAggregate),
  anyKind(campaignAggregate),
  anyKind(dueActionAggregate),
  anyKind(loyaltyProfileAggregate),
  anyKind(loyaltyRunAggregate),
  anyKind(offerAggregate),
  anyKind(milestoneAggregate),
  anyKind(satisfactionAnswerAggregate),
  anyKind(complaintAggregate),
  anyKind(referralCodeAggregate),
  anyKind(referralAggregate),
  anyKind(referralBookAggregate),
  anyKind(rewardAccountAggregate),
  anyKind(rewardLotAggregate),
  anyKind(rewardSpendAggregate),
  anyKind(planAggregate),
  anyKind(planVersionAggregate),
  anyKind(findingAggregate),
  anyKind(commitmentAggregate),
  anyKind(debriefAggregate),
  anyKind(summaryAggregate),
  anyKind(reviewScheduleAggregate),
  anyKind(runAggregate),
  anyKind(chunkAggregate),
  anyKind(scriptAggregate),
  anyKind(scriptVersionAggregate),
  anyKind(scriptRunAggregate),
  anyKind(scriptProposalAggregate),
  anyKind(scriptExperimentAggregate),
  anyKind(scorecardAggregate),
]

/** The kind of this name. */
export const kindNamed = (name: string): AnyKind => {
  const of = allKinds.find(({ kind }) => kind === name)
  if (of === undefined) throw new TypeError(`there is no kind ${name}`)
  return of
}
