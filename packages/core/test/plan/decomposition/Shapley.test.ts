import fc from "fast-check"
import { describe, expect, it } from "vitest"
import { InputInvalid } from "../../../src/shared/InputErrors.ts"
import type { Decomposition, Factor } from "../../../src/plan/index.ts"
import { maxShapleyDrivers, owen, sequential, shapley, ValueNotFinite } from "../../../src/plan/index.ts"
import { thrownBy } from "../thrownBy.ts"

const product = (values: ReadonlyArray<number>): number => values.reduce((total, value) => total * value, 1)
const effects = (answer: Decomposition): ReadonlyArray<number> => answer.effects.map(({ effect }) => effect)
const factors = (base: ReadonlyArray<number>, actual: ReadonlyArray<number>): ReadonlyArray<Factor> =>
  base.map((value, index) => ({ driver: `x${index}`, base: value, actual: actual[index] ?? 0 }))
const named = (drivers: ReadonlyArray<string>, base: ReadonlyArray<number>, actual: ReadonlyArray<number>) =>
  factors(base, actual).map((factor, index) => ({ ...factor, driver: drivers[index] ?? "" }))

const expectClose = (got: ReadonlyArray<number>, wanted: ReadonlyArray<number>, tolerance: number): void => {
  expect(got).toHaveLength(wanted.length)
  for (const [index, value] of wanted.entries())
    expect(Math.abs((got[index] ?? Number.NaN) - value)).toBeLessThanOrEqual(tolerance)
}

const funnel = named(["leads", "qualify", "win", "average"], [400, 0.3, 0.25, 120_000], [460, 0.26, 0.24, 131_000])
const funnelTolerance = 160_224e-6

