import * as fc from "fast-check"
import { describe, expect, it } from "vitest"
import {
  exponential,
  forkRandom,
  lognormal,
  normal,
  poisson,
  randomFrom,
  shuffle,
  uniform,
  weightedPick,
  wholeNumber,
} from "../../src/simulator/Random.ts"

const draws = 20_000
const sample = (draw: () => number): ReadonlyArray<number> => Array.from({ length: draws }, draw)
const mean = (values: ReadonlyArray<number>): number => values.reduce((sum, value) => sum + value, 0) / values.length
const variance = (values: ReadonlyArray<number>): number => {
  const centre = mean(values)
  return mean(values.map((value) => (value - centre) ** 2))
}

describe("randomFrom", () => {
  it("keeps its numbers for ever", () => {
    // Worked out apart from this code, from the published C text of the generator and the hash.
    const random = randomFrom(7)
    const first = Array.from({ length: 4 }, () => random() * 2 ** 32)
    expect(first).toEqual([2250732926, 2557292153, 152837385, 2245691834])
  })

  it("takes a number and its text for the same seed, and tells neighbouring seeds apart", () => {
    fc.assert(
      fc.property(fc.integer(), (seed) => {
        expect(randomFrom(seed)()).toBe(randomFrom(String(seed))())
        expect(randomFrom(seed)()).not.toBe(randomFrom(seed + 1)())
      }),
    )
  })

  it("stays in [0, 1) and fills it evenly", () => {
    const random = randomFrom("even")
    const bins = Array.from({ length: 16 }, () => 0)
    for (const value of sample(random)) {
      expect(value >= 0 && value < 1).toBe(true)
      const bin = Math.floor(value * 16)
      bins[bin] = (bins[bin] ?? 0) + 1
    }
    const expected = draws / 16
    const chiSquare = bins.reduce((sum, count) => sum + (count - expected) ** 2 / expected, 0)
    // Upper 0.1 % point of chi-square with 15 degrees of freedom.
    expect(chiSquare).toBeLessThan(37.7)
  })

  it("forks generators that go ways of their own", () => {
    const parent = randomFrom(1)
    const child = forkRandom(parent)
    const next = parent()
    const again = randomFrom(1)
    const sibling = forkRandom(again)
    for (let index = 0; index < 100; index++) sibling()
    expect(again()).toBe(next)
    expect(child()).not.toBe(next)
  })
})

describe("distributions", () => {
  it.each([
    { name: "uniform", draw: uniform, of: [2, 6], mean: 4, variance: 16 / 12 },
    { name: "normal", draw: normal, of: [3, 2], mean: 3, variance: 4 },
    {
      name: "lognormal",
      draw: lognormal,
      of: [2, 0.5],
      mean: 2 * Math.exp(0.125),
      variance: 4 * Math.exp(0.25) * (Math.exp(0.25) - 1),
    },
    { name: "wholeNumber", draw: wholeNumber, of: [1, 6], mean: 3.5, variance: 35 / 12 },
  ])("$name has its mean and variance", ({ draw, of: [first = 0, second = 0], mean: centre, variance: spread }) => {
    const random = randomFrom("moments")
    const values = sample(() => draw(random, first, second))
    expect(Math.abs(mean(values) - centre)).toBeLessThan(4 * Math.sqrt(spread / draws))
    expect(variance(values) / spread).toBeCloseTo(1, 1)
  })

  it("exponential has its mean and variance", () => {
    const random = randomFrom("exponential")
    const values = sample(() => exponential(random, 5))
    expect(mean(values)).toBeCloseTo(5, 0)
    expect(variance(values) / 25).toBeCloseTo(1, 1)
  })

  it.each([0, 0.4, 8, 700])("poisson of mean %d has that mean and variance", (rate) => {
    const random = randomFrom("poisson")
    const values = sample(() => poisson(random, rate))
    expect(Math.abs(mean(values) - rate)).toBeLessThanOrEqual(4 * Math.sqrt(rate / draws))
    expect(Math.abs(variance(values) - rate)).toBeLessThanOrEqual(0.05 * rate)
  })
})

describe("choices", () => {
  it("are picked in proportion to their weights, and never at weight 0", () => {
    const random = randomFrom("weights")
    const values = sample(() =>
      weightedPick(random, [
        [1, 3],
        [2, 0],
        [3, 1],
      ]),
    )
    expect(values).not.toContain(2)
    expect(values.filter((value) => value === 1).length / draws).toBeCloseTo(0.75, 1)
  })

  it("are shuffled without loss, and the given array stays", () => {
    fc.assert(
      fc.property(fc.array(fc.integer()), fc.integer(), (items, seed) => {
        const before = [...items]
        const shuffled = shuffle(randomFrom(seed), items)
        expect(items).toEqual(before)
        expect(shuffled.toSorted((a, b) => a - b)).toEqual(items.toSorted((a, b) => a - b))
      }),
    )
  })

  it("stand in every place equally often when shuffled", () => {
    const random = randomFrom("places")
    const firsts = Array.from({ length: 6000 }, () => shuffle(random, ["a", "b", "c"])[0])
    for (const item of ["a", "b", "c"]) {
      expect(firsts.filter((first) => first === item).length / 6000).toBeCloseTo(1 / 3, 1)
    }
  })
})
