import type { Message } from "@salesdept/core/shared"

/**
 * A figure that cannot be computed, with the reason. It stands where the number would stand, so that an absent
 * figure can never be read as zero.
 */
export interface Withheld {
  /** Why there is no figure, as a short phrase ("no closed deals in this period"). */
  readonly withheld: Message
}

/** A figure, or the reason why there is none. */
export type OrWithheld<Figure> = Figure | Withheld

/**
 * Whether a figure is withheld.
 *
 * @param figure - the figure, or the reason why there is none
 * @example
 * ```ts
 * import { isWithheld } from "@salesdept/report"
 *
 * isWithheld({ withheld: { en: "no closed deals", ru: "нет закрытых сделок" } }) // true
 * isWithheld({ amountMinor: 0, note: null }) // false
 * ```
 */
export const isWithheld = <Figure>(figure: OrWithheld<Figure>): figure is Withheld =>
  typeof figure === "object" && figure !== null && "withheld" in figure

/** An amount in the report's currency, with what must be known to read it. */
export interface Amount {
  /** Whole minor units of the report's currency; a safe integer, may be negative. */
  readonly amountMinor: number
  /** What the amount is made of or leaves out ("at list price", "12 unpriced deals not included"); null where plain. */
  readonly note: Message | null
}

/** A count, with what must be known to read it. */
export interface Count {
  /** How many, 0 or more. */
  readonly count: number
  /** What it could not see, so that it is a floor ("the source does not carry next steps (records: 3 of 40)"); null where plain. */
  readonly note: Message | null
}

/** A share with everything it was computed from. */
export interface Proportion {
  /** Cases counted, 0 to `denominator` (inclusive). */
  readonly numerator: number
  /** All cases looked at, from 1. */
  readonly denominator: number
  /** `numerator / denominator`, 0 to 1 (inclusive). */
  readonly rate: number
  /** Lower bound of the interval, 0 to 1. */
  readonly lower: number
  /** Upper bound of the interval, 0 to 1. */
  readonly upper: number
  /** Confidence of the interval, 0 to 1 (exclusive), such as 0.95. */
  readonly confidence: number
  /** Name of the interval's method, such as "Wilson score interval". */
  readonly method: Message
}

/** Days of a group of cases, summarised by its quantiles. */
export interface DaysSummary {
  /** Number of cases, from 1. */
  readonly count: number
  /** Lower quartile, days. */
  readonly p25Days: number
  /** Median, days. */
  readonly medianDays: number
  /** Upper quartile, days. */
  readonly p75Days: number
  /** Ninth decile, days. */
  readonly p90Days: number
}

/** A span of days, both ends included. A whole calendar month, quarter or year is named so when it is shown. */
export interface ReportPeriod {
  /** First day, `YYYY-MM-DD` (inclusive). */
  readonly from: string
  /** Last day, `YYYY-MM-DD` (inclusive). */
  readonly to: string
  /** A name of its own, such as one that says that it is not over; null to be named by the calendar. */
  readonly name: Message | null
  /** Label of the fiscal period it is, such as `FY2026-Q3`, by which it is named; not there where it is none. */
  readonly fiscal?: string
}
