import fc from "fast-check"
import { describe, expect, it } from "vitest"
import {
  chiSquareTail,
  compareMeans,
  crossingProbability,
  cuped,
  groupSequentialBounds,
  newcombeInterval,
  normalQuantile,
  sampleRatioCheck,
  sampleSizeForProportions,
  sequentialInterval,
  studentTCdf,
  studentTQuantile,
  summaryOfSums,
  twoProportionTest,
} from "../../src/stats/index.ts"
import type { Interval, SampleSummary } from "../../src/stats/index.ts"

const expectInterval = (interval: Interval, lower: number, upper: number, digits: number): void => {
  expect(interval.lower).toBeCloseTo(lower, digits)
  expect(interval.upper).toBeCloseTo(upper, digits)
}
const count = (successes: number, trials: number) => ({ successes, trials })
const shareSummary = (successes: number, n: number): SampleSummary => {
  const mean = successes / n
  return { n, mean, variance: mean * (1 - mean) }
}

describe("two shares", () => {
  it("reproduces Newcombe (1998, table II)", () => {
    expectInterval(newcombeInterval(count(56, 70), count(48, 80))!, 0.0524314724, 0.333872654, 9)
    expectInterval(newcombeInterval(count(9, 10), count(3, 10))!, 0.1705227239, 0.8090179735, 9)
  })

  it("holds the difference, within −1 to 1, and mirrors when the groups are swapped", () => {
    const counts = fc
      .integer({ min: 1, max: 500 })
      .chain((trials) => fc.record({ trials: fc.constant(trials), successes: fc.integer({ min: 0, max: trials }) }))
    fc.assert(
      fc.property(counts, counts, (first, second) => {
        const interval = newcombeInterval(first, second)!
        const difference = first.successes / first.trials - second.successes / second.trials
        expect(interval.lower).toBeGreaterThanOrEqual(-1)
        expect(interval.upper).toBeLessThanOrEqual(1)
        expect(interval.lower).toBeLessThan(difference + 1e-12)
        expect(interval.upper).toBeGreaterThan(difference - 1e-12)
        expectInterval(newcombeInterval(second, first)!, -interval.upper, -interval.lower, 12)
      }),
    )
  })

  it("reproduces the pooled z test", () => {
    const { z, pValue } = twoProportionTest(count(5, 83), count(12, 99))
    expect(z).toBeCloseTo(-1.4078304151258787, 12)
    expect(pValue).toBeCloseTo(0.15918129181156992, 12)
  })

  it("has no answer for nobody or for no variation", () => {
    expect(newcombeInterval(count(0, 0), count(1, 2))).toBeNull()
    expect(twoProportionTest(count(0, 0), count(1, 2))).toMatchObject({ z: null, pValue: null })
    expect(twoProportionTest(count(3, 3), count(2, 2))).toMatchObject({ z: null, pValue: null })
    expect(() => newcombeInterval(count(3, 2), count(1, -1), 2)).toThrow(/first.successes.*second.trials.*level/)
  })

  it.each([
    [0.5, 0.75, 0.9, 76.7069301141],
    [0.05, 0.06, 0.8, 8157.73144785],
    [0.1, 0.12, 0.8, 3840.84748243],
  ])("needs for %d against %d with power %d", (share1, share2, power, n) => {
    expect(sampleSizeForProportions({ share1, share2, power }) / n).toBeCloseTo(1, 6)
  })

  it("cannot size a sample for no difference", () => {
    expect(() => sampleSizeForProportions({ share1: 0.1, share2: 0.1 })).toThrow(/share2/)
    expect(() => sampleSizeForProportions({ share1: 0, share2: 1, power: 1 })).toThrow(/share1.*share2.*power/)
  })
})

