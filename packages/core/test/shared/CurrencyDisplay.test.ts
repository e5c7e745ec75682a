import { describe, expect, it } from "vitest"
import { isCurrency } from "../../src/shared/Currency.ts"
import { currencyDisplayOf } from "../../src/shared/CurrencyDisplay.ts"
import type { Language } from "../../src/shared/Message.ts"

const locales = { en: "en-US", ru: "ru-RU" } as const

const signOf = (currency: string, language: Language): string => {
  const currencyDisplay = currencyDisplayOf(currency, language)
  const format = new Intl.NumberFormat(locales[language], { style: "currency", currency, currencyDisplay })
  return format.formatToParts(0).find(({ type }) => type === "currency")?.value ?? ""
}

describe("the sign of a currency", () => {
  it.each(["en", "ru"] as const)("is shared by no two currencies, in %s", (language) => {
    const currencies = Intl.supportedValuesOf("currency").filter(isCurrency)
    expect(currencies.length).toBeGreaterThan(150)
    const bySign = Map.groupBy(currencies, (currency) => signOf(currency, language))
    expect([...bySign].filter(([, of]) => of.length > 1)).toEqual([])
  })

  it.each([
    ["RUB", "₽", "₽"],
    ["KZT", "₸", "₸"],
    ["EUR", "€", "€"],
    ["USD", "$", "$"],
    ["CAD", "CA$", "CA$"],
    ["CNY", "CN¥", "CN¥"],
    ["SEK", "SEK", "SEK"],
  ])("of %s is %s in English and %s in Russian", (currency, en, ru) => {
    expect([signOf(currency, "en"), signOf(currency, "ru")]).toEqual([en, ru])
  })
})
