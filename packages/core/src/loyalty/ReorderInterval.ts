import type { CalendarDate } from "../shared/CalendarDate.ts"
import { addDays, dayNumberOf, daysBetween } from "../shared/CalendarDate.ts"
import type { Message } from "../shared/Message.ts"
import type { Problem } from "../shared/Problem.ts"
import { ascending, quantileOfSorted } from "../stats/Quantile.ts"
import { atLeastProblems, dateProblems, refuse } from "./Bounds.ts"

/** Gaps of others to fall back on, such as between purchases of the same product; made by {@link reorderPeers}. */
export interface ReorderPeers {
  /** What they have in common, for people: the product, the category, everyone. */
  readonly title: Message
  /** Days between neighbouring purchases of one customer, over all of them; 1 or more, ascending. */
  readonly gapsDays: ReadonlyArray<number>
}

/** Settings of {@link reorderInterval}. */
export interface ReorderSettings {
  /** The day to judge from (inclusive); later purchases are not read. */
  readonly on: CalendarDate
  /** Own gaps from which a customer's rhythm stands alone; whole, 1 or more. Default 3. */
  readonly ownGapsNeeded?: number
  /** How many own gaps the peers' median counts for while own ones are few; 0 or more. Default 2. */
  readonly peerWeight?: number
  /** Gaps below which a group of peers is passed over; whole, 1 or more. Default 20. */
  readonly peerGapsNeeded?: number
}

/**
 * Puts gaps of peers in order, once for all customers that will be compared with them.
 *
 * @param title - what the peers have in common
 * @param gapsDays - days between neighbouring purchases of one customer, over all of them; finite, 1 or more, any order
 * @throws InputInvalid listing every bad gap
 * @example
 * ```ts
 * import { reorderPeers } from "@salesdept/core/loyalty/models"
 *
 * reorderPeers({ en: "buyers of toner", ru: "покупатели тонера" }, [30, 7, 14]).gapsDays // [7, 14, 30]
 * ```
 */
export const reorderPeers = (title: Message, gapsDays: ReadonlyArray<number>): ReorderPeers => {
  refuse(gapsDays.flatMap((gap, i) => atLeastProblems(`gapsDays[${i}]`, gap, 1)))
  return { title, gapsDays: Array.from(ascending(gapsDays)) }
}

/** Where an interval comes from: own rhythm, own rhythm drawn towards peers, or peers alone. */
export type ReorderBasis = "own" | "ownAndPeers" | "peers"

/** When a customer may be expected to buy again. */
export interface ReorderInterval {
  /** Days from purchase to purchase; may be fractional. Null where nothing is known to go by. */
  readonly intervalDays: number | null
  /** What it rests on; null likewise. */
  readonly basis: ReorderBasis | null
  /** Own gaps. */
  readonly ownGapCount: number
  /** Their median; null without any. */
  readonly ownMedianDays: number | null
  /** The peers that were used; null where none were. */
  readonly peers: { readonly title: Message; readonly gapCount: number; readonly medianDays: number } | null
  /** Last purchase; null where there is none. */
  readonly lastOn: CalendarDate | null
  /** Days since then. */
  readonly waitedDays: number | null
  /** Last purchase plus interval, rounded to the day. Null where there is no interval. */
  readonly expectedOn: CalendarDate | null
  /** Days past that day; 0 while it has not passed, null where there is none. */
  readonly overdueDays: number | null
  /**
   * Share of the gaps it rests on that were no longer than the wait so far: 0.9 means that nine of ten customers (or
   * times) would have bought by now. The measure for "quiet past its own rhythm".
   */
  readonly shareOfGapsPassed: number | null
  /** While overdue: when to expect the purchase given the wait, from the longer gaps alone; null if none is longer. */
  readonly revisedOn: CalendarDate | null
  /** Why there is no interval; null where there is one. */
  readonly reason: Message | null
}

/**
 * The rhythm of a customer: the median of the own gaps, since gaps are skewed and means mislead. With few own gaps the
 * median is drawn towards that of the peers, (n · own + w · peers) / (n + w); with none, the peers' median stands; the
 * first group of peers with enough gaps is taken. On public data of an online grocery the own median forecasts the next
 * gap best from three gaps on, and the mixture after one or two. Compute it anew daily: an overdue customer's date moves on.
 *
 * @param purchasedOn - days of purchase in any order; a day counts once
 * @param ladder - groups to fall back on, the nearest first
 * @param settings - the day to judge from, and how much is enough
 * @throws InputInvalid listing every bad date, gap and setting
 * @example
 * ```ts
 * import { reorderInterval } from "@salesdept/core/loyalty/models"
 *
 * const purchasedOn = ["2026-08-03", "2026-09-01", "2026-10-01", "2026-11-02"]
 * const { intervalDays, expectedOn } = reorderInterval(purchasedOn, [], { on: "2026-11-23" })
 * intervalDays // 30
 * expectedOn // "2026-12-02"
 * ```
 */
