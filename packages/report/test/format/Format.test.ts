import fc from "fast-check"
import { describe, expect, it } from "vitest"
import type { CountedNoun } from "../../src/index.ts"
import {
  formatCount,
  formatDay,
  formatDayRange,
  formatDays,
  formatDelta,
  formatMoney,
  formatMoneyCompact,
  formatNumber,
  formatPercent,
  formatPercentDelta,
  formatPeriod,
  nouns,
} from "../../src/index.ts"

// Spaces that do not break are written as ordinary ones below, and asserted once.
const spaced = (text: string): string => text.replaceAll("\u00A0", " ")

describe("money", () => {
  it.each([
    [1_000_553_400, "USD", "en", "$10,005,534"],
    [1_000_553_400, "USD", "ru", "10 005 534 $"],
    [-12_050, "RUB", "ru", "−120,50 ₽"],
    [12_050, "RUB", "en", "₽120.50"],
    [1_234, "JPY", "en", "¥1,234"],
    [1_234, "KWD", "ru", "1,234 KWD"],
    [0, "RUB", "ru", "0 ₽"],
    // A dollar that is not the one of the language is told from it.
    [1_234, "CAD", "en", "CA$12.34"],
    // Intl would leave the fils out and take them for dinars.
    [1_234_567, "IQD", "en", "IQD 1,234.567"],
  ] as const)("%i minor units of %s in %s are %s", (amountMinor, currency, language, text) => {
    expect(spaced(formatMoney(amountMinor, currency, language))).toBe(text)
  })

  it("keeps the last minor unit of the largest safe amount", () => {
    expect(formatMoney(Number.MAX_SAFE_INTEGER, "USD", "en")).toBe("$90,071,992,547,409.91")
    expect(formatMoney(-Number.MAX_SAFE_INTEGER, "USD", "en")).toBe("−$90,071,992,547,409.91")
  })

  it("shows every digit of any amount", () => {
    fc.assert(
      fc.property(fc.maxSafeInteger(), (amountMinor) => {
        const text = formatMoney(amountMinor, "USD", "en", { symbol: false, minorUnits: "always" })
        expect(Number(text.replace("−", "-").replace(/[,.]/g, ""))).toBe(amountMinor)
      }),
    )
  })

  it("can leave out the symbol, sign positive amounts, and shorten", () => {
    expect(formatMoney(5_000, "USD", "en", { symbol: false, signed: true })).toBe("+50")
    expect(formatMoney(5_000, "USD", "en", { minorUnits: "always" })).toBe("$50.00")
    expect(spaced(formatMoney(-40_294_86, "USD", "en", { minorUnits: "about" }))).toBe("≈ −$40,295")
    expect(formatMoney(40_295_00, "USD", "en", { minorUnits: "about" })).toBe("$40,295")
    expect(formatMoneyCompact(1_134_672_00, "USD", "en")).toBe("$1.13M")
    expect(spaced(formatMoneyCompact(1_134_672_00, "RUB", "ru"))).toBe("1,13 млн ₽")
    expect(spaced(formatMoneyCompact(-17_975_900, "RUB", "ru", true))).toBe("−180 тыс. ₽")
  })

  it("never breaks", () => {
    expect(formatMoney(1_000_553_400, "RUB", "ru")).not.toMatch(/ /)
  })
})

describe("percent", () => {
  it.each([
    [0.6315005215, "en", "63.2%"],
    [0.6315005215, "ru", "63,2 %"],
    [1, "en", "100.0%"],
    [0, "en", "0.0%"],
    [-0.05, "en", "−5.0%"],
    [1.279, "ru", "127,9 %"],
  ] as const)("%d in %s is %s", (rate, language, text) => {
    expect(spaced(formatPercent(rate, language))).toBe(text)
  })

  it("does not round a part to the whole or to nothing", () => {
    expect(formatPercent(0.9999, "en")).toBe(">99.9%")
    expect(formatPercent(0.0001, "en")).toBe("<0.1%")
    fc.assert(
      fc.property(fc.double({ min: 0, max: 1, minExcluded: true, maxExcluded: true, noNaN: true }), (rate) => {
        expect(["0.0%", "100.0%"]).not.toContain(formatPercent(rate, "en"))
      }),
    )
  })

  it("signs changes", () => {
    expect(formatPercentDelta(0.123, "en")).toBe("+12.3%")
    expect(formatPercentDelta(-0.034, "en")).toBe("−3.4%")
    expect(formatPercentDelta(0, "en")).toBe("0.0%")
  })
})

