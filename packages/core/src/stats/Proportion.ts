import type { Interval } from "./Wilson.ts"
import { wilsonInterval } from "./Wilson.ts"

/** A share with all that is needed to judge it: what was counted, out of what, and how sure it is. */
export interface Proportion {
  /** How many have the property. */
  readonly numerator: number
  /** Out of how many. */
  readonly denominator: number
  /** The share, 0 to 1; null where the denominator is 0. */
  readonly ratio: number | null
  /** Its interval; null where the denominator is 0. */
  readonly interval: Interval | null
  /** How the interval was made: the score interval of Wilson (1927). */
  readonly method: "wilson"
}

/**
 * Makes a share with its interval (Wilson 1927).
 *
 * @param numerator - whole number, 0 to `denominator`
 * @param denominator - whole number, 0 or more
 * @param level - confidence level, between 0 and 1, both excluded. Default 0.95
 * @throws InputInvalid where an argument is outside these bounds
 *
 * @example
 * ```ts
 * import { proportion } from "@salesdept/core/stats"
 *
 * proportion(81, 263).ratio // 0.3079…
 * proportion(0, 0).ratio // null
 * ```
 */
export const proportion = (numerator: number, denominator: number, level = 0.95): Proportion => ({
  numerator,
  denominator,
  ratio: denominator === 0 ? null : numerator / denominator,
  interval: wilsonInterval(numerator, denominator, level),
  method: "wilson",
})
