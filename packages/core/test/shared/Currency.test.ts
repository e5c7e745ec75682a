import fc from "fast-check"
import { describe, expect, it } from "vitest"
import { decimalFromMinor, isCurrency, minorFromDecimal, minorUnitsOf } from "../../src/shared/Currency.ts"
import { AmountUnsafe, CurrencyUnknown } from "../../src/shared/MoneyErrors.ts"

const currency = fc.constantFrom("RUB", "USD", "JPY", "KWD", "CLF")
const amount = fc.integer({ min: Number.MIN_SAFE_INTEGER, max: Number.MAX_SAFE_INTEGER }).map((value) => value + 0)

describe("currencies", () => {
  it.each([
    ["RUB", 2],
    ["EUR", 2],
    ["BYN", 2],
    ["JPY", 0],
    ["KRW", 0],
    ["VND", 0],
    ["CLP", 0],
    ["ISK", 0],
    ["BHD", 3],
    ["IQD", 3],
    ["JOD", 3],
    ["KWD", 3],
    ["LYD", 3],
    ["OMR", 3],
    ["TND", 3],
    ["CLF", 4],
    ["UYW", 4],
  ])("%s has %i decimals (ISO 4217)", (code, decimals) => {
    expect(minorUnitsOf(code)).toBe(decimals)
    expect(isCurrency(code)).toBe(true)
  })

  it.each(["XAU", "XDR", "XXX", "XTS", "rub", "RUR", "₽", ""])("does not hold amounts in %j", (code) => {
    expect(isCurrency(code)).toBe(false)
    expect(minorUnitsOf(code)).toBeNull()
  })

  it("knows every currency the runtime knows, except those without a minor unit", () => {
    const unknown = Intl.supportedValuesOf("currency").filter((code) => !isCurrency(code))
    expect(unknown.filter((code) => !["XDR", "XSU"].includes(code))).toEqual([])
  })
})

describe("decimal text and minor units", () => {
  it.each([
    ["1234.5", "RUB", 123_450],
    ["0.07", "RUB", 7],
    ["-0.01", "USD", -1],
    ["-0", "USD", 0],
    ["1.2340", "KWD", 1234],
    ["19.00", "JPY", 19],
    ["90071992547409.91", "RUB", Number.MAX_SAFE_INTEGER],
  ])("reads %s %s as %i", (text, code, minor) => expect(minorFromDecimal(text, code)).toBe(minor))

  it.each([
    ["1.005", "RUB"],
    ["0.5", "JPY"],
    ["90071992547409.92", "RUB"],
    ["1 234.50", "RUB"],
    ["1234,50", "RUB"],
    ["1e3", "RUB"],
    ["+1", "RUB"],
    [".5", "RUB"],
    ["5.", "RUB"],
    ["", "RUB"],
    ["1", "XAU"],
  ])("reads %j %s as nothing", (text, code) => expect(minorFromDecimal(text, code)).toBeNull())

  it("writes what it reads, to the unit", () => {
    fc.assert(
      fc.property(amount, currency, (minor, code) => {
        expect(minorFromDecimal(decimalFromMinor(minor, code), code)).toBe(minor)
      }),
    )
  })

  it("writes all decimals of the currency", () => {
    expect(decimalFromMinor(5, "RUB")).toBe("0.05")
    expect(decimalFromMinor(-123_450, "RUB")).toBe("-1234.50")
    expect(decimalFromMinor(-5, "KWD")).toBe("-0.005")
    expect(decimalFromMinor(1200, "JPY")).toBe("1200")
    expect(decimalFromMinor(0, "RUB")).toBe("0.00")
  })

  it("refuses an unknown currency and a fraction", () => {
    expect(() => decimalFromMinor(1, "XXX")).toThrow(CurrencyUnknown)
    expect(() => decimalFromMinor(1.5, "RUB")).toThrow(AmountUnsafe)
  })
})
