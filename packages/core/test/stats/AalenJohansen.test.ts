import { gunzipSync } from "node:zlib"
import { readFileSync } from "node:fs"
import fc from "fast-check"
import { describe, expect, it } from "vitest"
import { aalenJohansen, incidenceAt, kaplanMeier, survivalAt } from "../../src/stats/index.ts"
import { hasTestData, testDataPath } from "../testData.ts"

describe("aalenJohansen", () => {
  it("reproduces the variances and bounds that SAS prints for a small example", () => {
    const curve = aalenJohansen({ exits: Float64Array.of(1, 2, 3, 4, 5, 6) }, Uint8Array.of(0, 1, 1, 2, 2, 0), 2)
    expect(incidenceAt(curve, 1, 2)).toBeCloseTo(0.2, 12)
    expect(incidenceAt(curve, 1, 5)).toBeCloseTo(0.4, 12)
    const second = (time: number) => curve.steps.find((step) => step.time === time)!.causes[1]!
    expect(second(4).incidence).toBeCloseTo(0.2, 12)
    expect(second(4).variance).toBeCloseTo(0.032, 12)
    expect(second(4).lower).toBeCloseTo(0.00836904, 8)
    expect(second(4).upper).toBeCloseTo(0.58185303, 8)
    expect(second(5).incidence).toBeCloseTo(0.4, 12)
    expect(second(5).variance).toBeCloseTo(0.048, 12)
    expect(second(5).lower).toBeCloseTo(0.05197575, 8)
    expect(second(5).upper).toBeCloseTo(0.75281579, 8)
    expect(curve).toMatchObject({ n: 6, events: [2, 2], censored: 2, neverAtRisk: 0, lastTime: 6, level: 0.95 })
    // Nothing of a cause yet has no bounds on the scale of logarithms.
    expect(second(2)).toEqual({ events: 0, incidence: 0, variance: 0, lower: null, upper: null })
  })

  it("reproduces Satagopan et al. (2004, table 2); the printed column adds figures already rounded", () => {
    // 304 patients: outcomes at 10, 16, 18, 23, 26 and 27, one censored after 10 and one after 23, the rest after 27.
    const exits = Float64Array.from({ length: 304 }, (_, i) => [10, 11, 16, 18, 23, 24, 26, 27][i] ?? 28)
    const causes = Uint8Array.from({ length: 304 }, (_, i) => [1, 0, 1, 2, 1, 0, 2, 1][i] ?? 0)
    const curve = aalenJohansen({ exits }, causes, 2)
    const percents = [10, 16, 18, 23, 26, 27].map((time) => 100 * incidenceAt(curve, 1, time)!)
    const exact = [0.3289473684, 0.6589839665, 0.6589839665, 0.9890205647, 0.9890205647, 1.3201646681]
    for (const [i, percent] of percents.entries()) expect(percent).toBeCloseTo(exact[i]!, 9)
    const survivals = [99.6710526316, 99.3410160335, 99.0109794353, 98.6809428372, 98.3497987337, 98.0186546303]
    for (const [i, step] of curve.steps.entries()) expect(100 * step.survival).toBeCloseTo(survivals[i]!, 9)
    for (const [time, printed] of [
      [10, 0.3],
      [16, 0.6],
      [23, 0.9],
      [27, 1.2],
    ] as const) {
      expect(Math.abs(100 * incidenceAt(curve, 1, time)! - printed)).toBeLessThan(0.15)
    }
  })

  const subjects = fc.array(
    fc.record({
      exit: fc.integer({ min: 0, max: 20 }),
      cause: fc.integer({ min: 0, max: 3 }),
      entry: fc.option(fc.integer({ min: -5, max: 15 }), { nil: Number.NaN }),
    }),
    { minLength: 1, maxLength: 60 },
  )

  it("splits one into survival and incidences, survival being Kaplan–Meier of any outcome", () => {
    fc.assert(
      fc.property(subjects, (rows) => {
        const durations = {
          exits: Float64Array.from(rows, (row) => row.exit),
          entries: Float64Array.from(rows, (row) => row.entry),
        }
        const curve = aalenJohansen(
          durations,
          Uint8Array.from(rows, (row) => row.cause),
          3,
        )
        const any = kaplanMeier(
          durations,
          Uint8Array.from(rows, (row) => Math.min(1, row.cause)),
        )
        for (const [i, step] of curve.steps.entries()) {
          expect(step.causes.reduce((sum, cause) => sum + cause.incidence, step.survival)).toBeCloseTo(1, 12)
          expect(step.survival).toBeCloseTo(any.steps[i]!.survival, 12)
        }
        expect(JSON.parse(JSON.stringify(curve))).toEqual(curve)
      }),
    )
  })

  it("has the binomial variance where nothing is censored", () => {
    fc.assert(
      fc.property(subjects, (rows) => {
        const causes = Uint8Array.from(rows, (row) => 1 + (row.cause % 2))
        const n = rows.length
        const curve = aalenJohansen({ exits: Float64Array.from(rows, (row) => row.exit) }, causes, 2)
        for (const step of curve.steps) {
          for (const { incidence, variance } of step.causes) {
            expect(variance).toBeCloseTo((incidence * (1 - incidence)) / n, 12)
          }
        }
      }),
    )
  })

  it("equals Greenwood's variance where there is one cause", () => {
    fc.assert(
      fc.property(subjects, (rows) => {
        const durations = { exits: Float64Array.from(rows, (row) => row.exit) }
        const observed = Uint8Array.from(rows, (row) => Math.min(1, row.cause))
        const curve = aalenJohansen(durations, observed, 1)
        for (const [i, step] of kaplanMeier(durations, observed).steps.entries()) {
          if (step.standardError === null) continue
          expect(curve.steps[i]!.causes[0]!.variance).toBeCloseTo(step.standardError ** 2, 12)
        }
      }),
    )
  })

  it("is known for ever once all had an event, and of nobody nothing is", () => {
    const all = aalenJohansen({ exits: Float64Array.of(1, 2, 2) }, Uint8Array.of(1, 1, 1), 2)
    expect(incidenceAt(all, 1, 99)).toBe(1)
    expect(all.steps.at(-1)!.causes[0]).toMatchObject({ incidence: 1, lower: null, upper: null })
    const none = aalenJohansen({ exits: new Float64Array() }, new Uint8Array(), 2)
    expect(none).toMatchObject({ n: 0, events: [0, 0], censored: 0, lastTime: null, steps: [] })
    for (const time of [-1, 0, 5]) expect(incidenceAt(none, 1, time)).toBeNull()
  })

  it("says null beyond observation and refuses causes it does not know", () => {
    const curve = aalenJohansen({ exits: Float64Array.of(1, 2) }, Uint8Array.of(1, 0), 2)
    expect(incidenceAt(curve, 1, 0.5)).toBe(0)
    expect(incidenceAt(curve, 2, 2)).toBe(0)
    expect(incidenceAt(curve, 1, 3)).toBeNull()
    expect(() => incidenceAt(curve, 3, Number.NaN)).toThrow(/cause.*time/)
    expect(() => aalenJohansen({ exits: Float64Array.of(1) }, Uint8Array.of(1), 0)).toThrow(/causeCount/)
  })
})

