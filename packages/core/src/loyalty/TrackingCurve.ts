import type { CalendarDate } from "../shared/CalendarDate.ts"
import { dateOfDayNumber, dayNumberOf } from "../shared/CalendarDate.ts"
import type { Problem } from "../shared/Problem.ts"
import { dateProblems, refuse, unitProblems, wholeProblems } from "./Bounds.ts"
import type { ModelParameters, NbdModel } from "./NbdModel.ts"
import { newCustomer } from "./NbdModel.ts"
import type { Purchase } from "./Purchase.ts"
import { customerDays } from "./Purchase.ts"
import type { TimeUnit } from "./TimeUnit.ts"
import { timeUnitDays } from "./TimeUnit.ts"

/** One period of a tracking curve. */
export interface TrackingPoint {
  /** The period, 1 for the first. */
  readonly period: number
  /** Its last day (inclusive). */
  readonly endsOn: CalendarDate
  /** Repeat purchase days of the cohort up to its end; null past the last day of which purchases are known. */
  readonly actual: number | null
  /** What the model expects by then. */
  readonly expected: number
  /** Repeat purchase days in the period; null likewise. */
  readonly actualInPeriod: number | null
  /** What the model expects in it. */
  readonly expectedInPeriod: number
}

/** Settings of {@link trackingCurve}. */
export interface TrackingCurveSettings {
  /**
   * The day at whose end time 0 lies. Two conventions are in use and differ by a day of purchases: the day before the
   * first birth counts a customer born on the first day from then on (Fader, Hardie and Lee 2005); the day of the first
   * birth itself starts that customer at 0 (R package BTYD).
   */
  readonly origin: CalendarDate
  /** Length of a period and unit of the model's time. */
  readonly unit: TimeUnit
  /** How many periods; whole, 1 or more. */
  readonly periods: number
  /** Last day of which purchases are known (inclusive); nothing actual is shown past it. */
  readonly knownTo: CalendarDate
}

/**
 * Repeat purchases of a cohort over time, actual and expected by the model without regard to what individuals did: tells
 * whether the model has the course of the whole right, also past the data it was fitted to.
 *
 * @param model - which
 * @param parameters - of its fit
 * @param purchases - of the cohort, to the end of what is known
 * @param settings - origin, unit and number of periods
 * @throws InputInvalid where a row or a setting is out of bounds
 * @example
 * ```ts
 * import { mbgNbd, trackingCurve } from "@salesdept/core/loyalty/models"
 *
 * const purchases = [
 *   { customerId: "c1", on: "2026-01-05", amountMinor: 900_00 },
 *   { customerId: "c1", on: "2026-01-19", amountMinor: 450_00 },
 * ]
 * const settings = { origin: "2026-01-04", unit: "week", periods: 3, knownTo: "2026-01-25" } as const
 * const curve = trackingCurve(mbgNbd, { r: 0.525, alpha: 6.183, a: 0.891, b: 1.614 }, purchases, settings)
 * curve.map(({ endsOn, actual, expected }) => [endsOn, actual, expected])
 * // [["2026-01-11", 0, 0.0456…], ["2026-01-18", 0, 0.0962…], ["2026-01-25", 1, 0.144…]]
 * ```
 */
export const trackingCurve = <Name extends string>(
  model: NbdModel<Name>,
  parameters: ModelParameters<Name>,
  purchases: ReadonlyArray<Purchase>,
  settings: TrackingCurveSettings,
): ReadonlyArray<TrackingPoint> => {
  refuse(settingProblems(settings))
  const { unit, periods } = settings
  const [origin, knownTo, unitDays] = [dayNumberOf(settings.origin), dayNumberOf(settings.knownTo), timeUnitDays[unit]]
  const customersBorn = new Map<number, number>()
  const repeatDays: Array<number> = []
  for (const { days } of customerDays(purchases)) {
    const [born, ...repeats] = days
    customersBorn.set(born!, (customersBorn.get(born!) ?? 0) + 1)
    repeatDays.push(...repeats)
  }
  repeatDays.sort((left, right) => left - right)
  // Customers of one age are alike to the model, and ages return from period to period.
  const ofAge = new Map<number, number>()
  const expectedAt = (age: number): number => {
    let value = ofAge.get(age)
    if (value === undefined) {
      value = model.expectedPurchases(parameters, newCustomer, age)
      ofAge.set(age, value)
    }
    return value
  }
  const points: Array<TrackingPoint> = []
  let counted = 0
  let [lastActual, lastExpected] = [0, 0]
  for (let period = 1; period <= periods; period++) {
    const endDay = origin + period * unitDays
    while (counted < repeatDays.length && repeatDays[counted]! <= endDay) counted++
    let expected = 0
    for (const [born, customers] of customersBorn) {
      if (born < endDay) expected += customers * expectedAt((endDay - born) / unitDays)
    }
    const known = Math.floor(endDay) <= knownTo
    points.push({
      period,
      endsOn: dateOfDayNumber(Math.floor(endDay)),
      actual: known ? counted : null,
      expected,
      actualInPeriod: known ? counted - lastActual : null,
      expectedInPeriod: expected - lastExpected,
    })
    lastActual = counted
    lastExpected = expected
  }
  return points
}

const settingProblems = ({ origin, knownTo, unit, periods }: TrackingCurveSettings): ReadonlyArray<Problem> => [
  ...dateProblems("origin", origin),
  ...dateProblems("knownTo", knownTo),
  ...unitProblems(unit),
  ...wholeProblems("periods", periods, 1, 10_000),
]
