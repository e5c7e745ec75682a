import { describe, expect, it } from "vitest"
import {
  erfc,
  logBeta,
  logGamma,
  normalCdf,
  normalQuantile,
  normalWidth,
  regularizedBeta,
  regularizedGammaP,
  regularizedGammaQ,
} from "../../src/stats/index.ts"

/** Fails unless equal to 1e-12 relatively, or 2e-15 absolutely near 0. */
const expectClose = (actual: number, expected: number, relative = 1e-12): void => {
  expect(Math.abs(actual - expected)).toBeLessThanOrEqual(Math.max(2e-15, relative * Math.abs(expected)))
}

// Values by mpmath with 40 digits.
describe("special functions against 40-digit values", () => {
  it.each([
    [1e-8, 18.42068073818021],
    [0.001, 6.907178885383853],
    [0.1, 2.252712651734206],
    [0.2425945, 1.3198094463562369],
    [0.5, 0.5723649429247001],
    [1, 0],
    [1.5, -0.12078223763524522],
    [2, 0],
    [3.7, 1.4280723266653879],
    [10, 12.801827480081469],
    [100.3, 360.5147057290581],
    [1e4, 82099.71749644238],
    [1e8, 1742068066.1038346],
  ])("logGamma(%d)", (x, expected) => expectClose(logGamma(x), expected, 1e-14))

  it.each([
    [0.001, 0.001, 7.600900817008347],
    [0.79, 2.43, -0.5069521965724403],
    [3, 700, -18.96437444554386],
    [1e5, 1e5, -138633.92706134808],
  ])("logBeta(%d, %d)", (a, b, expected) => expectClose(logBeta(a, b), expected, 1e-12))

  it.each([
    [2, 5, 0.3, 0.579825],
    [0.5, 0.5, 0.1, 0.20483276469913345],
    [231, 1771, 0.115, 0.4856545342615017],
    [0.001, 1, 0.5, 0.9993070929904525],
    [1000, 1000, 0.49, 0.18555265943151167],
  ])("regularizedBeta(%d, %d, %d)", (a, b, x, expected) => {
    expectClose(regularizedBeta(a, b, x), expected, 1e-11)
    expectClose(regularizedBeta(b, a, 1 - x), 1 - expected, 1e-11)
  })

  it.each([
    [0.1, 0.8875370839817152],
    [1, 0.15729920705028513],
    [3, 2.209049699858544e-5],
    [6, 2.1519736712498913e-17],
    [10, 2.088487583762545e-45],
  ])("erfc(%d)", (x, expected) => {
    expect(Math.abs(erfc(x) / expected - 1)).toBeLessThan(1e-12)
    expectClose(erfc(-x), 2 - expected)
  })

  it.each([
    [1e-10, -6.361340902404057],
    [0.001, -3.0902323061678136],
    [0.025, -1.9599639845400543],
    [0.2, -0.8416212335729142],
    [0.5, 0],
    [0.975, 1.9599639845400543],
    [0.9999, 3.7190164854556804],
  ])("normalQuantile(%d)", (p, expected) => expectClose(normalQuantile(p), expected, 1e-12))
})

describe("special functions, by identities", () => {
  it("inverts the normal distribution down to the smallest probabilities", () => {
    for (const p of [1e-300, 1e-100, 1e-20, 1e-6, 0.3, 0.499999]) {
      expect(Math.abs(normalCdf(normalQuantile(p)) / p - 1)).toBeLessThan(1e-11)
    }
    expect(normalWidth(0.95)).toBeCloseTo(1.959963984540054, 14)
  })

  it("has P + Q = 1, and Q(1, x) = e^−x", () => {
    for (const a of [0.2, 1, 3.5, 50, 2000]) {
      for (const x of [0.01, 0.9, 3, 49, 60, 2100]) {
        expectClose(regularizedGammaP(a, x) + regularizedGammaQ(a, x), 1, 1e-14)
      }
    }
    for (const x of [0.3, 5, 80]) expect(Math.abs(regularizedGammaQ(1, x) / Math.exp(-x) - 1)).toBeLessThan(1e-12)
    // Poisson tail: Q(k + 1, λ) is the chance of at most k events.
    expectClose(regularizedGammaQ(3, 2), Math.exp(-2) * (1 + 2 + 2), 1e-14)
  })

  it("holds the ends of the ranges", () => {
    expect([regularizedBeta(2, 3, 0), regularizedBeta(2, 3, 1)]).toEqual([0, 1])
    expect([regularizedGammaP(2, 0), regularizedGammaQ(2, 0)]).toEqual([0, 1])
    expect([regularizedGammaP(2, Infinity), regularizedGammaQ(2, Infinity)]).toEqual([1, 0])
    expect([erfc(0), erfc(Infinity), erfc(-Infinity)]).toEqual([1, 0, 2])
  })

  it.each([
    () => logGamma(0),
    () => logGamma(Number.NaN),
    () => regularizedBeta(1, 1, 1.1),
    () => regularizedBeta(0, 1, 0.5),
    () => regularizedGammaP(-1, 1),
    () => regularizedGammaQ(1, -1),
    () => normalQuantile(0),
    () => normalQuantile(1),
    () => normalWidth(1),
  ])("refuses arguments outside the domain (%#)", (call) => {
    expect(call).toThrow(expect.objectContaining({ _tag: "InputInvalid" }))
  })
})
