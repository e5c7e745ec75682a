import { describe, expect, it } from "vitest"
import {
  customerSpends,
  fitGammaGamma,
  gammaGammaLogLikelihood,
  gammaGammaSpend,
  mbgNbd,
  residualValue,
} from "../../src/loyalty/index.ts"
import { hasTestData } from "../testData.ts"
import { cdnowHistories } from "./cdnow.ts"

const published = { p: 6.25, q: 3.74, v: 15.44 }
const spend = (repeatCount: number, meanSpend: number) => ({ repeatCount, meanSpend })

describe("Gamma-Gamma", () => {
  it.each([
    [1, 11.77, -3.73770967874084, 18.916852057842046],
    [2, 22.35, -3.5513167597317046, 24.663713910761153],
    [3, 35, -4.0639613754666515, 35.02791996277338],
    [7, 73.74, -6.054867310722229, 71.46967089696709],
    [10, 20.76, -3.4327922088474394, 21.367259350091967],
  ])("has 40-digit values at %d purchases of %d", (x, m, logLikelihood, expected) => {
    expect(gammaGammaLogLikelihood(published, [spend(x, m)]) / logLikelihood).toBeCloseTo(1, 12)
    expect(gammaGammaSpend(published, spend(x, m))! / expected).toBeCloseTo(1, 13)
  })

  it("reproduces Hardie's sheet and BTYD's example", () => {
    const customers = [spend(2, 22.35), spend(1, 11.77), spend(0, 0), spend(7, 73.74), spend(2, 25.55)]
    const expected = [24.65, 18.91, 35.17, 71.46, 27.28]
    customers.forEach((each, i) => {
      expect(Math.abs(gammaGammaSpend(published, each)! - expected[i]!)).toBeLessThan(0.1)
    })
    expect(gammaGammaSpend({ p: 6, q: 4, v: 16 }, spend(3, 35))).toBeCloseTo(34.571429, 6)
    expect(Math.exp(gammaGammaLogLikelihood({ p: 6, q: 4, v: 16 }, [spend(3, 35)]))).toBeCloseTo(0.0162804, 6)
  })

  it("has no expectation where the population has no mean", () => {
    expect(gammaGammaSpend({ p: 0.1, q: 0.5, v: 1 }, spend(0, 0))).toBeNull()
    expect(gammaGammaSpend({ p: 1, q: 0.5, v: 1 }, spend(1, 3))).toBeGreaterThan(0)
  })

  it.each([
    { counts: [1, 1, 1, 5, 4, 5], means: [99, 31, 20, 84, 153, 21] },
    { counts: [3, 2, 3, 1, 1, 3, 4, 3, 4, 1], means: [68, 100, 30, 144, 62, 43, 194, 37, 25, 122] },
    { counts: [4, 4, 5, 5, 5, 3, 2, 1, 3, 1, 1, 2], means: [33, 28, 116, 106, 20, 115, 22, 36, 27, 23, 22, 30] },
  ])("gives no figures where the likelihood rises without a peak as p grows: $means", ({ counts, means }) => {
    const fit = fitGammaGamma(counts.map((count, i) => spend(count, means[i]! * 100)))
    expect(fit.status).toBe("notUsable")
  })

  it("refuses spends that cannot be, all of them", () => {
    const bad = [spend(0, 5), spend(1, -5), spend(1, 0), spend(1, Number.NaN), spend(1, Number.POSITIVE_INFINITY)]
    expect(() => fitGammaGamma(bad)).toThrow(
      expect.objectContaining({
        _tag: "InputInvalid",
        problems: [
          expect.objectContaining({ path: "spends[0].repeatCount", code: "loyalty.count" }),
          expect.objectContaining({ path: "spends[1].meanSpend", code: "loyalty.negativeMoney" }),
          expect.objectContaining({ path: "spends[2].meanSpend", code: "loyalty.money" }),
          expect.objectContaining({ path: "spends[3].meanSpend", code: "loyalty.notFinite" }),
          expect.objectContaining({ path: "spends[4].meanSpend", code: "loyalty.notFinite" }),
        ],
      }),
    )
    expect(() => gammaGammaSpend({ p: 0, q: 1, v: 1 }, spend(-1, 1))).toThrow(/parameters\.p.*spend\.repeatCount/)
  })

  it("refuses an empty base, one customer, and spends that are all equal", () => {
    expect(() => fitGammaGamma([])).toThrow(expect.objectContaining({ _tag: "BaseTooSmall" }))
    expect(() => fitGammaGamma([spend(2, 10)])).toThrow(expect.objectContaining({ _tag: "BaseTooSmall" }))
    expect(() => fitGammaGamma([spend(2, 10), spend(1, 10)])).toThrow(
      expect.objectContaining({ _tag: "SpendsAllEqual", data: { meanSpend: 10, customers: 2 } }),
    )
  })

  it("is honest about a handful of nearly equal spends", () => {
    const fit = fitGammaGamma([spend(50, 10), spend(50, 10.0001), spend(50, 9.9999)])
    expect(fit.status).toBe("notUsable")
    expect(JSON.parse(JSON.stringify(fit))).toEqual(fit)
  })
})

