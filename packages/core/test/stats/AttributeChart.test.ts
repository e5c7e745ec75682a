import { attributeChart } from "@salesdept/core/stats"
import * as fc from "fast-check"
import { describe, expect, it } from "vitest"

const weeks = (counts: ReadonlyArray<number>, size: number) => counts.map((count) => ({ count, size }))

describe("attributeChart", () => {
  it("has limits of three standard deviations of each period's own size (shares)", () => {
    const chart = attributeChart(
      "p",
      [
        { count: 10, size: 100 },
        { count: 40, size: 400 },
      ],
      { isWidened: false },
    )
    expect(chart.centre).toBe(0.1)
    expect(chart.upper[0]).toBeCloseTo(0.1 + 3 * Math.sqrt((0.1 * 0.9) / 100), 12)
    expect(chart.upper[1]).toBeCloseTo(0.1 + 3 * Math.sqrt((0.1 * 0.9) / 400), 12)
  })

  it("has limits of three standard deviations of a Poisson rate (events)", () => {
    const chart = attributeChart(
      "u",
      [
        { count: 8, size: 2 },
        { count: 32, size: 8 },
      ],
      { isWidened: false },
    )
    expect(chart.centre).toBe(4)
    expect(chart.upper).toEqual([4 + 3 * Math.sqrt(4 / 2), 4 + 3 * Math.sqrt(4 / 8)])
    expect(chart.lower).toEqual([0, 4 - 3 * Math.sqrt(4 / 8)])
  })

  it("finds a week outside the limits, and a run of eight on one side", () => {
    const steady = [4, 6, 5, 3, 5, 6, 4, 5, 6, 4, 5, 5]
    expect(attributeChart("p", weeks([...steady, 19], 60), { baselineCount: 12 }).outside).toEqual([12])
    const shifted = attributeChart("p", weeks([...steady, 7, 7, 7, 7, 7, 7, 7, 7], 60), { baselineCount: 12 })
    expect(shifted.runs).toContainEqual({ from: 10, to: 19, side: "above" })
  })

  it("widens the limits where periods vary more than chance explains, instead of calling them all signals", () => {
    const many = Array.from({ length: 24 }, (_, at) => ({ count: at % 2 === 0 ? 4_700 : 5_300, size: 50_000 }))
    expect(attributeChart("p", many, { isWidened: false }).outside.length).toBeGreaterThan(0)
    const widened = attributeChart("p", many)
    expect(widened.overdispersion).toBeGreaterThan(1)
    expect(widened.outside).toEqual([])
  })

  it("keeps limits around the centre and within what is possible", () => {
    const size = fc.integer({ min: 1, max: 500 })
    const point = size.chain((of) => fc.record({ count: fc.integer({ min: 0, max: of }), size: fc.constant(of) }))
    fc.assert(
      fc.property(fc.array(point, { minLength: 1, maxLength: 30 }), (points) => {
        const { centre, upper, lower, outside, values } = attributeChart("p", points)
        values.forEach((value, at) => {
          expect(lower[at]).toBeLessThanOrEqual(centre! + 1e-12)
          expect(upper[at]).toBeGreaterThanOrEqual(centre! - 1e-12)
          expect(upper[at]).toBeLessThanOrEqual(1)
          expect(outside.includes(at)).toBe(value > upper[at]! || value < lower[at]!)
        })
      }),
    )
  })

  it("says nothing without a baseline, and refuses what cannot be counted", () => {
    expect(attributeChart("u", [])).toMatchObject({ centre: null, outside: [], runs: [] })
    expect(() =>
      attributeChart("p", [
        { count: 5, size: 4 },
        { count: 1, size: 0 },
      ]),
    ).toThrow(expect.objectContaining({ _tag: "InputInvalid" }))
  })
})
