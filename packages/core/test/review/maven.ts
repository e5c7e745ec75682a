import type { ReviewFacts, ReviewVariance } from "../../src/review/ReviewFacts.ts"
import { closedDealsBy } from "../../src/plan/facts/ClosedDeals.ts"
import { dealVarianceByProduct } from "../../src/plan/variance/DealVariance.ts"
import { dayNumberOf } from "../../src/shared/CalendarDate.ts"
import type { DateRange, Period } from "../../src/shared/Period.ts"
import { periodOf, previousPeriod } from "../../src/shared/Period.ts"
import { mavenColumns } from "../deal/maven.ts"
import { factsOf } from "./facts.ts"
import { periodText } from "../../src/review/Wording.ts"

const days = ({ from, to }: DateRange) => ({ fromDay: dayNumberOf(from), toDay: dayNumberOf(to) })

/** The public CRM set as a review reads it: no next steps, payments, documents or targets; accounts filled at closing. */
export const mavenFacts = (period: Period): ReviewFacts => {
  const deals = mavenColumns()
  const base = previousPeriod(period)
  const variance: ReviewVariance = {
    variance: dealVarianceByProduct(
      closedDealsBy(deals, "product", days(base), "USD"),
      closedDealsBy(deals, "product", days(period), "USD"),
      "USD",
    ),
    against: "priorPeriod",
    baseName: periodText(base),
    actual: { from: period.from, to: period.to },
    base: { from: base.from, to: base.to },
  }
  return factsOf(deals, { on: "2017-12-31", currency: "USD", filledOnlyAtClose: ["clientKey", "openedOn"], variance })
}

/** The last quarter of the set. */
export const lastQuarter = periodOf("2017-12-31", "quarter")
