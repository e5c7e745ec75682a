import { exposureHazard } from "@salesdept/core/stats"
import type { ExposureColumns } from "@salesdept/core/stats"
import * as fc from "fast-check"
import { describe, expect, it } from "vitest"

interface Subject {
  readonly exit: number
  readonly event: boolean
  readonly exposedAt: number | null
  readonly stratum?: number
}

const columnsOf = (subjects: ReadonlyArray<Subject>): ExposureColumns => ({
  exits: Float64Array.from(subjects, ({ exit }) => exit),
  events: Uint8Array.from(subjects, ({ event }) => (event ? 1 : 0)),
  exposedAt: Float64Array.from(subjects, ({ exposedAt }) => exposedAt ?? Number.NaN),
  strata: Int32Array.from(subjects, ({ stratum }) => stratum ?? 0),
})

// Weeks of remission of 42 patients (Freireich et al. 1963), the usual worked example of the log-rank test.
const treated = [6, 6, 6, -6, 7, -9, 10, -10, -11, 13, 16, -17, -19, -20, 22, 23, -25, -32, -32, -34, -35]
const placebo = [1, 1, 2, 2, 3, 4, 4, 5, 5, 8, 8, 8, 8, 11, 11, 12, 12, 15, 17, 22, 23]
const freireich = [
  ...treated.map((weeks): Subject => ({ exit: Math.abs(weeks), event: weeks > 0, exposedAt: 0 })),
  ...placebo.map((weeks): Subject => ({ exit: weeks, event: true, exposedAt: null })),
]

/** The same figures by the definition, one risk set after another. */
const byDefinition = (subjects: ReadonlyArray<Subject>) => {
  let [observed, expected] = [0, 0]
  for (const stratum of new Set(subjects.map((one) => one.stratum ?? 0))) {
    const own = subjects.filter((one) => (one.stratum ?? 0) === stratum)
    for (const { exit: time } of own.filter(({ event }) => event)) {
      const atRisk = own.filter(({ exit }) => exit >= time)
      const exposed = atRisk.filter(({ exposedAt }) => exposedAt !== null && exposedAt < time)
      expected += exposed.length / atRisk.length
    }
    observed += own.filter(({ exit, event, exposedAt }) => event && exposedAt !== null && exposedAt < exit).length
  }
  return { observed, expected }
}

describe("exposureHazard", () => {
  it("is the log-rank test where exposure never changes: 9 observed, 19.25 expected, chi-square 16.79", () => {
    const found = exposureHazard(columnsOf(freireich))
    expect(found.observed).toBe(9)
    expect(found.expected).toBeCloseTo(19.25, 2)
    expect(found.test?.statistic).toBeCloseTo(16.79, 2)
    expect(found.interval?.upper).toBeLessThan(1)
  })

  it("is what its definition says, in any strata and with any times", () => {
    const time = fc.integer({ min: 0, max: 12 })
    const subject = fc.record({
      exit: time,
      event: fc.boolean(),
      exposedAt: fc.option(time),
      stratum: fc.integer({ min: 0, max: 2 }),
    })
    fc.assert(
      fc.property(fc.array(subject, { maxLength: 40 }), (subjects) => {
        const found = exposureHazard(columnsOf(subjects))
        const { observed, expected } = byDefinition(subjects)
        expect(found.observed).toBe(observed)
        expect(found.expected).toBeCloseTo(expected, 9)
      }),
    )
  })

  it("does not credit exposure with the time that was waited for it", () => {
    // Exposure comes at its own random time and does nothing; only who lasts long enough meets it.
    let seed = 1
    const random = (): number => (seed = (seed * 48_271) % 2_147_483_647) / 2_147_483_647
    const subjects = Array.from({ length: 4000 }, (): Subject => {
      const exit = -Math.log(random()) * 30
      return { exit, event: true, exposedAt: -Math.log(random()) * 20 }
    })
    const found = exposureHazard(columnsOf(subjects))
    expect(found.interval?.lower).toBeLessThan(1)
    expect(found.interval?.upper).toBeGreaterThan(1)
    // Who is called exposed from the start, because exposure came in the end,, seems far less likely to meet the event.
    const naive = exposureHazard(
      columnsOf(subjects.map((one) => ({ ...one, exposedAt: one.exposedAt! < one.exit ? 0 : null }))),
    )
    expect(naive.hazardRatio).toBeLessThan(0.6)
    expect(naive.test?.pValue).toBeLessThan(1e-9)
  })

  it("says nothing where nothing can be compared", () => {
    const found = exposureHazard(columnsOf([{ exit: 1, event: true, exposedAt: null }]))
    expect([found.hazardRatio, found.interval, found.test, found.informativeEvents]).toEqual([null, null, null, 0])
  })

  it("refuses rows out of bounds, all at once", () => {
    expect(() =>
      exposureHazard({
        exits: Float64Array.of(-1, Number.NaN),
        events: Uint8Array.of(2),
        exposedAt: Float64Array.of(0, -1),
      }),
    ).toThrow(expect.objectContaining({ _tag: "InputInvalid" }))
  })
})
