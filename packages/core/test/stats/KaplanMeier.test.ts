import fc from "fast-check"
import { describe, expect, it } from "vitest"
import { kaplanMeier, restrictedMean, survivalAt, survivalQuantile } from "../../src/stats/index.ts"
import { hasTestData, readTestData } from "../testData.ts"

// Remission in weeks under 6-MP (Freireich et al. 1963).
const weeks = Float64Array.of(6, 6, 6, 7, 10, 13, 16, 22, 23, 6, 9, 10, 11, 17, 19, 20, 25, 32, 32, 34, 35)
const relapsed = Uint8Array.of(1, 1, 1, 1, 1, 1, 1, 1, 1, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0)

describe("kaplanMeier on the 6-MP data", () => {
  const curve = kaplanMeier({ exits: weeks }, relapsed)

  it.each([
    [6, 21, 3, 0.8571428571, 0.0763603548, 0.6197179553, 0.9515517476],
    [7, 17, 1, 0.8067226891, 0.0869352852, 0.5631465646, 0.9228090192],
    [10, 15, 1, 0.7529411765, 0.096349653, 0.5031995108, 0.8893618352],
    [13, 12, 1, 0.6901960784, 0.1068147078, 0.4316102225, 0.8490659633],
    [16, 11, 1, 0.6274509804, 0.1140538653, 0.367510856, 0.8049121895],
    [22, 7, 1, 0.5378151261, 0.1282337517, 0.2677789368, 0.7467907176],
    [23, 6, 1, 0.4481792717, 0.1345914568, 0.188052006, 0.6801426285],
  ])("step at week %d", (time, atRisk, events, survival, standardError, lower, upper) => {
    const step = curve.steps.find((each) => each.time === time)!
    expect(step).toMatchObject({ atRisk, events })
    expect(step.survival).toBeCloseTo(survival, 9)
    expect(step.standardError).toBeCloseTo(standardError, 9)
    expect(step.lower).toBeCloseTo(lower, 9)
    expect(step.upper).toBeCloseTo(upper, 9)
  })

  it("has seven steps, 9 events of 21, and its median at week 23", () => {
    expect(curve).toMatchObject({ n: 21, events: 9, censored: 12, neverAtRisk: 0, lastTime: 35, median: 23 })
    expect(curve.steps).toHaveLength(7)
  })

  it("says null beyond what was observed and where a share is not reached", () => {
    expect(survivalAt(curve, 5)).toBe(1)
    expect(survivalAt(curve, 35)).toBeCloseTo(0.4481792717, 9)
    expect(survivalAt(curve, 36)).toBeNull()
    expect(survivalQuantile(curve, 0.25)).toBe(13)
    expect(survivalQuantile(curve, 0.6)).toBeNull()
    expect(restrictedMean(curve, 36)).toEqual({ tau: 36, mean: null, standardError: null, reason: "beyondObservation" })
  })
})

