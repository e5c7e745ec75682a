import fc from "fast-check"
import { describe, expect, it } from "vitest"
import { worstOf } from "../../src/control/Worst.ts"

describe("worstOf", () => {
  it("keeps the first few of many, in whatever sequence they come, also asked in between", () => {
    fc.assert(
      fc.property(
        fc.uniqueArray(fc.integer(), { minLength: 0, maxLength: 400 }),
        fc.nat({ max: 8 }),
        fc.nat({ max: 400 }),
        (numbers, limit, askedAfter) => {
          const worst = worstOf<number>(limit, (left, right) => left - right)
          for (const [index, number] of numbers.entries()) {
            if (index === askedAfter) worst.list()
            worst.add(number)
          }
          expect(worst.list()).toEqual(numbers.toSorted((left, right) => left - right).slice(0, limit))
        },
      ),
    )
  })
})
