import fc from "fast-check"
import { describe, expect, it } from "vitest"
import {
  aalenJohansen,
  incidenceAt,
  incidenceByUnit,
  kaplanMeier,
  survivalAt,
  survivalByUnit,
} from "../../src/stats/index.ts"

const subject = fc.record({ days: fc.integer({ min: 1, max: 800 }), cause: fc.integer({ min: 0, max: 2 }) })
const subjects = fc.array(subject, { minLength: 1, maxLength: 60 })
const daysOf = (given: ReadonlyArray<{ readonly days: number }>) => Float64Array.from(given, ({ days }) => days / 40)
const wholeDays = Array.from({ length: 22 }, (_, day) => day)

describe("curves with a step for each unit", () => {
  it("given any durations, a survival curve stays what it was at whole days, with as many events", () => {
    fc.assert(
      fc.property(subjects, (given) => {
        const curve = kaplanMeier(
          { exits: daysOf(given) },
          Uint8Array.from(given, ({ cause }) => Math.min(cause, 1)),
        )
        const thin = survivalByUnit(curve)
        expect(wholeDays.map((day) => survivalAt(thin, day))).toEqual(wholeDays.map((day) => survivalAt(curve, day)))
        expect(thin.steps.reduce((sum, { events }) => sum + events, 0)).toBe(curve.events)
        const days = thin.steps.map(({ time }) => Math.ceil(time))
        expect(new Set(days).size).toBe(days.length)
        expect(thin.steps[0]?.atRisk).toBe(curve.steps[0]?.atRisk)
      }),
    )
  })

  it("given any outcomes, so does a curve of incidences", () => {
    fc.assert(
      fc.property(subjects, (given) => {
        const curve = aalenJohansen(
          { exits: daysOf(given) },
          Uint8Array.from(given, ({ cause }) => cause),
          2,
        )
        const thin = incidenceByUnit(curve)
        for (const cause of [1, 2]) {
          const told = (of: typeof curve) => wholeDays.map((day) => incidenceAt(of, cause, day))
          expect(told(thin)).toEqual(told(curve))
          const events = thin.steps.reduce((sum, { causes }) => sum + (causes[cause - 1]?.events ?? 0), 0)
          expect(events).toBe(curve.events[cause - 1])
        }
        const days = thin.steps.map(({ time }) => Math.ceil(time))
        expect(new Set(days).size).toBe(days.length)
      }),
    )
  })
})
