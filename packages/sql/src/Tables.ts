import {
  controlMarkTable,
  handOverTable,
  assignmentRunTable,
  repIntakeTable,
  slaClockTable,
  controlWatchTable,
  controlDayTable,
} from "./control/ControlTables.ts"
import {
  clientTable,
  consentTable,
  contactTable,
  dialogTable,
  leadTable,
  nextStepTable,
} from "./client/ClientTables.ts"
import { approvalTable, overrideBudgetTable } from "./deal/ApprovalTables.ts"
import { dealTable } from "./deal/DealTable.ts"
import { productTable } from "./deal/ProductTable.ts"
import { departmentTable } from "./department/DepartmentTable.ts"
import {
  campaignTable,
  complaintTable,
  dueActionTable,
  loyaltyProfileTable,
  loyaltyRunTable,
  milestoneTable,
  offerTable,
  satisfactionAnswerTable,
} from "./loyalty/CampaignTables.ts"
import { referralBookTable, referralCodeTable, referralTable } from "./loyalty/ReferralTables.ts"
import { rewardAccountTable, rewardLotTable, rewardSpendTable } from "./loyalty/RewardTables.ts"
import { bulkRunTable, runChunkTable } from "./department/RunTables.ts"
import { planTable, planVersionTable } from "./plan/PlanTable.ts"
import {
  commitmentTable,
  debriefTable,
  findingTable,
  reviewScheduleTable,
  summaryTable,
} from "./review/ReviewTables.ts"
import type { RecordTable } from "./schema/RecordTable.ts"
import {
  scorecardTable,
  scriptExperimentTable,
  scriptProposalTable,
  scriptRunTable,
  scriptTable,
  scriptVersionTable,
} from "./script/ScriptTables.ts"
import { bankEntryTable } from "./settlement/BankEntryTable.ts"
import { closingDocumentTable, invoiceTable, paymentTable } from "./settlement/SettlementTables.ts"
import { repTable, teamTable } from "./team/TeamTables.ts"

/** The table of every kind of record. */
export const recordTables: ReadonlyArray<RecordTable> = [
  controlMarkTable,
  handOverTable,
  assignmentRunTable,
  repIntakeTable,
  slaClockTable,
  controlWatchTable,
  controlDayTable,
  departmentTable,
  repTable,
  teamTable,
  productTable,
  clientTable,
  contactTable,
  consentTable,
  leadTable,
  dialogTable,
  nextStepTable,
  dealTable,
  approvalTable,
  overrideBudgetTable,
  invoiceTable,
  paymentTable,
  closingDocumentTable,
  bankEntryTable,
  campaignTable,
  dueActionTable,
  loyaltyProfileTable,
  loyaltyRunTable,
  offerTable,
  milestoneTable,
  satisfactionAnswerTable,
  complaintTable,
  referralCodeTable,
  referralTable,
  referralBookTable,
  rewardAccountTable,
  rewardLotTable,
  rewardSpendTable,
  planTable,
  planVersionTable,
  findingTable,
  commitmentTable,
  debriefTable,
  summaryTable,
  reviewScheduleTable,
  bulkRunTable,
  runChunkTable,
  scriptTable,
  scriptVersionTable,
  scriptRunTable,
  scriptProposalTable,
  scriptExperimentTable,
  scorecardTable,
]
