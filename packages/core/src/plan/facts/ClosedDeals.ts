import type { DealColumns } from "../../deal/DealFact.ts"
import { outcomeCodes } from "../../deal/DealFact.ts"
import type { CodedColumn } from "../../shared/Columns.ts"
import { AmountUnsafe } from "../../shared/MoneyErrors.ts"
import type { Ratio } from "../../shared/Ratio.ts"
import { dayRangeOf } from "./DayRange.ts"
import type { PeriodDays } from "./DayRange.ts"

/** A dimension that deals are grouped by or narrowed to. */
export type DealDimension = "product" | "owner" | "pipeline" | "client"

/** Which deals are read: those with this id in each dimension named; `null` means without one. All of them by default. */
export interface DealScope {
  /** Only deals of this product. */
  readonly product?: string | null
  /** Only deals of this owner. */
  readonly owner?: string | null
  /** Only deals of this pipeline. */
  readonly pipeline?: string | null
  /** Only deals of this client. */
  readonly client?: string | null
}

/** The deals closed within a period: counts, money and rates, with what could not be counted beside them. */
export interface ClosedDeals {
  /** Deals won or lost. */
  readonly closed: number
  /** Deals won. */
  readonly won: number
  /** Deals lost. */
  readonly lost: number
  /** Won deals that have an amount in the currency. */
  readonly wonPriced: number
  /** What those deals amount to, in whole minor units. */
  readonly wonMinor: number
  /** ISO 4217 code of the amount. */
  readonly currency: string
  /** Won of closed; period-based, by the day of closing. */
  readonly winRate: Ratio
  /** Won amount over won deals that have one, in minor units. */
  readonly averageWonMinor: Ratio
  /** Won deals without an amount: counted as won, not in the money. */
  readonly wonWithoutAmount: number
  /** Won deals in other currencies: counted as won, not in the money, as there is no dated rate. */
  readonly wonInOtherCurrency: number
  /** Won or lost deals without a day of closing, of no period; not in the counts above. */
  readonly undated: number
}

/** The closed deals of one group. */
export interface ClosedDealsGroup extends ClosedDeals {
  /** The group's id; null for the deals that have none. */
  readonly key: string | null
}

interface Tally {
  readonly won: Float64Array
  readonly lost: Float64Array
  readonly priced: Float64Array
  readonly minor: Float64Array
  readonly foreign: Float64Array
  readonly undated: Float64Array
}

interface Wanted {
  readonly codes: Int32Array
  readonly code: number
}

/** Per narrowed dimension the column and the one code that passes; a code of −2 passes nothing. */
const wantedCodes = (columns: DealColumns, scope: DealScope): ReadonlyArray<Wanted> =>
  (["product", "owner", "pipeline", "client"] as const).flatMap((dimension) => {
    const id = scope[dimension]
    if (id === undefined) return []
    const column: CodedColumn = columns[dimension]
    const found = id === null ? -1 : column.values.indexOf(id)
    return [{ codes: column.codes, code: found === -1 && id !== null ? -2 : found }]
  })

/** Whether a row passes all narrowed dimensions. */
const passes = (wanted: ReadonlyArray<Wanted>, row: number): boolean => {
  for (const { codes, code } of wanted) if (codes[row] !== code) return false
  return true
}

