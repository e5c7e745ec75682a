import fc from "fast-check"
import { describe, expect, it } from "vitest"
import { customerSatisfaction, netPromoterScore } from "../../src/loyalty/index.ts"

const repeated = (...groups: ReadonlyArray<readonly [answer: number, times: number]>) =>
  groups.flatMap(([answer, times]) => Array<number>(times).fill(answer))

describe("netPromoterScore", () => {
  it("has the published error: a half, a third and a sixth of 324", () => {
    const { score, standardError, interval } = netPromoterScore(repeated([9, 162], [7, 108], [3, 54]))
    expect(score).toBeCloseTo(1 / 3, 12)
    expect(standardError).toBeCloseTo(0.04141, 5)
    // With many answers the interval is that of the standard error.
    expect(interval!.lower).toBeCloseTo(1 / 3 - 1.96 * 0.04141, 2)
    expect(interval!.upper).toBeCloseTo(1 / 3 + 1.96 * 0.04141, 2)
  })

  it("sorts every answer into one group", () => {
    const answers = Array.from({ length: 11 }, (_, i) => i)
    expect(netPromoterScore(answers)).toMatchObject({ promoterCount: 2, passiveCount: 2, detractorCount: 7 })
  })

  it("is not certain because five people agree", () => {
    const { score, standardError, interval } = netPromoterScore([10, 10, 10, 10, 10], { asked: 50 })
    expect({ score, standardError }).toEqual({ score: 1, standardError: 0 })
    expect(interval!.upper).toBe(1)
    expect(interval!.lower).toBeLessThan(0.6)
  })

  it("has no score without answers, and shows how many kept silent", () => {
    expect(netPromoterScore([], { asked: 7 })).toMatchObject({
      score: null,
      standardError: null,
      interval: null,
      response: { numerator: 0, denominator: 7 },
    })
    expect(netPromoterScore([8]).response).toBeNull()
  })

  it("stays within bounds, holds its score, and mirrors", () => {
    const counts = fc.tuple(fc.nat(60), fc.nat(60), fc.nat(60)).filter(([p, m, d]) => p + m + d > 0)
    fc.assert(
      fc.property(counts, ([promoters, passives, detractors]) => {
        const one = netPromoterScore(repeated([9, promoters], [8, passives], [6, detractors]))
        const other = netPromoterScore(repeated([9, detractors], [8, passives], [6, promoters]))
        const { lower, upper } = one.interval!
        expect(lower).toBeGreaterThanOrEqual(-1)
        expect(upper).toBeLessThanOrEqual(1)
        expect(lower).toBeLessThanOrEqual(one.score! + 1e-12)
        expect(upper).toBeGreaterThanOrEqual(one.score! - 1e-12)
        expect(other.interval!.lower).toBeCloseTo(-upper, 12)
        expect(upper - lower).toBeGreaterThan(0)
      }),
    )
  })

  it("refuses answers off the scale and fewer asked than answered", () => {
    expect(() => netPromoterScore([11, -1, 9.5, Number.NaN], { asked: 1 })).toThrow(
      /answers\[0\].*answers\[1\].*answers\[2\].*answers\[3\].*asked/,
    )
    expect(() => netPromoterScore([1], { level: 1 })).toThrow(/level/)
  })
})

describe("customerSatisfaction", () => {
  it("is the share of the two highest answers, with Wilson's interval", () => {
    const { satisfied, satisfiedFrom } = customerSatisfaction([5, 4, 3, 1], { asked: 10 })
    expect(satisfied).toMatchObject({ numerator: 2, denominator: 4, ratio: 0.5, method: "wilson" })
    expect(satisfiedFrom).toBe(4)
  })

  it("takes other scales, and nobody for nobody", () => {
    expect(customerSatisfaction([10, 9, 7], { scaleTo: 10, satisfiedFrom: 8 }).satisfied.numerator).toBe(2)
    expect(customerSatisfaction([]).satisfied).toMatchObject({ ratio: null, interval: null })
    expect(() => customerSatisfaction([0, 6])).toThrow(/answers\[0\].*answers\[1\]/)
    expect(() => customerSatisfaction([1], { scaleTo: 1, satisfiedFrom: 9 })).toThrow(/scaleTo.*satisfiedFrom/)
  })
})
