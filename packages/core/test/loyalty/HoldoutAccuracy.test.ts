import { describe, expect, it } from "vitest"
import type { NbdModel } from "../../src/loyalty/index.ts"
import {
  bgNbd,
  fitNbdModel,
  frequencyCalibration,
  holdoutAccuracy,
  holdoutByFrequency,
  mbgNbd,
  nbd,
  paretoNbd,
  trackingCurve,
  usableParameters,
} from "../../src/loyalty/index.ts"
import { hasTestData } from "../testData.ts"
import { cdnowHistories, cdnowPurchases } from "./cdnow.ts"

const forecastOf = <Name extends string>(model: NbdModel<Name>) => {
  const { histories } = cdnowHistories("sample")
  const parameters = usableParameters(fitNbdModel(model, histories))
  const predicted = histories.map((each) => model.expectedPurchases(parameters, each, 39))
  const actual = histories.map(({ holdoutCount }) => holdoutCount!)
  const alive = histories.map((each) => model.probabilityAlive(parameters, each))
  const tracking = (origin: string) =>
    trackingCurve(model, parameters, cdnowPurchases("sample"), {
      origin,
      unit: "week",
      periods: 78,
      knownTo: "1998-06-30",
    })
  return {
    predicted,
    accuracy: holdoutAccuracy(actual, predicted),
    byFrequency: holdoutByFrequency(
      histories.map(({ repeatCount }, i) => ({ repeatCount, actual: actual[i]!, predicted: predicted[i]! })),
    ),
    calibration: frequencyCalibration(model, parameters, histories),
    meanAlive: alive.reduce((sum, each) => sum + each, 0) / alive.length,
    tracking,
  }
}

const published = {
  nbd: [2929.82, 0.5568, 1.04102, 1.85952, 0.36225, 0.58338],
  "bg-nbd": [1653.41, -0.1215, 0.78545, 1.60798, 0.23427, 0.62565],
  "mbg-nbd": [1576.73, -0.1622, 0.76478, 1.60718, 0.23144, 0.62725],
  "pareto-nbd": [1665.51, -0.115, 0.75452, 1.60285, 0.23774, 0.63022],
} as const

const expectAccuracy = (
  accuracy: ReturnType<typeof holdoutAccuracy>,
  [sum, bias, absolute, squared, log, correlation]: readonly [number, number, number, number, number, number | null],
): void => {
  expect(Math.abs(accuracy.predictedTotal - sum)).toBeLessThanOrEqual(1e-3 * sum)
  expect(accuracy.bias).toBeCloseTo(bias, 3)
  expect(accuracy.meanAbsoluteError).toBeCloseTo(absolute, 4)
  expect(accuracy.rootMeanSquaredError).toBeCloseTo(squared, 4)
  expect(accuracy.meanSquaredLogError).toBeCloseTo(log, 4)
  if (correlation === null) expect(accuracy.correlation).toBeNull()
  else expect(accuracy.correlation).toBeCloseTo(correlation, 4)
}

