import { approvalAggregate } from "../../deal/Approval.ts"
import { dealAggregate } from "../../deal/Deal.ts"
import { overrideBudgetAggregate } from "../../deal/Override.ts"
import { productAggregate } from "../../deal/Product.ts"
import { approvalCommands, dealCommands, productCommands } from "../../deal/service.ts"
import { customFieldSource } from "../../department/Department.ts"
import { readDealTouches } from "../../department/DealTouches.ts"
import { readGateFacts } from "../../department/GateFacts.ts"
import { dealMerging } from "../../department/service.ts"
import { recordQueries } from "../../ports/reading/RecordQueries.ts"
import type { QueriesOf } from "../../ports/reading/RecordQueries.ts"

/** Use cases over deals and products. */
interface DealUseCases {
  /** What is sold, with list prices. */
  readonly products: QueriesOf<typeof productAggregate> & typeof productCommands
  /** Deals: open, evaluate, move through gates, lines, credit, history, funnels and waterfalls. */
  readonly deals: QueriesOf<typeof dealAggregate> & ReturnType<typeof dealCommands> & typeof dealMerging
  /** Approvals that gates ask for: asked, granted, refused. */
  readonly approvals: QueriesOf<typeof approvalAggregate> & typeof approvalCommands
  /** Budgets of exceptions to gates, and what was spent of them. Read only. */
  readonly overrides: QueriesOf<typeof overrideBudgetAggregate>
}

/** The use cases themselves. Their type is named, not inferred: declarations would lose what is said of each. */
export const dealUseCases: DealUseCases = {
  products: { ...recordQueries(productAggregate), ...productCommands },
  deals: {
    ...recordQueries(dealAggregate, customFieldSource),
    ...dealCommands(readGateFacts, readDealTouches),
    ...dealMerging,
  },
  approvals: { ...recordQueries(approvalAggregate), ...approvalCommands },
  overrides: recordQueries(overrideBudgetAggregate),
}
