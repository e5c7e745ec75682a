import type { Message } from "@salesdept/core/shared"
import type { OrWithheld, ReportPeriod } from "./Figure.ts"

/** Where one rep, or the department, will land; amounts in minor units. */
export interface ForecastRow {
  /** The rep's name; null for what nobody owns, and on the total. */
  readonly repName: string | null
  /** Won already. */
  readonly wonMinor: number
  /** Expected of open deals. */
  readonly openMinor: number
  /** Expected of deals that are not there yet. */
  readonly newMinor: number
  /** The three together. */
  readonly landingMinor: number
  /** Lower end of the interval. */
  readonly lowerMinor: number
  /** Half of the draws land below. */
  readonly medianMinor: number
  /** Upper end of the interval. */
  readonly upperMinor: number
  /** The target; withheld where none was set. */
  readonly targetMinor: OrWithheld<number>
  /** Chance of reaching it, 0 to 1: either alone where it is reached already, or the period is over; withheld without a target. */
  readonly chance: OrWithheld<number>
}

/** Forecast of the period under way. */
export interface ForecastSection {
  /** The period. */
  readonly period: ReportPeriod
  /** Days of the period that are over, 0 or more. */
  readonly elapsedDays: number
  /** All its days. */
  readonly days: number
  /** How it was made, in a sentence. */
  readonly method: Message
  /** Share of draws that the intervals hold. */
  readonly level: number
  /** The department. */
  readonly total: ForecastRow
  /** The reps; in every part they sum to the department, ends of intervals excepted. */
  readonly reps: ReadonlyArray<ForecastRow>
  /** How to read it, and what is not in it. */
  readonly notes: ReadonlyArray<Message>
}