/** One pass over the columns. Group 0 holds the rows without an id, group `code + 1` the others. */
const tally = (
  columns: DealColumns,
  range: PeriodDays,
  currency: string,
  wanted: ReadonlyArray<Wanted>,
  groups: CodedColumn | null,
): Tally => {
  const size = groups === null ? 1 : groups.values.length + 1
  const won = new Float64Array(size)
  const lost = new Float64Array(size)
  const priced = new Float64Array(size)
  const minor = new Float64Array(size)
  const foreign = new Float64Array(size)
  const undated = new Float64Array(size)
  const add = (to: Float64Array, group: number, amount: number): void => {
    to[group] = (to[group] ?? 0) + amount
  }
  const currencyCode = columns.currency.values.indexOf(currency)
  const { fromDay, toDay } = dayRangeOf(range)
  for (let row = 0; row < columns.length; row++) {
    const outcome = columns.outcome[row]
    if (outcome === outcomeCodes.open) continue
    if (wanted.length > 0 && !passes(wanted, row)) continue
    const group = groups === null ? 0 : (groups.codes[row] ?? -1) + 1
    const day = columns.closedDay[row] ?? Number.NaN
    if (Number.isNaN(day)) {
      add(undated, group, 1)
      continue
    }
    if (day < fromDay || day >= toDay) continue
    if (outcome !== outcomeCodes.won) {
      add(lost, group, 1)
      continue
    }
    add(won, group, 1)
    const amount = columns.amountMinor[row] ?? Number.NaN
    if (Number.isNaN(amount)) continue
    if (columns.currency.codes[row] !== currencyCode) add(foreign, group, 1)
    else {
      add(priced, group, 1)
      add(minor, group, amount)
    }
  }
  return { won, lost, priced, minor, foreign, undated }
}

const groupOf = (sums: Tally, group: number, currency: string): ClosedDeals => {
  const won = sums.won[group] ?? 0
  const lost = sums.lost[group] ?? 0
  const wonPriced = sums.priced[group] ?? 0
  const wonMinor = sums.minor[group] ?? 0
  const wonInOtherCurrency = sums.foreign[group] ?? 0
  if (!Number.isSafeInteger(wonMinor)) throw new AmountUnsafe(wonMinor)
  return {
    closed: won + lost,
    won,
    lost,
    wonPriced,
    wonMinor,
    currency,
    winRate: { numerator: won, denominator: won + lost },
    averageWonMinor: { numerator: wonMinor, denominator: wonPriced },
    wonWithoutAmount: won - wonPriced - wonInOtherCurrency,
    wonInOtherCurrency,
    undated: sums.undated[group] ?? 0,
  }
}

/**
 * Counts the deals closed within a period: how many, how many of them won, and for how much.
 *
 * @param columns - the deals
 * @param range - the period, by the day of closing: dates, such as those of `parsePeriod("2026-Q3")`, or day numbers
 * @param currency - ISO 4217 code in which money is summed
 * @param scope - which deals; all by default
 * @throws AmountUnsafe past 2^53−1 minor units; InputInvalid where the range is of neither form
 *
 * @example
 * ```ts
 * import { dealColumns } from "@salesdept/core/deal/funnel"
 * import { closedDeals } from "@salesdept/core/plan/attainment"
 * import { periodOf } from "@salesdept/core/shared"
 *
 * const deal = {
 *   clientId: "c4", ownerId: "ann", pipelineId: "sales", stageId: "done", productId: "audit",
 *   amountMinor: 120_000_00, listAmountMinor: null, currency: "RUB", openedOn: "2026-07-01",
 * } as const
 * const columns = dealColumns([
 *   { ...deal, id: "17", outcome: "won", closedOn: "2026-07-20" },
 *   { ...deal, id: "18", outcome: "lost", closedOn: "2026-08-03" },
 * ])
 * const quarter = periodOf("2026-09-30", "quarter")
 * closedDeals(columns, quarter, "RUB").winRate // { numerator: 1, denominator: 2 }
 * ```
 */
export const closedDeals = (
  columns: DealColumns,
  range: PeriodDays,
  currency: string,
  scope: DealScope = {},
): ClosedDeals => groupOf(tally(columns, range, currency, wantedCodes(columns, scope), null), 0, currency)

