import { addDays, dayNumberOf } from "../shared/CalendarDate.ts"
import { InputInvalid } from "../shared/InputErrors.ts"
import { addMinor } from "../shared/Money.ts"
import type { DateRange } from "../shared/Period.ts"
import type { DealColumns } from "./DealFact.ts"
import { outcomeCodes } from "./DealFact.ts"
import { rangeProblems } from "./DealRows.ts"
import type { LeftOut } from "./NotRead.ts"
import { leaveOut, notReadList } from "./NotRead.ts"
import type { Waterfall, WaterfallBucketKind, WaterfallMeasure } from "./Waterfall.ts"
import { measured, waterfallBucketKinds, waterfallTally } from "./Waterfall.ts"

/** Settings of {@link waterfallByFlow}. */
export interface WaterfallByFlowSettings {
  /** Days whose movements count; the end is exclusive. */
  readonly period: DateRange
  /** ISO 4217 code; deals in other currencies are left out and named. */
  readonly currency: string
  /** Stated amounts (default) or list prices. */
  readonly measure?: WaterfallMeasure
}

const observable: ReadonlySet<WaterfallBucketKind> = new Set(["new", "won", "lost"])

/**
 * The waterfall by flow that dates alone can give: every opening, win and loss within the days. Rows that carry only
 * today's amount and owner say nothing of earlier ones, so those bars are `notObservable`. Adjoining periods telescope:
 * the end of one is the start of the next, and their bars add up.
 *
 * @param columns - deals
 * @param rows - row numbers, as from {@link selectDeals}: the scope
 * @param settings - days, currency, measure
 * @throws InputInvalid where a date does not exist or the days are reversed; AmountUnsafe where a sum passes 2^53−1
 *
 * @example
 * ```ts
 * import { dealColumns, selectDeals, waterfallByFlow } from "@salesdept/core/deal/funnel"
 *
 * const row = { clientId: null, ownerId: "ann", pipelineId: "sales", stageId: "done", productId: null, listAmountMinor: null, currency: "RUB" }
 * const columns = dealColumns([
 *   { ...row, id: "1", outcome: "won", amountMinor: 120_000_00, openedOn: "2026-08-20", closedOn: "2026-09-20" },
 * ])
 * const period = { from: "2026-09-01", to: "2026-10-01" }
 * const { buckets } = waterfallByFlow(columns, selectDeals(columns).rows, { period, currency: "RUB" })
 * buckets.map(({ kind, amountChangeMinor }) => [kind, amountChangeMinor]) // [["new", 0], ["lost", 0], ["won", -12000000]]
 * ```
 */
export const waterfallByFlow = (
  columns: DealColumns,
  rows: Int32Array,
  { period, currency, measure = "amount" }: WaterfallByFlowSettings,
): Waterfall => {
  const problems = rangeProblems("period", period)
  if (problems.length > 0) throw new InputInvalid(problems)
  const [firstDay, lastDay] = [dayNumberOf(period.from), dayNumberOf(period.to) - 1]
  const wanted = columns.currency.values.indexOf(currency)
  const amounts = measured(columns, measure)
  const tally = waterfallTally(observable)
  const start = { dealCount: 0, amountMinor: 0 }
  const end = { dealCount: 0, amountMinor: 0 }
  const unstated: Array<string> = []
  const leftOut: LeftOut = new Map()
  for (const row of rows) {
    const opened = columns.openedDay[row]!
    const outcome = columns.outcome[row]!
    const closed = outcome === outcomeCodes.open ? Number.POSITIVE_INFINITY : columns.closedDay[row]!
    const reason =
      wanted === -1 || columns.currency.codes[row] !== wanted
        ? "otherCurrency"
        : Number.isNaN(opened)
          ? "openedOnMissing"
          : Number.isNaN(closed)
            ? "closedOnMissing"
            : closed < opened
              ? "closedBeforeOpened"
              : null
    if (reason !== null) {
      leaveOut(leftOut, reason, row)
      continue
    }
    if (opened > lastDay || closed < firstDay) continue
    const id = columns.id[row]!
    const stated = amounts[row]!
    if (Number.isNaN(stated)) unstated.push(id)
    const amount = Number.isNaN(stated) ? 0 : stated
    if (opened < firstDay) {
      start.dealCount++
      start.amountMinor = addMinor(start.amountMinor, amount)
    } else tally.add("new", id, 1, amount)
    if (closed > lastDay) {
      end.dealCount++
      end.amountMinor = addMinor(end.amountMinor, amount)
    } else tally.add(outcome === outcomeCodes.won ? "won" : "lost", id, -1, -amount)
  }
  return {
    kind: "flow",
    startOn: addDays(period.from, -1),
    endOn: addDays(period.to, -1),
    currency,
    measure,
    start,
    buckets: tally.buckets(),
    end,
    notObservable: waterfallBucketKinds.filter((kind) => !observable.has(kind)),
    unstatedDealIds: unstated,
    notRead: notReadList(columns, leftOut),
  }
}
