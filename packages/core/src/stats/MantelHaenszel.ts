import type { Problem } from "../shared/Problem.ts"
import { argumentProblem, levelProblems, rejectWhere, wholeFrom0To } from "./ArgumentProblem.ts"
import { chiSquareTail } from "./ChiSquare.ts"
import { normalWidth } from "./NormalDistribution.ts"
import type { Interval } from "./Wilson.ts"

/** One stratum: two groups by two outcomes. Counts are whole, 0 or more. */
export type TwoByTwo = readonly [
  first: readonly [success: number, failure: number],
  second: readonly [success: number, failure: number],
]

/** A chi-square test. */
export interface ChiSquareTest {
  /** The statistic. */
  readonly statistic: number
  /** Degrees of freedom. */
  readonly degrees: number
  /** Its p-value. */
  readonly pValue: number
}

/** Association of group and outcome, held equal in all strata. */
export interface MantelHaenszel {
  /** How it was made. */
  readonly method: "mantel-haenszel"
  /** Strata that tell something: with both groups and both outcomes. */
  readonly informativeStrata: number
  /** Common odds ratio, first against second; null where the strata do not determine it. */
  readonly oddsRatio: number | null
  /** Its interval by the variance of Robins, Breslow and Greenland (1986); null where the ratio is 0 or has no value. */
  readonly interval: Interval | null
  /** Odds ratio of the table that ignores strata; null where it has no value. Where it differs much, strata matter. */
  readonly marginalOddsRatio: number | null
  /** Test of no association (Cochran 1954, Mantel and Haenszel 1959); null where no stratum is informative. */
  readonly test: ChiSquareTest | null
  /** Test of one odds ratio in all strata (Breslow and Day 1980); where it fails, do not pool. Null below two strata. */
  readonly homogeneity: ChiSquareTest | null
}

/** Settings of {@link mantelHaenszel}. */
export interface MantelHaenszelSettings {
  /** Whether the test of no association is corrected for continuity, by at most one half. Default true, as in R. */
  readonly continuityCorrection?: boolean
  /** Confidence level, between 0 and 1, both excluded. Default 0.95. */
  readonly level?: number
}

const tableProblems = (tables: ReadonlyArray<TwoByTwo>): ReadonlyArray<Problem> =>
  tables.flatMap((table, at) =>
    table.flatMap((row, i) =>
      row.flatMap((count, j) =>
        Number.isSafeInteger(count) && count >= 0
          ? []
          : [argumentProblem(`tables[${at}][${i}][${j}]`, count, wholeFrom0To(Number.MAX_SAFE_INTEGER))],
      ),
    ),
  )

/**
 * Compares two groups within strata and pools the comparisons: the odds ratio and the test of Mantel and Haenszel
 * (1959), and the test whether pooling is allowed. Use it where the groups were not assigned at random and differ in
 * what the strata hold (stage, source, size): a comparison across strata may even point the other way (Simpson 1951).
 *
 * @param tables - one per stratum: the first group's successes and failures, then the second's; whole, 0 or more
 * @param settings - continuity correction (true by default) and level (0.95 by default)
 * @throws InputInvalid where a count or the level is out of bounds
 *
 * @example
 * ```ts
 * import { mantelHaenszel } from "@salesdept/core/stats"
 * import type { TwoByTwo } from "@salesdept/core/stats"
 *
 * // Won and lost with the new script, and with the old one.
 * const warmLeads: TwoByTwo = [[20, 14], [10, 24]]
 * const coldLeads: TwoByTwo = [[15, 12], [3, 15]]
 * mantelHaenszel([warmLeads, coldLeads]).oddsRatio // 4.2181…
 * ```
 */
