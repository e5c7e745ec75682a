import { argumentProblem, finiteProblems, rejectWhere, wholeFrom0To } from "./ArgumentProblem.ts"
import { moments } from "./Moments.ts"
import { median } from "./Quantile.ts"

/** Limits of an XmR chart. */
export interface ControlLimits {
  /** Central line. */
  readonly centre: number
  /** Mean (or median) of the moving ranges. */
  readonly movingRange: number
  /** Upper natural process limit. */
  readonly upper: number
  /** Lower natural process limit, not below the floor. */
  readonly lower: number
  /** Upper limit of the moving ranges. */
  readonly upperRange: number
}

/** A run of neighbouring points on one side of the central line. */
export interface ControlRun {
  /** Position of its first point, from 0. */
  readonly from: number
  /** Position of its last point (inclusive). */
  readonly to: number
  /** Which side. */
  readonly side: "above" | "below"
}

/** A chart of individual values and moving ranges, which tells a signal from noise. */
export interface ControlChart {
  /** Whether limits come from means or from medians. */
  readonly method: "xmr-mean" | "xmr-median"
  /** Number of values. */
  readonly n: number
  /** How many first values the limits were computed from. */
  readonly baselineCount: number
  /**
   * Limits; null where the baseline has fewer than two values, and by medians where most neighbours are alike though not all: their
   * median range is then 0, and limits without width would call every other value a signal.
   */
  readonly limits: ControlLimits | null
  /** Whether the baseline is shorter than 12 values, so that the limits are provisional. */
  readonly provisional: boolean
  /** Absolute differences of neighbours; the i-th belongs to value i + 1. */
  readonly movingRanges: ReadonlyArray<number>
  /** Positions (from 0) of values outside the limits. */
  readonly outside: ReadonlyArray<number>
  /** Positions of values whose moving range is above its limit. */
  readonly rangeOutside: ReadonlyArray<number>
  /** Longest runs of eight or more values on one side of the central line; a value on the line ends a run. */
  readonly runs: ReadonlyArray<ControlRun>
  /** Positions at which at least three of the last four values are nearer one limit than the central line. */
  readonly threeOfFour: ReadonlyArray<number>
}

/** Settings of {@link controlChart}. */
export interface ControlChartSettings {
  /** `mean` by default; `median` is less moved by a few extreme values in the baseline. */
  readonly centre?: "mean" | "median"
  /** How many first values make the limits: freeze the baseline here so that later values do not move it. Default: all. */
  readonly baselineCount?: number
  /** Least value possible, such as 0 for counts: the lower limit does not go below it. Default: none. */
  readonly floor?: number
}

// Factors as Wheeler prints them: 3/d2 and D4 for ranges of two (mean), and their median counterparts.
const factors = { mean: { limit: 2.66, range: 3.267 }, median: { limit: 3.145, range: 3.865 } } as const
const baselineWanted = 12
const runLength = 8

/**
 * XmR chart (Wheeler 1993, "Understanding Variation"): limits at the centre ± 2.66 mean moving ranges (3.145 median
 * ones), and three rules: a value outside the limits; a run of eight on one side; three of four nearer a limit than the
 * centre. Take seasonality and working days out first, or the season itself will signal.
 *
 * @param values - finite values in order of time
 * @param settings - centre (`mean` by default), baseline (all values by default) and floor (none by default)
 * @throws InputInvalid where a value is not finite, the baseline is not 0 to the number of values, or the floor is no number
 *
 * @example
 * ```ts
 * import { controlChart } from "@salesdept/core/stats"
 *
 * const callsByDay = [12, 14, 11, 13, 12, 13, 12, 14, 11, 13, 12, 13, 30]
 * controlChart(callsByDay, { baselineCount: 12, floor: 0 }).outside // [12]
 * ```
 */
