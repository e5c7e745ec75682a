import { attainment, wonDealCells } from "@salesdept/core/plan"
import type { Base } from "./Base.ts"
import { repNameOf } from "./Base.ts"
import type { Quarter } from "./Periods.ts"

/** One cell: what was won in a quarter, and the target. */
export interface GridCell {
  /** Won amount in minor units. */
  readonly wonMinor: number
  /** Won deals in it. */
  readonly wonCount: number
  /** Won deals that state no amount in the currency; they are not in it. */
  readonly unvaluedCount: number
  /** The target in minor units; null where none was set. */
  readonly targetMinor: number | null
}

/** One rep's cells. */
export interface GridRow {
  /** The rep; null for deals that nobody owns. */
  readonly repId: string | null
  /** The rep's name; null for deals that nobody owns. */
  readonly repName: string | null
  /** One cell for each quarter, in their order. */
  readonly cells: ReadonlyArray<GridCell>
}

/** A cell of nothing. */
export const noCell: GridCell = { wonMinor: 0, wonCount: 0, unvaluedCount: 0, targetMinor: null }

const sumOf = (cells: ReadonlyArray<GridCell>, field: "wonMinor" | "targetMinor"): number =>
  cells.reduce((sum, cell) => sum + (cell[field] ?? 0), 0)

/** Those who sold most in all the quarters first, then by targets and name; what nobody owns last. */
const byWeight = (left: GridRow, right: GridRow): number =>
  Number(left.repId === null) - Number(right.repId === null) ||
  sumOf(right.cells, "wonMinor") - sumOf(left.cells, "wonMinor") ||
  sumOf(right.cells, "targetMinor") - sumOf(left.cells, "targetMinor") ||
  ((left.repName ?? "") < (right.repName ?? "") ? -1 : 1)

/** Won amounts and targets by rep and quarter: everybody who sold something or has a target. */
export const repGrid = (base: Base, quarters: ReadonlyArray<Quarter>): ReadonlyArray<GridRow> => {
  const position = new Map(quarters.map(({ id }, index) => [id, index]))
  const cells = attainment({
    periods: quarters.map(({ id }) => ({ id })),
    targets: base.targets
      .filter(({ period }) => position.has(period))
      .map((target) => ({
        repId: target.ownerId,
        periodId: target.period,
        measure: "wonMinor",
        value: target.amountMinor,
      })),
    facts: wonDealCells(base.columns, quarters, { currency: base.currency, credits: base.credits }),
  })
  const rows = [...Map.groupBy(cells, ({ repId }) => repId)].map(([repId, own]): GridRow => {
    const known = new Map(
      own.map(({ periodId, fact, factCount, unvaluedCount, target }) => [
        periodId,
        { wonMinor: fact, wonCount: factCount, unvaluedCount, targetMinor: target },
      ]),
    )
    return { repId, repName: repNameOf(base, repId), cells: quarters.map(({ id }) => known.get(id) ?? noCell) }
  })
  return rows.toSorted(byWeight)
}

/** The department's cells: the sums over all rows; a quarter has a target where anybody has one. */
export const gridTotals = (rows: ReadonlyArray<GridRow>, quarters: ReadonlyArray<Quarter>): ReadonlyArray<GridCell> =>
  quarters.map((_, index) =>
    rows.reduce((total, { cells }) => {
      const cell = cells[index] ?? noCell
      return {
        wonMinor: total.wonMinor + cell.wonMinor,
        wonCount: total.wonCount + cell.wonCount,
        unvaluedCount: total.unvaluedCount + cell.unvaluedCount,
        targetMinor: cell.targetMinor === null ? total.targetMinor : (total.targetMinor ?? 0) + cell.targetMinor,
      }
    }, noCell),
  )
