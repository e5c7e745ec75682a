import * as fc from "fast-check"
import { expect, it } from "vitest"
import { discountPercentOf } from "../../src/deal/Discount.ts"

it("a discount of whole percents is told as whole percents", () => {
  fc.assert(
    fc.property(fc.integer({ min: 0, max: 100 }), fc.integer({ min: 1, max: 1_000_000 }), (percent, unit) => {
      expect(discountPercentOf(100 * unit, (100 - percent) * unit)).toBe(percent)
    }),
  )
})

it("nothing is below a list price of nothing", () => {
  expect(discountPercentOf(0, 0)).toBeNull()
})
