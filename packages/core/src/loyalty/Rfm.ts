import type { CalendarDate } from "../shared/CalendarDate.ts"
import { dayNumberOf } from "../shared/CalendarDate.ts"
import { addMinor } from "../shared/Money.ts"
import type { Problem } from "../shared/Problem.ts"
import { atLeastProblems, dateProblems, refuse, wholeProblems } from "./Bounds.ts"
import { loyaltyProblem } from "./LoyaltyErrors.ts"
import type { Purchase } from "./Purchase.ts"
import { purchaseProblems } from "./Purchase.ts"

/** Recency, frequency and spend of a customer in a window. */
export interface RfmFact {
  /** Who. */
  readonly customerId: string
  /** Days from the last purchase to the day of reference; whole, 0 or more. */
  readonly recencyDays: number
  /** Purchases in the window, counted as the settings say; 1 or more. */
  readonly frequency: number
  /** Spend in the window, minor units: total, or mean per counted purchase, not rounded. */
  readonly spendMinor: number
}

/** What counts as recency, frequency and spend. */
export interface RfmSettings {
  /** The day of reference (inclusive); later purchases are not read. */
  readonly on: CalendarDate
  /** First day of the window (inclusive), not after the day of reference. Default: from the first purchase. */
  readonly from?: CalendarDate
  /** Count days with a purchase (default: two orders of a day are one), or every row. */
  readonly count?: "days" | "rows"
  /** Total spend (default), or mean per counted purchase, which tells more beside frequency. */
  readonly spend?: "total" | "mean"
}

/** Scores of a customer, 1 (worst) to the number of bins (best). */
export interface RfmScore {
  /** Who. */
  readonly customerId: string
  /** Higher where the last purchase is more recent. */
  readonly recency: number
  /** Higher where purchases are more. */
  readonly frequency: number
  /** Higher where the spend is larger. */
  readonly spend: number
}

/** Limits between scores: entry k belongs to score k + 2. Null: no value reaches that score. */
export interface RfmThresholds {
  /** Greatest number of days for the score; does not ascend. */
  readonly recencyDays: ReadonlyArray<number | null>
  /** Least number of purchases for the score; does not descend. */
  readonly frequency: ReadonlyArray<number | null>
  /** Least spend for the score, minor units; does not descend. */
  readonly spendMinor: ReadonlyArray<number | null>
}

/** How scores are given: by rank within the base, or by stated limits, which stay put when the base moves. */
export type RfmScale =
  | { readonly kind: "minRank"; readonly bins: number }
  | { readonly kind: "thresholds"; readonly thresholds: RfmThresholds }

/** Customers per score, score 1 first; a score that ties leave empty shows as 0. */
export interface RfmCounts {
  /** By recency. */
  readonly recency: ReadonlyArray<number>
  /** By frequency. */
  readonly frequency: ReadonlyArray<number>
  /** By spend. */
  readonly spend: ReadonlyArray<number>
}

/** Scores of a base and how they came about. */
export interface RfmScoring {
  /** By rank within the base, or by stated limits. */
  readonly method: RfmScale["kind"]
  /** Number of scores. */
  readonly bins: number
  /** One per customer, in the order given. */
  readonly scores: ReadonlyArray<RfmScore>
  /** The limits that were used, or that the ranks amount to: store them with the date to score alike later. */
  readonly thresholds: RfmThresholds
  /** Customers per score. */
  readonly counts: RfmCounts
}

const mostBins = 100

/**
 * Recency, frequency and spend of all customers who bought in the window.
 *
 * @param purchases - rows in any order, amounts in one currency
 * @param settings - day of reference, window and what counts
 * @throws InputInvalid listing every bad row and date
 * @example
 * ```ts
 * import { rfmFacts } from "@salesdept/core/loyalty/segments"
 *
 * const purchases = [
 *   { customerId: "c1", on: "2026-10-05", amountMinor: 900_00 },
 *   { customerId: "c1", on: "2026-11-13", amountMinor: 450_00 },
 * ]
 * rfmFacts(purchases, { on: "2026-11-23" })
 * // [{ customerId: "c1", recencyDays: 10, frequency: 2, spendMinor: 135000 }]
 * ```
 */
