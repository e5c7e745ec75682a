import fc from "fast-check"
import { describe, expect, it } from "vitest"
import { readAmountColumn } from "../../src/exchange/AmountColumn.ts"
import { decimalFromMinor } from "../../src/shared/Currency.ts"

const read = (texts: ReadonlyArray<string | null>, currency = "RUB") =>
  readAmountColumn(
    texts,
    texts.map(() => null),
    currency,
  )
const minors = (texts: ReadonlyArray<string | null>, currency = "RUB") =>
  read(texts, currency).cells.map((cell) => (cell === null || "fault" in cell ? cell : cell.amountMinor))

describe("readAmountColumn", () => {
  it.each([
    ["1 234,50 ₽", 123_450],
    ["1 234,50 руб.", 123_450],
    ["1\u00a0234\u00a0567,5", 123_456_750],
    ["1,234.50", 123_450],
    ["1.234.567,00", 123_456_700],
    ["1'234.50", 123_450],
    ["(5)", -500],
    ["−5,1", -510],
    ["5-", -500],
    ["RUB 12", 1200],
    ["0", 0],
    [".5", 50],
    ["0.500", 50],
    ["1234.500", 123_450],
  ])("reads %s", (text, amountMinor) => {
    expect(minors([text])).toEqual([amountMinor])
  })

  it.each([
    ["12 шт", "currencyUnclear"],
    ["12 мм", "currencyUnclear"],
    ["1,2 млн", "amountShortened"],
    ["1,2 млн ₽", "amountShortened"],
    ["350 тыс. руб.", "amountShortened"],
    ["$1.2M", "amountShortened"],
    ["350k", "amountShortened"],
    ["1e5", "amountUnreadable"],
    ["5%", "amountUnreadable"],
    ["много", "amountUnreadable"],
    ["1,23,456.00", "amountUnreadable"],
    ["12.345678", "amountNotExact"],
    ["99999999999999999", "amountNotExact"],
  ])("does not read %s", (text, fault) => {
    expect(minors([text])).toEqual([{ fault }])
  })

  it("lets the column decide what one mark before three digits means", () => {
    expect(minors(["1,500", "12.50"])).toEqual([150_000, 1250])
    expect(minors(["1.500", "12,50", null])).toEqual([150_000, 1250, null])
    expect(minors(["1,500", "1,234,567"])).toEqual([150_000, 123_456_700])
    expect(minors(["1,500", "2 000,00"])).toEqual([150, 200_000])
  })

  it("knows that a fraction of a kopeck is no money, so that 1,234 groups thousands", () => {
    expect(minors(["1,234", "1,500"])).toEqual([123_400, 150_000])
    // A dinar has three decimals: there it shows nothing.
    expect(minors(["1,234"], "KWD")).toEqual([{ fault: "decimalMarkUnknown" }])
  })

  it("asks where nothing decides", () => {
    const column = read(["1,500", "2,000", "7"])
    expect(column.undecided).toEqual(["1,500", "2,000"])
    expect(minors(["1,500", "7"])).toEqual([{ fault: "decimalMarkUnknown" }, 700])
    expect(readAmountColumn(["1,500"], [null], "RUB", ".").cells).toEqual([{ amountMinor: 150_000, currency: "RUB" }])
  })

  it("takes the currency of the cell, of the row, or of the import, and refuses a contradiction", () => {
    const texts = ["5 €", "5", "5", "5 €", "$5", "$5"]
    const stated = [null, "EUR", null, "RUB", null, "USD"]
    expect(readAmountColumn(texts, stated, "RUB").cells).toEqual([
      { amountMinor: 500, currency: "EUR" },
      { amountMinor: 500, currency: "EUR" },
      { amountMinor: 500, currency: "RUB" },
      { fault: "currencyUnclear" },
      { fault: "currencyUnclear" },
      { amountMinor: 500, currency: "USD" },
    ])
  })

  it("reads every exact amount back, grouped or not", () => {
    const amounts = fc.array(fc.integer({ min: -1e12, max: 1e12 }), { minLength: 1, maxLength: 20 })
    fc.assert(
      fc.property(
        amounts,
        fc.constantFrom([",", "."], [".", ","], [" ", ","], ["", "."]),
        (minor, [group = "", mark = "."]) => {
          const texts = minor.map((amount) => {
            const [whole = "", rest = ""] = decimalFromMinor(amount, "RUB").split(".")
            return whole.replaceAll(/\B(?=(\d{3})+$)/g, group) + mark + rest
          })
          expect(minors(texts)).toEqual(minor)
        },
      ),
    )
  })
})
