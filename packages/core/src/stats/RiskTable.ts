import type { Problem } from "../shared/Problem.ts"
import { argumentProblem, finiteProblems, rejectWhere, wholeFrom0To } from "./ArgumentProblem.ts"
import { ascending } from "./Quantile.ts"

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
 * @param durations - times, as columns
 * @param causes - per subject: 0 censored, 1 to `causeCount` the cause of its event
 * @param causeCount - number of causes, 1 to 255
 * @throws InputInvalid listing every row that is out of bounds
 */
export const riskTable = (durations: Durations, causes: Uint8Array, causeCount: number): RiskTable => {
  const { exits, entries } = durations
  rejectWhere(durationProblems(durations, causes, causeCount))
  const joining: Array<number> = []
  const leaving: Array<number> = []
  const eventTimes: Array<number> = []
  const perCause = Array.from({ length: causeCount }, (): Array<number> => [])
  for (let row = 0; row < exits.length; row++) {
    const exit = exits[row]!
    const entry = entries?.[row] ?? Number.NaN
    if (entry >= exit) continue
    joining.push(Number.isNaN(entry) ? Number.NEGATIVE_INFINITY : entry)
    leaving.push(exit)
    const cause = causes[row]!
    if (cause === 0) continue
    eventTimes.push(exit)
    perCause[cause - 1]!.push(exit)
  }
  const joins = ascending(joining)
  const leaves = ascending(leaving)
  const times = distinct(ascending(eventTimes))
  const atRisk = new Int32Array(times.length)
  let joined = 0
  let left = 0
  for (let i = 0; i < times.length; i++) {
    const time = times[i]!
    while (joined < joins.length && joins[joined]! < time) joined++
    while (left < leaves.length && leaves[left]! < time) left++
    atRisk[i] = joined - left
  }
  return {
    times,
    atRisk,
    events: perCause.map((exitsOfCause) => countsAt(times, ascending(exitsOfCause))),
    n: leaves.length,
    neverAtRisk: exits.length - leaves.length,
    lastTime: leaves.at(-1) ?? null,
  }
}

const durationProblems = (
  { exits, entries }: Durations,
  causes: Uint8Array,
  causeCount: number,
): ReadonlyArray<Problem> => {
  const rows = {
    en: `as many rows as exits (${exits.length})`,
    ru: `столько же строк, сколько в exits (${exits.length})`,
  }
  const problems = [...finiteProblems("exits", exits)]
  if (causes.length !== exits.length) problems.push(argumentProblem("causes.length", causes.length, rows))
  if (entries !== undefined && entries.length !== exits.length)
    problems.push(argumentProblem("entries.length", entries.length, rows))
  for (let row = 0; row < exits.length; row++) {
    if (exits[row]! < 0) {
      problems.push(argumentProblem(`exits[${row}]`, exits[row]!, { en: "0 or more", ru: "число не меньше 0" }))
    }
  }
  for (let row = 0; row < causes.length; row++) {
    if (causes[row]! > causeCount) {
      problems.push(argumentProblem(`causes[${row}]`, causes[row]!, wholeFrom0To(causeCount)))
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
