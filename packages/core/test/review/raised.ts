import { dealColumns } from "../../src/deal/DealFact.ts"
import type { DealFact } from "../../src/deal/DealFact.ts"
import type { FindingRule } from "../../src/review/FindingRule.ts"
import type { Findings } from "../../src/review/Findings.ts"
import { findFindings } from "../../src/review/Findings.ts"
import type { ReviewFacts } from "../../src/review/ReviewFacts.ts"
import { periodOf } from "../../src/shared/Period.ts"
import { factsOf } from "./facts.ts"

/** The first quarter of 2026. */
export const quarter = periodOf("2026-03-31", "quarter")

/** What one rule finds in some deals and facts. */
export const raised = (
  rule: FindingRule,
  deals: ReadonlyArray<DealFact>,
  fields: Partial<ReviewFacts> = {},
): Findings => findFindings(factsOf(dealColumns(deals), fields), [rule], quarter)

/** Owner, evidence and money of each finding: what most tests look at. */
export const outline = ({ findings }: Findings) =>
  findings.map(({ ownerId, evidence, atStake }) => ({
    ownerId,
    ids: evidence.ids,
    minor: atStake?.amountMinor ?? null,
  }))
