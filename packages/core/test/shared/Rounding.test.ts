import fc from "fast-check"
import { describe, expect, it } from "vitest"
import { divideRounded } from "../../src/shared/Rounding.ts"
import type { Rounding } from "../../src/shared/Rounding.ts"

// The table of Java's RoundingMode documentation: tenths rounded to whole numbers.
const tenths = [55n, 25n, 16n, 11n, 10n, -10n, -11n, -16n, -25n, -55n]
const published: Record<Rounding, ReadonlyArray<bigint>> = {
  up: [6n, 3n, 2n, 2n, 1n, -1n, -2n, -2n, -3n, -6n],
  down: [5n, 2n, 1n, 1n, 1n, -1n, -1n, -1n, -2n, -5n],
  ceil: [6n, 3n, 2n, 2n, 1n, -1n, -1n, -1n, -2n, -5n],
  floor: [5n, 2n, 1n, 1n, 1n, -1n, -2n, -2n, -3n, -6n],
  "half-up": [6n, 3n, 2n, 1n, 1n, -1n, -1n, -2n, -3n, -6n],
  "half-even": [6n, 2n, 2n, 1n, 1n, -1n, -1n, -2n, -2n, -6n],
}
const rules = Object.keys(published) as ReadonlyArray<Rounding>

describe("rounding", () => {
  it.each(rules)("%s gives the figures of Java's RoundingMode", (rule) => {
    expect(tenths.map((value) => divideRounded(value, 10n, rule))).toEqual(published[rule])
  })

  it("stays within one of the quotient, within a half for the nearest, and ignores where the sign stands", () => {
    const nonZero = fc.bigInt({ min: -1000n, max: 1000n }).filter((value) => value !== 0n)
    fc.assert(
      fc.property(
        fc.bigInt({ min: -(10n ** 30n), max: 10n ** 30n }),
        nonZero,
        fc.constantFrom(...rules),
        (n, d, rule) => {
          const error = divideRounded(n, d, rule) * d - n
          const size = error < 0n ? -error : error
          const bound = d < 0n ? -d : d
          expect(size < bound).toBe(true)
          expect(!rule.startsWith("half") || 2n * size <= bound).toBe(true)
          expect(divideRounded(-n, -d, rule)).toBe(divideRounded(n, d, rule))
        },
      ),
    )
  })
})
