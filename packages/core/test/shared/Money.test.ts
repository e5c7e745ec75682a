import fc from "fast-check"
import { describe, expect, it } from "vitest"
import { InputInvalid } from "../../src/shared/InputErrors.ts"
import {
  addMoney,
  compareMoney,
  convertMoney,
  multiplyMoney,
  negateMoney,
  scaleMoney,
  subtractMoney,
  sumMinor,
} from "../../src/shared/Money.ts"
import type { Money } from "../../src/shared/Money.ts"
import { AmountUnsafe, CurrencyMismatch, CurrencyUnknown } from "../../src/shared/MoneyErrors.ts"

const rub = (amountMinor: number): Money => ({ amountMinor, currency: "RUB" })
const usd = (amountMinor: number): Money => ({ amountMinor, currency: "USD" })
const amount = fc.integer({ min: -(2 ** 51), max: 2 ** 51 }).map((value) => value + 0)

describe("money", () => {
  it("adds and subtracts exactly; subtraction undoes addition", () => {
    fc.assert(
      fc.property(amount, amount, (left, right) => {
        expect(subtractMoney(addMoney(rub(left), rub(right)), rub(right))).toEqual(rub(left))
        expect(addMoney(rub(left), negateMoney(rub(left)))).toEqual(rub(0))
        expect(Math.sign(compareMoney(rub(left), rub(right)))).toBe(Math.sign(left - right))
      }),
    )
  })

  it("never yields a negative zero, which JSON would lose", () => {
    expect(Object.is(negateMoney(rub(0)).amountMinor, 0)).toBe(true)
    expect(Object.is(multiplyMoney(rub(0), -5).amountMinor, 0)).toBe(true)
    expect(Object.is(scaleMoney(rub(-1), 1, 3, "half-up").amountMinor, 0)).toBe(true)
  })

  it("fails past 2^53−1 instead of rounding", () => {
    expect(() => addMoney(rub(Number.MAX_SAFE_INTEGER), rub(1))).toThrow(AmountUnsafe)
    expect(() => sumMinor([Number.MAX_SAFE_INTEGER, 1, -1])).toThrow(AmountUnsafe)
    expect(() => multiplyMoney(rub(2 ** 52), 3)).toThrow(AmountUnsafe)
    expect(() => multiplyMoney(rub(100), 1.5)).toThrow(AmountUnsafe)
    expect(() => scaleMoney(rub(Number.MAX_SAFE_INTEGER), 3, 2, "down")).toThrow(AmountUnsafe)
  })

  it("takes nothing that is no whole number within 2^53−1, though the result would be one", () => {
    const halves = { from: "USD", to: "RUB", rate: "0.5", on: "2026-11-23" }
    for (const odd of [0.5, 2 ** 53, Number.NaN, Number.POSITIVE_INFINITY]) {
      expect(() => scaleMoney(rub(odd), 1, 2, "down")).toThrow(AmountUnsafe)
      expect(() => scaleMoney(rub(1), odd, 2, "down")).toThrow(AmountUnsafe)
      expect(() => scaleMoney(rub(1), 1, odd, "down")).toThrow(AmountUnsafe)
      expect(() => multiplyMoney(rub(0), odd)).toThrow(AmountUnsafe)
      expect(() => convertMoney(usd(odd), halves, "down")).toThrow(AmountUnsafe)
    }
  })

  it("multiplies exactly", () => {
    expect(multiplyMoney(rub(1_990_00), 12)).toEqual(rub(23_880_00))
    expect(multiplyMoney(rub(-7), -3)).toEqual(rub(21))
    expect(sumMinor([])).toBe(0)
    expect(sumMinor([5, -7, 1])).toBe(-1)
  })

  it("refuses to mix currencies", () => {
    expect(() => addMoney(rub(1), usd(1))).toThrow(CurrencyMismatch)
    expect(() => subtractMoney(rub(1), usd(1))).toThrow(CurrencyMismatch)
    expect(() => compareMoney(rub(1), usd(1))).toThrow(CurrencyMismatch)
  })

  it("scales exactly where floating point would not", () => {
    expect(scaleMoney(rub(100_00), 20, 120, "half-up")).toEqual(rub(1667))
    // 1.005 × 100 is 100.49999999999999 in doubles.
    expect(scaleMoney(rub(100), 1005, 1000, "half-up")).toEqual(rub(101))
    expect(scaleMoney(rub(9_007_199_254_740_991), 999_999_999, 1_000_000_000, "down")).toEqual(
      rub(9_007_199_245_733_791),
    )
    expect(() => scaleMoney(rub(1), 1, 0, "down")).toThrow(InputInvalid)
  })

  it("converts by a dated rate", () => {
    const cbr = { from: "USD", to: "RUB", rate: "80.6548", on: "2026-11-23" }
    expect(convertMoney(usd(100_00), cbr, "half-even")).toEqual(rub(806_548))
    expect(convertMoney(usd(1), cbr, "down")).toEqual(rub(80))
    expect(convertMoney(usd(1), cbr, "up")).toEqual(rub(81))
  })

  it("converts between currencies of different decimals, and by a rate stated for many units", () => {
    const yen = { from: "JPY", to: "RUB", rate: "52.1479", per: 100, on: "2026-11-23" }
    expect(convertMoney({ amountMinor: 10_000, currency: "JPY" }, yen, "half-up")).toEqual(rub(521_479))
    const dinar = { from: "RUB", to: "KWD", rate: "0.0038", on: "2026-11-23" }
    expect(convertMoney(rub(100_000_00), dinar, "half-up")).toEqual({ amountMinor: 380_000, currency: "KWD" })
  })

  it("names every problem of a rate", () => {
    const bad = { from: "USD", to: "RUB", rate: "-3", per: 0, on: "2026-11-23" }
    const failure = caught(() => convertMoney(usd(1), bad, "down"))
    expect(failure).toBeInstanceOf(InputInvalid)
    expect((failure as InputInvalid).problems.map(({ code }) => code)).toEqual(["rate.rate", "rate.per"])
    const fair = { ...bad, rate: "3", per: 1 }
    for (const rate of ["0", "0.00", "", "1e3", "1,5"]) {
      expect(() => convertMoney(usd(1), { ...fair, rate }, "down"), rate).toThrow(InputInvalid)
    }
    for (const per of [1.5, -1, 2 ** 53]) {
      expect(() => convertMoney(usd(1), { ...fair, per }, "down"), `${per}`).toThrow(InputInvalid)
    }
    expect(() => convertMoney(rub(1), bad, "down")).toThrow(CurrencyMismatch)
    expect(() => convertMoney(usd(1), { ...bad, to: "XXX" }, "down")).toThrow(CurrencyUnknown)
  })
})

const caught = (work: () => unknown): unknown => {
  try {
    return work()
  } catch (error) {
    return error
  }
}