export const rfmFacts = (purchases: ReadonlyArray<Purchase>, settings: RfmSettings): ReadonlyArray<RfmFact> => {
  const { on: today, from, count = "days", spend = "total" } = settings
  refuse([
    ...dateProblems("on", today),
    ...(from === undefined ? [] : dateProblems("from", from)),
    ...(from === undefined || from <= today
      ? []
      : [
          loyaltyProblem(
            "from",
            "loyalty.setting",
            `the window begins (${from}) after the day of reference (${today})`,
            `окно начинается (${from}) позже дня отсчёта (${today})`,
          ),
        ]),
    ...purchaseProblems(purchases),
  ])
  const customers = new Map<string, { last: CalendarDate; rows: number; total: number; readonly days: Set<string> }>()
  for (const { customerId, on, amountMinor } of purchases) {
    if (on > today || (from !== undefined && on < from)) continue
    let known = customers.get(customerId)
    if (known === undefined) {
      known = { last: on, rows: 0, total: 0, days: new Set() }
      customers.set(customerId, known)
    }
    if (on > known.last) known.last = on
    known.rows++
    known.total = addMinor(known.total, amountMinor)
    known.days.add(on)
  }
  const reference = dayNumberOf(today)
  return Array.from(customers, ([customerId, { last, rows, total, days }]) => {
    const frequency = count === "days" ? days.size : rows
    return {
      customerId,
      recencyDays: reference - dayNumberOf(last),
      frequency,
      spendMinor: spend === "total" ? total : total / frequency,
    }
  })
}

/**
 * Scores a base. By rank: of n customers, one with m others below gets ⌊m · bins / n⌋ + 1, so equal customers get the
 * same, lowest, score and scores may stay empty; splitting ties (as NTILE does) would deal one-time buyers out to
 * several scores by the order of rows. By limits: the score whose limits the value meets.
 *
 * @param facts - of the base, such as from {@link rfmFacts}: one row for each customer
 * @param scale - bins (2 to 100), or limits of the three measures, as many of each
 * @throws InputInvalid where a customer comes twice, a number is not finite or negative, bins are out of bounds, or limits are not in
 *   order
 * @example
 * ```ts
 * import { rfmScores } from "@salesdept/core/loyalty/segments"
 *
 * const facts = [
 *   { customerId: "c1", recencyDays: 10, frequency: 8, spendMinor: 90_000_00 },
 *   { customerId: "c2", recencyDays: 200, frequency: 1, spendMinor: 5_000_00 },
 * ]
 * rfmScores(facts, { kind: "minRank", bins: 2 }).scores
 * // [{ customerId: "c1", recency: 2, frequency: 2, spend: 2 }, { customerId: "c2", recency: 1, frequency: 1, spend: 1 }]
 * ```
 */
export const rfmScores = (facts: ReadonlyArray<RfmFact>, scale: RfmScale): RfmScoring => {
  refuse([...factProblems(facts), ...repeatedProblems(facts), ...scaleProblems(scale)])
  const bins = scale.kind === "minRank" ? scale.bins : scale.thresholds.frequency.length + 1
  // Recency counts backwards, so its days are negated for scoring and turned back in the limits.
  const columns = {
    recencyDays: facts.map(({ recencyDays }) => -recencyDays),
    frequency: facts.map(({ frequency }) => frequency),
    spendMinor: facts.map(({ spendMinor }) => spendMinor),
  }
  const thresholds: RfmThresholds =
    scale.kind === "thresholds"
      ? scale.thresholds
      : {
          recencyDays: rankLimits(columns.recencyDays, bins).map(negated),
          frequency: rankLimits(columns.frequency, bins),
          spendMinor: rankLimits(columns.spendMinor, bins),
        }
  const ascendingLimits = { ...thresholds, recencyDays: thresholds.recencyDays.map(negated) }
  const scores = facts.map(({ customerId }, i): RfmScore => ({
    customerId,
    recency: scoreOf(columns.recencyDays[i]!, ascendingLimits.recencyDays),
    frequency: scoreOf(columns.frequency[i]!, ascendingLimits.frequency),
    spend: scoreOf(columns.spendMinor[i]!, ascendingLimits.spendMinor),
  }))
  const countsOf = (score: (each: RfmScore) => number): ReadonlyArray<number> => {
    const counts = Array<number>(bins).fill(0)
    for (const each of scores) counts[score(each) - 1]! += 1
    return counts
  }
  return {
    method: scale.kind,
    bins,
    scores,
    thresholds,
    counts: {
      recency: countsOf(({ recency }) => recency),
      frequency: countsOf(({ frequency }) => frequency),
      spend: countsOf(({ spend }) => spend),
    },
  }
}