describe("two means", () => {
  const base = summaryOfSums(3407, 1396.87, 52_377.9767)
  const treated = summaryOfSums(3461, 2422.7, 134_698.29)

  it("reproduces Welch's comparison and the lift by the delta method", () => {
    const absolute = compareMeans(base, treated)!
    expect(absolute.estimate).toBeCloseTo(0.29, 4)
    expectInterval(absolute.interval, 0.04538, 0.53462, 5)
    expect(absolute.pValue).toBeCloseTo(0.02016, 5)
    const lift = compareMeans(base, treated, { relative: true })!
    expect(lift.estimate).toBeCloseTo(0.70732, 5)
    expect(lift.standardError).toBeCloseTo(0.37879, 5)
    expectInterval(lift.interval, -0.03526, 1.44989, 5)
    expect(lift.pValue).toBeCloseTo(0.06191, 5)
    const shares = compareMeans(shareSummary(14, 28), shareSummary(16, 30), { relative: true })!
    expect(shares.estimate).toBeCloseTo(0.06667, 5)
    expectInterval(shares.interval, -0.47767, 0.61101, 5)
    expect(shares.pValue).toBeCloseTo(0.80707, 5)
  })

  it("has no answer where nothing can be compared", () => {
    expect(compareMeans({ n: 1, mean: 1, variance: 0 }, treated)).toBeNull()
    expect(compareMeans({ n: 9, mean: 0, variance: 1 }, treated, { relative: true })).toBeNull()
    expect(compareMeans({ n: 9, mean: 2, variance: 0 }, { n: 9, mean: 2, variance: 0 })).toBeNull()
    expect(() => compareMeans({ n: -1, mean: Number.NaN, variance: -1 }, treated)).toThrow(
      /base.n.*base.mean.*base.var/,
    )
  })

  it("gives no lift of a base that is not above 0 beyond its error (Fieller 1954)", () => {
    const lift = (mean: number) => compareMeans({ n: 101, mean, variance: 101 }, treated, { relative: true })
    // Its error is 1 with 100 degrees of freedom, whose 97.5 % quantile is 1.98397.
    expect(lift(1.983)).toBeNull()
    expect(lift(1.985)).not.toBeNull()
    expect(lift(-50)).toBeNull()
    expect(compareMeans(shareSummary(1, 100), shareSummary(5, 100), { relative: true })).toBeNull()
  })

  it("has its degrees of freedom also where variances are next to nothing", () => {
    const tiny = (mean: number): SampleSummary => ({ n: 10, mean, variance: 1e-300 })
    expect(compareMeans(tiny(0), tiny(1e-150))!.degrees).toBeCloseTo(18, 10)
    expect(() => summaryOfSums(1, Number.NaN, -1)).toThrow(/n:.*sum:.*sumOfSquares:/)
  })

  it("widens to an interval that may be looked at any time", () => {
    const seen = { ...summaryOfSums(3000, 1396.87, 52_377.9767) }
    const lift = compareMeans(seen, treated, { relative: true })!
    expect(lift.estimate).toBeCloseTo(0.50336, 5)
    expectInterval(sequentialInterval({ ...lift, n: 6461 }, 1000), -0.55844, 1.56516, 4)
    const shares = compareMeans(shareSummary(1396, 3000), shareSummary(2422, 3461), { relative: true })!
    expectInterval(sequentialInterval({ ...shares, n: 6461 }, 5000), 0.40098, 0.60675, 4)
    expect(() => sequentialInterval({ estimate: Number.NaN, standardError: 0, n: 0 }, 0, 1)).toThrow(
      /estimate.*standardError.*n:.*tunedFor.*level/,
    )
  })
})

describe("Student's distribution", () => {
  it("is exact for one and two degrees of freedom, and normal for many", () => {
    expect(studentTCdf(1, 1)).toBeCloseTo(0.75, 12)
    expect(studentTCdf(-Math.SQRT2, 2)).toBeCloseTo(0.5 - 0.5 / Math.SQRT2, 12)
    expect(studentTQuantile(0.975, 1)).toBeCloseTo(12.706204736432095, 9)
    expect(studentTQuantile(0.975, 10)).toBeCloseTo(2.2281388519649385, 10)
    expect(studentTQuantile(0.975, 1e9)).toBeCloseTo(normalQuantile(0.975), 7)
    expect(studentTQuantile(0.5, 3)).toBe(0)
    expect(chiSquareTail(3.841458820694124, 1)).toBeCloseTo(0.05, 12)
  })

  it("inverts itself", () => {
    const probability = fc.double({ min: 1e-9, max: 1 - 1e-9, noNaN: true })
    fc.assert(
      fc.property(probability, fc.double({ min: 0.5, max: 1000, noNaN: true }), (p, degrees) => {
        expect(studentTCdf(studentTQuantile(p, degrees), degrees) / p).toBeCloseTo(1, 6)
      }),
    )
    expect(() => studentTQuantile(1, 0)).toThrow(/probability.*degrees/)
    // A probability whose complement is 1 to the last digit.
    expect(studentTCdf(studentTQuantile(1e-17, 5), 5) / 1e-17).toBeCloseTo(1, 6)
  })
})

