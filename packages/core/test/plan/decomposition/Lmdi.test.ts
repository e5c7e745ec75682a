import fc from "fast-check"
import { describe, expect, it } from "vitest"
import { InputInvalid } from "../../../src/shared/InputErrors.ts"
import type { DriverEffect } from "../../../src/plan/index.ts"
import { lmdi, LmdiUndefined, logarithmicMean, shapley } from "../../../src/plan/index.ts"
import { thrownBy } from "../thrownBy.ts"

const effects = (list: ReadonlyArray<DriverEffect>): ReadonlyArray<number> => list.map(({ effect }) => effect)
const sum = (values: ReadonlyArray<number>): number => values.reduce((total, value) => total + value, 0)
const product = (values: ReadonlyArray<number>): number => values.reduce((total, value) => total * value, 1)

const expectClose = (got: ReadonlyArray<number>, wanted: ReadonlyArray<number>, tolerance: number): void => {
  expect(got).toHaveLength(wanted.length)
  for (const [index, value] of wanted.entries())
    expect(Math.abs((got[index] ?? Number.NaN) - value)).toBeLessThanOrEqual(tolerance)
}

describe("logarithmicMean", () => {
  it("takes its limits where numbers are equal or zero", () => {
    expect(logarithmicMean(5, 5)).toBe(5)
    expect(logarithmicMean(5, 0)).toBe(0)
    expect(logarithmicMean(0, 5)).toBe(0)
    expect(logarithmicMean(0, 0)).toBe(0)
  })

  it("lies between the geometric and the arithmetic mean, also for nearly equal numbers", () => {
    const positive = fc.double({ min: 1e-3, max: 1e9, noNaN: true })
    const ratio = fc.double({ min: 1 + 1e-15, max: 1.0001, noNaN: true })
    fc.assert(
      fc.property(positive, fc.oneof(ratio, fc.double({ min: 1e-6, max: 1e6, noNaN: true })), (left, factor) => {
        const right = left * factor
        const mean = logarithmicMean(left, right)
        expect(mean).toBeGreaterThanOrEqual(Math.sqrt(left * right) * (1 - 1e-12))
        expect(mean).toBeLessThanOrEqual(((left + right) / 2) * (1 + 1e-12))
        expect(Math.abs(mean - logarithmicMean(right, left))).toBeLessThanOrEqual(mean * 1e-12)
      }),
    )
  })
})