/**
 * Like {@link closedDeals}, by one dimension. Groups without a closed deal in the period are left out unless they have
 * undated ones; the rest stand in the column's own order, deals without an id first.
 *
 * @param columns - the deals
 * @param dimension - what to group by
 * @param range - the period, by the day of closing: dates, such as those of `parsePeriod("2026-Q3")`, or day numbers
 * @param currency - ISO 4217 code in which money is summed
 * @param scope - which deals; all by default
 * @throws AmountUnsafe past 2^53−1 minor units; InputInvalid where the range is of neither form
 *
 * @example
 * ```ts
 * import { dealColumns } from "@salesdept/core/deal/funnel"
 * import { closedDealsBy } from "@salesdept/core/plan/attainment"
 * import { periodOf } from "@salesdept/core/shared"
 *
 * const deal = {
 *   id: "17", clientId: "c4", ownerId: "ann", pipelineId: "sales", stageId: "done", outcome: "won", productId: "audit",
 *   amountMinor: 120_000_00, listAmountMinor: null, currency: "RUB", openedOn: "2026-07-01", closedOn: "2026-07-20",
 * } as const
 * const columns = dealColumns([deal, { ...deal, id: "18", ownerId: "bob" }, { ...deal, id: "19", outcome: "lost" }])
 * const quarter = periodOf("2026-09-30", "quarter")
 * closedDealsBy(columns, "owner", quarter, "RUB").map(({ key, won, closed }) => [key, won, closed]) // [["ann", 1, 2], ["bob", 1, 1]]
 * ```
 */
export const closedDealsBy = (
  columns: DealColumns,
  dimension: DealDimension,
  range: PeriodDays,
  currency: string,
  scope: DealScope = {},
): ReadonlyArray<ClosedDealsGroup> => {
  const groups = columns[dimension]
  const sums = tally(columns, range, currency, wantedCodes(columns, scope), groups)
  const keys: ReadonlyArray<string | null> = [null, ...groups.values]
  return keys
    .map((key, group) => ({ key, ...groupOf(sums, group, currency) }))
    .filter(({ closed, undated }) => closed > 0 || undated > 0)
}

/**
 * The ids behind the figures of {@link closedDeals}, in the order of the columns.
 *
 * @param columns - the deals
 * @param range - the period, by the day of closing: dates, such as those of `parsePeriod("2026-Q3")`, or day numbers
 * @param scope - which deals; all by default
 * @param outcome - only won or only lost deals; both by default
 *
 * @example
 * ```ts
 * import { dealColumns } from "@salesdept/core/deal/funnel"
 * import { closedDealIds } from "@salesdept/core/plan/attainment"
 * import { periodOf } from "@salesdept/core/shared"
 *
 * const deal = {
 *   id: "17", clientId: "c4", ownerId: "ann", pipelineId: "sales", stageId: "done", outcome: "won", productId: "audit",
 *   amountMinor: 120_000_00, listAmountMinor: null, currency: "RUB", openedOn: "2026-07-01", closedOn: "2026-07-20",
 * } as const
 * const columns = dealColumns([deal, { ...deal, id: "18", ownerId: "bob" }, { ...deal, id: "19", outcome: "lost" }])
 * const quarter = periodOf("2026-09-30", "quarter")
 * closedDealIds(columns, quarter, { owner: "ann" }) // ["17", "19"]
 * closedDealIds(columns, quarter, {}, "won") // ["17", "18"]
 * ```
 */
export const closedDealIds = (
  columns: DealColumns,
  range: PeriodDays,
  scope: DealScope = {},
  outcome?: "won" | "lost",
): ReadonlyArray<string> => {
  const wanted = wantedCodes(columns, scope)
  const { fromDay, toDay } = dayRangeOf(range)
  const ids: Array<string> = []
  for (let row = 0; row < columns.length; row++) {
    const code = columns.outcome[row]
    if (code === outcomeCodes.open || (outcome !== undefined && code !== outcomeCodes[outcome])) continue
    const day = columns.closedDay[row] ?? Number.NaN
    if (day >= fromDay && day < toDay && passes(wanted, row)) ids.push(columns.id[row] ?? "")
  }
  return ids
}
