import type { Distribution } from "../stats/Distribution.ts"
import { distributionOf } from "../stats/Distribution.ts"
import type { Proportion } from "../stats/Proportion.ts"
import { proportion } from "../stats/Proportion.ts"
import type { DealColumns } from "./DealFact.ts"
import { outcomeCodes } from "./DealFact.ts"
import { dealSpans } from "./DealSpans.ts"
import type { MoneyTotal } from "./MoneyTotal.ts"
import { moneyTotals } from "./MoneyTotal.ts"
import type { NotRead } from "./NotRead.ts"

/** Whole days from opening to closing of deals that are closed. Open deals are not in it: see the outcome curve. */
export interface DaysToClose {
  /** Won and lost. */
  readonly all: Distribution
  /** Won. */
  readonly won: Distribution
  /** Lost. */
  readonly lost: Distribution
  /** Closed deals that have no usable pair of dates. */
  readonly notRead: ReadonlyArray<NotRead>
}

/** What won deals brought against their list price, over deals that state both. */
export interface RealisedPrice {
  /** ISO 4217 code. */
  readonly currency: string
  /** Numerator: sum of the amounts, in whole minor units. */
  readonly amountMinor: number
  /** Denominator: sum at list price, in whole minor units. */
  readonly listAmountMinor: number
  /** Won deals that state both. */
  readonly dealCount: number
  /** Amount over list amount; null where the denominator is 0. */
  readonly ratio: number | null
}

/** Figures of any set of deals. */
export interface DealFigures {
  /** Deals in the set. */
  readonly dealCount: number
  /** Of them open. */
  readonly openCount: number
  /** Of them won. */
  readonly wonCount: number
  /** Of them lost. */
  readonly lostCount: number
  /** Won out of won and lost. Open deals are in neither: dividing by all that were created understates the rate. */
  readonly winRate: Proportion
  /** Amounts of the won deals. */
  readonly wonAmount: ReadonlyArray<MoneyTotal>
  /** Amounts of the open deals. */
  readonly openAmount: ReadonlyArray<MoneyTotal>
  /** Open deals at list price. */
  readonly openListAmount: ReadonlyArray<MoneyTotal>
  /** Won amounts against list price, per currency. */
  readonly realisedPrice: ReadonlyArray<RealisedPrice>
  /** Days from opening to closing. */
  readonly daysToClose: DaysToClose
}

/**
 * Figures of the deals in some rows, by their outcome as it stands in the columns.
 *
 * @param columns - deals
 * @param rows - row numbers, as from {@link selectDeals}
 * @throws AmountUnsafe where a sum of money passes 2^53−1
 *
 * @example
 * ```ts
 * import { dealColumns, dealFigures, selectDeals } from "@salesdept/core/deal/funnel"
 *
 * const row = { clientId: null, ownerId: "ann", pipelineId: "sales", stageId: "done", productId: null, listAmountMinor: null, currency: "RUB" }
 * const columns = dealColumns([
 *   { ...row, id: "1", outcome: "won", amountMinor: 120_000_00, openedOn: "2026-09-01", closedOn: "2026-09-20" },
 *   { ...row, id: "2", outcome: "lost", amountMinor: null, openedOn: "2026-09-03", closedOn: "2026-09-10" },
 * ])
 * const figures = dealFigures(columns, selectDeals(columns).rows)
 * figures.winRate.ratio // 0.5
 * figures.daysToClose.won.p50 // 19
 * ```
 */
export const dealFigures = (columns: DealColumns, rows: Int32Array): DealFigures => {
  const of = (code: number): Int32Array => rows.filter((row) => columns.outcome[row] === code)
  const open = of(outcomeCodes.open)
  const won = of(outcomeCodes.won)
  const lost = of(outcomeCodes.lost)
  return {
    dealCount: rows.length,
    openCount: open.length,
    wonCount: won.length,
    lostCount: lost.length,
    winRate: proportion(won.length, won.length + lost.length),
    wonAmount: moneyTotals(columns.amountMinor, columns.currency, won),
    openAmount: moneyTotals(columns.amountMinor, columns.currency, open),
    openListAmount: moneyTotals(columns.listAmountMinor, columns.currency, open),
    realisedPrice: realisedPrice(columns, won),
    daysToClose: daysToClose(columns, rows),
  }
}

const daysToClose = (columns: DealColumns, rows: Int32Array): DaysToClose => {
  const closed = rows.filter((row) => columns.outcome[row] !== outcomeCodes.open)
  const spans = dealSpans(columns, closed, Number.POSITIVE_INFINITY)
  const of = (code: number): Distribution => distributionOf(spans.days.filter((_, i) => spans.outcome[i] === code))
  return {
    all: distributionOf(spans.days),
    won: of(outcomeCodes.won),
    lost: of(outcomeCodes.lost),
    notRead: spans.notRead,
  }
}

const realisedPrice = (columns: DealColumns, won: Int32Array): ReadonlyArray<RealisedPrice> => {
  const both = won.filter((row) => !Number.isNaN(columns.amountMinor[row]! + columns.listAmountMinor[row]!))
  const amounts = moneyTotals(columns.amountMinor, columns.currency, both)
  const lists = moneyTotals(columns.listAmountMinor, columns.currency, both)
  return amounts.map(({ currency, amountMinor, statedCount }, i) => {
    const amount = amountMinor ?? 0
    const list = lists[i]?.amountMinor ?? 0
    return {
      currency,
      amountMinor: amount,
      listAmountMinor: list,
      dealCount: statedCount,
      ratio: list === 0 ? null : amount / list,
    }
  })
}
