import { chiSquareTail } from "../stats/ChiSquare.ts"
import type { ExposureColumns, ExposureHazard } from "../stats/ExposureHazard.ts"
import { exposureHazard } from "../stats/ExposureHazard.ts"
import type { Interval } from "../stats/Wilson.ts"

/** What goes with the use of a step in how deals end: won rather than lost. */
export interface WinOdds {
  /** How fast deals are won after its use against without it. */
  readonly won: ExposureHazard
  /** How fast they are lost. */
  readonly lost: ExposureHazard
  /**
   * Odds that a deal which ends is won rather than lost, after the use against without it: the ratio of the two rates; above 1 more is won.
   * Null where either is not determined.
   */
  readonly oddsRatio: number | null
  /** Its interval: the two rates' errors are independent, and add up; null likewise, and where a rate is 0. */
  readonly interval: Interval | null
  /** The logarithm of the odds ratio in one step from no difference (Peto); its sign is the direction of the test. */
  readonly logOdds: number
  /** P-value of no difference, by that step and its variance; null where nothing was won or nothing lost that could be compared. */
  readonly pValue: number | null
}

const widthOf = ({ hazardRatio, interval }: ExposureHazard): number | null =>
  hazardRatio === null || interval === null ? null : Math.log(interval.upper / hazardRatio)

/**
 * Compares how deals end after a step's use and without it. A step that makes a deal more likely to be won hardly makes it won **sooner**:
 * deals that would be lost go early, and of those still open later most are won, with the step and without it. So the rate of being won
 * alone hides the step. The rates of being won and of being lost have the same deals still open in them; in their ratio these cancel out,
 * and what is left is the odds of the one against the other. Each rate counts time before the use as without it, so that the ratio does too.
 *
 * @param columns - deals until they ended, without how
 * @param ended - by deal 1 where it ended so
 * @param level - confidence level, between 0 and 1, both excluded
 */
export const winOdds = (
  columns: Omit<ExposureColumns, "events">,
  ended: { readonly won: Uint8Array; readonly lost: Uint8Array },
  level: number,
): WinOdds => {
  const won = exposureHazard({ ...columns, events: ended.won }, level)
  const lost = exposureHazard({ ...columns, events: ended.lost }, level)
  const step = ({ observed, expected, variance }: ExposureHazard): number =>
    variance > 0 ? (observed - expected) / variance : 0
  const logOdds = step(won) - step(lost)
  const isCompared = won.variance > 0 && lost.variance > 0
  const [first, second] = [won.hazardRatio, lost.hazardRatio]
  const oddsRatio = first === null || second === null || second === 0 ? null : first / second
  const [wonWidth, lostWidth] = [widthOf(won), widthOf(lost)]
  const factor = wonWidth === null || lostWidth === null ? null : Math.exp(Math.hypot(wonWidth, lostWidth))
  return {
    won,
    lost,
    oddsRatio,
    interval:
      oddsRatio === null || factor === null ? null : { lower: oddsRatio / factor, upper: oddsRatio * factor, level },
    logOdds,
    pValue: isCompared ? chiSquareTail(logOdds ** 2 / (1 / won.variance + 1 / lost.variance), 1) : null,
  }
}