describe("shapley", () => {
  it.each([
    {
      example: "2.1",
      base: [10_930, 0.717892],
      actual: [16_591, 0.825974],
      published: [4369.913, 1487.262],
      digits: 3,
    },
    {
      example: "2.2",
      base: [51.78746, 0.45919, 0.52638],
      actual: [84.90502, 0.75756, 0.51065],
      published: [10.4340333, 10.5608476, -0.6670084],
      digits: 7,
    },
    {
      example: "2.3",
      base: [25.3, 0.214, 0.279, 0.949],
      actual: [32.7, 0.29, 0.473, 0.986],
      published: [0.6889411, 0.8125381, 1.3829055, 0.1047547],
      digits: 7,
    },
    {
      example: "2.4",
      base: [0.58, 0.76, 0.84, 0.66, 16.573],
      actual: [0.72, 0.97, 0.97, 0.56, 16.158],
      published: [1.0909785, 1.2298438, 0.7278399, -0.8398707, -0.1290187],
      digits: 7,
    },
  ])("reproduces Das Gupta (1993), example $example, to every printed digit", ({ base, actual, published, digits }) => {
    expectClose(effects(shapley(factors(base, actual), product)), published, 10 ** -digits)
  })

  it("reproduces Das Gupta (1993), example 4.3, whose factors are vectors", () => {
    const births = {
      driver: "bm",
      base: [393, 407, 369, 274, 184, 90, 16],
      actual: [488, 452, 338, 156, 63, 22, 3],
    }
    const married = {
      driver: "mw",
      base: [0.122, 0.622, 0.903, 0.93, 0.916, 0.873, 0.8],
      actual: [0.082, 0.527, 0.866, 0.941, 0.942, 0.923, 0.876],
    }
    const women = {
      driver: "wp",
      base: [0.043, 0.041, 0.036, 0.032, 0.026, 0.02, 0.018],
      actual: [0.058, 0.038, 0.032, 0.03, 0.026, 0.023, 0.019],
    }
    const answer = shapley([births, married, women], ([bm = [], mw = [], wp = []]) =>
      bm.reduce((total, rate, age) => total + rate * (mw[age] ?? 0) * (wp[age] ?? 0), 0),
    )
    expectClose(effects(answer), [-7.285632, -2.720633, -1.565181], 5e-7)
    expectClose(effects(answer), [-7.2856318333, -2.7206333333, -1.5651808333], 1e-9)
  })

  it("reproduces the worked funnel", () => {
    const answer = shapley(funnel, product)
    expectClose(
      effects(answer),
      [516_116, -528_987.333333333, -150_847.3333333337, 323_942.6666666667],
      funnelTolerance,
    )
  })

  it("reproduces the worked velocity, a ratio by its real denominator", () => {
    const answer = shapley(
      named(["open", "win", "average", "days"], [100, 0.25, 120_000, 40], [110, 0.24, 131_000, 48]),
      ([open = 0, win = 0, average = 0, days = 1]) => (open * win * average) / days,
    )
    expect(answer.delta).toBeCloseTo(-2950, 6)
    expectClose(effects(answer), [7039.2013888889, -3013.5763888889, 6477.3958333333, -13_453.0208333333], 2950e-6)
  })

  it("reproduces the drivers of AdventureWorks FY2018 to FY2019", () => {
    const answer = shapley(
      factors(
        [208, 3.5528846154, 11.4465493911, 2.5877763329, 750.527300137],
        [365, 3.4383561644, 17.2669322709, 3.6437009691, 354.3583319191],
      ),
      product,
    )
    expectClose(
      effects(answer),
      [13_113_710.833077814, -784_529.6710634767, 9_652_811.597151864, 8_059_896.0586473, -18_491_151.887813505],
      11.55,
    )
  })

  it("takes zeros and negative values: a refund has a price effect and no residual", () => {
    expect(effects(shapley(factors([5, 100], [5, -20]), product))).toEqual([0, -600])
    expectClose(effects(shapley(factors([0, 0, 50], [10, 0.2, 50]), product)), [50, 50, 0], 1e-12)
  })

  it("refuses more than twelve changed drivers, repeated names and values that are not finite", () => {
    const many = Array.from({ length: maxShapleyDrivers + 1 }, (_, index) => index + 1)
    expect(() =>
      shapley(
        factors(
          many,
          many.toReversed().map((value) => value + 0.5),
        ),
        product,
      ),
    ).toThrow(InputInvalid)
    // Drivers that did not change do not count towards the bound.
    expect(effects(shapley(factors(many, [...many.slice(0, -1), 26]), product)).at(-1)).toBeGreaterThan(0)
    expect(() => shapley(named(["a", "a"], [1, 2], [3, 4]), product)).toThrow(InputInvalid)
    expect(() => shapley([], product)).toThrow(InputInvalid)
    const error = thrownBy(ValueNotFinite, () =>
      shapley(named(["amount", "days"], [1, 2], [3, 0]), ([amount = 0, days = 0]) => amount / days),
    )
    expect(error.data.actualDrivers).toEqual(["days"])
  })

  const value = fc.oneof(fc.constant(0), fc.double({ min: -1e3, max: 1e3, noNaN: true }))
  const states = fc
    .integer({ min: 1, max: 6 })
    .chain((count) =>
      fc.tuple(
        fc.array(value, { minLength: count, maxLength: count }),
        fc.array(value, { minLength: count, maxLength: count }),
        fc.array(value, { minLength: count, maxLength: count }),
      ),
    )

  it("leaves no residual, is linear and symmetric, and gives nothing to a driver without effect", () => {
    fc.assert(
      fc.property(states, ([base, actual, weights]) => {
        const size = product([...base, ...actual].map((one) => Math.max(1, Math.abs(one)))) + 1e7
        const weighted = (state: ReadonlyArray<number>): number =>
          state.reduce((total, one, index) => total + one * (weights[index] ?? 0), 0)
        const list = [...factors(base, actual), { driver: "idle", base: 1, actual: 2 }]
        const ofProduct = shapley(list, (state) => product(state.slice(0, -1)))
        const ofSum = shapley(list, weighted)
        const ofBoth = shapley(list, (state) => 2 * product(state.slice(0, -1)) + 3 * weighted(state))
        const total = effects(ofProduct).reduce((sum, effect) => sum + effect, 0)
        expect(Math.abs(total - ofProduct.delta)).toBeLessThanOrEqual(1e-9 * size)
        expect(effects(ofProduct).at(-1)).toBe(0)
        expectClose(
          effects(ofBoth),
          effects(ofProduct).map((effect, index) => 2 * effect + 3 * (effects(ofSum)[index] ?? 0)),
          1e-9 * size,
        )
        const reversed = shapley(list.toReversed(), (state) => product(state.slice(1)))
        expectClose(effects(reversed).toReversed(), effects(ofProduct), 1e-9 * size)
      }),
    )
  })
})

