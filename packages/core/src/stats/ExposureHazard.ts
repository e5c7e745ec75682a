import type { Problem } from "../shared/Problem.ts"
import { argumentProblem, finiteProblems, levelProblems, rejectWhere } from "./ArgumentProblem.ts"
import { chiSquareTail } from "./ChiSquare.ts"
import type { ChiSquareTest } from "./MantelHaenszel.ts"
import { normalWidth } from "./NormalDistribution.ts"
import type { Interval } from "./Wilson.ts"

/** Subjects under observation, as columns with one row each. */
export interface ExposureColumns {
  /** Time from the start of the clock to the end of observation: finite, 0 or more, in any one unit. */
  readonly exits: Float64Array
  /** 1 where the event came at the exit, 0 where observation only ended. */
  readonly events: Uint8Array
  /** Time at which a subject became exposed, 0 or more; `NaN` where never. One at or after the exit counts as never. */
  readonly exposedAt: Float64Array
  /** Stratum of each subject, whole numbers; subjects are compared within strata only. All in one where left out. */
  readonly strata?: Int32Array
}

/** What goes with exposure that begins at its own time. */
export interface ExposureHazard {
  /** How it was made. */
  readonly method: "mantel-byar"
  /** Events among the exposed. */
  readonly observed: number
  /** Events expected among the exposed where exposure had nothing to do with them. */
  readonly expected: number
  /** Variance of `observed` in that case (hypergeometric, over risk sets); 0 without information. */
  readonly variance: number
  /** Events that could be compared: with both the exposed and the others at risk. */
  readonly informativeEvents: number
  /** Rate of events, exposed against not, by Mantel and Haenszel's weights over risk sets; null where not determined. */
  readonly hazardRatio: number | null
  /** Its interval by the variance of Greenland and Robins (1985); null where the ratio is 0 or not determined. */
  readonly interval: Interval | null
  /** Test of no difference (Mantel and Byar 1974; the log-rank test where exposure never changes); null without information. */
  readonly test: ChiSquareTest | null
}

/**
 * Compares the rate of an event between subjects that are exposed and those that are not, where exposure begins while they
 * are observed. At each event all that are still at risk are compared by what they were **then**: time before exposure counts
 * as unexposed. Counting it as exposed, because exposure came later, would credit exposure with having waited for it (the bias of
 * immortal time), and find effects that are not there. The test is that of Mantel and Byar (1974), the ratio that of Mantel and Haenszel
 * (1959) over risk sets, its interval by the variance of Greenland and Robins (1985).
 *
 * @param columns - subjects
 * @param level - confidence level, between 0 and 1, both excluded. Default 0.95
 * @throws InputInvalid listing every row that is out of bounds
 *
 * @example
 * ```ts
 * import { exposureHazard } from "@salesdept/core/stats"
 *
 * const daysToPurchase = {
 *   exits: Float64Array.of(5, 8, 9, 12, 14),
 *   events: Uint8Array.of(1, 1, 0, 1, 1),
 *   exposedAt: Float64Array.of(Number.NaN, 3, Number.NaN, 4, Number.NaN), // the day of the campaign's letter
 * }
 * exposureHazard(daysToPurchase).hazardRatio // 2.5
 * ```
 */
export const exposureHazard = (columns: ExposureColumns, level = 0.95): ExposureHazard => {
  rejectWhere([...columnProblems(columns), ...levelProblems(level)])
  const sums = { observed: 0, expected: 0, variance: 0, informative: 0, first: 0, second: 0, spread: 0 }
  for (const rows of rowsByStratum(columns)) addStratum(columns, rows, sums)
  const { first, second, spread, variance } = sums
  const hazardRatio = second > 0 ? first / second : null
  const factor = Math.exp(normalWidth(level) * Math.sqrt(spread / (first * second)))
  const statistic = (sums.observed - sums.expected) ** 2 / variance
  return {
    method: "mantel-byar",
    observed: sums.observed,
    expected: sums.expected,
    variance,
    informativeEvents: sums.informative,
    hazardRatio,
    interval:
      hazardRatio === null || first === 0 ? null : { lower: hazardRatio / factor, upper: hazardRatio * factor, level },
    test: variance > 0 ? { statistic, degrees: 1, pValue: chiSquareTail(statistic, 1) } : null,
  }
}

