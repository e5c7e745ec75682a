import fc from "fast-check"
import { describe, expect, it } from "vitest"
import { AmountUnsafe } from "../../../src/shared/MoneyErrors.ts"
import type { VarianceMethod } from "../../../src/plan/index.ts"
import { shapley, varianceOf } from "../../../src/plan/index.ts"

const context = { currency: "RUB", method: "shapley" as const, names: {} }

describe("varianceOf", () => {
  it("rounds parts so that they sum to the whole difference, and keeps the exact ones beside", () => {
    const variance = varianceOf(
      {
        base: 0,
        actual: 100,
        delta: 100,
        effects: ["a", "b", "c"].map((driver) => ({ driver, effect: 100 / 3 })),
      },
      { ...context, names: { a: { en: "Leads", ru: "Лиды" } } },
    )
    expect(variance).toMatchObject({
      baseMinor: 0,
      actualMinor: 100,
      deltaMinor: 100,
      currency: "RUB",
      residualMinor: 0,
    })
    expect(variance.contributions.map(({ amountMinor }) => amountMinor)).toEqual([34, 33, 33])
    expect(variance.contributions[0]).toEqual({
      driver: "a",
      name: { en: "Leads", ru: "Лиды" },
      amountMinor: 34,
      exact: 100 / 3,
      shareOfDelta: { numerator: 34, denominator: 100 },
    })
    expect(variance.contributions[1]?.name).toEqual({ en: "b", ru: "b" })
  })

  it("has no shares of a variance of 0, and says so", () => {
    const effects = [
      { driver: "a", effect: 40 },
      { driver: "b", effect: -40 },
    ]
    const variance = varianceOf({ base: 7, actual: 7, delta: 0, effects }, context)
    expect(variance.contributions.map(({ shareOfDelta }) => shareOfDelta)).toEqual([null, null])
    expect(variance.limits.at(-1)?.en).toMatch(/variance is 0/)
  })

  it("says when an amount had to be rounded, and does not for floating-point noise", () => {
    const said = (base: number) =>
      varianceOf({ base, actual: 10, delta: 10 - base, effects: [{ driver: "a", effect: 10 - base }] }, context).limits
    expect(said(2.5)).toHaveLength(2)
    expect(said(2.5)[1]?.en).toContain("2.5")
    expect(said(0.1 + 0.2 + 2.7)).toHaveLength(1)
  })

  it("refuses amounts past the safe integers", () => {
    expect(() => varianceOf({ base: 2 ** 53, actual: 0, delta: -(2 ** 53), effects: [] }, context)).toThrow(
      AmountUnsafe,
    )
  })

  it("states the limits of each method in both languages", () => {
    for (const method of [
      "lmdi",
      "shapley",
      "owen",
      "sequential",
      "priceVolumeMix",
    ] satisfies ReadonlyArray<VarianceMethod>) {
      const [limit] = varianceOf(
        { base: 0, actual: 1, delta: 1, effects: [{ driver: "a", effect: 1 }] },
        { ...context, method },
      ).limits
      expect(limit?.en).not.toBe("")
      expect(limit?.ru).toMatch(/[а-я]/)
    }
  })

  it("sums exactly for large amounts that nearly cancel", () => {
    const price = fc.integer({ min: 1, max: 30_000_000 })
    fc.assert(
      fc.property(price, price, price, price, (q0, p0, q1, p1) => {
        const split = shapley(
          [
            { driver: "q", base: q0, actual: q1 },
            { driver: "p", base: p0, actual: p1 },
            { driver: "half", base: 0.5, actual: 0.5000001 },
          ],
          ([q = 0, p = 0, half = 0]) => q * p * half,
        )
        const variance = varianceOf(split, context)
        const sum = variance.contributions.reduce((total, { amountMinor }) => total + amountMinor, 0)
        expect(sum).toBe(variance.actualMinor - variance.baseMinor)
      }),
    )
  })
})
