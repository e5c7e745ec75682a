import fc from "fast-check"
import { describe, expect, it } from "vitest"
import { proportion, wilsonInterval } from "../../src/stats/index.ts"

describe("wilsonInterval", () => {
  it("equals published figures (Newcombe 1998: 81/263 and 0/20)", () => {
    const some = wilsonInterval(81, 263)!
    expect(some.lower).toBeCloseTo(0.2552885, 7)
    expect(some.upper).toBeCloseTo(0.3662096, 7)
    const none = wilsonInterval(0, 20)!
    expect(none.lower).toBe(0)
    expect(none.upper).toBeCloseTo(0.1611252, 7)
  })

  it("touches 0 and 1 exactly and holds the share", () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 10_000 }), fc.double({ min: 0, max: 1, noNaN: true }), (trials, u) => {
        const successes = Math.round(u * trials)
        const { lower, upper } = wilsonInterval(successes, trials)!
        expect(lower).toBeLessThanOrEqual(successes / trials)
        expect(upper).toBeGreaterThanOrEqual(successes / trials)
        expect(lower === 0).toBe(successes === 0)
        expect(upper === 1).toBe(successes === trials)
        const mirrored = wilsonInterval(trials - successes, trials)!
        expect(1 - mirrored.upper).toBeCloseTo(lower, 12)
      }),
    )
  })

  it("refuses more successes than trials, fractions and impossible levels, all at once", () => {
    expect(() => wilsonInterval(5, 4)).toThrow(/successes/)
    expect(() => wilsonInterval(1.5, 4)).toThrow(/successes/)
    expect(() => wilsonInterval(-1, -1, 1)).toThrow(/level.*trials.*successes/)
  })
})

describe("proportion", () => {
  it("withholds the share of nothing", () => {
    expect(proportion(0, 0)).toEqual({ numerator: 0, denominator: 0, ratio: null, interval: null, method: "wilson" })
  })
})