describe("kaplanMeier", () => {
  it("equals the plain share of survivors and its mean where nothing is censored", () => {
    const times = fc.array(fc.integer({ min: 1, max: 30 }), { minLength: 2, maxLength: 40 })
    fc.assert(
      fc.property(times, (days) => {
        const curve = kaplanMeier({ exits: Float64Array.from(days) }, new Uint8Array(days.length).fill(1))
        for (const step of curve.steps) {
          const left = days.filter((day) => day > step.time).length
          expect(step.survival).toBeCloseTo(left / days.length, 12)
          const binomial = Math.sqrt((left * (days.length - left)) / days.length ** 3)
          expect(step.standardError ?? 0).toBeCloseTo(binomial, 12)
        }
        const mean = days.reduce((sum, day) => sum + day, 0) / days.length
        expect(restrictedMean(curve, 30).mean).toBeCloseTo(mean, 10)
      }),
    )
  })

  it("gives the restricted mean of complete data the variance of min(time, horizon)", () => {
    const days = [1, 2, 3, 4, 9, 9]
    const curve = kaplanMeier({ exits: Float64Array.from(days) }, new Uint8Array(6).fill(1))
    const cut = days.map((day) => Math.min(day, 5))
    const mean = cut.reduce((sum, day) => sum + day, 0) / 6
    const variance = cut.reduce((sum, day) => sum + (day - mean) ** 2, 0) / 36
    const restricted = restrictedMean(curve, 5)
    expect(restricted.mean).toBeCloseTo(mean, 12)
    expect(restricted.standardError).toBeCloseTo(Math.sqrt(variance), 12)
  })

  it("has a restricted mean without an error where the curve reaches zero before the horizon", () => {
    const curve = kaplanMeier({ exits: Float64Array.of(1, 2) }, Uint8Array.of(1, 1))
    expect(restrictedMean(curve, 3)).toEqual({ tau: 3, mean: 1.5, standardError: null, reason: null })
    // The variance of min(time, 2) of two, 1 and 2, over their number.
    expect(restrictedMean(curve, 2).standardError).toBeCloseTo(Math.sqrt(0.125), 12)
    expect(restrictedMean(curve, 0.5)).toEqual({ tau: 0.5, mean: 0.5, standardError: 0, reason: null })
  })

  it("takes events before censorings at one time", () => {
    const curve = kaplanMeier({ exits: Float64Array.of(5, 5, 9) }, Uint8Array.of(0, 1, 0))
    expect(curve.steps[0]).toMatchObject({ time: 5, atRisk: 3 })
  })

  it("reaches a median of exactly one half in spite of rounding", () => {
    const exits = Float64Array.from({ length: 98 }, (_, i) => i + 1)
    expect(kaplanMeier({ exits }, new Uint8Array(98).fill(1)).median).toBe(49)
  })

  it("withholds bounds and errors where nobody remains", () => {
    const curve = kaplanMeier({ exits: Float64Array.of(1, 2) }, Uint8Array.of(1, 1))
    expect(curve.steps[1]).toEqual({
      time: 2,
      atRisk: 1,
      events: 1,
      survival: 0,
      standardError: null,
      lower: null,
      upper: null,
    })
    expect(survivalAt(curve, 100)).toBe(0)
    expect(JSON.parse(JSON.stringify(curve))).toEqual(curve)
  })

  it("has no figures for nobody", () => {
    const curve = kaplanMeier({ exits: new Float64Array() }, new Uint8Array())
    expect(curve).toMatchObject({ n: 0, steps: [], median: null, lastTime: null })
    expect(survivalAt(curve, 0)).toBeNull()
    expect(restrictedMean(curve, 1).reason).toBe("noSubjects")
  })

  it("counts late entries only while they are watched", () => {
    const durations = { exits: Float64Array.of(4, 6, 8), entries: Float64Array.of(Number.NaN, 5, 8) }
    const curve = kaplanMeier(durations, Uint8Array.of(1, 1, 1))
    expect(curve).toMatchObject({ n: 2, neverAtRisk: 1, events: 2 })
    expect(curve.steps.map((step) => step.atRisk)).toEqual([1, 1])
  })

  it("refuses bad rows, naming each", () => {
    const bad = (): unknown => kaplanMeier({ exits: Float64Array.of(-1, Number.NaN, 3) }, Uint8Array.of(1, 1, 2))
    expect(bad).toThrow(/exits\[1\].*exits\[0\].*causes\[2\]/)
    expect(() => kaplanMeier({ exits: Float64Array.of(1) }, Uint8Array.of())).toThrow(/causes\.length/)
    expect(() => restrictedMean(kaplanMeier({ exits: weeks }, relapsed), 0)).toThrow(/tau/)
    expect(() => survivalQuantile(kaplanMeier({ exits: weeks }, relapsed), 0)).toThrow(/share/)
    expect(() => survivalAt(kaplanMeier({ exits: weeks }, relapsed), Number.NaN)).toThrow(/time/)
  })
})

describe.skipIf(!hasTestData)("kaplanMeier with late entry (Cole and Hudgens 2010; skipped: no test data)", () => {
  it("reproduces the published rows", () => {
    const lines = readTestData("pipeline/lifelines-published/multicenter_aids_cohort.tsv").trim().split("\n").slice(1)
    const rows = lines.map((line) => line.split("\t").map(Number))
    const curve = kaplanMeier(
      {
        entries: Float64Array.from(rows, (row) => row[2]!),
        exits: Float64Array.from(rows, (row) => row[3]!),
      },
      Uint8Array.from(rows, (row) => row[4]!),
    )
    expect(curve.steps).toHaveLength(26)
    const atRisk = new Map(curve.steps.map((step) => [step.time, step.atRisk]))
    expect([0.269, 0.791, 4.688].map((time) => atRisk.get(time))).toEqual([42, 44, 11])
    expect(survivalAt(curve, 0.791)).toBeCloseTo(0.954004329, 9)
    expect(curve.median).toBe(3.062)
  })
})