describe.skipIf(!hasTestData)("aalenJohansen on 13,087 loan applications (BPI 2012; skipped: no test data)", () => {
  it("reproduces the shares approved, declined, cancelled and open at 7, 14 and 30 days", () => {
    const text = gunzipSync(readFileSync(testDataPath("pipeline/bpic2012/bpic2012_events.csv.gz"))).toString("utf8")
    const outcomes: { readonly [activity: string]: number } = { A_APPROVED: 1, A_DECLINED: 2, A_CANCELLED: 3 }
    const cases = new Map<string, { start: number; end: number; cause: number }>()
    let last = 0
    for (const line of text.trim().split(/\r?\n/).slice(1)) {
      const [id = "", , , activity = "", , , time = ""] = line.split(",")
      const at = Date.parse(time)
      last = Math.max(last, at)
      const known = cases.get(id)
      if (known === undefined) cases.set(id, { start: at, end: Number.NaN, cause: 0 })
      else if (known.cause === 0 && outcomes[activity] !== undefined) {
        known.end = at
        known.cause = outcomes[activity]
      }
    }
    const rows = [...cases.values()]
    const day = 86_400_000
    const curve = aalenJohansen(
      { exits: Float64Array.from(rows, (row) => ((row.cause === 0 ? last : row.end) - row.start) / day) },
      Uint8Array.from(rows, (row) => row.cause),
      3,
    )
    expect(curve).toMatchObject({ n: 13_087, events: [2246, 7635, 2807], censored: 399 })
    for (const [time, approved, declined, cancelled] of [
      [7, 0.009627875, 0.5227324826, 0.0553220753],
      [14, 0.083000742, 0.5517770892, 0.0995708966],
      [30, 0.1618891758, 0.579425986, 0.1333853143],
    ] as const) {
      expect(incidenceAt(curve, 1, time)).toBeCloseTo(approved, 9)
      expect(incidenceAt(curve, 2, time)).toBeCloseTo(declined, 9)
      expect(incidenceAt(curve, 3, time)).toBeCloseTo(cancelled, 9)
    }
    const any = kaplanMeier(
      { exits: Float64Array.from(rows, (row) => ((row.cause === 0 ? last : row.end) - row.start) / day) },
      Uint8Array.from(rows, (row) => Math.min(1, row.cause)),
    )
    expect(survivalAt(any, 30)).toBeCloseTo(0.1252995239, 9)
  })
})