describe("numbers and counts", () => {
  it("groups, and uses a true minus", () => {
    expect(formatNumber(8800, "en")).toBe("8,800")
    expect(formatNumber(-8800, "ru")).toBe("−8\u00A0800")
    expect(formatNumber(-0.2, "en")).toBe("0")
    expect([formatDelta(12, "en"), formatDelta(-3, "en"), formatDelta(0, "en")]).toEqual(["+12", "−3", "0"])
  })

  it.each([
    [0, "0 сделок"],
    [1, "1 сделка"],
    [2, "2 сделки"],
    [4, "4 сделки"],
    [5, "5 сделок"],
    [11, "11 сделок"],
    [12, "12 сделок"],
    [21, "21 сделка"],
    [22, "22 сделки"],
    [111, "111 сделок"],
    [1_001, "1 001 сделка"],
    [8_800, "8 800 сделок"],
  ])("counts %i in Russian as %s", (value, text) => {
    expect(spaced(formatCount(value, nouns.deal, "ru"))).toBe(text)
  })

  it("counts in English and after a Russian preposition", () => {
    expect(spaced(formatCount(1, nouns.deal, "en"))).toBe("1 deal")
    expect(spaced(formatCount(8_800, nouns.deal, "en"))).toBe("8,800 deals")
    const of: CountedNoun = nouns.dealOf
    expect(spaced(`из ${formatCount(21, of, "ru")}, из ${formatCount(22, of, "ru")}`)).toBe(
      "из 21 сделки, из 22 сделок",
    )
  })

  it("counts days with fractions", () => {
    expect(spaced(formatDays(57, "ru"))).toBe("57 дней")
    expect(spaced(formatDays(57.5, "ru"))).toBe("57,5 дня")
    // Counted is what is written: 46.04 days are shown as 46.
    expect(spaced(formatDays(46.04, "ru"))).toBe("46 дней")
    expect(spaced(formatDays(0.96, "en"))).toBe("1 day")
    // A fraction governs the noun in every case.
    expect(spaced(`до ${formatCount(62.8, nouns.dayOf, "ru", 1)}, до ${formatCount(63, nouns.dayOf, "ru", 1)}`)).toBe(
      "до 62,8 дня, до 63 дней",
    )
    expect(spaced(formatDays(1, "en"))).toBe("1 day")
    expect(spaced(formatDays(57.5, "en"))).toBe("57.5 days")
  })
})

describe("dates and periods", () => {
  it("writes the month in letters", () => {
    expect(spaced(formatDay("2017-12-31", "en"))).toBe("31 December 2017")
    expect(spaced(formatDay("2017-12-31", "ru"))).toBe("31 декабря 2017 г.")
    expect(spaced(formatDayRange("2016-10-20", "2017-12-31", "en"))).toBe("20 October 2016 – 31 December 2017")
  })

  it.each([
    ["2017-10-01", "2017-12-31", "Q4 2017", "4 кв. 2017"],
    ["2016-02-01", "2016-02-29", "February 2016", "февраль 2016 г."],
    ["2017-01-01", "2017-12-31", "2017", "2017"],
    ["2017-02-01", "2017-04-30", "1 February – 30 April 2017", "1 февраля – 30 апреля 2017 г."],
    ["2017-10-01", "2017-12-30", "1 October – 30 December 2017", "1 октября – 30 декабря 2017 г."],
    ["2017-01-02", "2017-03-31", "2 January – 31 March 2017", "2 января – 31 марта 2017 г."],
  ])("names %s to %s", (from, to, en, ru) => {
    const period = { from, to, name: null }
    expect([spaced(formatPeriod(period, "en")), spaced(formatPeriod(period, "ru"))]).toEqual([en, ru])
  })

  it("prefers a period's own name", () => {
    const name = { en: "FY18 Q1", ru: "1 кв. фин. 2018" }
    expect(formatPeriod({ from: "2017-07-01", to: "2017-09-30", name }, "en")).toBe("FY18 Q1")
  })
})
