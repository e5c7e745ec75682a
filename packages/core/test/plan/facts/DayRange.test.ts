import { describe, expect, it } from "vitest"
import { dealColumns } from "@salesdept/core/deal"
import { closedDealIds, closedDeals, closedDealsBy, driverDealIds } from "@salesdept/core/plan"
import { dayNumberOf, InputInvalid, parsePeriod } from "@salesdept/core/shared"

const deal = {
  clientId: null,
  ownerId: "ann",
  pipelineId: "sales",
  stageId: "done",
  productId: null,
  outcome: "won",
  amountMinor: 100_00,
  listAmountMinor: null,
  currency: "RUB",
  openedOn: "2026-01-01",
} as const
const columns = dealColumns([
  { ...deal, id: "june", closedOn: "2026-06-30" },
  { ...deal, id: "july", closedOn: "2026-07-01" },
  { ...deal, id: "september", closedOn: "2026-09-30" },
  { ...deal, id: "october", closedOn: "2026-10-01" },
])

describe("the days of a period", () => {
  it("are given by dates, as periods have them, or by numbers, and come to the same", () => {
    const period = parsePeriod("2026-Q3")!
    const numbers = { fromDay: dayNumberOf("2026-07-01"), toDay: dayNumberOf("2026-10-01") }
    expect(closedDealIds(columns, period)).toEqual(["july", "september"])
    expect(closedDeals(columns, period, "RUB")).toEqual(closedDeals(columns, numbers, "RUB"))
    expect(closedDealsBy(columns, "owner", period, "RUB")).toEqual(closedDealsBy(columns, "owner", numbers, "RUB"))
    expect(driverDealIds(columns, period, period, "RUB")).toEqual(driverDealIds(columns, numbers, numbers, "RUB"))
  })

  it("are refused in any other shape: hosts without types would get the figures of all time for a quarter's", () => {
    const shapes: ReadonlyArray<object> = [
      {},
      { start: "2026-07-01" },
      { from: "01.07.2026", to: "2026-10-01" },
      { fromDay: 1 },
    ]
    for (const shape of shapes) {
      expect(() => closedDeals(columns, shape as never, "RUB")).toThrow(InputInvalid)
      expect(() => closedDealIds(columns, shape as never)).toThrow(InputInvalid)
    }
  })
})
