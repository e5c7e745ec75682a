import type { DealColumns } from "../../deal/DealFact.ts"
import { outcomeCodes } from "../../deal/DealFact.ts"
import { AmountUnsafe } from "../../shared/MoneyErrors.ts"
import type { PlanPeriod } from "./FactCell.ts"

/** Targets by rep, period and product, coded like the columns they are compared with. */
export interface CubeTargets {
  /** Rep of each target, as coded in the columns; −1 for nobody. */
  readonly owner: Int32Array
  /** Period of each target, its position among the periods. */
  readonly period: Int32Array
  /** Product of each target, as coded in the columns; −1 for none. */
  readonly product: Int32Array
  /** The targets in minor units. */
  readonly amountMinor: Float64Array
}

/** Plan against fact by rep, period and product, dense: cell (owner, period, product) stands at {@link cubeCellAt}. */
export interface PlanCube {
  /** Owners of the columns and one for nobody, which is first. */
  readonly ownerCount: number
  /** Periods. */
  readonly periodCount: number
  /** Products of the columns and one for none, which is first. */
  readonly productCount: number
  /** Won amounts in minor units. */
  readonly factMinor: Float64Array
  /** Targets in minor units; NaN where there is none. */
  readonly targetMinor: Float64Array
  /** Won deals that made the fact. */
  readonly wonCount: Float64Array
  /** Won deals without an amount in the currency. */
  readonly unvaluedCount: Float64Array
}

/**
 * Where the cell of an owner, a period and a product stands; owner and product as coded, −1 for none.
 *
 * @param shape - the cube, or just its numbers of periods and products
 * @param owner - as coded in the columns; −1 for nobody
 * @param period - its position among the periods, from 0
 * @param product - as coded in the columns; −1 for none
 * @returns index into the cube's arrays
 *
 * @example
 * ```ts
 * import { cubeCellAt } from "@salesdept/core/plan/attainment"
 *
 * cubeCellAt({ periodCount: 4, productCount: 3 }, -1, 0, -1) // 0
 * cubeCellAt({ periodCount: 4, productCount: 3 }, 0, 1, 1) // 17
 * ```
 */
export const cubeCellAt = (
  { periodCount, productCount }: Pick<PlanCube, "periodCount" | "productCount">,
  owner: number,
  period: number,
  product: number,
): number => ((owner + 1) * periodCount + period) * productCount + product + 1

/**
 * Won money against targets by rep × period × product in one pass over the columns, without an object for a row or a cell: for
 * a million deals at a time.
 *
 * @param columns - the deals
 * @param periods - periods that do not overlap; a deal belongs to the one that holds its closing day
 * @param targets - the targets, coded by the same columns, one row each; several for one cell are summed
 * @param currency - ISO 4217 code of sums; deals in others count as unvalued
 * @throws AmountUnsafe past 2^53−1 minor units
 *
 * @example
 * ```ts
 * import { dealColumns } from "@salesdept/core/deal/funnel"
 * import { cubeCellAt, planCube } from "@salesdept/core/plan/attainment"
 * import { dayNumberOf } from "@salesdept/core/shared"
 *
 * const columns = dealColumns([
 *   {
 *     id: "17", clientId: "c4", ownerId: "ann", pipelineId: "sales", stageId: "done", outcome: "won", productId: "audit",
 *     amountMinor: 120_000_00, listAmountMinor: null, currency: "RUB", openedOn: "2026-07-01", closedOn: "2026-07-20",
 *   },
 * ])
 * const quarter = { id: "2026-Q3", fromDay: dayNumberOf("2026-07-01"), toDay: dayNumberOf("2026-10-01") }
 * const [owner, period, product] = [Int32Array.of(0), Int32Array.of(0), Int32Array.of(0)]
 * const cube = planCube(columns, [quarter], { owner, period, product, amountMinor: Float64Array.of(150_000_00) }, "RUB")
 * const cell = cubeCellAt(cube, 0, 0, 0)
 * cube.factMinor[cell] // 12000000
 * cube.targetMinor[cell] // 15000000
 * ```
 */
export const planCube = (
  columns: DealColumns,
  periods: ReadonlyArray<PlanPeriod>,
  targets: CubeTargets,
  currency: string,
): PlanCube => {
  const shape = {
    ownerCount: columns.owner.values.length + 1,
    periodCount: periods.length,
    productCount: columns.product.values.length + 1,
  }
  const size = shape.ownerCount * shape.periodCount * shape.productCount
  const factMinor = new Float64Array(size)
  const targetMinor = new Float64Array(size).fill(Number.NaN)
  const wonCount = new Float64Array(size)
  const unvaluedCount = new Float64Array(size)
  const firstDay = periods.reduce((day, { fromDay }) => Math.min(day, fromDay), Number.POSITIVE_INFINITY)
  const lastDay = periods.reduce((day, { toDay }) => Math.max(day, toDay), Number.NEGATIVE_INFINITY)
  const periodAt = new Int32Array(Math.max(0, lastDay - firstDay)).fill(-1)
  for (const [index, { fromDay, toDay }] of periods.entries())
    periodAt.fill(index, fromDay - firstDay, toDay - firstDay)
  const { outcome, closedDay, amountMinor } = columns
  const owners = columns.owner.codes
  const products = columns.product.codes
  const currencies = columns.currency.codes
  const wanted = columns.currency.values.indexOf(currency)
  const { periodCount, productCount } = shape
  const won = outcomeCodes.won
  for (let row = 0; row < columns.length; row++) {
    if (outcome[row] !== won) continue
    const period = periodAt[closedDay[row]! - firstDay] ?? -1
    if (period < 0) continue
    const cell = ((owners[row]! + 1) * periodCount + period) * productCount + products[row]! + 1
    const amount = amountMinor[row]!
    if (amount !== amount || currencies[row] !== wanted) {
      unvaluedCount[cell] = unvaluedCount[cell]! + 1
      continue
    }
    factMinor[cell] = factMinor[cell]! + amount
    wonCount[cell] = wonCount[cell]! + 1
  }
  for (let cell = 0; cell < size; cell++) {
    if (!Number.isSafeInteger(factMinor[cell]!)) throw new AmountUnsafe(factMinor[cell]!)
  }
  for (let at = 0; at < targets.amountMinor.length; at++) {
    const cell = cubeCellAt(shape, targets.owner[at]!, targets.period[at]!, targets.product[at]!)
    const before = targetMinor[cell]!
    targetMinor[cell] = (before !== before ? 0 : before) + targets.amountMinor[at]!
  }
  return { ...shape, factMinor, targetMinor, wonCount, unvaluedCount }
}
