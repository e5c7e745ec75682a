import type { DealColumns } from "../../deal/DealFact.ts"
import { outcomeCodes } from "../../deal/DealFact.ts"
import { AmountUnsafe } from "../../shared/MoneyErrors.ts"
import type { Problem } from "../../shared/Problem.ts"
import type { DealCredits } from "./CreditedParts.ts"
import { creditedParts } from "./CreditedParts.ts"
import type { DayRange } from "./DayRange.ts"
import { refuse } from "../decomposition/Decomposition.ts"

/** A period of a plan with its name and days. */
export interface PlanPeriod extends DayRange {
  /** The period's stable name, such as `2026-Q3`. */
  readonly id: string
}

/** What happened in one cell of a plan: a rep, a period, a measure. Hosts may make cells from their own tables. */
export interface FactCell {
  /** The rep's id; null for facts that nobody owns. */
  readonly repId: string | null
  /** The period's id. */
  readonly periodId: string
  /** What is measured, as the plan names it: `wonMinor`, `meetings`… */
  readonly measure: string
  /** The sum or count; of money in whole minor units. */
  readonly value: number
  /** How many facts made the value. */
  readonly count: number
  /** Their ids; null where they were not asked for. */
  readonly ids: ReadonlyArray<string> | null
  /** How many facts belong here but could not be valued: no amount, or no rate into the currency. */
  readonly unvaluedCount: number
  /** Their ids; null where they were not asked for. */
  readonly unvaluedIds: ReadonlyArray<string> | null
}

/** Options of {@link wonDealCells}. */
export interface WonDealCellsOptions {
  /** ISO 4217 code in which money is summed; deals in other currencies count as unvalued. */
  readonly currency: string
  /** `amountMinor` (default) sums the won amounts, `deals` counts the won deals. */
  readonly of?: "amountMinor" | "deals"
  /** The cells' measure; `wonMinor` or `wonDeals` by default. */
  readonly measure?: string
  /** Whether cells list the ids that made them; false by default. */
  readonly withIds?: boolean
  /** Who is credited with the money of deals that are split; all of a deal is its seller's by default. Counts of deals go by seller. */
  readonly credits?: DealCredits
}

const periodProblems = (periods: ReadonlyArray<PlanPeriod>): ReadonlyArray<Problem> => {
  const problems: Array<Problem> = []
  const ids = new Set<string>()
  for (const [index, period] of periods.entries()) {
    const path = `periods[${index}]`
    if (ids.has(period.id))
      problems.push({
        path: `${path}.id`,
        code: "period.duplicate",
        message: { en: `"${period.id}" is used twice`, ru: `«${period.id}» встречается дважды` },
      })
    ids.add(period.id)
    if (!Number.isSafeInteger(period.fromDay) || !Number.isSafeInteger(period.toDay) || period.toDay <= period.fromDay)
      problems.push({
        path,
        code: "period.empty",
        message: { en: "the period has no days", ru: "в периоде нет ни одного дня" },
      })
  }
  const order = [...periods].toSorted((left, right) => left.fromDay - right.fromDay)
  for (const [index, period] of order.entries()) {
    const next = order[index + 1]
    if (next !== undefined && next.fromDay < period.toDay)
      problems.push({
        path: "periods",
        code: "period.overlap",
        message: {
          en: `"${period.id}" and "${next.id}" overlap; ask for months and quarters apart`,
          ru: `«${period.id}» и «${next.id}» пересекаются; месяцы и кварталы запрашивайте отдельно`,
        },
      })
  }
  return problems
}

/** Per day from the first period's start the period's index, or −1. */
const periodByDay = (periods: ReadonlyArray<PlanPeriod>): { readonly firstDay: number; readonly index: Int32Array } => {
  const firstDay = periods.reduce((day, period) => Math.min(day, period.fromDay), Number.POSITIVE_INFINITY)
  const lastDay = periods.reduce((day, period) => Math.max(day, period.toDay), Number.NEGATIVE_INFINITY)
  const index = new Int32Array(Math.max(0, lastDay - firstDay)).fill(-1)
  for (const [position, period] of periods.entries())
    index.fill(position, period.fromDay - firstDay, period.toDay - firstDay)
  return { firstDay, index }
}

const idLists = (size: number): Array<Array<string>> => Array.from({ length: size }, () => [])

/** Everybody who may have a cell: nobody first, then owners as the columns name them, then those credited beside them. */
const holdersOf = ({ owner }: DealColumns, credits: DealCredits | undefined): ReadonlyArray<string | null> => {
  const credited = [...(credits?.values() ?? [])].flatMap((shares) => shares.map(({ repId }) => repId))
  return [...new Set([null, ...owner.values, ...credited])]
}

