import { assignmentRunAggregate, repIntakeAggregate } from "../control/AssignmentRecords.ts"
import { controlMarkAggregate } from "../control/ControlMark.ts"
import { handOverAggregate } from "../control/HandOver.ts"
import { slaClockAggregate } from "../control/SlaClock.ts"
import { controlDayAggregate, controlWatchAggregate } from "../control/Watch.ts"
import { clientAggregate } from "../client/Client.ts"
import { consentAggregate } from "../client/Consent.ts"
import { contactAggregate } from "../client/Contact.ts"
import { dialogAggregate } from "../client/Dialog.ts"
import { leadAggregate } from "../client/Lead.ts"
import { nextStepAggregate } from "../client/NextStep.ts"
import {
  clientCommands,
  consentCommands,
  contactCommands,
  dialogCommands,
  leadCommands,
  nextStepCommands,
} from "../client/service.ts"
import { controlCommands, controlQueries } from "../control/service.ts"
import { approvalAggregate } from "../deal/Approval.ts"
import { dealAggregate } from "../deal/Deal.ts"
import { overrideBudgetAggregate } from "../deal/Override.ts"
import { productAggregate } from "../deal/Product.ts"
import { approvalCommands, dealCommands, productCommands } from "../deal/service.ts"
import { customFieldSource, departmentAggregate } from "../department/Department.ts"
import { readDealTouches } from "../department/DealTouches.ts"
import { clientOfDeal, readGateFacts } from "../department/GateFacts.ts"
import {
  clientMerging,
  dealMerging,
  departmentCommands,
  leadQualification,
  personalData,
} from "../department/service.ts"
import { runAggregate } from "../department/Run.ts"
import { importCommands, runUseCases } from "../exchange/service.ts"
import { campaignAggregate } from "../loyalty/Campaign.ts"
import { dueActionAggregate } from "../loyalty/DueAction.ts"
import { loyaltyProfileAggregate } from "../loyalty/LoyaltyProfile.ts"
import { offerAggregate } from "../loyalty/Offer.ts"
import { referralAggregate, referralCodeAggregate } from "../loyalty/Referral.ts"
import { complaintAggregate, milestoneAggregate, satisfactionAnswerAggregate } from "../loyalty/Signal.ts"
import { rewardAccountAggregate } from "../loyalty/RewardAccount.ts"
import { rewardLotAggregate, rewardSpendAggregate } from "../loyalty/RewardLot.ts"
import {
  campaignCommands,
  complaintCommands,
  dueActionCommands,
  loyaltyCommands,
  milestoneCommands,
  offerCommands,
  referralCommands,
  rewardCommands,
  satisfactionCommands,
} from "../loyalty/service.ts"
import { planAggregate, planVersionAggregate } from "../plan/Plan.ts"
import { planCommands, planQueries } from "../plan/service.ts"
import { directoryQueries } from "../ports/HostDirectory.ts"
import { recordQueries } from "../ports/RecordQueries.ts"
import { commitmentAggregate } from "../review/Commitment.ts"
import { findingAggregate } from "../review/FindingRecord.ts"
import {
  commitmentCommands,
  debriefCommands,
  findingCommands,
  readExplainedVariance,
  reviewScheduleCommands,
  summaryCommands,
} from "../review/service.ts"
import { reviewScheduleAggregate } from "../review/ReviewSchedule.ts"
import { summaryAggregate } from "../review/Summary.ts"
import { scorecardAggregate } from "../script/Scorecard.ts"
import { scriptAggregate } from "../script/Script.ts"
import { scriptExperimentAggregate } from "../script/ScriptExperiment.ts"
import { scriptProposalAggregate } from "../script/ScriptProposal.ts"
import { scriptRunAggregate } from "../script/ScriptRun.ts"
import { scriptVersionAggregate } from "../script/ScriptVersion.ts"
import {
  readScriptFacts,
  scorecardCommands,
  scriptCommands,
  scriptExperimentCommands,
  scriptProposalCommands,
  scriptRunCommands,
} from "../script/service.ts"
import { bankEntryAggregate } from "../settlement/bank/BankEntry.ts"
import { closingDocumentAggregate } from "../settlement/ClosingDocument.ts"
import { invoiceAggregate } from "../settlement/Invoice.ts"
import { paymentAggregate } from "../settlement/Payment.ts"
import {
  bankCommands,
  documentCommands,
  invoiceCommands,
  paymentCommands,
  settlementQueries,
} from "../settlement/service.ts"
import { repAggregate } from "../team/Rep.ts"
import { teamAggregate } from "../team/Team.ts"
import { repCommands, teamCommands } from "../team/service.ts"