interface Sums {
  observed: number
  expected: number
  variance: number
  informative: number
  first: number
  second: number
  spread: number
}

const ascendingBy = (values: Float64Array, rows: ReadonlyArray<number>): ReadonlyArray<number> =>
  rows.toSorted((left, right) => values[left]! - values[right]!)

const rowsByStratum = ({ exits, strata }: ExposureColumns): Iterable<ReadonlyArray<number>> => {
  const groups = new Map<number, Array<number>>()
  for (let row = 0; row < exits.length; row++) {
    const stratum = strata?.[row] ?? 0
    const group = groups.get(stratum)
    if (group === undefined) groups.set(stratum, [row])
    else group.push(row)
  }
  return groups.values()
}

// Walks through the distinct times of events with three sorted lists: who leaves, who becomes exposed, which of the exposed leaves.
const addStratum = (columns: ExposureColumns, rows: ReadonlyArray<number>, sums: Sums): void => {
  const { exits, events, exposedAt } = columns
  const everExposed = rows.filter((row) => exposedAt[row]! < exits[row]!)
  const leaving = ascendingBy(exits, rows)
  const exposing = ascendingBy(exposedAt, everExposed)
  const leavingExposed = ascendingBy(exits, everExposed)
  const isExposed = new Set(everExposed)
  let [left, exposed, leftExposed] = [0, 0, 0]
  for (let at = 0; at < leaving.length;) {
    const time = exits[leaving[at]!]!
    let [all, ofExposed] = [0, 0]
    let next = at
    for (; next < leaving.length && exits[leaving[next]!] === time; next++) {
      const row = leaving[next]!
      if (events[row] === 0) continue
      all++
      if (isExposed.has(row)) ofExposed++
    }
    at = next
    if (all === 0) continue
    while (left < leaving.length && exits[leaving[left]!]! < time) left++
    // Exposed at the very moment of the event is not exposed before it.
    while (exposed < exposing.length && exposedAt[exposing[exposed]!]! < time) exposed++
    while (leftExposed < leavingExposed.length && exits[leavingExposed[leftExposed]!]! < time) leftExposed++
    addRiskSet(sums, all, ofExposed, leaving.length - left, exposed - leftExposed)
  }
}

const addRiskSet = (sums: Sums, events: number, ofExposed: number, atRisk: number, exposed: number): void => {
  const others = atRisk - exposed
  sums.observed += ofExposed
  sums.expected += (events * exposed) / atRisk
  if (exposed === 0 || others === 0) return
  sums.informative += events
  sums.variance += (events * exposed * others * (atRisk - events)) / (atRisk * atRisk * (atRisk - 1))
  sums.first += (ofExposed * others) / atRisk
  sums.second += ((events - ofExposed) * exposed) / atRisk
  sums.spread += (events * exposed * others) / (atRisk * atRisk)
}

const columnProblems = ({ exits, events, exposedAt, strata }: ExposureColumns): ReadonlyArray<Problem> => {
  const rows = {
    en: `as many rows as exits (${exits.length})`,
    ru: `столько же строк, сколько в exits (${exits.length})`,
  }
  const from0 = { en: "0 or more", ru: "число не меньше 0" }
  const problems = [...finiteProblems("exits", exits)]
  for (const [path, column] of Object.entries({ events, exposedAt, ...(strata === undefined ? {} : { strata }) })) {
    if (column.length !== exits.length) problems.push(argumentProblem(`${path}.length`, column.length, rows))
  }
  for (let row = 0; row < exits.length; row++) {
    if (exits[row]! < 0) problems.push(argumentProblem(`exits[${row}]`, exits[row]!, from0))
    if (events[row]! > 1) {
      problems.push(argumentProblem(`events[${row}]`, events[row]!, { en: "0 or 1", ru: "0 или 1" }))
    }
    if (exposedAt[row]! < 0 || exposedAt[row] === Number.POSITIVE_INFINITY) {
      problems.push(argumentProblem(`exposedAt[${row}]`, exposedAt[row]!, from0))
    }
  }
  return problems
}
