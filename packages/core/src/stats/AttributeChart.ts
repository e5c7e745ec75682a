import type { Problem } from "../shared/Problem.ts"
import { argumentProblem, finiteAbove0, rejectWhere, wholeFrom0To } from "./ArgumentProblem.ts"
import type { ControlRun } from "./ControlChart.ts"
import { controlRuns } from "./ControlChart.ts"

/** What is counted: a share of cases, or events per unit of opportunity. */
export type AttributeChartKind = "p" | "u"

/** One period of a chart. */
export interface AttributePoint {
  /** Cases with the property, or events; whole, 0 or more; on a p chart at most `size`. */
  readonly count: number
  /** On a p chart the cases, whole, 1 or more; on a u chart the opportunity, such as dialogs or days, above 0. */
  readonly size: number
}

/** A chart of shares or rates over periods of unequal size, which tells a signal from noise. */
export interface AttributeChart {
  /** What is counted. */
  readonly kind: AttributeChartKind
  /** Number of periods. */
  readonly n: number
  /** Share or rate over the baseline; null where there is none. */
  readonly centre: number | null
  /** Share or rate per period. */
  readonly values: ReadonlyArray<number>
  /** Upper limit per period; empty without a centre. */
  readonly upper: ReadonlyArray<number>
  /** Lower limit per period, 0 or more; empty without a centre. */
  readonly lower: ReadonlyArray<number>
  /**
   * How much more the periods vary than chance with a steady rate lets them, by which the limits were widened (Laney 2002); 1 where
   * they do not, or the baseline has fewer than two periods.
   */
  readonly overdispersion: number
  /** Whether the baseline is shorter than 12 periods, so that the limits are provisional. */
  readonly provisional: boolean
  /** Positions (from 0) outside the limits. */
  readonly outside: ReadonlyArray<number>
  /** Longest runs of eight or more on one side of the centre; a value on the line ends a run. */
  readonly runs: ReadonlyArray<ControlRun>
}

/** Settings of {@link attributeChart}. */
export interface AttributeChartSettings {
  /** How many first periods make centre and limits. Default: all. */
  readonly baselineCount?: number
  /** Whether limits are widened where periods vary more than chance alone. Default true; without it many cases give false alarms. */
  readonly isWidened?: boolean
}

const baselineWanted = 12
/** Mean range of two standard normal values: 2/√π. */
const meanRangeOfTwo = 2 / Math.sqrt(Math.PI)

/**
 * Chart of shares (p) or of rates (u) with limits at three standard deviations of each period's own size (Shewhart 1931), widened by
 * the variation between neighbouring periods where that is greater than chance explains (Laney 2002, p′ and u′).
 *
 * @param kind - `p` for shares of cases, `u` for events per opportunity
 * @param points - periods in order of time
 * @param settings - baseline (all periods by default), and whether limits are widened (true by default)
 * @throws InputInvalid listing every count, size and setting out of bounds
 *
 * @example
 * ```ts
 * import { attributeChart } from "@salesdept/core/stats"
 *
 * const weeks = [4, 6, 5, 3, 19].map((count) => ({ count, size: 60 }))
 * attributeChart("p", weeks, { baselineCount: 4 }).outside // [4]
 * ```
 */
export const attributeChart = (
  kind: AttributeChartKind,
  points: ReadonlyArray<AttributePoint>,
  settings: AttributeChartSettings = {},
): AttributeChart => {
  const { baselineCount = points.length, isWidened = true } = settings
  rejectWhere([
    ...points.flatMap((point, at) => pointProblems(kind, point, at)),
    ...baselineProblems(baselineCount, points),
  ])
  const baseline = points.slice(0, baselineCount)
  const values = points.map(({ count, size }) => count / size)
  const size = baseline.reduce((sum, point) => sum + point.size, 0)
  const base = { kind, n: points.length, values, provisional: baselineCount < baselineWanted }
  if (size === 0) return { ...base, centre: null, upper: [], lower: [], overdispersion: 1, outside: [], runs: [] }
  const centre = baseline.reduce((sum, point) => sum + point.count, 0) / size
  const spread = points.map((point) => Math.sqrt((kind === "p" ? centre * (1 - centre) : centre) / point.size))
  const overdispersion = isWidened ? overdispersionOf(values.slice(0, baselineCount), centre, spread) : 1
  const most = kind === "p" ? 1 : Number.POSITIVE_INFINITY
  const upper = spread.map((one) => Math.min(most, centre + 3 * overdispersion * one))
  const lower = spread.map((one) => Math.max(0, centre - 3 * overdispersion * one))
  const outside = values.flatMap((value, at) => (value > upper[at]! || value < lower[at]! ? [at] : []))
  return {
    ...base,
    centre,
    upper,
    lower,
    overdispersion,
    outside,
    runs: controlRuns(Float64Array.from(values), centre),
  }
}

// Standardised values vary by 1 where only chance is at work; their moving ranges tell what there is besides.
const overdispersionOf = (values: ReadonlyArray<number>, centre: number, spread: ReadonlyArray<number>): number => {
  const standard = values.map((value, at) => {
    const one = spread[at]!
    return one > 0 ? (value - centre) / one : 0
  })
  if (standard.length < 2) return 1
  const ranges = standard.slice(1).map((value, at) => Math.abs(value - standard[at]!))
  const mean = ranges.reduce((sum, range) => sum + range, 0) / ranges.length
  return Math.max(1, mean / meanRangeOfTwo)
}

const pointProblems = (
  kind: AttributeChartKind,
  { count, size }: AttributePoint,
  at: number,
): ReadonlyArray<Problem> => {
  const sizeHolds = kind === "p" ? Number.isSafeInteger(size) && size >= 1 : Number.isFinite(size) && size > 0
  const sizeProblem = sizeHolds
    ? []
    : [
        argumentProblem(
          `points[${at}].size`,
          size,
          kind === "p" ? { en: "a whole number, 1 or more", ru: "целое число не меньше 1" } : finiteAbove0,
        ),
      ]
  const most = kind === "p" ? size : Number.MAX_SAFE_INTEGER
  const countHolds = Number.isSafeInteger(count) && count >= 0 && !(count > most)
  return [...sizeProblem, ...(countHolds ? [] : [argumentProblem(`points[${at}].count`, count, wholeFrom0To(most))])]
}

const baselineProblems = (baselineCount: number, points: ReadonlyArray<AttributePoint>): ReadonlyArray<Problem> =>
  Number.isInteger(baselineCount) && baselineCount >= 0 && baselineCount <= points.length
    ? []
    : [argumentProblem("baselineCount", baselineCount, wholeFrom0To(points.length))]
