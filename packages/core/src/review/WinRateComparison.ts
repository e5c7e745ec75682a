import { outcomeCodes } from "../deal/DealFact.ts"
import { selectDeals } from "../deal/DealRows.ts"
import type { Kitagawa, Stratum } from "../plan/decomposition/Kitagawa.ts"
import { kitagawa } from "../plan/decomposition/Kitagawa.ts"
import { textAt } from "../shared/Columns.ts"
import type { DateRange } from "../shared/Period.ts"
import type { Interval } from "../stats/Wilson.ts"
import { wilsonInterval } from "../stats/Wilson.ts"
import type { DealRow } from "./OpenDeals.ts"
import { dealAt } from "./OpenDeals.ts"
import type { ReviewFacts } from "./ReviewFacts.ts"
import { byOwner } from "./Scopes.ts"

/** A rep's win rate beside what the others win on the same mix of products. */
export interface WinRateComparison {
  /** The rep. */
  readonly ownerId: string
  /** The rep's deals closed in the period, of products that others closed too. */
  readonly deals: ReadonlyArray<DealRow>
  /** Of them won. */
  readonly won: number
  /** The others' win rate, product by product, at the rep's own mix: 0 to 1. */
  readonly expectedRate: number
  /** The rep's win rate less the expected one. */
  readonly difference: number
  /**
   * The difference drawn towards 0, the more so the fewer deals there are and the less reps differ among themselves: the posterior mean
   * of normal differences whose spread is estimated from all reps (Efron and Morris 1975).
   */
  readonly shrunk: number
  /** Interval of the difference. Where it does not hold 0, the difference is beyond chance. */
  readonly interval: Interval
  /** What of the crude gap to the others is mix and what is rate. */
  readonly split: Kitagawa
}

/** Comparisons of a department's reps. */
export interface WinRateComparisons {
  /** Reps with enough closed deals, by id. */
  readonly comparisons: ReadonlyArray<WinRateComparison>
  /** Reps who closed deals, but too few to be judged. */
  readonly withheldCount: number
}

interface ClosedDeal extends DealRow {
  readonly stratum: string
  readonly isWon: boolean
}

const closedDealsOf = ({ deals }: ReviewFacts, { from, to }: DateRange): ReadonlyArray<ClosedDeal> =>
  [...selectDeals(deals, { closed: { from, to } }).rows].map((row) => ({
    ...dealAt(deals, row),
    // A space cannot begin an id, so deals without a product never mix with those of one.
    stratum: textAt(deals.product, row) ?? " ",
    isWon: deals.outcome[row] === outcomeCodes.won,
  }))

const wonOf = (deals: ReadonlyArray<ClosedDeal>): number => deals.filter(({ isWon }) => isWon).length

const countsOf = (deals: ReadonlyArray<ClosedDeal>): ReadonlyMap<string, { cases: number; won: number }> => {
  const counts = new Map<string, { cases: number; won: number }>()
  for (const { stratum, isWon } of deals) {
    const count = counts.get(stratum) ?? { cases: 0, won: 0 }
    count.cases++
    if (isWon) count.won++
    counts.set(stratum, count)
  }
  return counts
}

const compared = (
  ownerId: string,
  own: ReadonlyArray<ClosedDeal>,
  all: ReadonlyMap<string, { readonly cases: number; readonly won: number }>,
  level: number,
): Omit<WinRateComparison, "shrunk"> | null => {
  const mine = countsOf(own)
  const strata = [...all]
    .toSorted(([left], [right]) => (left < right ? -1 : 1))
    .flatMap(([stratum, total]): ReadonlyArray<Stratum> => {
      const count = mine.get(stratum) ?? { cases: 0, won: 0 }
      const [baseCases, baseTotal] = [total.cases - count.cases, total.won - count.won]
      // A product that only the rep sells has nothing to be compared with.
      return baseCases === 0
        ? []
        : [{ stratum, baseCases, baseTotal, actualCases: count.cases, actualTotal: count.won }]
    })
  const shared = new Set(strata.map(({ stratum }) => stratum))
  const deals = own.filter(({ stratum }) => shared.has(stratum))
  const [cases, won] = [deals.length, wonOf(deals)]
  const range = wilsonInterval(won, cases, level)
  if (range === null) return null
  let expectedRate = 0
  let below = (won / cases - range.lower) ** 2
  let above = (range.upper - won / cases) ** 2
  for (const { baseCases, baseTotal, actualCases } of strata) {
    const weight = actualCases / cases
    const others = wilsonInterval(baseTotal, baseCases, level)
    if (weight === 0 || others === null) continue
    const rate = baseTotal / baseCases
    expectedRate += weight * rate
    below += (weight * (others.upper - rate)) ** 2
    above += (weight * (rate - others.lower)) ** 2
  }
  const difference = won / cases - expectedRate
  const interval = { lower: difference - Math.sqrt(below), upper: difference + Math.sqrt(above), level }
  return { ownerId, deals, won, expectedRate, difference, interval, split: kitagawa(strata) }
}