describe.skipIf(!hasTestData)("Gamma-Gamma on CDNOW (skipped: no test data)", () => {
  const histories = hasTestData ? cdnowHistories("sample").histories : []

  it("reproduces the published fit in dollars", () => {
    const { spends, withoutRepeatCount, freeOnlyCount } = customerSpends(histories)
    expect({ n: spends.length, withoutRepeatCount, freeOnlyCount }).toEqual({
      n: 946,
      withoutRepeatCount: 1411,
      freeOnlyCount: 0,
    })
    const dollars = spends.map(({ repeatCount, meanSpend }) => spend(repeatCount, meanSpend / 100))
    const fit = fitGammaGamma(dollars)
    if (fit.status !== "usable") throw new Error(fit.reason.en)
    const { p, q, v } = fit.parameters
    expect(p / 6.249572464848908).toBeCloseTo(1, 5)
    expect(q / 3.7442247060775555).toBeCloseTo(1, 5)
    expect(v / 15.443521136502701).toBeCloseTo(1, 5)
    expect(fit.standardErrors.p).toBeCloseTo(1.19, 3)
    expect(fit.standardErrors.q).toBeCloseTo(0.29, 3)
    expect(fit.standardErrors.v / 4.159).toBeCloseTo(1, 3)
    expect(fit.logLikelihood).toBeCloseTo(-4055.917694801871, 5)
    expect(fit.frequencySpendCorrelation).toBeCloseTo(0.1139, 4)
    expect(gammaGammaSpend(fit.parameters, spend(0, 0))).toBeCloseTo(35.1704, 3)
    expect(dollars.reduce((sum, { meanSpend }) => sum + meanSpend, 0) / 946).toBeCloseTo(35.0778, 4)
    // In cents all is the same, but for the unit of v.
    const cents = fitGammaGamma(spends)
    expect(cents.status === "usable" && cents.parameters.v / v).toBeCloseTo(100, 4)
  })

  it("leaves the one customer with free purchases only out of the whole cohort", () => {
    const all = customerSpends(cdnowHistories("master").histories)
    expect(all.freeOnlyCount).toBe(1)
  })
})

describe("residualValue", () => {
  const purchase = { r: 0.525, alpha: 6.183, a: 0.891, b: 1.614 }
  const history = { repeatCount: 2, lastAt: 30.43, age: 38.86 }

  it("is discounted purchases times spend", () => {
    const worth = residualValue(mbgNbd, purchase, published, { history, spend: spend(2, 22.35) }, 0.0027)
    expect(worth.discountedPurchases).toBeCloseTo(mbgNbd.discountedPurchases(purchase, history, 0.0027), 12)
    expect(worth.value).toBeCloseTo(worth.discountedPurchases * 24.663713910761153, 10)
    expect(worth.discountRate).toBe(0.0027)
  })

  it("is withheld where the spend has no expectation", () => {
    const customer = { history: { repeatCount: 0, lastAt: 0, age: 5 }, spend: spend(0, 0) }
    const worth = residualValue(mbgNbd, purchase, { p: 1, q: 0.5, v: 1 }, customer, 0.01)
    expect(worth).toMatchObject({ spendPerPurchase: null, value: null })
  })
})
