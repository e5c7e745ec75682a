import { describe, expect, it } from "vitest"
import { dayText, daysText, grouped, moneyText } from "../../src/shared/FigureText.ts"

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

  it("writes amounts as each language does, with minor units where they are not zero", () => {
    const money = { amountMinor: 120_000_00, currency: "RUB" }
    expect(moneyText(money)).toEqual({ en: "₽120,000", ru: "120\u00A0000\u00A0₽" })
    expect(moneyText({ amountMinor: -1_205_50, currency: "RUB" })).toEqual({
      en: "−₽1,205.50",
      ru: "−1\u00A0205,50\u00A0₽",
    })
    expect(moneyText({ amountMinor: 1500, currency: "JPY" }).en).toBe("¥1,500")
    expect(moneyText({ amountMinor: 1_234_567, currency: "IQD" }).en).toBe("IQD\u00A01,234.567")
  })

  it("says so where it leaves minor units out", () => {
    const about = (amountMinor: number) =>
      moneyText({ amountMinor, currency: "USD" }, { isSigned: true, isAbout: true })
    expect(about(-27_983_67)).toEqual({ en: "≈\u00A0−$27,984", ru: "≈\u00A0−27\u00A0984\u00A0$" })
    expect(about(1_065_00).en).toBe("+$1,065")
  })

  it("writes days of the calendar in words that hold together", () => {
    expect(dayText("2026-11-18")).toEqual({ en: "18\u00A0November\u00A02026", ru: "18\u00A0ноября\u00A02026\u00A0г." })
  })

  it("groups the digits of plain numbers, with a true minus", () => {
    expect(grouped("-1234567.5", "en")).toBe("−1,234,567.5")
    expect(grouped("-1234567.5", "ru")).toBe("−1\u00A0234\u00A0567,5")
  })
})
