import fc from "fast-check"
import { describe, expect, test } from "vitest"
import { creditOf } from "../../src/deal/DealCredit.ts"
import type { DealLine } from "../../src/deal/DealLine.ts"
import { lineAmounts, linesTotal } from "../../src/deal/DealLine.ts"
import { amountInCurrency } from "../../src/deal/DealRate.ts"

const line = (fields: Partial<DealLine> = {}): DealLine => ({
  id: "1",
  kind: "service",
  productId: null,
  quantity: "1",
  unitPriceMinor: 100_00,
  listPriceMinor: null,
  discountPercent: "0",
  taxPercent: null,
  taxIncluded: true,
  ...fields,
})

const decimal = (whole: number, decimals: number) =>
  fc
    .tuple(fc.integer({ min: 0, max: whole }), fc.integer({ min: 0, max: 10 ** decimals - 1 }))
    .map(([left, right]) => `${left}.${String(right).padStart(decimals, "0")}`)

const lines = fc.array(
  fc.record({
    quantity: decimal(999, 6),
    unitPriceMinor: fc.integer({ min: 0, max: 1e9 }),
    listPriceMinor: fc.option(fc.integer({ min: 0, max: 1e9 }), { nil: null }),
    discountPercent: decimal(99, 4),
    taxPercent: fc.option(decimal(99, 4), { nil: null }),
    taxIncluded: fc.boolean(),
  }),
  { maxLength: 6 },
)

describe("lines of a deal", () => {
  test("given tax within the price, when totalled, then tax is taken out of it and the total stays", () => {
    expect(lineAmounts(line({ quantity: "2.5", discountPercent: "10", taxPercent: "20" }))).toEqual({
      listMinor: null,
      discountMinor: 25_00,
      netMinor: 187_50,
      taxMinor: 37_50,
      totalMinor: 225_00,
    })
  })

  test("given tax on top, when totalled, then it is added to the price and to the list price", () => {
    expect(lineAmounts(line({ listPriceMinor: 120_00, taxPercent: "10", taxIncluded: false }))).toEqual({
      listMinor: 132_00,
      discountMinor: 0,
      netMinor: 100_00,
      taxMinor: 10_00,
      totalMinor: 110_00,
    })
  })

  test("given a third of a kopeck, when rounded, then once and half away from zero", () => {
    // 0.1 and 0.2 have no exact double; three tenths of 5 kopecks is 1.5, which rounds to 2.
    expect(lineAmounts(line({ quantity: "0.3", unitPriceMinor: 5 }))?.totalMinor).toBe(2)
    expect(lineAmounts(line({ quantity: "1.1", unitPriceMinor: 5 }))?.totalMinor).toBe(6)
    // Halves go away from zero also where the even number is the other one: of price, discount, list price and tax.
    const halves = { quantity: "0.5", unitPriceMinor: 5, listPriceMinor: 5 }
    expect(lineAmounts(line(halves))).toMatchObject({ totalMinor: 3, discountMinor: 0, listMinor: 3 })
    expect(lineAmounts(line({ unitPriceMinor: 5, discountPercent: "50" }))).toMatchObject({
      totalMinor: 3,
      discountMinor: 2,
    })
    expect(lineAmounts(line({ unitPriceMinor: 5, taxPercent: "100" }))).toMatchObject({ netMinor: 2, taxMinor: 3 })
    expect(lineAmounts(line({ unitPriceMinor: 5, taxPercent: "50", taxIncluded: false }))).toMatchObject({
      taxMinor: 3,
      totalMinor: 8,
    })
  })

  test("given one line without a list price, when totalled, then the list total is withheld", () => {
    expect(linesTotal([line({ listPriceMinor: 1 }), line({ id: "2" })])?.listMinor).toBeNull()
    expect(linesTotal([])).toEqual({ listMinor: null, discountMinor: 0, netMinor: 0, taxMinor: 0, totalMinor: 0 })
  })

  test("given more than can be counted, when totalled, then nothing is rounded", () => {
    const most = { unitPriceMinor: Number.MAX_SAFE_INTEGER }
    expect(linesTotal([line({ ...most, quantity: "999999999" })])).toBeNull()
    expect(linesTotal([line(most)])?.totalMinor).toBe(Number.MAX_SAFE_INTEGER)
    expect(linesTotal([line(most), line({ id: "2", unitPriceMinor: 1 })])).toBeNull()
    // Also where what is too much is given away, or stands in the list of prices only.
    expect(linesTotal([line({ ...most, quantity: "2", discountPercent: "100" })])).toBeNull()
    expect(linesTotal([line({ quantity: "2", listPriceMinor: Number.MAX_SAFE_INTEGER })])).toBeNull()
  })

  test("a total is the sum of its lines, and net and tax make it", () => {
    fc.assert(
      fc.property(lines, (given) => {
        const all = given.map((fields, i) => line({ ...fields, id: String(i) }))
        const total = linesTotal(all)
        const each = all.map((one) => lineAmounts(one))
        for (const figure of ["discountMinor", "netMinor", "taxMinor", "totalMinor"] as const) {
          expect(total?.[figure]).toBe(each.reduce((sum, one) => sum + (one?.[figure] ?? Number.NaN), 0))
        }
        expect((total?.netMinor ?? 0) + (total?.taxMinor ?? 0)).toBe(total?.totalMinor)
      }),
    )
  })
})

