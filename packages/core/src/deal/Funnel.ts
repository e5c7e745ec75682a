import type { CalendarDate } from "../shared/CalendarDate.ts"
import type { CodedColumn } from "../shared/Columns.ts"
import type { DealColumns } from "./DealFact.ts"
import type { DealFigures } from "./DealFigures.ts"
import { dealFigures } from "./DealFigures.ts"
import type { DealFilter } from "./DealRows.ts"
import { groupDeals, selectDeals } from "./DealRows.ts"
import type { MoneyTotal } from "./MoneyTotal.ts"
import { moneyTotals } from "./MoneyTotal.ts"
import type { NotRead } from "./NotRead.ts"
import type { OutcomeCurve } from "./OutcomeCurve.ts"
import { outcomeCurve } from "./OutcomeCurve.ts"

/** Deals that stand in one stage. */
export interface FunnelStage {
  /** The stage's id; null for deals without one. */
  readonly stageId: string | null
  /** How many deals. */
  readonly dealCount: number
  /** Their amounts. */
  readonly amount: ReadonlyArray<MoneyTotal>
  /** Their amounts at list price. */
  readonly listAmount: ReadonlyArray<MoneyTotal>
}

/** What to make a funnel of. */
export interface FunnelQuestion {
  /** The day as of which the curve is computed; the columns are to be those of that day. */
  readonly on: CalendarDate
  /** Which deals; default all. By opening dates it is a cohort, by closing dates a period: two different figures. */
  readonly filter?: DealFilter
  /** First day from which the source records closings; see {@link OutcomeCurveSettings}. */
  readonly closingsRecordedFrom?: CalendarDate
}

/** A pipeline in figures. */
export interface Funnel {
  /** The day as of which it was made. */
  readonly on: CalendarDate
  /** The filter it was made with. */
  readonly filter: DealFilter
  /** Stages in which deals stand, by id in order of code point. */
  readonly stages: ReadonlyArray<FunnelStage>
  /** Counts, win rate, money and days to close. */
  readonly figures: DealFigures
  /** Outcomes by age, open deals taken into account. */
  readonly curve: OutcomeCurve
  /** Deals that the filter could not judge. Each figure names what it leaves out itself. */
  readonly notRead: ReadonlyArray<NotRead>
}

/**
 * Makes a funnel: stages with counts and money, the win rate of closed deals, days to close, and outcomes by age.
 *
 * @param columns - deals as they stood at the end of the as-of day
 * @param question - as-of day and filter
 * @throws InputInvalid where a date does not exist or bounds are reversed; AmountUnsafe where a sum of money passes 2^53−1
 *
 * @example
 * ```ts
 * import { dealColumns, funnel } from "@salesdept/core/deal/funnel"
 *
 * const row = { clientId: null, ownerId: "ann", pipelineId: "sales", productId: null, listAmountMinor: null, currency: "RUB" }
 * const columns = dealColumns([
 *   { ...row, id: "1", stageId: "done", outcome: "won", amountMinor: 120_000_00, openedOn: "2026-09-01", closedOn: "2026-09-20" },
 *   { ...row, id: "2", stageId: "offer", outcome: "open", amountMinor: 80_000_00, openedOn: "2026-09-15", closedOn: null },
 * ])
 * const { stages, figures } = funnel(columns, { on: "2026-09-30" })
 * stages.map(({ stageId, dealCount, amount }) => [stageId, dealCount, amount[0]?.amountMinor]) // [["done", 1, 12000000], ["offer", 1, 8000000]]
 * figures.winRate.ratio // 1
 * ```
 */
export const funnel = (columns: DealColumns, question: FunnelQuestion): Funnel => {
  const { on, filter = {}, closingsRecordedFrom } = question
  const { rows, notRead } = selectDeals(columns, filter)
  return {
    on,
    filter,
    stages: groupDeals(rows, columns.stage).map((group) => ({
      stageId: group.value,
      dealCount: group.rows.length,
      amount: moneyTotals(columns.amountMinor, columns.currency, group.rows),
      listAmount: moneyTotals(columns.listAmountMinor, columns.currency, group.rows),
    })),
    figures: dealFigures(columns, rows),
    curve: outcomeCurve(columns, rows, {
      on,
      ...(closingsRecordedFrom === undefined ? {} : { closingsRecordedFrom }),
    }),
    notRead,
  }
}

/** Figures of the deals that share one value. */
export interface DealBreakdownLine extends DealFigures {
  /** The value: an owner's or product's id, a month; null for deals without one. */
  readonly value: string | null
}

/**
 * Breaks figures down by any coded column: `columns.owner`, `columns.product`, or months from {@link periodColumn}.
 * Counts and money of the lines sum to those of the whole.
 *
 * @param columns - deals
 * @param rows - row numbers, as from {@link selectDeals}
 * @param by - the column; one code per deal
 * @throws AmountUnsafe where a sum of money passes 2^53−1
 *
 * @example
 * ```ts
 * import { dealBreakdown, dealColumns, periodColumn, selectDeals } from "@salesdept/core/deal/funnel"
 *
 * const row = { clientId: null, ownerId: "ann", pipelineId: "sales", stageId: "done", productId: null, listAmountMinor: null, currency: "RUB" }
 * const columns = dealColumns([
 *   { ...row, id: "1", outcome: "won", amountMinor: 120_000_00, openedOn: "2026-08-20", closedOn: "2026-09-20" },
 *   { ...row, id: "2", outcome: "lost", amountMinor: null, openedOn: "2026-09-03", closedOn: "2026-10-01" },
 * ])
 * const lines = dealBreakdown(columns, selectDeals(columns).rows, periodColumn(columns.closedDay, "month"))
 * lines.map(({ value, wonCount, lostCount }) => [value, wonCount, lostCount]) // [["2026-09", 1, 0], ["2026-10", 0, 1]]
 * ```
 */
export const dealBreakdown = (
  columns: DealColumns,
  rows: Int32Array,
  by: CodedColumn,
): ReadonlyArray<DealBreakdownLine> =>
  groupDeals(rows, by).map((group) => ({ value: group.value, ...dealFigures(columns, group.rows) }))
