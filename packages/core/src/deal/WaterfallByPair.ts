import type { CalendarDate } from "../shared/CalendarDate.ts"
import { textAt } from "../shared/Columns.ts"
import { InputInvalid } from "../shared/InputErrors.ts"
import type { Message } from "../shared/Message.ts"
import { addMinor } from "../shared/Money.ts"
import type { DealColumns } from "./DealFact.ts"
import { outcomeCodes } from "./DealFact.ts"
import { dateProblems } from "./DealRows.ts"
import type { Waterfall, WaterfallBucketKind, WaterfallMeasure } from "./Waterfall.ts"
import { measured, waterfallBucketKinds, waterfallTally } from "./Waterfall.ts"

/** The deals as they stood at the end of a day. */
export interface WaterfallSide {
  /** The day. */
  readonly on: CalendarDate
  /** All deals that existed then, within the scope and outside it, as they stood. */
  readonly columns: DealColumns
  /** Rows within the scope, such as one owner's, as from {@link selectDeals}. */
  readonly rows: Int32Array
}

/** Settings of {@link waterfallByPair}. */
export interface WaterfallByPairSettings {
  /** ISO 4217 code. A deal that was changed to or from another currency is in the bar `currency`. */
  readonly currency: string
  /** Stated amounts (default) or list prices. */
  readonly measure?: WaterfallMeasure
}

// The columns carry no expected closing date, so what moved in or out of a period by it is not known.
const notObservable: ReadonlyArray<WaterfallBucketKind> = ["pulledIn", "pushedOut"]
const observable = new Set(waterfallBucketKinds.filter((kind) => !notObservable.includes(kind)))

/**
 * The waterfall between the ends of two days: each deal is in at most one bar, the first that holds of: won or lost,
 * removed (merged, scrubbed: no longer there), new or reopened, currency, owner in or out of the scope, amount. A deal
 * that came and went between the two days was in neither pipeline and is in no bar; the waterfall by flow shows it.
 * Hand-overs cancel over all scopes in count, and in money up to changes of amount of the deals handed over.
 *
 * @param before - the earlier side
 * @param after - the later side
 * @param settings - currency and measure
 * @throws InputInvalid where a date does not exist or the sides are in the wrong order; AmountUnsafe past 2^53−1
 *
 * @example
 * ```ts
 * import { dealColumns, selectDeals, waterfallByPair } from "@salesdept/core/deal/funnel"
 *
 * const row = { id: "1", clientId: null, ownerId: "ann", pipelineId: "sales", stageId: "offer", outcome: "open", productId: null,
 *   amountMinor: 95_000_00, listAmountMinor: null, currency: "RUB", openedOn: "2026-08-20", closedOn: null } as const
 * const [was, is] = [dealColumns([row]), dealColumns([{ ...row, amountMinor: 110_000_00 }])]
 * const before = { on: "2026-08-31", columns: was, rows: selectDeals(was).rows }
 * const after = { on: "2026-09-30", columns: is, rows: selectDeals(is).rows }
 * waterfallByPair(before, after, { currency: "RUB" }).buckets.find(({ kind }) => kind === "amountUp")
 * // { kind: "amountUp", countChange: 0, amountChangeMinor: 1500000, dealIds: ["1"] }
 * ```
 */
export const waterfallByPair = (
  before: WaterfallSide,
  after: WaterfallSide,
  { currency, measure = "amount" }: WaterfallByPairSettings,
): Waterfall => {
  const problems = [...dateProblems("before.on", before.on), ...dateProblems("after.on", after.on)]
  if (problems.length === 0 && before.on > after.on) {
    problems.push({ path: "before.on", code: "date.order", message: reversed(before.on, after.on) })
  }
  if (problems.length > 0) throw new InputInvalid(problems)
  const left = sideOf(before, currency, measure)
  const right = sideOf(after, currency, measure)
  const tally = waterfallTally(observable)
  const unstated = new Set<string>()
  for (const [id, row] of left.open) {
    const amount = left.amountAt(row)
    if (amount === null) unstated.add(id)
    const rowAfter = right.open.get(id)
    if (rowAfter === undefined) {
      tally.add(whyGone(right, id), id, -1, -(amount ?? 0))
      continue
    }
    const change = (right.amountAt(rowAfter) ?? 0) - (amount ?? 0)
    if (change !== 0) tally.add(change > 0 ? "amountUp" : "amountDown", id, 0, change)
  }
  for (const [id, row] of right.open) {
    const amount = right.amountAt(row)
    if (amount === null) unstated.add(id)
    if (!left.open.has(id)) tally.add(whyCome(left, id), id, 1, amount ?? 0)
  }
  return {
    kind: "pair",
    startOn: before.on,
    endOn: after.on,
    currency,
    measure,
    start: left.level,
    buckets: tally.buckets(),
    end: right.level,
    notObservable,
    unstatedDealIds: [...unstated],
    notRead: [],
  }
}

const reversed = (before: CalendarDate, after: CalendarDate): Message => ({
  en: `${before} is later than the other side, ${after}`,
  ru: `${before} позже второй стороны, ${after}`,
})

interface Side {
  /** Open deals of the scope and currency: id to row. */
  readonly open: ReadonlyMap<string, number>
  /** All deals there: id to row. */
  readonly rowOf: ReadonlyMap<string, number>
  readonly currency: string
  readonly columns: DealColumns
  readonly amountAt: (row: number) => number | null
  readonly level: Waterfall["start"]
}

const sideOf = ({ columns, rows }: WaterfallSide, currency: string, measure: WaterfallMeasure): Side => {
  const amounts = measured(columns, measure)
  const amountAt = (row: number): number | null => (Number.isNaN(amounts[row]!) ? null : amounts[row]!)
  const open = new Map<string, number>()
  let amountMinor = 0
  for (const row of rows) {
    if (columns.outcome[row] !== outcomeCodes.open || textAt(columns.currency, row) !== currency) continue
    open.set(columns.id[row]!, row)
    amountMinor = addMinor(amountMinor, amountAt(row) ?? 0)
  }
  return {
    open,
    rowOf: new Map(columns.id.map((id, row) => [id, row])),
    currency,
    columns,
    amountAt,
    level: { dealCount: open.size, amountMinor },
  }
}

const whyGone = (after: Side, id: string): WaterfallBucketKind => {
  const row = after.rowOf.get(id)
  if (row === undefined) return "removed"
  if (after.columns.outcome[row] === outcomeCodes.won) return "won"
  if (after.columns.outcome[row] === outcomeCodes.lost) return "lost"
  return textAt(after.columns.currency, row) === after.currency ? "ownerOut" : "currency"
}

const whyCome = (before: Side, id: string): WaterfallBucketKind => {
  const row = before.rowOf.get(id)
  if (row === undefined) return "new"
  if (before.columns.outcome[row] !== outcomeCodes.open) return "reopened"
  return textAt(before.columns.currency, row) === before.currency ? "ownerIn" : "currency"
}