export const mantelHaenszel = (
  tables: ReadonlyArray<TwoByTwo>,
  settings: MantelHaenszelSettings = {},
): MantelHaenszel => {
  const { continuityCorrection = true, level = 0.95 } = settings
  rejectWhere([...tableProblems(tables), ...levelProblems(level)])
  const strata = tables.map(stratumOf).filter(({ n }) => n > 0)
  const informative = strata.filter(({ variance }) => variance > 0)
  const r = total(strata, ({ concordant }) => concordant)
  const s = total(strata, ({ discordant }) => discordant)
  const oddsRatio = r + s > 0 && s > 0 ? r / s : null
  const [a, b, c, d] = [0, 1, 2, 3].map((cell) => total(strata, ({ cells }) => cells[cell]!)) as [
    number,
    number,
    number,
    number,
  ]
  return {
    method: "mantel-haenszel",
    informativeStrata: informative.length,
    oddsRatio,
    interval: oddsRatio === null || oddsRatio === 0 ? null : intervalOf(strata, oddsRatio, r, s, level),
    marginalOddsRatio: b * c === 0 ? null : (a * d) / (b * c),
    test: testOf(informative, continuityCorrection),
    homogeneity:
      oddsRatio === null || oddsRatio === 0 || informative.length < 2 ? null : breslowDay(informative, oddsRatio),
  }
}

interface StratumSums {
  readonly cells: readonly [number, number, number, number]
  readonly n: number
  readonly concordant: number
  readonly discordant: number
  readonly expected: number
  readonly variance: number
}

const stratumOf = ([[a, b], [c, d]]: TwoByTwo): StratumSums => {
  const n = a + b + c + d
  return {
    cells: [a, b, c, d],
    n,
    concordant: (a * d) / n,
    discordant: (b * c) / n,
    expected: ((a + b) * (a + c)) / n,
    variance: n > 1 ? ((a + b) * (c + d) * (a + c) * (b + d)) / (n * n * (n - 1)) : 0,
  }
}

const total = <T>(items: ReadonlyArray<T>, of: (item: T) => number): number =>
  items.reduce((sum, item) => sum + of(item), 0)

const intervalOf = (
  strata: ReadonlyArray<StratumSums>,
  oddsRatio: number,
  r: number,
  s: number,
  level: number,
): Interval => {
  let [both, mixed, neither] = [0, 0, 0]
  for (const { cells, n, concordant, discordant } of strata) {
    const agree = (cells[0] + cells[3]) / n
    both += agree * concordant
    mixed += agree * discordant + (1 - agree) * concordant
    neither += (1 - agree) * discordant
  }
  const variance = both / (2 * r * r) + mixed / (2 * r * s) + neither / (2 * s * s)
  const factor = Math.exp(normalWidth(level) * Math.sqrt(variance))
  return { lower: oddsRatio / factor, upper: oddsRatio * factor, level }
}

const testOf = (strata: ReadonlyArray<StratumSums>, corrected: boolean): ChiSquareTest | null => {
  if (strata.length === 0) return null
  const excess = Math.abs(total(strata, ({ cells, expected }) => cells[0] - expected))
  const correction = corrected ? Math.min(0.5, excess) : 0
  const statistic = (excess - correction) ** 2 / total(strata, ({ variance }) => variance)
  return { statistic, degrees: 1, pValue: chiSquareTail(statistic, 1) }
}

const breslowDay = (strata: ReadonlyArray<StratumSums>, oddsRatio: number): ChiSquareTest => {
  const statistic = total(strata, ({ cells: [a, b, c, d] }) => {
    const expected = expectedFirst(a + b, a + c, a + b + c + d, oddsRatio)
    const others = [a + b - expected, a + c - expected, d - a + expected] as const
    const variance = 1 / (1 / expected + 1 / others[0] + 1 / others[1] + 1 / others[2])
    return (a - expected) ** 2 / variance
  })
  const degrees = strata.length - 1
  return { statistic, degrees, pValue: chiSquareTail(statistic, degrees) }
}

// The first cell of a table with these margins and this odds ratio: the one root of a quadratic that fits them.
const expectedFirst = (row: number, column: number, n: number, oddsRatio: number): number => {
  const quadratic = 1 - oddsRatio
  const linear = n - row - column + oddsRatio * (row + column)
  const constant = -oddsRatio * row * column
  // 2c / (−b − √(b² − 4ac)) has no trouble at an odds ratio of 1, where the quadratic term vanishes.
  return (-2 * constant) / (linear + Math.sqrt(linear * linear - 4 * quadratic * constant))
}
