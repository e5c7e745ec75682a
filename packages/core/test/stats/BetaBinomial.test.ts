import { describe, expect, it } from "vitest"
import { betaBinomialTail, betaPrior } from "../../src/stats/index.ts"

const cases = (count: number, size: number) => ({ count, size })

describe("betaPrior", () => {
  it("solves the moments of Kleinman (1973) for the spread between samples", () => {
    // By hand: mean 1/2; Σ n (p − ½)² = 1; of it chance 3 · ¼; γ = (1 − ¾) / (¼ · (20 − 5 − 3)) = 1/12, so a + b = 11.
    const prior = betaPrior([cases(1, 5), cases(4, 5), cases(2, 5), cases(3, 5)])
    expect(prior.a).toBeCloseTo(5.5, 12)
    expect(prior.b).toBeCloseTo(5.5, 12)
  })

  it("finds the distribution again that small samples were drawn from", () => {
    // Of three cases with shares from Beta(2, 2), none to three have the property with chances 0.2, 0.3, 0.3, 0.2.
    const drawn = [200, 300, 300, 200].flatMap((times, count) => Array.from({ length: times }, () => cases(count, 3)))
    const prior = betaPrior(drawn)
    expect(prior.a).toBeCloseTo(2, 1)
    expect(prior.b).toBeCloseTo(2, 1)
  })

  it("is never surer than all cases and one more, nor less sure than one", () => {
    const alike = betaPrior([cases(3, 10), cases(3, 10), cases(3, 10)])
    expect(alike.a + alike.b).toBeCloseTo(31, 12)
    const apart = betaPrior([cases(0, 50), cases(50, 50)])
    expect(apart.a + apart.b).toBeCloseTo(1, 12)
    expect(betaPrior([])).toEqual({ a: 0.5, b: 0.5 })
  })

  it("refuses samples that are none", () => {
    expect(() => betaPrior([cases(0, 0), cases(3, 2)])).toThrow(/samples\[0\]\.size.*samples\[1\]\.count/s)
    expect(() => betaPrior([cases(Number.NaN, 5)])).toThrow(/samples\[0\]\.count/)
  })
})

describe("betaBinomialTail", () => {
  it("sums what is no likelier than what was seen", () => {
    // Chances 0.2, 0.3, 0.3, 0.2 as above.
    expect(betaBinomialTail(cases(0, 3), { a: 2, b: 2 })).toBeCloseTo(0.4, 12)
    expect(betaBinomialTail(cases(1, 3), { a: 2, b: 2 })).toBeCloseTo(1, 12)
    // SciPy 1.17, stats.betabinom(30, 1.5, 12).pmf.
    expect(betaBinomialTail(cases(11, 30), { a: 1.5, b: 12 })).toBeCloseTo(0.0285315316, 9)
  })

  it("refuses counts and weights out of bounds", () => {
    expect(() => betaBinomialTail(cases(4, 3), { a: 0, b: Number.POSITIVE_INFINITY })).toThrow(/count.*a:.*b:/s)
  })
})
