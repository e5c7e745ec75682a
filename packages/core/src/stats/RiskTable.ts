import type { ArgumentProblem } from "./StatsErrors.ts"
import { finiteProblems, problem, rejectWhere } from "./StatsErrors.ts"

/** Observed lengths of time, as columns with one row per subject. */
export interface Durations {
  /** Time from the start of the clock to the end of observation: finite, 0 or more, in any one unit. */
  readonly exits: Float64Array
  /** Time at which a subject came under observation (delayed entry); `NaN` for "from the start". Default: all from the start. */
  readonly entries?: Float64Array
}

/** Who was at risk and what happened, per distinct time of an event. */
export interface RiskTable {
  /** Distinct times of events, ascending. */
  readonly times: Float64Array
  /** Subjects at risk at each time: those with entry < time ≤ exit. */
  readonly atRisk: Int32Array
  /** Per cause (cause 1 first), events at each time. */
  readonly events: ReadonlyArray<Int32Array>
  /** Subjects that were ever at risk. */
  readonly n: number
  /** Subjects whose entry is not before their exit; they carry no information and are left out. */
  readonly neverAtRisk: number
  /** Longest observed time of subjects at risk; null where there are none. */
  readonly lastTime: number | null
}

/**
 * Builds the risk table. At equal times events come before censorings, so that a subject censored at t is at risk at t.
 *
 * @param operation - name of the function on whose behalf it works, for errors
 * @param durations - times, as columns
 * @param causes - per subject: 0 censored, 1 to `causeCount` the cause of its event
 * @param causeCount - number of causes, 1 to 255
 * @throws ArgumentsRejected listing every row that is out of bounds
 */
export const riskTable = (
  operation: string,
  durations: Durations,
  causes: Uint8Array,
  causeCount: number,
): RiskTable => {
  const { exits, entries } = durations
  rejectWhere(operation, durationProblems(durations, causes, causeCount))
  const kept: Array<number> = []
  for (let row = 0; row < exits.length; row++) if (!(entries !== undefined && entries[row]! >= exits[row]!)) kept.push(row)
  const leaving = Float64Array.from(kept, (row) => exits[row]!).sort()
  const joining = Float64Array.from(kept, (row) => {
    const entry = entries === undefined ? Number.NaN : entries[row]!
    return Number.isNaN(entry) ? Number.NEGATIVE_INFINITY : entry
  }).sort()
  const perCause = Array.from({ length: causeCount }, (_, index) =>
    Float64Array.from(
      kept.filter((row) => causes[row] === index + 1),
      (row) => exits[row]!,
    ).sort(),
  )
  const times = distinct(
    Float64Array.from(
      kept.filter((row) => causes[row]! > 0),
      (row) => exits[row]!,
    ).sort(),
  )
  const atRisk = new Int32Array(times.length)
  let joined = 0
  let left = 0
  for (let i = 0; i < times.length; i++) {
    const time = times[i]!
    while (joined < joining.length && joining[joined]! < time) joined++
    while (left < leaving.length && leaving[left]! < time) left++
    atRisk[i] = joined - left
  }
  return {
    times,
    atRisk,
    events: perCause.map((sorted) => countsAt(times, sorted)),
    n: kept.length,
    neverAtRisk: exits.length - kept.length,
    lastTime: leaving.at(-1) ?? null,
  }
}

const durationProblems = (
  { exits, entries }: Durations,
  causes: Uint8Array,
  causeCount: number,
): ReadonlyArray<ArgumentProblem> => {
  const rows = { en: `as many rows as exits (${exits.length})`, ru: `столько же строк, сколько в exits (${exits.length})` }
  const problems = [...finiteProblems("exits", exits)]
  if (causes.length !== exits.length) problems.push(problem("causes", causes.length, rows))
  if (entries !== undefined && entries.length !== exits.length) problems.push(problem("entries", entries.length, rows))
  for (let row = 0; row < exits.length; row++) {
    if (exits[row]! < 0) {
      problems.push(problem("exits", exits[row]!, { en: "0 or more", ru: "не меньше 0" }, row))
    }
  }
  for (let row = 0; row < causes.length; row++) {
    if (causes[row]! > causeCount) {
      problems.push(problem("causes", causes[row]!, { en: `0 to ${causeCount}`, ru: `от 0 до ${causeCount}` }, row))
    }
  }
  return problems
}

const distinct = (sorted: Float64Array): Float64Array => sorted.filter((time, i) => i === 0 || time !== sorted[i - 1])

const countsAt = (times: Float64Array, sorted: Float64Array): Int32Array => {
  const counts = new Int32Array(times.length)
  let at = 0
  for (const time of sorted) {
    while (times[at]! < time) at++
    counts[at]!++
  }
  return counts
}
