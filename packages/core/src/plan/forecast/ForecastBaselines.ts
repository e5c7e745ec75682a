import type { DealColumns } from "../../deal/DealFact.ts"
import type { DayRange } from "../facts/DayRange.ts"
import type { DealCredits } from "../facts/CreditedParts.ts"
import { wonByRep } from "../facts/CreditedParts.ts"

/**
 * Forecasts that need no model, to be beaten: `naive` repeats the period before, `seasonalNaive` the period a season ago, `runRate`
 * carries on what was won so far in the period.
 */
export type ForecastBaseline = "naive" | "seasonalNaive" | "runRate"

/** What baselines are made with. */
export interface BaselineSettings {
  /** The period. */
  readonly period: DayRange
  /** Look as known at the end of this day, a day number since 1970-01-01. */
  readonly asOfDay: number
  /** The period before; null where there is none. */
  readonly before: DayRange | null
  /** The period a season ago; null where there is none. */
  readonly seasonAgo: DayRange | null
  /** ISO 4217 code. */
  readonly currency: string
  /** Who is credited with deals that are split; all of a deal is its seller's by default. */
  readonly credits?: DealCredits
  /** Weight of a day, such as 1 for a working day and 0 for others; every day weighs 1 where absent. */
  readonly weightOfDay?: (day: number) => number
}

/** A baseline by rep; null where it cannot be made: there is no earlier period, or no day has passed. */
export type BaselineForecast = ReadonlyMap<string | null, number> | null

/**
 * A baseline forecast of won amounts by rep. Only closings up to the as-of day go in.
 *
 * @param columns - all deals
 * @param baseline - `naive`, `seasonalNaive` or `runRate`
 * @param settings - period, as-of day (its end), earlier periods, ISO 4217 code, weights of days (1 each by default)
 * @returns minor units by rep, `runRate` rounded; null where the earlier period is not there or not over, or no day of the period that weighs
 * anything has passed
 * @throws AmountUnsafe past 2^53−1 minor units
 *
 * @example
 * ```ts
 * import { dealColumns } from "@salesdept/core/deal/funnel"
 * import { baselineForecast } from "@salesdept/core/plan/forecast"
 * import { dayNumberOf } from "@salesdept/core/shared"
 *
 * const columns = dealColumns([
 *   {
 *     id: "17", clientId: "c4", ownerId: "ann", pipelineId: "sales", stageId: "done", outcome: "won", productId: "audit",
 *     amountMinor: 120_000_00, listAmountMinor: null, currency: "RUB", openedOn: "2026-10-01", closedOn: "2026-11-10",
 *   },
 * ])
 * const november = { fromDay: dayNumberOf("2026-11-01"), toDay: dayNumberOf("2026-12-01") }
 * const settings = { period: november, asOfDay: dayNumberOf("2026-11-15"), before: null, seasonAgo: null, currency: "RUB" }
 * baselineForecast(columns, "runRate", settings)?.get("ann") // 24000000
 * baselineForecast(columns, "naive", settings) // null
 * ```
 */
export const baselineForecast = (
  columns: DealColumns,
  baseline: ForecastBaseline,
  settings: BaselineSettings,
): BaselineForecast => {
  const { period, asOfDay, before, seasonAgo, currency, credits, weightOfDay = () => 1 } = settings
  if (baseline !== "runRate") {
    const range = baseline === "naive" ? before : seasonAgo
    if (range === null || range.toDay > asOfDay + 1) return null
    return wonByRep(columns, range, currency, credits)
  }
  const end = Math.min(period.toDay, asOfDay + 1)
  let [passed, total] = [0, 0]
  for (let day = period.fromDay; day < period.toDay; day++) {
    const weight = weightOfDay(day)
    total += weight
    if (day < end) passed += weight
  }
  if (passed === 0) return null
  const soFar = wonByRep(columns, { fromDay: period.fromDay, toDay: end }, currency, credits)
  return new Map([...soFar].map(([repId, wonMinor]) => [repId, Math.round((wonMinor * total) / passed)]))
}