const negated = (limit: number | null): number | null => (limit === null ? null : 0 - limit)

const scoreOf = (value: number, limits: ReadonlyArray<number | null>): number =>
  1 + limits.reduce<number>((met, limit) => (limit !== null && value >= limit ? met + 1 : met), 0)

// Per score from 2 on, the least value with enough others below it.
const rankLimits = (values: ReadonlyArray<number>, bins: number): ReadonlyArray<number | null> => {
  const sorted = values.toSorted((left, right) => left - right)
  const limits: Array<number | null> = []
  let below = 0
  for (let score = 2; score <= bins; score++) {
    // Steps over ties: `below` is always the first position of its value.
    while (below < sorted.length && below * bins < (score - 1) * sorted.length) {
      const value = sorted[below]!
      while (below < sorted.length && sorted[below] === value) below++
    }
    limits.push(sorted[below] ?? null)
  }
  return limits
}

const factProblems = (facts: ReadonlyArray<RfmFact>): ReadonlyArray<Problem> =>
  facts.flatMap(({ recencyDays, frequency, spendMinor }, i) => [
    ...atLeastProblems(`facts[${i}].recencyDays`, recencyDays, 0, "loyalty.negative"),
    ...atLeastProblems(`facts[${i}].frequency`, frequency, 0, "loyalty.negative"),
    ...atLeastProblems(`facts[${i}].spendMinor`, spendMinor, 0, "loyalty.negativeMoney"),
  ])

// Who stands in the base twice shifts everybody's ranks, and gets two scores.
const repeatedProblems = (facts: ReadonlyArray<RfmFact>): ReadonlyArray<Problem> => {
  const first = new Map<string, number>()
  return facts.flatMap(({ customerId }, i) => {
    const known = first.get(customerId)
    if (known === undefined) {
      first.set(customerId, i)
      return []
    }
    return [
      loyaltyProblem(
        `facts[${i}].customerId`,
        "loyalty.repeatedCustomer",
        `"${customerId}" stands in facts[${known}] already: one row for each customer`,
        `«${customerId}» уже есть в facts[${known}]: на каждого клиента — одна строка`,
      ),
    ]
  })
}

const scaleProblems = (scale: RfmScale): ReadonlyArray<Problem> => {
  if (scale.kind === "minRank") return wholeProblems("bins", scale.bins, 2, mostBins)
  const { recencyDays, frequency, spendMinor } = scale.thresholds
  const length = frequency.length
  return Object.entries({ recencyDays: recencyDays.map(negated), frequency, spendMinor }).flatMap(([path, limits]) => {
    const inOrder = limits.every((limit, i) => {
      const before = i === 0 ? Number.NEGATIVE_INFINITY : limits[i - 1]!
      return limit === null || (Number.isFinite(limit) && before !== null && limit >= before)
    })
    if (inOrder && limits.length === length && length >= 1 && length < mostBins) return []
    return [
      loyaltyProblem(
        `thresholds.${path}`,
        "loyalty.setting",
        `expected 1 to ${mostBins - 1} finite limits in order, as many as of the other measures`,
        `ожидается от 1 до ${mostBins - 1} конечных границ по порядку, столько же, сколько у других показателей`,
      ),
    ]
  })
}