describe.skipIf(!hasTestData)("forecasts of CDNOW's weeks 40 to 78 (skipped: no test data)", () => {
  const forecasts = hasTestData
    ? {
        nbd: forecastOf(nbd),
        "bg-nbd": forecastOf(bgNbd),
        "mbg-nbd": forecastOf(mbgNbd),
        "pareto-nbd": forecastOf(paretoNbd),
      }
    : undefined!

  it.each(Object.keys(published) as ReadonlyArray<keyof typeof published>)("%s", (id) => {
    expectAccuracy(forecasts[id].accuracy, published[id])
  })

  it("of baselines: an own rate, a constant, and nothing at all", () => {
    const { histories } = cdnowHistories("sample")
    const actual = histories.map(({ holdoutCount }) => holdoutCount!)
    const rate = histories.map(({ repeatCount, age }) => (repeatCount / age) * 39)
    expectAccuracy(holdoutAccuracy(actual, rate), [2930.1, 0.5569, 1.02367, 2.21192, 0.40095, 0.58394])
    const constant = histories.map(() => 1882 / 2357)
    expectAccuracy(holdoutAccuracy(actual, constant), [1882, 0, 1.13351, 2.05682, 0.41707, null])
    const nothing = histories.map(() => 0)
    expectAccuracy(holdoutAccuracy(actual, nothing), [0, -1, 0.79847, 2.20637, 0.46268, null])
  })

  it("agree between BG/NBD and Pareto/NBD", () => {
    const both = holdoutAccuracy(forecasts["pareto-nbd"].predicted, forecasts["bg-nbd"].predicted)
    expect(both.correlation).toBeCloseTo(0.99553, 4)
  })

  it("by past frequency", () => {
    const rows = {
      "bg-nbd": [0.2251, 0.5231, 1.0441, 1.5203, 2.1639, 2.6538, 3.504, 6.1572],
      "mbg-nbd": [0.1852, 0.5514, 1.049, 1.4929, 2.1043, 2.5636, 3.3608, 5.8485],
      "pareto-nbd": [0.1384, 0.5995, 1.1958, 1.7138, 2.3983, 2.9072, 3.8186, 6.4031],
    } as const
    const counts = [1411, 439, 214, 100, 62, 38, 29, 64]
    const actual = [0.2367, 0.697, 1.3925, 1.56, 2.5323, 2.9474, 3.8621, 6.3594]
    for (const [id, predicted] of Object.entries(rows)) {
      const { byFrequency } = forecasts[id as keyof typeof rows]
      byFrequency.forEach((bin, i) => {
        expect(bin).toMatchObject({ repeatCount: i, andMore: i === 7, customerCount: counts[i] })
        expect(Math.abs(bin.actualMean! - actual[i]!)).toBeLessThan(1e-4)
        expect(Math.abs(bin.predictedMean! - predicted[i]!)).toBeLessThan(2e-4)
      })
    }
  })

  it("know who is still there only as far as the model allows", () => {
    expect(forecasts.nbd.meanAlive).toBe(1)
    expect(forecasts["bg-nbd"].meanAlive).toBeCloseTo(0.81344, 4)
    expect(forecasts["mbg-nbd"].meanAlive).toBeCloseTo(0.44872, 4)
    expect(forecasts["pareto-nbd"].meanAlive).toBeCloseTo(0.44628, 4)
  })

  it("reproduce the purchases they were fitted to (chi-square of the paper)", () => {
    const bg = forecasts["bg-nbd"].calibration
    expect(bg.bins.map(({ observed }) => observed)).toEqual([1411, 439, 214, 100, 62, 38, 29, 64])
    bg.bins.forEach(({ expected }, i) => {
      expect(expected).toBeCloseTo([1407.68, 460.32, 192.46, 101.16, 59.85, 38.12, 25.55, 71.85][i]!, 1)
    })
    expect(bg.test!.statistic).toBeCloseTo(4.821, 3)
    expect(bg.test).toMatchObject({ degrees: 3 })
    expect(bg.test!.pValue).toBeCloseTo(0.1854, 4)
    const pareto = forecasts["pareto-nbd"].calibration
    pareto.bins.forEach(({ expected }, i) => {
      expect(expected).toBeCloseTo([1434.05, 396.88, 193.49, 111.81, 69.99, 45.86, 30.93, 73.99][i]!, 1)
    })
    expect(pareto.test!.statistic).toBeCloseTo(11.99, 2)
    expect(pareto.test!.pValue).toBeCloseTo(0.0074, 4)
  })

  it.each([
    ["bg-nbd", 2493.96, 4160.61, 0.0263, 13.142],
    ["pareto-nbd", 2524.93, 4270.04, 0.0131, 12.434],
    ["mbg-nbd", 2475.64, 4049.95, 0.0411, 14.281],
  ] as const)("track the cohort: %s, first day counted", (id, week39, week78, percentageError, incrementError) => {
    const curve = forecasts[id].tracking("1996-12-31")
    expect(curve[38]).toMatchObject({ period: 39, endsOn: "1997-09-30", actual: 2457 })
    expect(curve[77]).toMatchObject({ period: 78, endsOn: "1998-06-30", actual: 4339 })
    expect(curve[38]!.expected / week39).toBeCloseTo(1, 5)
    expect(curve[77]!.expected / week78).toBeCloseTo(1, 5)
    const later = curve.slice(39)
    const relative = later.reduce((sum, { expected, actual }) => sum + Math.abs(expected / actual! - 1), 0)
    expect(relative / 39).toBeCloseTo(percentageError, 4)
    const squares = later.reduce((sum, each) => sum + (each.expectedInPeriod - each.actualInPeriod!) ** 2, 0)
    expect(Math.sqrt(squares / 39)).toBeCloseTo(incrementError, 2)
  })

  it("track the cohort as BTYD does, with the first birth at 0", () => {
    const weeks = (id: "bg-nbd" | "pareto-nbd", origin: string) => forecasts[id].tracking(origin).slice(19, 25)
    const inBtyd = {
      "pareto-nbd": [1308.856, 1385.275, 1459.923, 1532.906, 1604.32, 1674.253],
      "bg-nbd": [1312.458, 1387.346, 1460.392, 1531.713, 1601.418, 1669.6],
    } as const
    for (const id of ["pareto-nbd", "bg-nbd"] as const) {
      weeks(id, "1997-01-01").forEach(({ expected }, i) => expect(expected / inBtyd[id][i]!).toBeCloseTo(1, 3))
    }
    expect(weeks("bg-nbd", "1996-12-31").map(({ actual }) => actual)).toEqual([1359, 1414, 1484, 1517, 1573, 1672])
    // One day more than is known: nothing actual is shown for the last week.
    expect(forecasts["bg-nbd"].tracking("1997-01-01").at(-1)).toMatchObject({ actual: null, actualInPeriod: null })
  })
})

