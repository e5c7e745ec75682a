import fc from "fast-check"
import { describe, expect, it } from "vitest"
import {
  digamma,
  hypergeometric2F1,
  hypergeometric2F1With1,
  hypergeometricU,
  logHypergeometric2F1,
} from "../../src/stats/index.ts"

const expectRelative = (actual: number, expected: number, tolerance: number): void => {
  expect(Math.abs(actual / expected - 1)).toBeLessThan(tolerance)
}

// Values by mpmath with 40 digits.
describe("hypergeometric functions against 40-digit values", () => {
  it.each([
    [0.2425945, 2.4258881, 2.218808, 0.8983538, 1.9355346234707564],
    [2.2425945, 4.4258881, 4.218808, 0.4740288, 4.5742848812778725],
    [26.2425945, 28.4258881, 28.218808, 0.595, 23923670031.311756],
    [0.5, 1.2, 3.3, 0.999, 1.36534339861701],
    [1.1, 0.2, 0.9, 0.99, 3.9437436478864094],
    [132.5, 1.6, 134.2, 0.004, 1.0063515267295013],
    [0.243, 2.426, 2.219, 0.99999, 83.2493474944805],
    [1, 1, 2, 0.5, 1.3862943611198906],
  ])("2F1(%d, %d; %d; %d)", (a, b, c, z, expected) => {
    expectRelative(hypergeometric2F1(a, b, c, z), expected, 1e-11)
    expectRelative(hypergeometric2F1(b, a, c, z), expected, 1e-11)
    expectRelative(logHypergeometric2F1(a, b, c, z), Math.log(expected), 1e-12)
  })

  it.each([
    [258, 86, 0.508, 533829981.102402],
    [30.9, 7.5, 0.87, 9.37875194024864e15],
    [85.25, 0.4304, 0.3433, 6.6325801571158e16],
    [42.9, 26.16, 0.9425, 204316810670.395],
  ])("2F1(1, %d; %d; %d), whose fraction would cancel", (b, c, z, expected) =>
    expectRelative(hypergeometric2F1With1(b, c, z), expected, 1e-12),
  )

  it("keeps the logarithm where the value overflows", () => {
    expectRelative(logHypergeometric2F1(401.2, 403.4, 403.2, 0.83), 711.2626505588435, 1e-13)
    expect(hypergeometric2F1(401.2, 403.4, 403.2, 0.83)).toBe(Infinity)
  })

  it.each([
    [0.6, 0.6, 0.09, 1.4091548654668242],
    [0.4081095, 0.4081095, 0.23861, 1.0719129174119462],
    [1.5, 1.5, 2, 0.22240140472136502],
    // By mpmath: Γ(a) is past the range of doubles, the value is not.
    [200, 202, 0.1, 2.000999999999978e203],
    [0.01, -3.25, 0.15, 0.98638629384053],
    [0.03, 2.5, 2.5, 0.991536259743655],
    [0.02, 12, 0.05, 1.58797769883847e19],
    [0.25, 1.5, 0.5, 1.28602090790964],
  ])("U(%d, %d, %d)", (a, b, z, expected) => expectRelative(hypergeometricU(a, b, z), expected, 1e-12))

  it.each([
    [0.1, -10.423754940411078],
    [1, -0.5772156649015329],
    [2.5, 0.7031566406452432],
    [100, 4.600161852738087],
  ])("digamma(%d)", (x, expected) => expectRelative(digamma(x), expected, 1e-14))
})

describe("hypergeometric functions, by identities", () => {
  const positive = fc.double({ min: 0.01, max: 50, noNaN: true })
  const unit = fc.double({ min: 0, max: 0.98, noNaN: true })

  it("agrees between the fraction and the series where one parameter is 1", () => {
    fc.assert(
      fc.property(positive, positive, unit, (b, more, z) => {
        const c = b + more
        expectRelative(hypergeometric2F1With1(b, c, z), hypergeometric2F1(1, b, c, z), 1e-11)
      }),
    )
    // 2F1(1, b; b; z) = 1 / (1 − z), also where the series would take millions of terms.
    expectRelative(hypergeometric2F1With1(2, 2, 0.999_999), 1e6, 1e-9)
  })

  it("ends its fraction where rounding leaves the last digits no rest", () => {
    // 2F1(1, 1/2; 2; z) = 2 (1 − √(1 − z)) / z. At these the steps stayed twice the last digit for ever.
    for (const z of [0.8835754203976441, 0.32577312889065324, 0.08394839777468073, 0.9759568317380074]) {
      expectRelative(hypergeometric2F1With1(0.5, 2, z), (2 * (1 - Math.sqrt(1 - z))) / z, 1e-14)
    }
    for (let at = 1; at < 2000; at++) {
      const z = at / 2000
      expectRelative(hypergeometric2F1With1(0.5, 2, z), 2 / (1 + Math.sqrt(1 - z)), 1e-13)
    }
  })

  it("meets (1 − z)^−a, Gauss's contiguous relation and its own logarithm, also where terms could cancel", () => {
    fc.assert(
      fc.property(positive, positive, positive, unit, (a, b, c, z) => {
        expectRelative(hypergeometric2F1(a, b, b, z), (1 - z) ** -a, 1e-9)
        // DLMF 15.5.12: (b − a) F = b F(b + 1) − a F(a + 1).
        const right = b * hypergeometric2F1(a, b + 1, c, z) - a * hypergeometric2F1(a + 1, b, c, z)
        const size = b * hypergeometric2F1(a, b + 1, c, z) + a * hypergeometric2F1(a + 1, b, c, z)
        expect(Math.abs((b - a) * hypergeometric2F1(a, b, c, z) - right) / size).toBeLessThan(1e-9)
        expect(logHypergeometric2F1(a, b, c, z)).toBeCloseTo(Math.log(hypergeometric2F1(a, b, c, z)), 9)
      }),
    )
    // By mpmath: the transformed series would have thirty changes of sign.
    expectRelative(hypergeometric2F1(30.75, 0.1, 0.01, 0.95), 1.880231153510419e41, 1e-12)
  })

  it("meets elementary cases of U and psi's recurrence", () => {
    // U(a, a + 1, z) = z^−a
    for (const [a, z] of [
      [0.3, 0.01],
      [2, 5],
      [7, 40],
    ] as const) {
      expectRelative(hypergeometricU(a, a + 1, z), z ** -a, 1e-12)
    }
    fc.assert(
      fc.property(positive, (x) => {
        expectRelative(digamma(x + 1) - digamma(x), 1 / x, 1e-11)
      }),
    )
  })

  it.each([
    () => hypergeometric2F1(1, 1, 0, 0.5),
    () => hypergeometric2F1(1, 1, 2, 1),
    () => hypergeometric2F1(Number.NaN, 1, 2, 0.5),
    () => logHypergeometric2F1(1, Number.POSITIVE_INFINITY, 2, 0.5),
    () => hypergeometric2F1(-1, 1, 2, 0.5),
    () => hypergeometric2F1With1(0, 2, 0.5),
    () => hypergeometricU(0, 1, 1),
    () => hypergeometricU(1, 1, 0),
    () => digamma(0),
  ])("refuses arguments outside the domain (%#)", (call) => {
    expect(call).toThrow(expect.objectContaining({ _tag: "InputInvalid" }))
  })

  it("says so instead of giving a value that has not settled", () => {
    expect(() => hypergeometric2F1(1, 1.5, 2, 1 - 1e-9)).toThrow(expect.objectContaining({ _tag: "NotConverged" }))
  })
})
