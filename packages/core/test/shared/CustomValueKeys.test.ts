import * as fc from "fast-check"
import { describe, expect, it } from "vitest"
import { compareCodePoints } from "../../src/shared/CodePoints.ts"
import { customKeyRange, customKeys, customValueOf } from "../../src/shared/CustomValueKeys.ts"

const number = fc.double({ min: -(2 ** 53 - 1), max: 2 ** 53 - 1, noNaN: true }).map((value) => value + 0)
const keyOf = (value: number): string => customKeys(value)[0] ?? ""

describe("keys of custom values", () => {
  it("stand in the order of numbers", () => {
    fc.assert(
      fc.property(number, number, (left, right) => {
        const order = compareCodePoints(keyOf(left), keyOf(right))
        expect(Math.sign(order)).toBe(Math.sign(left - right))
      }),
    )
  })

  it("give back the value that is found under them", () => {
    fc.assert(
      fc.property(fc.oneof(number, fc.string(), fc.boolean()), (value) => {
        expect(customKeys(value).map(customValueOf)).toEqual([value])
      }),
    )
    expect(customKeys(["gold", "vip"]).map(customValueOf)).toEqual(["gold", "vip"])
  })

  it("of a range with an open end stay within type and currency", () => {
    const rub = (amountMinor: number) => ({ amountMinor, currency: "RUB" })
    const within = (key: string, range: { readonly from: string; readonly to: string }) =>
      compareCodePoints(key, range.from) >= 0 && compareCodePoints(key, range.to) < 0
    const from = customKeyRange(rub(-5), null)
    expect(customKeys(rub(-5)).every((key) => within(key, from))).toBe(true)
    expect(customKeys(rub(2 ** 53 - 1)).every((key) => within(key, from))).toBe(true)
    expect(customKeys({ amountMinor: 10, currency: "USD" }).some((key) => within(key, from))).toBe(false)
    const to = customKeyRange(null, 3)
    expect([-1e9, 0, 2.999].every((value) => within(keyOf(value), to))).toBe(true)
    expect([3, 1e9].some((value) => within(keyOf(value), to))).toBe(false)
    expect(within(customKeys("text")[0] ?? "", customKeyRange(3, null))).toBe(false)
  })
})