describe("looking several times", () => {
  it.each([
    [2, 2.178, 1.977],
    [3, 2.289, 2.004],
    [4, 2.361, 2.024],
    [5, 2.413, 2.04],
  ])("has Pocock's and O'Brien–Fleming's bounds for %d looks", (looks, pocock, last) => {
    expect(groupSequentialBounds(looks, "pocock").criticalValues[0]).toBeCloseTo(pocock, 3)
    const { criticalValues } = groupSequentialBounds(looks, "obrien-fleming")
    expect(criticalValues.at(-1)).toBeCloseTo(last, 3)
    expect(criticalValues[0]! / criticalValues.at(-1)!).toBeCloseTo(Math.sqrt(looks), 10)
    expect(crossingProbability(criticalValues)).toBeCloseTo(0.05, 9)
  })

  it.each([
    [1, 0.05],
    [2, 0.0831],
    [3, 0.1073],
    [4, 0.1262],
    [5, 0.1417],
    [10, 0.1934],
    [20, 0.2479],
  ])("finds what is not there more often with %d naive looks", (looks, error) => {
    expect(crossingProbability(Array<number>(looks).fill(normalQuantile(0.975)))).toBeCloseTo(error, 4)
  })

  it("leaves looks out that cannot stop, however high their bounds are", () => {
    const atEnd = (...before: ReadonlyArray<number>): number => crossingProbability([...before, normalQuantile(0.975)])
    for (const high of [10, 30, 100, 1e6]) {
      expect(atEnd(high)).toBeCloseTo(0.05, 12)
      expect(atEnd(high, high, high)).toBeCloseTo(0.05, 12)
      expect(atEnd(...Array<number>(49).fill(high))).toBeCloseTo(0.05, 10)
    }
    expect(crossingProbability([50, 50])).toBe(0)
  })

  it("refuses no looks and impossible errors", () => {
    expect(() => groupSequentialBounds(0, "pocock", 1)).toThrow(/looks.*alpha/)
    expect(() => groupSequentialBounds(3, "pocock", 1e-17)).toThrow(/alpha/)
    expect(() => crossingProbability([2, 0])).toThrow(/criticalValues\[1\]/)
  })
})

describe("sampleRatioCheck", () => {
  it("is Pearson's chi-square, and alarms below 0.001 only", () => {
    const check = sampleRatioCheck([821, 781], [0.5, 0.5])
    expect(check.statistic).toBeCloseTo((2 * 20 * 20) / 801, 12)
    expect(check.mismatch).toBe(false)
    expect(sampleRatioCheck([9100, 1200], [9, 1]).mismatch).toBe(true)
    expect(sampleRatioCheck([0, 0], [1, 1])).toMatchObject({ statistic: null, pValue: null, mismatch: false })
    expect(() => sampleRatioCheck([1.5], [0, 1])).toThrow(/weights.length.*counts\[0\].*weights\[0\]/)
    expect(() => sampleRatioCheck([1, 2], [1, 1], Number.NaN)).toThrow(/threshold/)
  })

  it("takes the exact distribution where few are expected: one of two in a group of 2 % is no alarm", () => {
    // P(X ≥ 1) of two at 2 % is 1 − 0.98² = 0.0396; chi-square would say 1.2e-6.
    expect(sampleRatioCheck([1, 1], [0.98, 0.02])).toMatchObject({ method: "binomial", mismatch: false })
    expect(sampleRatioCheck([1, 1], [0.98, 0.02]).pValue).toBeCloseTo(0.0792, 12)
    // All of four: 0.05⁴, twice.
    expect(sampleRatioCheck([0, 4], [0.95, 0.05]).pValue).toBeCloseTo(2 * 0.05 ** 4, 15)
    expect(sampleRatioCheck([0, 4], [0.95, 0.05]).mismatch).toBe(true)
    // Three groups: the unlikeliest of the three, times three.
    expect(sampleRatioCheck([20, 20, 4], [0.49, 0.49, 0.02]).pValue).toBeCloseTo(0.0689788649, 9)
  })

  it("alarms at its threshold at most so often as that, by every outcome of small groups", () => {
    for (const [size, share] of [
      [3, 0.1],
      [20, 0.05],
      [60, 0.05],
      [90, 0.02],
    ] as const) {
      let alarms = 0
      let chance = (1 - share) ** size
      for (let count = 0; count <= size; count++) {
        if (sampleRatioCheck([size - count, count], [1 - share, share], 0.01).mismatch) alarms += chance
        chance *= (((size - count) / (count + 1)) * share) / (1 - share)
      }
      expect(alarms).toBeLessThanOrEqual(0.01)
    }
  })
})

describe("cuped", () => {
  it("takes out what the covariate explains, and leaves the mean", () => {
    const x = [1, 2, 3, 4, 5, 6]
    const y = [2, 1, 4, 3, 6, 5]
    const adjusted = cuped(y, x)!
    expect(adjusted.theta).toBeCloseTo(14.5 / 17.5, 12)
    expect(adjusted.varianceRatio).toBeCloseTo(1 - adjusted.correlation ** 2, 12)
    const sum = adjusted.adjusted.reduce((total, value) => total + value, 0)
    expect(sum).toBeCloseTo(21, 10)
  })

  it("has no coefficient where nothing varies", () => {
    expect(cuped([1, 2], [3, 3])).toBeNull()
    expect(cuped([], [])).toBeNull()
    expect(() => cuped([1, Number.NaN], [1])).toThrow(/values\[1\].*covariate.length/)
  })
})
