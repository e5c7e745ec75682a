import type { CalendarDate } from "../shared/CalendarDate.ts"
import { dayNumberOf } from "../shared/CalendarDate.ts"
import { InputInvalid } from "../shared/InputErrors.ts"
import { argumentProblem, from0To1, wholeFrom0To } from "../stats/ArgumentProblem.ts"
import type { Distribution } from "../stats/Distribution.ts"
import { distributionOf } from "../stats/Distribution.ts"
import { quantile } from "../stats/Quantile.ts"
import type { DealColumns } from "./DealFact.ts"
import { outcomeCodes } from "./DealFact.ts"
import { dateProblems } from "./DealRows.ts"
import { dealSpans } from "./DealSpans.ts"
import type { MoneyTotal } from "./MoneyTotal.ts"
import { moneyTotals } from "./MoneyTotal.ts"
import type { NotRead } from "./NotRead.ts"

/** Open deals older than a threshold. */
export interface StalledDeals {
  /** The threshold: deals open for more whole days than this are in. */
  readonly thresholdDays: number
  /** How many. */
  readonly dealCount: number
  /** Out of how many open deals whose age is known. */
  readonly ofCount: number
  /** Which, oldest first. */
  readonly dealIds: ReadonlyArray<string>
  /** Their amounts. */
  readonly amount: ReadonlyArray<MoneyTotal>
  /** Their amounts at list price. */
  readonly listAmount: ReadonlyArray<MoneyTotal>
}

/** Open deals judged by how long won deals have taken so far. */
export interface Stalled {
  /** As known at the end of this day. */
  readonly on: CalendarDate
  /** Days that won deals took. */
  readonly daysToWin: Distribution
  /** Ages of the open deals, in whole days. */
  readonly openAgeDays: Distribution
  /** Which quantile of the days to win is the lower threshold. */
  readonly probability: number
  /** Open deals older than that quantile; null where withheld. */
  readonly olderThanQuantile: StalledDeals | null
  /** Open deals older than any deal ever won; null where withheld. */
  readonly olderThanLongest: StalledDeals | null
  /** Why both are withheld: fewer won deals than `minimumWins`. */
  readonly withheld: "tooFewWins" | null
  /** Won deals needed for a threshold. */
  readonly minimumWins: number
  /** Deals that cannot be read. */
  readonly notRead: ReadonlyArray<NotRead>
}

/** Settings of {@link stalledDeals}. */
export interface StalledSettings {
  /** As known at the end of this day; nothing that happened later is used. */
  readonly on: CalendarDate
  /** Quantile of the days to win, 0 to 1 (inclusive). Default 0.9. */
  readonly probability?: number
  /** Won deals needed before their history may judge others. Default 20. */
  readonly minimumWins?: number
}

/**
 * Finds stalled deals by the data's own history, without a limit set by hand: open longer than 90 % of the won deals
 * took, and longer than any won deal ever took. Judge pipelines with different cycles apart, by their own rows.
 *
 * @param columns - deals
 * @param rows - row numbers, as from {@link selectDeals}
 * @param settings - as-of day and thresholds
 * @throws InputInvalid where a setting is out of bounds; AmountUnsafe where a sum of money passes 2^53−1
 *
 * @example
 * ```ts
 * import { dealColumns, selectDeals, stalledDeals } from "@salesdept/core/deal/funnel"
 *
 * const row = { clientId: null, ownerId: "ann", pipelineId: "sales", stageId: "offer", productId: null,
 *   amountMinor: null, listAmountMinor: null, currency: "RUB" }
 * const columns = dealColumns([
 *   { ...row, id: "1", outcome: "won", openedOn: "2026-09-01", closedOn: "2026-09-20" },
 *   { ...row, id: "2", outcome: "open", openedOn: "2026-09-15", closedOn: null },
 * ])
 * const settings = { on: "2026-11-23", minimumWins: 1 }
 * stalledDeals(columns, selectDeals(columns).rows, settings).olderThanLongest
 * // { thresholdDays: 19, dealCount: 1, ofCount: 1, dealIds: ["2"], … }
 * ```
 */
export const stalledDeals = (columns: DealColumns, rows: Int32Array, settings: StalledSettings): Stalled => {
  const { on, probability = 0.9, minimumWins = 20 } = settings
  const problems = [...dateProblems("on", on)]
  if (!(probability >= 0 && probability <= 1)) problems.push(argumentProblem("probability", probability, from0To1))
  if (!Number.isSafeInteger(minimumWins) || minimumWins < 0) {
    problems.push(argumentProblem("minimumWins", minimumWins, wholeFrom0To(Number.MAX_SAFE_INTEGER)))
  }
  if (problems.length > 0) throw new InputInvalid(problems)
  const spans = dealSpans(columns, rows, dayNumberOf(on))
  const daysToWin = spans.days.filter((_, i) => spans.outcome[i] === outcomeCodes.won)
  const open = spans.outcome.reduce<Array<number>>((list, outcome, i) => {
    if (outcome === outcomeCodes.open) list.push(i)
    return list
  }, [])
  const olderThan = (thresholdDays: number | null): StalledDeals | null => {
    if (thresholdDays === null || daysToWin.length < minimumWins) return null
    const older = open
      .filter((i) => spans.days[i]! > thresholdDays)
      .toSorted((left, right) => spans.days[right]! - spans.days[left]! || left - right)
      .map((i) => spans.rows[i]!)
    return {
      thresholdDays,
      dealCount: older.length,
      ofCount: open.length,
      dealIds: older.map((row) => columns.id[row]!),
      amount: moneyTotals(columns.amountMinor, columns.currency, older),
      listAmount: moneyTotals(columns.listAmountMinor, columns.currency, older),
    }
  }
  const won = distributionOf(daysToWin)
  return {
    on,
    daysToWin: won,
    openAgeDays: distributionOf(Float64Array.from(open, (i) => spans.days[i]!)),
    probability,
    olderThanQuantile: olderThan(quantile(daysToWin, probability)),
    olderThanLongest: olderThan(won.max),
    withheld: won.n === 0 || won.n < minimumWins ? "tooFewWins" : null,
    minimumWins,
    notRead: spans.notRead,
  }
}
