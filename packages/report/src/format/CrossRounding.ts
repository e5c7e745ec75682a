/** Whole parts of a table with the exact parts that they stand for. */
export interface RoundedTable {
  /** Whole units by row and column. */
  readonly whole: ReadonlyArray<ReadonlyArray<number>>
  /** The same before rounding. */
  readonly exact: ReadonlyArray<ReadonlyArray<number>>
}

/**
 * Makes the rows of a rounded table sum to their totals without touching the sums of its columns: units move between two
 * rows within a column, each time where that brings both parts nearest to their exact values (controlled rounding, as in
 * Cox and Ernst 1982, by the greedy way that tables of a few rows need).
 *
 * @param table - whole parts, whose columns sum as they should, and the exact ones
 * @param rowTotals - what each row shall sum to; together they are the sum of the table
 */
export const roundedToRows = (
  { whole, exact }: RoundedTable,
  rowTotals: ReadonlyArray<number>,
): ReadonlyArray<ReadonlyArray<number>> => {
  const rows = whole.map((row) => [...row])
  const missing = rows.map((row, i) => (rowTotals[i] ?? 0) - row.reduce((sum, part) => sum + part, 0))
  const want = (row: number, column: number): number => (exact[row]?.[column] ?? 0) - (rows[row]?.[column] ?? 0)
  for (;;) {
    const short = missing.findIndex((units) => units > 0)
    const over = missing.findIndex((units) => units < 0)
    const [gains, gives] = [rows[short], rows[over]]
    if (gains === undefined || gives === undefined) return rows
    let best = 0
    for (let column = 1; column < gains.length; column++) {
      if (want(short, column) - want(over, column) > want(short, best) - want(over, best)) best = column
    }
    gains[best] = (gains[best] ?? 0) + 1
    gives[best] = (gives[best] ?? 0) - 1
    missing[short] = (missing[short] ?? 0) - 1
    missing[over] = (missing[over] ?? 0) + 1
  }
}
