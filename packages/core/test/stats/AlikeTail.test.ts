import { describe, expect, it } from "vitest"
import { alikeTail } from "../../src/stats/index.ts"

const cases = (count: number, size: number) => ({ count, size })
/** A stated sequence of numbers between 0 and 1 (Lehmer's generator). */
const numbers = (seed: number) => {
  let state = seed
  return (): number => (state = (state * 48_271) % 2_147_483_647) / 2_147_483_647
}
/** The fourth smallest of eighteen has the distribution Beta(4, 15): a mean of 0.21 with a standard deviation of 0.09. */
const share = (random: () => number): number => Array.from({ length: 18 }, random).toSorted((a, b) => a - b)[3]!
const drawn = (random: () => number, size: number, of: number) =>
  cases(Array.from({ length: size }, random).filter((one) => one < of).length, size)

describe("alikeTail", () => {
  it.each([
    // SciPy 1.17: the integral over the mean (400 steps) and the twenty strengths, without the approximations.
    [cases(15, 20), [cases(2, 20), cases(9, 20)], 0.0346],
    [cases(48, 100), [cases(10, 100), cases(12, 100), cases(9, 100), cases(4, 12)], 0.0093],
    [cases(10, 30), [cases(3, 30), cases(5, 30), cases(4, 30), cases(6, 30), cases(2, 30)], 0.0459],
    [cases(0, 40), [cases(8, 40), cases(10, 40), cases(12, 50)], 0.0551],
  ])("is near the integral that it approximates", (seen, samples, expected) => {
    expect(Math.abs(alikeTail(seen, samples) - expected)).toBeLessThan(0.008)
  })

  it.each([2, 3, 9])("calls few of those unlikely that differ as all do, among %i others", (others) => {
    const random = numbers(others * 7919)
    const trials = 400
    const called = Array.from({ length: trials }).filter(() => {
      const [own, ...rest] = Array.from({ length: others + 1 }, () => drawn(random, 100, share(random)))
      return alikeTail(own!, rest) <= 0.05
    }).length
    expect(called / trials).toBeLessThan(0.08)
  })

  it("finds who stands apart from six that are alike", () => {
    const samples = [18, 20, 15, 22, 19, 17].map((count) => cases(count, 60))
    expect(alikeTail(cases(1, 60), samples)).toBeLessThan(0.002)
    expect(alikeTail(cases(14, 60), samples)).toBeGreaterThan(0.2)
  })

  it("refuses what is no sample, and none to compare with", () => {
    expect(() => alikeTail(cases(4, 3), [cases(0, 0)])).toThrow(/count.*samples\[0\]\.size/s)
    expect(() => alikeTail(cases(1, 3), [])).toThrow(/samples\.length/)
  })
})
