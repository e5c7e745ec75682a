import { roundToSum, sumMinor } from "@salesdept/core/shared"
import { roundedToRows } from "./CrossRounding.ts"
import { minorPerWhole } from "./Money.ts"

/** Nearest whole number, halves away from zero; never −0. */
const nearest = (value: number): number => {
  const away = Math.floor(Math.abs(value) + 0.5)
  return value < 0 ? 0 - away : away
}

/**
 * An amount to the nearest whole unit of its currency, in minor units; halves away from zero.
 *
 * @param amountMinor - whole minor units
 * @param currency - ISO 4217 code
 */
export const wholeAmount = (amountMinor: number, currency: string): number => {
  const scale = minorPerWhole(currency)
  return nearest(amountMinor / scale) * scale
}

/**
 * Parts of a sum in whole units that still add up, in minor units: by the largest remainders, so that a reader who adds what is shown
 * comes to the total that is shown. Parts that do not sum to the total are rounded each for itself: rounding must not hide that.
 *
 * @param partsMinor - whole minor units
 * @param totalMinor - what they are to sum to, in whole units; default their own sum, rounded
 * @param currency - ISO 4217 code
 */
export const wholeParts = (
  partsMinor: ReadonlyArray<number>,
  currency: string,
  totalMinor: number = wholeAmount(sumMinor(partsMinor), currency),
): ReadonlyArray<number> => {
  const scale = minorPerWhole(currency)
  if (Math.abs(sumMinor(partsMinor) - totalMinor) >= scale) {
    return partsMinor.map((partMinor) => wholeAmount(partMinor, currency))
  }
  const parts = partsMinor.map((partMinor) => partMinor / scale)
  return roundToSum(parts, totalMinor / scale).map((part) => part * scale)
}

/** A table of amounts in minor units with what its rows and columns come to. */
export interface SummedTable {
  /** Parts by row and column. */
  readonly rows: ReadonlyArray<ReadonlyArray<number>>
  /** What each row sums to. */
  readonly rowTotals: ReadonlyArray<number>
  /** What each column sums to. */
  readonly columnTotals: ReadonlyArray<number>
}

const isSummed = ({ rows, rowTotals, columnTotals }: SummedTable): boolean =>
  rows.every((row, index) => sumMinor(row) === rowTotals[index]) &&
  columnTotals.every((total, column) => sumMinor(rows.map((row) => row[column] ?? 0)) === total)

/**
 * A table in whole units whose rows and columns still add up, in minor units. Where they did not to begin with, each figure is rounded
 * for itself.
 *
 * @param table - whole minor units
 * @param currency - ISO 4217 code
 * @param columnTotals - what the columns are shown to sum to elsewhere, in whole units; default by the largest remainders
 */
export const wholeTable = (
  table: SummedTable,
  currency: string,
  columnTotals: ReadonlyArray<number> = wholeParts(table.columnTotals, currency),
): SummedTable => {
  const scale = minorPerWhole(currency)
  const alone = (amounts: ReadonlyArray<number>) => amounts.map((amountMinor) => wholeAmount(amountMinor, currency))
  if (!isSummed(table)) {
    return { rows: table.rows.map(alone), rowTotals: alone(table.rowTotals), columnTotals: alone(table.columnTotals) }
  }
  const rowTotals = wholeParts(table.rowTotals, currency, sumMinor(columnTotals))
  const columns = columnTotals.map((total, column) =>
    wholeParts(
      table.rows.map((row) => row[column] ?? 0),
      currency,
      total,
    ),
  )
  const whole = table.rows.map((_, row) => columns.map((column) => (column[row] ?? 0) / scale))
  const exact = table.rows.map((row) => row.map((amountMinor) => amountMinor / scale))
  const totals = rowTotals.map((total) => total / scale)
  return {
    rows: roundedToRows({ whole, exact }, totals).map((row) => row.map((part) => part * scale)),
    rowTotals,
    columnTotals,
  }
}
