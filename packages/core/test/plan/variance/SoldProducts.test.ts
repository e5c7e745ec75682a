import type { Deal, DealLine } from "@salesdept/core/deal"
import { priceDrivers, soldInDeals } from "@salesdept/core/plan/variance"
import { describe, expect, it } from "vitest"

const line = (over: Partial<DealLine> = {}): DealLine => ({
  id: "1",
  kind: "product",
  productId: "audit",
  quantity: "10",
  unitPriceMinor: 100_00,
  listPriceMinor: null,
  discountPercent: "0",
  taxPercent: null,
  taxIncluded: true,
  ...over,
})

const won = (closedOn: string, amountMinor: number, lines: ReadonlyArray<DealLine>): Deal =>
  ({
    id: `deal_${closedOn}`,
    outcome: "won",
    closedOn,
    productId: null,
    ownerId: "ann",
    creditShares: [],
    closeRate: null,
    amount: { amountMinor, currency: "RUB" },
    lines,
  }) as unknown as Deal

const february = { fromDay: 20485, toDay: 20513 }
const march = { fromDay: 20513, toDay: 20544 }

const parts = (deals: ReadonlyArray<Deal>) => {
  const sold = (range: typeof march) => soldInDeals(deals, range, "RUB", [])
  const { contributions } = priceDrivers(sold(february), sold(march), "RUB")
  return Object.fromEntries(
    contributions.flatMap(({ driver, amountMinor }) => (amountMinor === 0 ? [] : [[driver, amountMinor]])),
  )
}

describe("what was sold, from the lines of deals", () => {
  it("takes a discount for a discount also where tax comes on top of the price", () => {
    const taxed = { taxPercent: "20", taxIncluded: false } as const
    const before = won("2026-02-10", 1_200_00, [line(taxed)])
    const after = won("2026-03-10", 1_080_00, [line({ ...taxed, discountPercent: "10" })])
    expect(parts([before, after])).toEqual({ discount: -120_00 })
  })

  it("takes what was given away for a full discount, and not for a product that is sold no more", () => {
    const before = won("2026-02-10", 1_000_00, [line()])
    const after = won("2026-03-10", 0, [line({ discountPercent: "100" })])
    expect(parts([before, after])).toEqual({ discount: -1_000_00 })
  })

  it("leaves an amount that lines for nothing do not come to beside the lines", () => {
    const before = won("2026-02-10", 1_000_00, [line()])
    const after = won("2026-03-10", 700_00, [line({ discountPercent: "100" })])
    expect(parts([before, after])).toEqual({ goneProducts: -1_000_00, withoutLines: 700_00 })
  })

  it("counts of a deal that was given away the units of those it is credited to", () => {
    const given = won("2026-03-10", 0, [line({ discountPercent: "100" })])
    const half = soldInDeals([given], march, "RUB", [], (_deal, wonMinor) => wonMinor / 2)
    expect(half.products.map(({ quantity, listMinor, soldMinor }) => [quantity, listMinor, soldMinor])).toEqual([
      [5, 500_00, 0],
    ])
  })
})