describe("lmdi", () => {
  it("reproduces Heun & Brockway (2019): additive and multiplicative effects of three years, to 9 digits", () => {
    const years = [
      [1, 10, 2, 4, 5, 3],
      [4, 5, 3, 5, 6, 4],
      [8, 2, 4, 5, 7, 5],
      [10, 1, 5, 6, 8, 6],
    ]
    const additive = [
      [69.79006598, -9.455125793, 39.66505981],
      [42.96021467, -34.31902656, 50.3588119],
      [54.01064234, -9.021284671, 54.01064234],
    ]
    const multiplicative = [
      [1.761117821, 0.926191306, 1.379410116],
      [1.229284572, 0.847970248, 1.273773912],
      [1.208140223, 0.968911503, 1.208140223],
    ]
    for (const [index, wanted] of additive.entries()) {
      const base = years[index] ?? []
      const actual = years[index + 1] ?? []
      const answer = lmdi(
        ["x1", "x2", "x3"],
        [0, 3].map((from) => ({
          item: `${from}`,
          base: base.slice(from, from + 3),
          actual: actual.slice(from, from + 3),
        })),
      )
      expectClose(effects(answer.effects), wanted, 5e-8)
      expectClose(effects(answer.multiplicative ?? []), multiplicative[index] ?? [], 5e-9)
    }
  })

  it("reproduces the worked funnel to 1e-6 of the change", () => {
    const answer = lmdi(
      ["leads", "qualify", "win", "average"],
      [{ item: "all", base: [400, 0.3, 0.25, 120_000], actual: [460, 0.26, 0.24, 131_000] }],
    )
    expect(answer.delta).toBeCloseTo(160_224, 6)
    expectClose(
      effects(answer.effects),
      [514_258.345046628, -526_543.9344560012, -150_205.7783880675, 322_715.3677974342],
      160_224e-6,
    )
  })

  it("reproduces the worked velocity, the cycle entering as 1 ÷ days", () => {
    const answer = lmdi(
      ["open", "win", "average", "speed"],
      [{ item: "all", base: [100, 0.25, 120_000, 1 / 40], actual: [110, 0.24, 131_000, 1 / 48] }],
    )
    expect(answer.base).toBeCloseTo(75_000, 6)
    expect(answer.actual).toBeCloseTo(72_050, 6)
    expectClose(
      effects(answer.effects),
      [7006.740784378, -3001.0344591937, 6447.687630028, -13_403.3939552123],
      2950e-6,
    )
  })

  it("reproduces the drivers of AdventureWorks FY2018 to FY2019 to 1e-6 of the change", () => {
    const base = [208, 3.5528846154, 11.4465493911, 2.5877763329, 750.527300137]
    const actual = [365, 3.4383561644, 17.2669322709, 3.6437009691, 354.3583319191]
    const drivers = ["resellers", "orders", "lines", "units", "price"]
    expectClose(
      effects(lmdi(drivers, [{ item: "all", base, actual }]).effects),
      [12_200_001.084765432, -710_843.4801821274, 8_918_641.022782195, 7_423_816.691855871, -16_280_878.389221346],
      11.55,
    )
  })

  it.each([
    { what: "one zero factor takes the whole change", base: [0, 100], actual: [5, 100], wanted: [500, 0] },
    { what: "two zero factors share it equally", base: [0, 0, 50], actual: [10, 0.2, 50], wanted: [50, 50, 0] },
    { what: "a fall to zero likewise", base: [10, 0.2, 50], actual: [0, 0, 50], wanted: [-50, -50, 0] },
    { what: "zero in both states explains nothing", base: [0, 7], actual: [3, 0], wanted: [0, 0] },
    { what: "no change at all", base: [3, 7], actual: [3, 7], wanted: [0, 0] },
  ])("zeros: $what", ({ base, actual, wanted }) => {
    const drivers = base.map((_, index) => `x${index}`)
    const answer = lmdi(drivers, [{ item: "all", base, actual }])
    expectClose(effects(answer.effects), wanted, 1e-12)
    expect(answer.multiplicative === null).toBe(answer.base === 0 || answer.actual === 0)
  })

  it("refuses negative values, naming every one of them", () => {
    const refused = (): unknown =>
      lmdi(
        ["quantity", "price"],
        [
          { item: "a", base: [5, 100], actual: [5, -20] },
          { item: "b", base: [-1, 2], actual: [1, 2] },
        ],
      )
    expect(thrownBy(LmdiUndefined, refused).data.values).toEqual([
      { item: "a", driver: "price", state: "actual", value: -20 },
      { item: "b", driver: "quantity", state: "base", value: -1 },
    ])
  })

  it("refuses repeated drivers, wrong lengths and values that are no numbers, all at once", () => {
    const error = thrownBy(InputInvalid, () => lmdi(["a", "a"], [{ item: "x", base: [1], actual: [1, Number.NaN] }]))
    expect(error.problems.map(({ path }) => path)).toEqual(["drivers[1]", "items[0].base", "items[0].actual[1]"])
  })

  const factor = fc.oneof(fc.constant(0), fc.double({ min: 1e-3, max: 1e4, noNaN: true }))
  const items = fc.integer({ min: 1, max: 5 }).chain((count) =>
    fc.record({
      count: fc.constant(count),
      rows: fc.array(
        fc.record({
          base: fc.array(factor, { minLength: count, maxLength: count }),
          actual: fc.array(factor, { minLength: count, maxLength: count }),
        }),
        { minLength: 1, maxLength: 4 },
      ),
    }),
  )

  it("leaves no residual, zeros included, in total and in every item", () => {
    fc.assert(
      fc.property(items, ({ count, rows }) => {
        const drivers = Array.from({ length: count }, (_, index) => `x${index}`)
        const answer = lmdi(
          drivers,
          rows.map((row, index) => ({ item: `${index}`, ...row })),
        )
        const size = answer.base + answer.actual
        expect(Math.abs(sum(effects(answer.effects)) - answer.delta)).toBeLessThanOrEqual(1e-9 * size)
        for (const item of answer.items)
          expect(Math.abs(sum(item.effects) - (item.actual - item.base))).toBeLessThanOrEqual(
            1e-9 * (item.actual + item.base),
          )
        const ratio = product(effects(answer.multiplicative ?? []))
        const wanted = answer.multiplicative === null ? 1 : answer.actual / answer.base
        expect(Math.abs(ratio - wanted)).toBeLessThanOrEqual(1e-6 * Math.max(wanted, 1))
      }),
    )
  })

  it("does not depend on the order of drivers, and adds up over groups of items", () => {
    fc.assert(
      fc.property(items, ({ count, rows }) => {
        const drivers = Array.from({ length: count }, (_, index) => `x${index}`)
        const named = rows.map((row, index) => ({ item: `${index}`, ...row }))
        const answer = lmdi(drivers, named)
        const size = 1e-9 * (answer.base + answer.actual)
        const reversed = lmdi(
          drivers.toReversed(),
          named.map(({ item, base, actual }) => ({ item, base: base.toReversed(), actual: actual.toReversed() })),
        )
        expectClose(effects(reversed.effects).toReversed(), effects(answer.effects), size)
        const first = effects(lmdi(drivers, named.slice(0, 1)).effects)
        const rest = effects(lmdi(drivers, named.slice(1)).effects)
        expectClose(
          first.map((effect, index) => effect + (rest[index] ?? 0)),
          effects(answer.effects),
          size,
        )
      }),
    )
  })

  it("equals Shapley where all drivers change by the same ratio, and where one alone changes", () => {
    const positive = fc.double({ min: 0.01, max: 1e4, noNaN: true })
    fc.assert(
      fc.property(positive, positive, fc.double({ min: 0.1, max: 10, noNaN: true }), (left, right, ratio) => {
        for (const [leftTo, rightTo] of [
          [left * ratio, right * ratio],
          [left * ratio, right],
        ] as const) {
          const byLogs = lmdi(["l", "r"], [{ item: "all", base: [left, right], actual: [leftTo, rightTo] }])
          const byOrders = shapley(
            [
              { driver: "l", base: left, actual: leftTo },
              { driver: "r", base: right, actual: rightTo },
            ],
            product,
          )
          expectClose(effects(byLogs.effects), effects(byOrders.effects), 1e-9 * (byLogs.base + byLogs.actual))
        }
      }),
    )
  })

  it("refuses products past the range of numbers: a change to next to nothing would have no parts", () => {
    const item = (base: ReadonlyArray<number>) => [{ item: "x", base, actual: [2, 3] }]
    expect(() => lmdi(["a", "b"], item([1e-200, 1e-200]))).toThrow(/items\[0\]\.base/)
    expect(() => lmdi(["a", "b"], item([1e200, 1e200]))).toThrow(/items\[0\]\.base/)
    expect(lmdi(["a", "b"], item([0, 1e-200])).effects).toEqual([
      { driver: "a", effect: 6 },
      { driver: "b", effect: 0 },
    ])
  })
})
