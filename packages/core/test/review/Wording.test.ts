import { describe, expect, it } from "vitest"
import { moneyText, percentText, periodText, pointsText, shareText, waitText } from "../../src/review/Wording.ts"
import { periodOf } from "../../src/shared/index.ts"

describe("wording of figures", () => {
  it("writes money in full, minor units only where there are any", () => {
    expect(moneyText({ amountMinor: 3_198_664_00, currency: "USD" })).toEqual({
      en: "$3,198,664",
      ru: "3\u00A0198\u00A0664\u00A0$",
    })
    expect(moneyText({ amountMinor: -120_50, currency: "RUB" }, { isSigned: true }).ru).toBe("−120,50\u00A0₽")
    expect(moneyText({ amountMinor: 1500, currency: "JPY" }).en).toBe("¥1,500")
  })

  it("writes periods as reports call them", () => {
    const [quarter, month] = [periodOf("2017-08-01", "quarter"), periodOf("2017-12-31", "month")]
    expect(periodText(quarter)).toEqual({ en: "Q3\u00A02017", ru: "3\u00A0кв.\u00A02017" })
    expect(periodText(month)).toEqual({ en: "December\u00A02017", ru: "декабрь\u00A02017\u00A0г." })
    expect(periodText(periodOf("2017-12-31", "week"))).toEqual({
      en: "the week of 25\u00A0December\u00A02017",
      ru: "неделя с 25\u00A0декабря\u00A02017\u00A0г.",
    })
    expect(periodText(periodOf("2017-12-31", "day")).ru).toBe("31\u00A0декабря\u00A02017\u00A0г.")
    expect(periodText(periodOf("2017-12-31", "year")).en).toBe("2017")
  })

  it("writes shares with what they are made of", () => {
    expect(shareText(4238, 6711).en).toBe("4,238 of 6,711 (63.2%)")
    expect(shareText(0, 0).ru).toBe("0 из 0")
    expect(percentText(0.632).ru).toBe("63,2\u00A0%")
    expect(pointsText(-0.195).en).toBe("−19.5\u00A0pp")
  })

  it("writes how long somebody waited so that no wait is none", () => {
    expect([0.001, 0.34, 5.4, 47, 50].map((hours) => waitText(hours).en)).toEqual([
      "1 min",
      "20 min",
      "5 h",
      "47 h",
      "2\u00A0days",
    ])
    expect([0.34, 5.4, 50].map((hours) => waitText(hours).ru)).toEqual(["20 мин", "5 ч", "2\u00A0дня"])
  })
})
