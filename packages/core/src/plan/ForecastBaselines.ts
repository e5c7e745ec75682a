import type { DealColumns } from "../deal/DealFact.ts"
import type { DayRange } from "./ClosedDeals.ts"
import { closedDealsBy } from "./ClosedDeals.ts"

/**
 * Forecasts that need no model, to be beaten: `naive` repeats the period before, `seasonalNaive` the period a season ago, `runRate`
 * carries on what was won so far in the period.
 */
export type ForecastBaseline = "naive" | "seasonalNaive" | "runRate"

/** What baselines are made with. */
export interface BaselineSettings {
  /** The period. */
  readonly period: DayRange
  /** Look as known at the end of this day. */
  readonly asOfDay: number
  /** The period before; null where there is none. */
  readonly before: DayRange | null
  /** The period a season ago; null where there is none. */
  readonly seasonAgo: DayRange | null
  /** ISO 4217 code. */
  readonly currency: string
  /** Weight of a day, such as 1 for a working day and 0 for others; every day weighs 1 where absent. */
  readonly weightOfDay?: (day: number) => number
}

/** A baseline by rep; null where it cannot be made: there is no earlier period, or no day has passed. */
export type BaselineForecast = ReadonlyMap<string | null, number> | null

const wonBy = (columns: DealColumns, range: DayRange, currency: string): ReadonlyMap<string | null, number> =>
  new Map(
    closedDealsBy(columns, "owner", range, currency)
      .filter(({ won }) => won > 0)
      .map(({ key, wonMinor }) => [key, wonMinor]),
  )

/**
 * A baseline forecast of won amounts by rep. Only closings up to the as-of day go in.
 *
 * @param columns - all deals
 * @param baseline - which
 * @param settings - period, as-of day, earlier periods
 */
export const baselineForecast = (
  columns: DealColumns,
  baseline: ForecastBaseline,
  settings: BaselineSettings,
): BaselineForecast => {
  const { period, asOfDay, before, seasonAgo, currency, weightOfDay = () => 1 } = settings
  if (baseline !== "runRate") {
    const range = baseline === "naive" ? before : seasonAgo
    if (range === null || range.toDay > asOfDay + 1) return null
    return wonBy(columns, range, currency)
  }
  const end = Math.min(period.toDay, asOfDay + 1)
  let [passed, total] = [0, 0]
  for (let day = period.fromDay; day < period.toDay; day++) {
    const weight = weightOfDay(day)
    total += weight
    if (day < end) passed += weight
  }
  if (passed === 0) return null
  const soFar = wonBy(columns, { fromDay: period.fromDay, toDay: end }, currency)
  return new Map([...soFar].map(([repId, wonMinor]) => [repId, Math.round((wonMinor * total) / passed)]))
}