describe("owen", () => {
  const groups = [
    ["leads", "qualify"],
    ["win", "average"],
  ]

  it("reproduces the worked funnel by departments", () => {
    expectClose(effects(owen(funnel, product, groups)), [516_096, -528_384, -150_349, 322_861], funnelTolerance)
  })

  it("gives each group what Shapley gives it as one driver", () => {
    const answer = effects(owen(funnel, product, groups))
    const grouped = shapley(
      named(["marketing", "sales"], [400 * 0.3, 0.25 * 120_000], [460 * 0.26, 0.24 * 131_000]),
      product,
    )
    expectClose(
      effects(grouped),
      [(answer[0] ?? 0) + (answer[1] ?? 0), (answer[2] ?? 0) + (answer[3] ?? 0)],
      funnelTolerance,
    )
  })

  it("is Shapley where every driver is a group, or all are one", () => {
    const wanted = effects(shapley(funnel, product))
    expectClose(effects(owen(funnel, product, [])), wanted, funnelTolerance)
    expectClose(effects(owen(funnel, product, [["average", "win", "qualify", "leads"]])), wanted, funnelTolerance)
  })

  it("refuses unknown and doubled names in groups, all at once", () => {
    const error = thrownBy(InputInvalid, () => owen(funnel, product, [["leads", "nobody"], ["leads"]]))
    expect(error.problems.map(({ code }) => code)).toEqual(["driver.unknown", "driver.groupedTwice"])
  })
})

describe("sequential", () => {
  it("reproduces the worked funnel in both orders: leads move by fifty thousand", () => {
    const forward = sequential(funnel, product)
    expectClose(effects(forward), [540_000, -552_000, -143_520, 315_744], funnelTolerance)
    const backward = sequential(funnel, product, ["average", "win", "qualify", "leads"])
    expectClose(effects(backward), [490_464, -503_040, -157_200, 330_000], funnelTolerance)
    expect(backward.effects.map(({ driver }) => driver)).toEqual(["leads", "qualify", "win", "average"])
  })

  it("equals the reference for two quarters of the public set, taken from the average deal back", () => {
    const [from, to] = [
      [2032, 1254 / 2032, 3_086_111 / 1254],
      [2047, 1257 / 2047, 2_982_255 / 1257],
    ]
    const drivers = named(["closed", "rate", "average"], from, to)
    const backward = sequential(drivers, product, ["average", "rate", "closed"])
    expectClose(effects(backward), [21_853.3585735222, -14_735.8048742385, -110_973.5536992837], 1e-6)
  })

  it("refuses an order that is not one of all drivers", () => {
    const error = thrownBy(InputInvalid, () => sequential(funnel, product, ["leads", "leads", "win", "nobody"]))
    expect(error.problems).toHaveLength(4)
  })

  it("averages over all orders to Shapley", () => {
    const three = named(["a", "b", "c"], [3, 0, -2], [5, 4, 7])
    const names = ["a", "b", "c"]
    const orders = names.flatMap((first) =>
      names
        .filter((name) => name !== first)
        .map((second) => [first, second, ...names.filter((name) => name !== first && name !== second)]),
    )
    expect(orders).toHaveLength(6)
    const means = [0, 1, 2].map(
      (index) => orders.reduce((sum, order) => sum + (effects(sequential(three, product, order))[index] ?? 0), 0) / 6,
    )
    expectClose(means, effects(shapley(three, product)), 1e-9)
  })
})