/** Draws each difference towards 0 by how much of the spread of all differences chance explains. */
const shrunken = (comparisons: ReadonlyArray<Omit<WinRateComparison, "shrunk">>): ReadonlyArray<WinRateComparison> => {
  const noise = comparisons.map(({ expectedRate, deals }) => {
    // Half a case of each kind keeps others who won all or nothing from making a few deals certain (Jeffreys' prior).
    const rate = (expectedRate * deals.length + 0.5) / (deals.length + 1)
    return (rate * (1 - rate)) / deals.length
  })
  const excess = comparisons.reduce((sum, { difference }, at) => sum + difference ** 2 - noise[at]!, 0)
  const spread = comparisons.length === 0 ? 0 : Math.max(0, excess / comparisons.length)
  return comparisons.map((comparison, at) => {
    const weight = spread + noise[at]! > 0 ? spread / (spread + noise[at]!) : 0
    return { ...comparison, shrunk: comparison.difference * weight }
  })
}

/**
 * Compares each rep's win rate with that of all others on the rep's own mix of products, so that easy products make no
 * heroes. The interval joins the Wilson limits of the rep's rate and of the others' rates per product by the MOVER method
 * (Newcombe 1998, method 10; Zou and Donner 2008). With many reps some differ by chance: the level is raised so that the
 * stated one holds for all comparisons together (Bonferroni).
 *
 * @param facts - what was read
 * @param closed - days of closing (the end is exclusive)
 * @param minimumClosed - closed deals needed to judge a rep, of products that others closed too; whole, 1 or more
 * @param level - confidence level for all comparisons together, between 0 and 1, both excluded
 * @example
 * ```ts
 * import { dealColumns } from "@salesdept/core/deal/funnel"
 * import { compareWinRates } from "@salesdept/core/review/comparisons"
 *
 * const stage = { clientId: null, productId: null, pipelineId: "sales", stageId: "done", currency: "RUB", openedOn: "2026-01-15" }
 * const money = { amountMinor: 50_000_00, listAmountMinor: null, closedOn: "2026-03-10" }
 * const closedBy = (ownerId: string, won: number) =>
 *   Array.from({ length: 40 }, (_, i) => {
 *     const outcome: "won" | "lost" = i < won ? "won" : "lost"
 *     return { id: `deal_${ownerId}${i}`, ownerId, outcome, ...stage, ...money }
 *   })
 * const deals = dealColumns([...closedBy("ann", 30), ...closedBy("bob", 10)])
 * const unread = { control: null, nextSteps: null, activity: null, followUp: null, attainment: null, variance: null }
 * const facts = { on: "2026-03-31", currency: "RUB", deals, productNames: {}, filledOnlyAtClose: [], ...unread }
 * const { comparisons } = compareWinRates(facts, { from: "2026-01-01", to: "2026-04-01" }, 20, 0.95)
 * comparisons.map(({ ownerId, difference, interval }) => [ownerId, difference, interval.lower]) // [["ann", 0.5, 0.2…], ["bob", -0.5, …]]
 * ```
 */
export const compareWinRates = (
  facts: ReviewFacts,
  closed: DateRange,
  minimumClosed: number,
  level: number,
): WinRateComparisons => {
  const deals = closedDealsOf(facts, closed)
  const owners = byOwner(deals)
  const judged = owners.filter(([, own]) => own.length >= minimumClosed)
  const all = countsOf(deals)
  const each = 1 - (1 - level) / Math.max(1, judged.length)
  const comparisons = judged
    .map(([ownerId, own]) => compared(ownerId, own, all, each))
    .filter((comparison) => comparison !== null)
    .filter((comparison) => comparison.deals.length >= minimumClosed)
  return { comparisons: shrunken(comparisons), withheldCount: owners.length - comparisons.length }
}
