import type { DealColumns } from "../../src/deal/DealFact.ts"
import type { ReviewFacts } from "../../src/review/ReviewFacts.ts"

/** Facts of a review that reads deals alone, on 31 March 2026 in roubles, unless said otherwise. */
export const factsOf = (deals: DealColumns, fields: Partial<ReviewFacts> = {}): ReviewFacts => ({
  on: "2026-03-31",
  currency: "RUB",
  deals,
  productNames: {},
  filledOnlyAtClose: [],
  control: null,
  nextSteps: null,
  activity: null,
  followUp: null,
  attainment: null,
  variance: null,
  ...fields,
})