describe("credit", () => {
  const amount = { amountMinor: 100, currency: "RUB" }

  test("given no shares, when credited, then all of it is the seller's, and nobody's without one", () => {
    expect(creditOf({ sellerId: "ann", amount, creditShares: [] })).toEqual([{ repId: "ann", amount }])
    expect(creditOf({ sellerId: null, amount, creditShares: [] })).toEqual([])
    expect(creditOf({ sellerId: "ann", amount: null, creditShares: [] })).toBeNull()
  })

  test("whatever the shares, the parts sum to the amount and do not depend on their order", () => {
    const shares = fc.uniqueArray(
      fc.record({ repId: fc.string({ minLength: 1, maxLength: 3 }), weight: fc.integer({ min: 1, max: 1e6 }) }),
      { minLength: 1, maxLength: 8, selector: ({ repId }) => repId },
    )
    fc.assert(
      fc.property(fc.nat(Number.MAX_SAFE_INTEGER), shares, (amountMinor, creditShares) => {
        const deal = { sellerId: null, amount: { amountMinor, currency: "RUB" } }
        const credit = creditOf({ ...deal, creditShares }) ?? []
        expect(credit.reduce((sum, { amount: part }) => sum + BigInt(part.amountMinor), 0n)).toBe(BigInt(amountMinor))
        const reversed = creditOf({ ...deal, creditShares: creditShares.toReversed() }) ?? []
        expect(reversed.toReversed()).toEqual(credit)
      }),
    )
  })
})

describe("amount in the department's currency", () => {
  const closeRate = { from: "USD", to: "RUB", rate: "80.6548", on: "2026-02-01" }
  const amount = { amountMinor: 100_00, currency: "USD" }

  test("given a frozen rate, when converted, then by that rate and no other", () => {
    expect(amountInCurrency({ amount, closeRate }, "RUB")).toEqual({ amountMinor: 8065_48, currency: "RUB" })
    expect(amountInCurrency({ amount, closeRate: null }, "USD")).toEqual(amount)
  })

  test("given no rate, or one of another pair, when converted, then it is not known rather than 0", () => {
    expect(amountInCurrency({ amount, closeRate: null }, "RUB")).toBeNull()
    expect(amountInCurrency({ amount, closeRate }, "EUR")).toBeNull()
    expect(amountInCurrency({ amount: null, closeRate }, "RUB")).toBeNull()
  })
})