/** Every use case of the library, by what it is about. */
export const useCases = {
  controlMarks: recordQueries(controlMarkAggregate),
  handOvers: recordQueries(handOverAggregate),
  assignmentRuns: recordQueries(assignmentRunAggregate),
  repIntakes: recordQueries(repIntakeAggregate),
  slaClocks: recordQueries(slaClockAggregate),
  controlWatches: recordQueries(controlWatchAggregate),
  controlDays: recordQueries(controlDayAggregate),
  directory: directoryQueries,
  department: { ...recordQueries(departmentAggregate), ...departmentCommands },
  reps: { ...recordQueries(repAggregate), ...repCommands },
  teams: { ...recordQueries(teamAggregate), ...teamCommands },
  products: { ...recordQueries(productAggregate), ...productCommands },
  clients: { ...recordQueries(clientAggregate, customFieldSource), ...clientCommands, ...clientMerging },
  contacts: { ...recordQueries(contactAggregate, customFieldSource), ...contactCommands },
  consents: { ...recordQueries(consentAggregate), ...consentCommands },
  leads: { ...recordQueries(leadAggregate, customFieldSource), ...leadCommands, ...leadQualification },
  dialogs: { ...recordQueries(dialogAggregate), ...dialogCommands },
  nextSteps: { ...recordQueries(nextStepAggregate), ...nextStepCommands },
  deals: {
    ...recordQueries(dealAggregate, customFieldSource),
    ...dealCommands(readGateFacts, readDealTouches),
    ...dealMerging,
  },
  invoices: { ...recordQueries(invoiceAggregate), ...invoiceCommands(clientOfDeal) },
  payments: { ...recordQueries(paymentAggregate), ...paymentCommands(clientOfDeal) },
  approvals: { ...recordQueries(approvalAggregate), ...approvalCommands },
  overrides: recordQueries(overrideBudgetAggregate),
  documents: { ...recordQueries(closingDocumentAggregate), ...documentCommands(clientOfDeal) },
  bank: { ...recordQueries(bankEntryAggregate), ...bankCommands(clientOfDeal) },
  settlement: settlementQueries(dealAggregate),
  imports: { ...importCommands, revert: runUseCases.revert },
  runs: { ...recordQueries(runAggregate), ...runUseCases },
  personalData,
  control: { ...controlQueries, ...controlCommands },
  loyalty: loyaltyCommands(readGateFacts),
  loyaltyProfiles: recordQueries(loyaltyProfileAggregate),
  campaigns: { ...recordQueries(campaignAggregate), ...campaignCommands },
  dueActions: { ...recordQueries(dueActionAggregate), ...dueActionCommands },
  offers: { ...recordQueries(offerAggregate), ...offerCommands },
  referrals: { ...recordQueries(referralAggregate), ...referralCommands },
  referralCodes: recordQueries(referralCodeAggregate),
  milestones: { ...recordQueries(milestoneAggregate), ...milestoneCommands },
  satisfaction: { ...recordQueries(satisfactionAnswerAggregate), ...satisfactionCommands },
  complaints: { ...recordQueries(complaintAggregate), ...complaintCommands },
  rewards: { ...recordQueries(rewardAccountAggregate), ...rewardCommands },
  rewardLots: recordQueries(rewardLotAggregate),
  rewardSpends: recordQueries(rewardSpendAggregate),
  // Control and findings are evidence of causes; the plan area itself knows neither.
  plans: { ...recordQueries(planAggregate), ...planCommands, ...planQueries, variance: readExplainedVariance },
  planVersions: recordQueries(planVersionAggregate),
  findings: { ...recordQueries(findingAggregate), ...findingCommands(readScriptFacts) },
  commitments: { ...recordQueries(commitmentAggregate), ...commitmentCommands },
  debriefs: debriefCommands,
  reviewSchedules: { ...recordQueries(reviewScheduleAggregate), ...reviewScheduleCommands },
  summaries: { ...recordQueries(summaryAggregate), ...summaryCommands },
  scripts: { ...recordQueries(scriptAggregate), ...scriptCommands },
  scriptVersions: recordQueries(scriptVersionAggregate),
  scriptRuns: { ...recordQueries(scriptRunAggregate), ...scriptRunCommands },
  scriptProposals: { ...recordQueries(scriptProposalAggregate), ...scriptProposalCommands },
  scorecards: { ...recordQueries(scorecardAggregate), ...scorecardCommands },
  scriptExperiments: { ...recordQueries(scriptExperimentAggregate), ...scriptExperimentCommands },
} as const
