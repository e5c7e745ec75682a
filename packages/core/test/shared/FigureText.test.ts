import { describe, expect, it } from "vitest"
import { amountText, daysText } from "../../src/shared/FigureText.ts"

describe("figures in texts", () => {
  it("writes days in the form that the number asks for as it is shown", () => {
    const days = [1, 2, 5, 11, 21, 57.5, 71.60000000000002, 1.04].map(daysText)
    expect(days.map(({ ru }) => ru.replace("\u00A0", " "))).toEqual([
      "1 день",
      "2 дня",
      "5 дней",
      "11 дней",
      "21 день",
      "57,5 дня",
      "71,6 дня",
      "1 день",
    ])
    expect(days.slice(-2).map(({ en }) => en)).toEqual(["71.6\u00A0days", "1\u00A0day"])
    expect(daysText(1234).en).toBe("1,234\u00A0days")
  })

  it("writes amounts with their digits in groups and the code of the currency", () => {
    const money = { amountMinor: 120_000_00, currency: "RUB" }
    expect(amountText(money)).toEqual({ en: "120,000.00\u00A0RUB", ru: "120\u00A0000,00\u00A0RUB" })
    expect(amountText({ amountMinor: 1500, currency: "JPY" }).en).toBe("1,500\u00A0JPY")
  })
})
