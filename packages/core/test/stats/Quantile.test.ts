import fc from "fast-check"
import { describe, expect, it } from "vitest"
import { InputInvalid } from "../../src/shared/InputErrors.ts"
import { distributionOf, median, moments, quantile, quantileOfSorted } from "../../src/stats/index.ts"

const finite = fc.double({ min: -1e9, max: 1e9, noNaN: true })

describe("quantile", () => {
  it("follows definition 7: linear between order statistics", () => {
    expect(quantile([1, 2, 3, 4], 0.5)).toBe(2.5)
    expect(quantile([4, 1, 3, 2], 0.25)).toBe(1.75)
    expect(quantile([10, 20], 0.9)).toBeCloseTo(19, 12)
  })

  it("lands on an order statistic without an ulp of noise where (n − 1)p is whole", () => {
    const sorted = Array.from({ length: 71 }, (_, i) => i * 0.1)
    expect(quantileOfSorted(sorted, 0.7)).toBe(sorted[49])
    expect(quantileOfSorted(sorted, 0.3)).toBe(sorted[21])
  })

  it("has the extremes at 0 and 1, and the median inside", () => {
    fc.assert(
      fc.property(
        fc.array(finite, { minLength: 1, maxLength: 50 }),
        fc.double({ min: 0, max: 1, noNaN: true }),
        (values, p) => {
          const at = quantile(values, p)!
          expect(quantile(values, 0)).toBe(Math.min(...values))
          expect(quantile(values, 1)).toBe(Math.max(...values))
          expect(at).toBeGreaterThanOrEqual(Math.min(...values))
          expect(at).toBeLessThanOrEqual(Math.max(...values))
        },
      ),
    )
  })

  it("says null, not 0, where there are no values", () => {
    expect(median([])).toBeNull()
    expect(distributionOf([])).toEqual({
      n: 0,
      mean: null,
      standardDeviation: null,
      min: null,
      max: null,
      p10: null,
      p25: null,
      p50: null,
      p75: null,
      p90: null,
      p95: null,
    })
  })

  it("refuses values that are not finite, naming each, and probabilities outside 0 to 1", () => {
    expect(() => quantile([1, Number.NaN, Number.POSITIVE_INFINITY], 0.5)).toThrow(InputInvalid)
    expect(() => quantile([1, Number.NaN, 3, Number.POSITIVE_INFINITY], 0.5)).toThrow(/values\[1\].*values\[3\]/)
    expect(() => quantile([1], 1.01)).toThrow(/probability/)
    expect(() => quantile([1], Number.NaN)).toThrow(/probability/)
  })
})

describe("moments", () => {
  it("uses n − 1", () => {
    expect(moments([2, 4, 4, 4, 5, 5, 7, 9])).toEqual({
      n: 8,
      mean: 5,
      standardDeviation: Math.sqrt(32 / 7),
      min: 2,
      max: 9,
    })
  })

  it("keeps its digits on a large common offset", () => {
    expect(moments([1e9 + 1, 1e9 + 2, 1e9 + 3]).standardDeviation).toBe(1)
  })

  it("has the mean of values that are all alike among them, though their sum is rounded", () => {
    expect(moments(Array.from({ length: 10 }, () => 0.1))).toMatchObject({ mean: 0.1, standardDeviation: 0 })
  })

  it("has no spread for one value", () => {
    expect(moments([7])).toEqual({ n: 1, mean: 7, standardDeviation: null, min: 7, max: 7 })
  })
})
