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
  /** What was parked or snoozed, record by record. Read only; `control.park`, `control.snooze` change it. */
  controlMarks: recordQueries(controlMarkAggregate),
  /** What was handed over when people left, each with its way back. Read only. */
  handOvers: recordQueries(handOverAggregate),
  /** How leads were given out by rule, with what decided. Read only. */
  assignmentRuns: recordQueries(assignmentRunAggregate),
  /** How much each person was given lately. Read only. */
  repIntakes: recordQueries(repIntakeAggregate),
  /** Agreed times of answers that run or have stopped. Read only. */
  slaClocks: recordQueries(slaClockAggregate),
  /** What is watched of records that change by time alone. Read only. */
  controlWatches: recordQueries(controlWatchAggregate),
  /** The partition of the base, day by day. Read only. */
  controlDays: recordQueries(controlDayAggregate),
  /** Names of the host's people, companies and products. */
  directory: directoryQueries,
  /** The configuration: pipelines, gates, policies; published by version. */
  department: { ...recordQueries(departmentAggregate), ...departmentCommands },
  /** People of the department: who is in it, since when, with what profile. */
  reps: { ...recordQueries(repAggregate), ...repCommands },
  /** Teams and who leads them. */
  teams: { ...recordQueries(teamAggregate), ...teamCommands },
  /** What is sold, with list prices. */
  products: { ...recordQueries(productAggregate), ...productCommands },
  /** Clients: register, amend, merge with undo, remove and restore. */
  clients: { ...recordQueries(clientAggregate, customFieldSource), ...clientCommands, ...clientMerging },
  /** People at clients, and how to reach them. */
  contacts: { ...recordQueries(contactAggregate, customFieldSource), ...contactCommands },
  /** Consents of people, each with its proof. */
  consents: { ...recordQueries(consentAggregate), ...consentCommands },
  /** Leads from coming in to qualification. */
  leads: { ...recordQueries(leadAggregate, customFieldSource), ...leadCommands, ...leadQualification },
  /** Conversations that were held. */
  dialogs: { ...recordQueries(dialogAggregate), ...dialogCommands },
  /** What is to be done next, by whom and by which day. */
  nextSteps: { ...recordQueries(nextStepAggregate), ...nextStepCommands },
  /** Deals: open, evaluate, move through gates, lines, credit, history, funnels and waterfalls. */
  deals: {
    ...recordQueries(dealAggregate, customFieldSource),
    ...dealCommands(readGateFacts, readDealTouches),
    ...dealMerging,
  },
  /** Invoices by instalment, promises of payment, reminders. */
  invoices: { ...recordQueries(invoiceAggregate), ...invoiceCommands(clientOfDeal) },
  /** Payments, what they are allocated to, refunds and write-offs. */
  payments: { ...recordQueries(paymentAggregate), ...paymentCommands(clientOfDeal) },
  /** Approvals that gates ask for: asked, granted, refused. */
  approvals: { ...recordQueries(approvalAggregate), ...approvalCommands },
  /** Budgets of exceptions to gates, and what was spent of them. Read only. */
  overrides: recordQueries(overrideBudgetAggregate),
  /** Closing documents: drafted, sent, signed. */
  documents: { ...recordQueries(closingDocumentAggregate), ...documentCommands(clientOfDeal) },
  /** Bank statements, and whose money each line is. */
  bank: { ...recordQueries(bankEntryAggregate), ...bankCommands(clientOfDeal) },
  /** What is owed, by whom and since when. */
  settlement: settlementQueries(dealAggregate),
  /** Imports of a CRM's files: dry run, record, revert. */
  imports: { ...importCommands, revert: runUseCases.revert },
  /** Runs of bulk work, what each did, and its way back. */
  runs: { ...recordQueries(runAggregate), ...runUseCases },
  /** What is known of a person: exported, erased. */
  personalData,
  /** Every lead, client and deal in exactly one state: the list of work, coverage, parking, hand-over, assignment. */
  control: { ...controlQueries, ...controlCommands },
  /** Who is due for a word, segments, repeat-sale models, offers proposed. */
  loyalty: loyaltyCommands(readGateFacts),
  /** What is known of each client's buying. Read only. */
  loyaltyProfiles: recordQueries(loyaltyProfileAggregate),
  /** Campaigns with audiences, caps and control groups. */
  campaigns: { ...recordQueries(campaignAggregate), ...campaignCommands },
  /** What is due towards clients, by day. */
  dueActions: { ...recordQueries(dueActionAggregate), ...dueActionCommands },
  /** Offers made, and what became of them. */
  offers: { ...recordQueries(offerAggregate), ...offerCommands },
  /** Who recommended whom, and the rewards for it. */
  referrals: { ...recordQueries(referralAggregate), ...referralCommands },
  /** Codes by which recommendations are known. Read only. */
  referralCodes: recordQueries(referralCodeAggregate),
  /** Days of clients that are worth a word. */
  milestones: { ...recordQueries(milestoneAggregate), ...milestoneCommands },
  /** Answers of clients on how satisfied they are. */
  satisfaction: { ...recordQueries(satisfactionAnswerAggregate), ...satisfactionCommands },
  /** Complaints, from coming in to settled. */
  complaints: { ...recordQueries(complaintAggregate), ...complaintCommands },
  /** Reward accounts, in double entry. */
  rewards: { ...recordQueries(rewardAccountAggregate), ...rewardCommands },
  /** What was earned, lot by lot, until it expires. Read only. */
  rewardLots: recordQueries(rewardLotAggregate),
  /** What was spent of rewards. Read only. */
  rewardSpends: recordQueries(rewardSpendAggregate),
  // Control and findings are evidence of causes; the plan area itself knows neither.
  /** Plans by version, cascade, attainment, variance by drivers, forecast, re-planning. */
  plans: { ...recordQueries(planAggregate), ...planCommands, ...planQueries, variance: readExplainedVariance },
  /** Versions of plans. Read only. */
  planVersions: recordQueries(planVersionAggregate),
  /** What the rules find worth a review, with its evidence. */
  findings: { ...recordQueries(findingAggregate), ...findingCommands(readScriptFacts) },
  /** What people committed to, and whether it was kept. */
  commitments: { ...recordQueries(commitmentAggregate), ...commitmentCommands },
  /** Talks on findings, in person or together, and the actions agreed there. */
  debriefs: debriefCommands,
  /** Which periods are closed by themselves, and the debriefs planned with it. */
  reviewSchedules: { ...recordQueries(reviewScheduleAggregate), ...reviewScheduleCommands },
  /** Summaries of periods: open ones as they stand, closed ones frozen. */
  summaries: { ...recordQueries(summaryAggregate), ...summaryCommands },
  /** Scripts of talks by stage, in immutable versions. */
  scripts: { ...recordQueries(scriptAggregate), ...scriptCommands },
  /** Versions of scripts. Read only. */
  scriptVersions: recordQueries(scriptVersionAggregate),
  /** Which script a dialog was held by, and the steps it used. */
  scriptRuns: { ...recordQueries(scriptRunAggregate), ...scriptRunCommands },
  /** Changes of scripts that were proposed, with their evidence. */
  scriptProposals: { ...recordQueries(scriptProposalAggregate), ...scriptProposalCommands },
  /** How dialogs were scored by the criteria of their script. */
  scorecards: { ...recordQueries(scorecardAggregate), ...scorecardCommands },
  /** Experiments between two versions of a script, and when they may be believed. */
  scriptExperiments: { ...recordQueries(scriptExperimentAggregate), ...scriptExperimentCommands },
} as const

/** Every use case of the library, by what it is about. */
export type UseCases = typeof useCases