export const reorderInterval = (
  purchasedOn: ReadonlyArray<CalendarDate>,
  ladder: ReadonlyArray<ReorderPeers>,
  settings: ReorderSettings,
): ReorderInterval => {
  const { on: today, ownGapsNeeded = 3, peerWeight = 2, peerGapsNeeded = 20 } = settings
  refuse(problemsOf(purchasedOn, ladder, { on: today, ownGapsNeeded, peerWeight, peerGapsNeeded }))
  const days = [...new Set(purchasedOn)].filter((on) => on <= today).toSorted()
  const lastOn = days.at(-1) ?? null
  const own = ascending(days.slice(1).map((on, i) => dayNumberOf(on) - dayNumberOf(days[i]!)))
  const ownMedian = quantileOfSorted(own, 0.5)
  const group = ladder.find(({ gapsDays }) => gapsDays.length >= peerGapsNeeded)
  const theirs = own.length >= ownGapsNeeded ? [] : (group?.gapsDays ?? [])
  const theirMedian = quantileOfSorted(theirs, 0.5)
  const common = {
    ownGapCount: own.length,
    ownMedianDays: ownMedian,
    peers:
      group === undefined || theirMedian === null
        ? null
        : { title: group.title, gapCount: theirs.length, medianDays: theirMedian },
    lastOn,
    waitedDays: lastOn === null ? null : daysBetween(lastOn, today),
  }
  const weight = theirMedian === null ? 0 : peerWeight
  const mixed =
    own.length + weight === 0
      ? theirMedian
      : (own.length * (ownMedian ?? 0) + weight * (theirMedian ?? 0)) / (own.length + weight)
  if (mixed === null || lastOn === null) {
    return {
      ...common,
      intervalDays: null,
      basis: null,
      expectedOn: null,
      overdueDays: null,
      shareOfGapsPassed: null,
      revisedOn: null,
      reason: lastOn === null ? noPurchase : noRhythm,
    }
  }
  const basis: ReorderBasis = own.length === 0 ? "peers" : theirMedian === null ? "own" : "ownAndPeers"
  const expectedOn = addDays(lastOn, Math.round(mixed))
  const waited = daysBetween(lastOn, today)
  const gaps = theirMedian === null ? Array.from(own) : theirs
  const longer = gaps.filter((gap) => gap > waited)
  const overdueDays = Math.max(0, daysBetween(expectedOn, today))
  const revised = overdueDays === 0 ? null : quantileOfSorted(longer, 0.5)
  return {
    ...common,
    intervalDays: mixed,
    basis,
    expectedOn,
    overdueDays,
    shareOfGapsPassed: 1 - longer.length / gaps.length,
    revisedOn: revised === null ? null : addDays(lastOn, Math.round(revised)),
    reason: null,
  }
}

const noPurchase: Message = {
  en: "the customer has not bought anything yet",
  ru: "клиент ещё ничего не покупал",
}

const noRhythm: Message = {
  en: "the customer has bought once, and no group of peers has enough purchases to go by",
  ru: "у клиента одна покупка, а в группах для сравнения слишком мало повторных покупок",
}

const problemsOf = (
  purchasedOn: ReadonlyArray<CalendarDate>,
  ladder: ReadonlyArray<ReorderPeers>,
  settings: Required<ReorderSettings>,
): ReadonlyArray<Problem> => {
  const { on: today, ownGapsNeeded, peerWeight, peerGapsNeeded } = settings
  const dates = [["on", today] as const, ...purchasedOn.map((on, i) => [`purchasedOn[${i}]`, on] as const)]
  const numbers: ReadonlyArray<readonly [path: string, value: number, least: 0 | 1]> = [
    ["ownGapsNeeded", ownGapsNeeded, 1],
    ["peerGapsNeeded", peerGapsNeeded, 1],
    ["peerWeight", peerWeight, 0],
  ]
  return [
    ...dates.flatMap(([path, on]) => dateProblems(path, on)),
    ...ladder.flatMap(({ gapsDays }, i) => orderProblems(`ladder[${i}].gapsDays`, gapsDays)),
    ...numbers.flatMap(([path, value, least]) => atLeastProblems(path, value, least)),
  ]
}

// Thousands of gaps are checked for every customer, so this only looks for the first fault.
const orderProblems = (path: string, gapsDays: ReadonlyArray<number>): ReadonlyArray<Problem> => {
  const fault = gapsDays.findIndex((gap, i) => !(gap >= (gapsDays[i - 1] ?? 1) && gap < Number.POSITIVE_INFINITY))
  return fault < 0 ? [] : atLeastProblems(`${path}[${fault}]`, gapsDays[fault]!, Math.max(1, gapsDays[fault - 1] ?? 1))
}