/**
 * Won deals per owner and period, in one pass over the columns: the facts that a plan is compared with. Cells without a
 * won deal are left out; a period with a target and no cell is a period without sales.
 *
 * @param columns - the deals
 * @param periods - periods that do not overlap; a deal belongs to the one that holds its closing day
 * @param options - ISO 4217 code, what is summed (won amounts by default), the cells' measure, whether ids are listed (not by default),
 *   who is credited with deals that are split (each part counts its deal)
 * @returns cells in the order of owners, those without an owner first and those only credited last, then of periods
 * @throws `InputInvalid` where periods repeat, overlap or have no days; AmountUnsafe past 2^53−1 minor units
 *
 * @example
 * ```ts
 * import { dealColumns } from "@salesdept/core/deal/funnel"
 * import { wonDealCells } from "@salesdept/core/plan/attainment"
 * import { dayNumberOf } from "@salesdept/core/shared"
 *
 * const columns = dealColumns([
 *   {
 *     id: "17", clientId: "c4", ownerId: "ann", pipelineId: "sales", stageId: "done", outcome: "won", productId: "audit",
 *     amountMinor: 120_000_00, listAmountMinor: null, currency: "RUB", openedOn: "2026-07-01", closedOn: "2026-07-20",
 *   },
 * ])
 * const quarter = { id: "2026-Q3", fromDay: dayNumberOf("2026-07-01"), toDay: dayNumberOf("2026-10-01") }
 * const cells = wonDealCells(columns, [quarter], { currency: "RUB" })
 * cells.map(({ repId, periodId, value }) => [repId, periodId, value]) // [["ann", "2026-Q3", 12000000]]
 * ```
 */
export const wonDealCells = (
  columns: DealColumns,
  periods: ReadonlyArray<PlanPeriod>,
  options: WonDealCellsOptions,
): ReadonlyArray<FactCell> => {
  refuse(periodProblems(periods))
  const { currency, of = "amountMinor", measure = of === "deals" ? "wonDeals" : "wonMinor", withIds = false } = options
  const credits = of === "deals" ? undefined : options.credits
  const { firstDay, index: periodAt } = periodByDay(periods)
  const holders = holdersOf(columns, credits)
  const holderAt = new Map(holders.map((holder, at) => [holder, at]))
  const size = holders.length * periods.length
  const sums = new Float64Array(size)
  const counts = new Float64Array(size)
  const unvalued = new Float64Array(size)
  const ids = withIds ? idLists(size) : null
  const unvaluedIds = withIds ? idLists(size) : null
  const currencyCode = columns.currency.values.indexOf(currency)
  const add = (cell: number, amount: number, row: number): void => {
    sums[cell] = (sums[cell] ?? 0) + amount
    counts[cell] = (counts[cell] ?? 0) + 1
    ids?.[cell]?.push(columns.id[row] ?? "")
  }
  for (let row = 0; row < columns.length; row++) {
    if (columns.outcome[row] !== outcomeCodes.won) continue
    const day = columns.closedDay[row] ?? Number.NaN
    const period = periodAt[day - firstDay] ?? -1
    if (period < 0) continue
    const cell = ((columns.owner.codes[row] ?? -1) + 1) * periods.length + period
    const amount = of === "deals" ? 1 : (columns.amountMinor[row] ?? Number.NaN)
    if (Number.isNaN(amount) || (of !== "deals" && columns.currency.codes[row] !== currencyCode)) {
      unvalued[cell] = (unvalued[cell] ?? 0) + 1
      unvaluedIds?.[cell]?.push(columns.id[row] ?? "")
      continue
    }
    const shares = credits?.get(columns.id[row] ?? "")
    if (shares === undefined) {
      add(cell, amount, row)
      continue
    }
    for (const { repId, amountMinor } of creditedParts(null, shares, amount))
      add((holderAt.get(repId) ?? 0) * periods.length + period, amountMinor, row)
  }
  return holders.flatMap((repId, holder) =>
    periods.flatMap((period, position): ReadonlyArray<FactCell> => {
      const cell = holder * periods.length + position
      const value = sums[cell] ?? 0
      const count = counts[cell] ?? 0
      const unvaluedCount = unvalued[cell] ?? 0
      if (count === 0 && unvaluedCount === 0) return []
      if (!Number.isSafeInteger(value)) throw new AmountUnsafe(value)
      return [
        {
          repId,
          periodId: period.id,
          measure,
          value,
          count,
          ids: ids?.[cell] ?? null,
          unvaluedCount,
          unvaluedIds: unvaluedIds?.[cell] ?? null,
        },
      ]
    }),
  )
}
