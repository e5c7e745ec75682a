import type { Ratio } from "../../shared/Ratio.ts"
import type { Attainment } from "./Attainment.ts"
import { addFigure } from "../facts/Figure.ts"

/** Plan against fact for one period and measure over all cells given. */
export interface AttainmentTotal {
  /** The period's id. */
  readonly periodId: string
  /** What is measured. */
  readonly measure: string
  /** Everything that came in. */
  readonly fact: number
  /** The part of it in cells that have a target. */
  readonly factWithTarget: number
  /** The part of it in cells without one; it helps the total but attains nobody's target. */
  readonly factWithoutTarget: number
  /** Sum of the targets; null where no cell has one. */
  readonly target: number | null
  /** `factWithTarget − target`; null without targets. */
  readonly gap: number | null
  /** Fact over target in the cells that have one; null without targets or where they do not sum to more than 0. */
  readonly ratio: Ratio | null
  /** How many cells have a target. */
  readonly cellsWithTarget: number
  /** How many cells have none. */
  readonly cellsWithoutTarget: number
  /** Facts that could not be valued, in all cells. */
  readonly unvaluedCount: number
}

/**
 * Sums plan against fact over cells. Give it cells that do not count anything twice: a manager's target that repeats the
 * team's must be left out, as must a team's own commitment beside its people's.
 *
 * @param cells - from `attainment`
 * @returns one row per period and measure, in the order of their first cell
 * @throws AmountUnsafe past ±(2^53−1)
 *
 * @example
 * ```ts
 * import { attainment, attainmentTotals } from "@salesdept/core/plan/attainment"
 *
 * const cell = { periodId: "2026-Q3", measure: "wonMinor" }
 * const fact = { ...cell, count: 1, ids: null, unvaluedCount: 0, unvaluedIds: null }
 * const cells = attainment({
 *   periods: [{ id: "2026-Q3" }],
 *   targets: [{ ...cell, repId: "ann", value: 500_00 }],
 *   facts: [{ ...fact, repId: "ann", value: 450_00 }, { ...fact, repId: "bob", value: 100_00 }],
 * })
 * const [total] = attainmentTotals(cells)
 * total?.ratio // { numerator: 45000, denominator: 50000 }
 * total?.factWithoutTarget // 10000
 * ```
 */
export const attainmentTotals = (cells: ReadonlyArray<Attainment>): ReadonlyArray<AttainmentTotal> =>
  [...Map.groupBy(cells, ({ periodId, measure }) => JSON.stringify([periodId, measure])).values()].map((group) => {
    let factWithTarget = 0
    let factWithoutTarget = 0
    let target = 0
    let cellsWithTarget = 0
    let unvaluedCount = 0
    for (const cell of group) {
      unvaluedCount += cell.unvaluedCount
      if (cell.target === null) {
        factWithoutTarget = addFigure(factWithoutTarget, cell.fact)
        continue
      }
      cellsWithTarget++
      factWithTarget = addFigure(factWithTarget, cell.fact)
      target = addFigure(target, cell.target)
    }
    return {
      periodId: group[0]?.periodId ?? "",
      measure: group[0]?.measure ?? "",
      fact: addFigure(factWithTarget, factWithoutTarget),
      factWithTarget,
      factWithoutTarget,
      target: cellsWithTarget === 0 ? null : target,
      gap: cellsWithTarget === 0 ? null : addFigure(factWithTarget, -target),
      ratio: target > 0 ? { numerator: factWithTarget, denominator: target } : null,
      cellsWithTarget,
      cellsWithoutTarget: group.length - cellsWithTarget,
      unvaluedCount,
    }
  })
