import { approvalAggregate } from "../../deal/Approval.ts"
import { dealAggregate } from "../../deal/Deal.ts"
import { overrideBudgetAggregate } from "../../deal/Override.ts"
import { productAggregate } from "../../deal/Product.ts"
import { approvalCommands, dealCommands, productCommands } from "../../deal/service.ts"
import { customFieldSource } from "../../department/Department.ts"
import { readDealTouches } from "../../department/DealTouches.ts"
import { readGateFacts } from "../../department/GateFacts.ts"
import { dealMerging } from "../../department/service.ts"
import { recordQueries } from "../../ports/RecordQueries.ts"

/** Use cases over deals and products. */
export const dealUseCases = {
  /** What is sold, with list prices. */
  products: { ...recordQueries(productAggregate), ...productCommands },
  /** Deals: open, evaluate, move through gates, lines, credit, history, funnels and waterfalls. */
  deals: {
    ...recordQueries(dealAggregate, customFieldSource),
    ...dealCommands(readGateFacts, readDealTouches),
    ...dealMerging,
  },
  /** Approvals that gates ask for: asked, granted, refused. */
  approvals: { ...recordQueries(approvalAggregate), ...approvalCommands },
  /** Budgets of exceptions to gates, and what was spent of them. Read only. */
  overrides: recordQueries(overrideBudgetAggregate),
} as const