describe("figures that cannot be had", () => {
  it("refuses no customers, unequal lists and numbers that are none", () => {
    expect(() => holdoutAccuracy([], [])).toThrow(expect.objectContaining({ _tag: "BaseTooSmall" }))
    expect(() => holdoutAccuracy([1], [1, 2])).toThrow(/predicted\.length/)
    expect(() => holdoutAccuracy([Number.NaN], [Number.POSITIVE_INFINITY])).toThrow(/actual\[0\].*predicted\[0\]/)
    expect(holdoutAccuracy([0, 0], [1, 2])).toMatchObject({ bias: null, correlation: null })
  })

  it("has no test where more was fitted than there are bins", () => {
    const parameters = { r: 0.5, alpha: 5, a: 1, b: 2 }
    const histories = [{ repeatCount: 0, lastAt: 0, age: 5 }]
    expect(frequencyCalibration(bgNbd, parameters, histories, 4).test).toBeNull()
    expect(() => frequencyCalibration(bgNbd, parameters, histories, 0)).toThrow(/topBin/)
    expect(() => holdoutAccuracy([0, -1], [Number.NaN, -2])).toThrow(/actual\[1\].*predicted\[0\].*predicted\[1\]/)
    expect(holdoutByFrequency([], 1)).toMatchObject([{ customerCount: 0, actualMean: null }, { predictedMean: null }])
  })

  it("tests over bins that expect enough customers, joined where they do not", () => {
    // NBD with r = 1 is geometric: half of the customers expected at 0, a quarter at 1, … of 40: 20, 10, 5 and 5 with 3 and more.
    const parameters = { r: 1, alpha: 10 }
    const counts = [...Array<number>(20).fill(0), ...Array<number>(10).fill(1), 2, 2, 2, 2, 2, 3, 3, 4, 5, 30]
    const histories = counts.map((repeatCount) => ({ repeatCount, lastAt: repeatCount === 0 ? 0 : 9, age: 10 }))
    const { bins, test } = frequencyCalibration(nbd, parameters, histories, 7)
    expect(bins.map(({ expected }) => Number(expected.toFixed(9)))).toEqual([
      20, 10, 5, 2.5, 1.25, 0.625, 0.3125, 0.3125,
    ])
    // One customer far out, where a third of one was expected, would have been a chi-square of its own.
    expect(test?.statistic).toBeCloseTo(0, 12)
    expect(test?.degrees).toBe(1)
    expect(frequencyCalibration(nbd, parameters, histories.slice(0, 12), 7).test).toBeNull()
  })

  it("refuses a tracking curve without a calendar", () => {
    const settings = { origin: "1997", unit: "week", periods: 0, knownTo: "x" } as const
    expect(() => trackingCurve(nbd, { r: 1, alpha: 1 }, [], settings)).toThrow(/origin.*knownTo.*periods/)
  })
})
