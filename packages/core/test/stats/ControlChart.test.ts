import { describe, expect, it } from "vitest"
import { controlChart } from "../../src/stats/index.ts"
import { hasTestData, readTestData } from "../testData.ts"

// Sixteen resistivity values published by Wheeler.
const resistivity = [5045, 4350, 4350, 3975, 4290, 4430, 4485, 4285, 3980, 3925, 3645, 3760, 3300, 3685, 3463, 5200]
// Deals won per week from 2017-03-06 in the public CRM set.
const weeklyWon = [
  118, 127, 114, 107, 64, 67, 60, 77, 95, 95, 100, 109, 117, 127, 116, 118, 116, 71, 60, 56, 85, 105, 108, 105, 95, 100,
  103, 130, 117, 106, 60, 67, 53, 72, 92, 92, 95, 93, 88, 118, 108, 119, 131,
]

describe("controlChart", () => {
  it("reproduces Wheeler's limits and the one signal on both charts", () => {
    const chart = controlChart(resistivity)
    expect(chart).toMatchObject({
      method: "xmr-mean",
      n: 16,
      outside: [15],
      rangeOutside: [15],
      runs: [],
      threeOfFour: [],
    })
    expect(chart.limits!.centre).toBe(4135.5)
    expect(chart.limits!.movingRange).toBeCloseTo(355.9333333333, 9)
    expect(chart.limits!.upper).toBeCloseTo(5082.2826666667, 9)
    expect(chart.limits!.lower).toBeCloseTo(3188.7173333333, 9)
    expect(chart.limits!.upperRange).toBeCloseTo(1162.8342, 9)
    expect(chart.provisional).toBe(false)
  })

  it("reproduces the variant by medians", () => {
    const { method, limits } = controlChart(resistivity, { centre: "median" })
    expect(method).toBe("xmr-median")
    expect(limits).toMatchObject({ centre: 4132.5, movingRange: 280 })
    expect(limits!.upper).toBeCloseTo(5013.1, 9)
    expect(limits!.lower).toBeCloseTo(3251.9, 9)
    expect(limits!.upperRange).toBeCloseTo(1082.2, 9)
  })

  it("finds every kind of signal in weekly wins", () => {
    const chart = controlChart(weeklyWon)
    expect(chart.limits!.centre).toBeCloseTo(96.6511627907, 9)
    expect(chart.limits!.movingRange).toBeCloseTo(12.5476190476, 9)
    expect(chart.limits!.upper).toBeCloseTo(130.0278294574, 9)
    expect(chart.limits!.lower).toBeCloseTo(63.274496124, 9)
    expect(chart.limits!.upperRange).toBeCloseTo(40.9930714286, 9)
    expect(chart.outside).toEqual([6, 18, 19, 30, 32, 42])
    expect(chart.rangeOutside).toEqual([4, 17, 30])
    expect(chart.runs).toEqual([{ from: 30, to: 38, side: "below" }])
    expect(chart.threeOfFour).toEqual([3, 6, 7, 8, 14, 15, 16, 17, 19, 20, 32, 33, 34, 42])
    const byMedian = controlChart(weeklyWon, { centre: "median" }).limits!
    expect(byMedian).toMatchObject({ centre: 100, movingRange: 10 })
    expect(byMedian.upper).toBeCloseTo(131.45, 9)
    expect(byMedian.lower).toBeCloseTo(68.55, 9)
    expect(byMedian.upperRange).toBeCloseTo(38.65, 9)
  })

  it("calls nothing out where all values are alike, also where their sum is rounded", () => {
    const tenths = Array.from({ length: 10 }, () => 0.1)
    expect(controlChart(tenths)).toMatchObject({
      limits: { centre: 0.1, movingRange: 0, upper: 0.1, lower: 0.1 },
      outside: [],
      runs: [],
      threeOfFour: [],
    })
    // Their mean is 0.2 but for rounding, so no value of 0.2 stands on a side of it.
    expect(controlChart([0.1, 0.3, ...Array.from({ length: 9 }, () => 0.2)]).runs).toEqual([])
  })

  it("has no limits by medians where most neighbours are alike, and has them by means", () => {
    const mostlyFive = [5, 5, 5, 5, 7, 5, 5, 5, 5, 6]
    expect(controlChart(mostlyFive, { centre: "median" })).toMatchObject({ limits: null, outside: [], threeOfFour: [] })
    expect(controlChart(mostlyFive).limits?.movingRange).toBeCloseTo(5 / 9, 12)
    expect(controlChart([5, 5, 5, 9], { centre: "median", baselineCount: 3 }).outside).toEqual([3])
  })

  it("refuses a floor that is no number", () => {
    expect(() => controlChart([1, 2, 3], { floor: Number.NaN })).toThrow(/floor/)
  })

  it("ends a run at a value on the central line", () => {
    const flat = (right: number): ReadonlyArray<number> => [
      ...Array<number>(7).fill(1),
      right,
      ...Array<number>(8).fill(-1),
    ]
    const settings = { centre: "median", baselineCount: 2 } as const
    expect(controlChart([0, 0, ...flat(1)], settings).runs).toEqual([
      { from: 2, to: 9, side: "above" },
      { from: 10, to: 17, side: "below" },
    ])
    expect(controlChart([0, 0, ...flat(0)], settings).runs).toEqual([{ from: 10, to: 17, side: "below" }])
  })

  it("keeps a frozen baseline whatever comes later, and a floor under counts", () => {
    const baseline = [10, 12, 9, 11, 10, 12]
    const limits = controlChart(baseline).limits
    const chart = controlChart([...baseline, 90, 95], { baselineCount: 6 })
    expect(chart.limits).toEqual(limits)
    expect(chart).toMatchObject({ outside: [6, 7], provisional: true, baselineCount: 6 })
    expect(controlChart([1, 4, 0, 3], { floor: 0 }).limits!.lower).toBe(0)
    expect(controlChart([1, 4, 0, 3]).limits!.lower).toBeLessThan(0)
  })

  it("has no limits, and no signals, below two values", () => {
    expect(controlChart([])).toMatchObject({ n: 0, limits: null, outside: [], movingRanges: [] })
    expect(controlChart([5])).toMatchObject({ n: 1, limits: null, outside: [] })
    expect(() => controlChart([1, Number.NaN], { baselineCount: 3 })).toThrow(/values\[1\].*baselineCount/)
  })
})

describe.skipIf(!hasTestData)("controlChart on daily calls of a call centre (skipped: no test data)", () => {
  it("finds no signal in thirty days", () => {
    const byDay = new Map<string, number>()
    for (const line of readTestData("pipeline/adventureworks-callcenter/FactCallCenter.csv").trim().split("\n")) {
      const cells = line.split(",")
      byDay.set(cells[1]!, (byDay.get(cells[1]!) ?? 0) + Number(cells[7]))
    }
    const chart = controlChart([...byDay.keys()].toSorted().map((day) => byDay.get(day)!))
    expect(chart).toMatchObject({ n: 30, outside: [], rangeOutside: [], runs: [], threeOfFour: [] })
    expect(chart.limits!.upper).toBeCloseTo(1993.843908046, 9)
    expect(chart.limits!.lower).toBeCloseTo(896.0894252874, 9)
  })
})
