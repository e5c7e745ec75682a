import {
  clientTable,
  consentTable,
  contactTable,
  dialogTable,
  leadTable,
  nextStepTable,
} from "./client/ClientTables.ts"
import { dealTable } from "./deal/DealTable.ts"
import { productTable } from "./deal/ProductTable.ts"
import { departmentTable } from "./department/DepartmentTable.ts"
import { rewardAccountTable, rewardLotTable, rewardSpendTable } from "./loyalty/RewardTables.ts"
import { planTable } from "./plan/PlanTable.ts"
import type { RecordTable } from "./schema/RecordTable.ts"
import {
  scriptExperimentTable,
  scriptProposalTable,
  scriptRunTable,
  scriptTable,
  scriptVersionTable,
} from "./script/ScriptTables.ts"
import { closingDocumentTable, invoiceTable, paymentTable } from "./settlement/SettlementTables.ts"
import { repTable } from "./team/RepTable.ts"

/** The table of every kind of record. */
export const recordTables: ReadonlyArray<RecordTable> = [
  departmentTable,
  repTable,
  productTable,
  clientTable,
  contactTable,
  consentTable,
  leadTable,
  dialogTable,
  nextStepTable,
  dealTable,
  invoiceTable,
  paymentTable,
  closingDocumentTable,
  rewardAccountTable,
  rewardLotTable,
  rewardSpendTable,
  planTable,
  scriptTable,
  scriptVersionTable,
  scriptRunTable,
  scriptProposalTable,
  scriptExperimentTable,
]
