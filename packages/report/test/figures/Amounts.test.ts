import { describe, expect, it } from "vitest"
import { amountOf } from "../../src/figures/Amounts.ts"
import { base, deal, usd } from "./records.ts"

const { columns } = base([
  deal({ id: "deal_stated", amount: usd(500), listAmount: usd(700) }),
  deal({ id: "deal_listed", listAmount: usd(300) }),
  deal({ id: "deal_unpriced" }),
  deal({ id: "deal_foreign", amount: { amountMinor: 900, currency: "EUR" } }),
])

describe("amountOf", () => {
  it("takes what is stated, else the list price where asked, and says what is which", () => {
    expect(amountOf(columns, [0], "USD", "listPrice")).toEqual({ amountMinor: 500, note: null })
    expect(amountOf(columns, [1], "USD", "listPrice")).toEqual({
      amountMinor: 300,
      note: { en: "at list price", ru: "по прайсу" },
    })
    expect(amountOf(columns, [0, 1], "USD", "listPrice")).toEqual({
      amountMinor: 800,
      note: { en: "1\u00A0deal of them at list price", ru: "из них по прайсу 1\u00A0сделка" },
    })
  })

  it("leaves out what has no amount in the currency, and says so", () => {
    expect(amountOf(columns, [0, 2, 3], "USD", "nothing")).toEqual({
      amountMinor: 500,
      note: {
        en: "not included: 1\u00A0deal without an amount; not included: 1\u00A0deal in other currencies",
        ru: "сделки без суммы не учтены: 1; сделки в других валютах не учтены: 1",
      },
    })
  })

  it("counts a won deal in another currency at the rate frozen on it, as plan against fact does", () => {
    const closeRate = { from: "EUR", to: "USD", rate: "1.1", on: "2026-06-10" }
    const won = { outcome: "won", closedOn: "2026-06-10", closeRate } as const
    const rated = base([deal({ id: "deal_rated", amount: { amountMinor: 900, currency: "EUR" }, ...won })])
    expect(amountOf(rated.columns, [0], "USD", "nothing")).toEqual({ amountMinor: 990, note: null })
  })

  it("withholds a total of nothing but deals without an amount; no deals are worth 0", () => {
    expect(amountOf(columns, [1, 2], "USD", "nothing")).toMatchObject({ withheld: { en: "no amounts are stated" } })
    expect(amountOf(columns, [3], "USD", "nothing")).toMatchObject({
      withheld: { en: "the amounts are in other currencies" },
    })
    expect(amountOf(columns, [], "USD", "nothing")).toEqual({ amountMinor: 0, note: null })
  })
})