export const controlChart = (values: ArrayLike<number>, settings: ControlChartSettings = {}): ControlChart => {
  const { centre: kind = "mean", baselineCount = values.length, floor = Number.NEGATIVE_INFINITY } = settings
  const problems = [...finiteProblems("values", values)]
  if (!Number.isInteger(baselineCount) || baselineCount < 0 || baselineCount > values.length) {
    problems.push(argumentProblem("baselineCount", baselineCount, wholeFrom0To(values.length)))
  }
  if (Number.isNaN(floor)) problems.push(argumentProblem("floor", floor, { en: "a number", ru: "число" }))
  rejectWhere(problems)
  const series = Float64Array.from(values)
  const movingRanges = Array.from({ length: Math.max(0, series.length - 1) }, (_, i) =>
    Math.abs(series[i + 1]! - series[i]!),
  )
  const limits = limitsOf(
    series.subarray(0, baselineCount),
    movingRanges.slice(0, Math.max(0, baselineCount - 1)),
    kind,
    floor,
  )
  const signals = limits === null ? noSignals : signalsOf(series, movingRanges, limits)
  return {
    method: kind === "mean" ? "xmr-mean" : "xmr-median",
    n: series.length,
    baselineCount,
    limits,
    provisional: baselineCount < baselineWanted,
    movingRanges,
    ...signals,
  }
}

type Signals = Pick<ControlChart, "outside" | "rangeOutside" | "runs" | "threeOfFour">

const noSignals: Signals = { outside: [], rangeOutside: [], runs: [], threeOfFour: [] }

const limitsOf = (
  baseline: Float64Array,
  ranges: ReadonlyArray<number>,
  kind: "mean" | "median",
  floor: number,
): ControlLimits | null => {
  const average = (list: ArrayLike<number>): number | null => (kind === "mean" ? moments(list).mean : median(list))
  const centre = average(baseline)
  const movingRange = average(ranges)
  if (centre === null || movingRange === null) return null
  if (movingRange === 0 && ranges.some((range) => range > 0)) return null
  const { limit, range } = factors[kind]
  return {
    centre,
    movingRange,
    upper: centre + limit * movingRange,
    lower: Math.max(floor, centre - limit * movingRange),
    upperRange: range * movingRange,
  }
}

const signalsOf = (series: Float64Array, movingRanges: ReadonlyArray<number>, limits: ControlLimits): Signals => {
  const { centre, upper, upperRange } = limits
  // Half-way is judged on the limits as computed: the floor must not draw the lower one nearer.
  const half = (upper - centre) / 2
  const outside: Array<number> = []
  const threeOfFour: Array<number> = []
  for (let i = 0; i < series.length; i++) {
    if (series[i]! > upper || series[i]! < limits.lower) outside.push(i)
    if (i < 3) continue
    const four = series.subarray(i - 3, i + 1)
    const high = four.filter((value) => value > centre + half).length
    const low = four.filter((value) => value < centre - half).length
    if (high >= 3 || low >= 3) threeOfFour.push(i)
  }
  const rangeOutside = movingRanges.flatMap((range, i) => (range > upperRange ? [i + 1] : []))
  return { outside, rangeOutside, runs: controlRuns(series, centre), threeOfFour }
}

// A line that is a mean may miss the value that it equals by rounding.
const sideOf = (value: number, centre: number): number =>
  Math.abs(value - centre) <= 1e-12 * Math.max(Math.abs(value), Math.abs(centre)) ? 0 : Math.sign(value - centre)

/** Longest runs of eight or more values on one side of a line; a value on the line (to twelve digits) ends a run. */
export const controlRuns = (series: Float64Array, centre: number): ReadonlyArray<ControlRun> => {
  const runs: Array<ControlRun> = []
  let from = 0
  for (let i = 1; i <= series.length; i++) {
    const side = sideOf(series[from]!, centre)
    if (i < series.length && sideOf(series[i]!, centre) === side) continue
    if (side !== 0 && i - from >= runLength) runs.push({ from, to: i - 1, side: side > 0 ? "above" : "below" })
    from = i
  }
  return runs
}
