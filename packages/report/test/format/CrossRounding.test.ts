import { roundToSum } from "@salesdept/core/shared"
import fc from "fast-check"
import { describe, expect, it } from "vitest"
import { roundedToRows } from "../../src/format/CrossRounding.ts"

const sum = (parts: ReadonlyArray<number>): number => parts.reduce((total, part) => total + part, 0)

/** Tables whose rows sum to whole numbers, as the parts of products do; about half a unit off at most by rounding. */
const tables = fc
  .array(fc.array(fc.integer({ min: -50_000, max: 50_000 }), { minLength: 3, maxLength: 3 }), {
    minLength: 1,
    maxLength: 8,
  })
  .map((rows) =>
    rows.map((tenths) => {
      const parts = tenths.map((part) => part / 7)
      return [...parts, Math.round(sum(parts)) - sum(parts)]
    }),
  )

describe("roundedToRows", () => {
  it("keeps the sums of columns, makes those of rows exact, and stays near the exact parts", () => {
    fc.assert(
      fc.property(tables, (exact) => {
        const totals = exact.map((row) => Math.round(sum(row)))
        const columns = [0, 1, 2, 3].map((column) => exact.map((row) => row[column] ?? 0))
        const columnTotals = roundToSum(columns.map(sum), sum(totals))
        const byColumn = columns.map((parts, column) => {
          // As the library does: what the rounding of the total left goes to the first part.
          const gap = (columnTotals[column] ?? 0) - sum(parts)
          return roundToSum(
            parts.map((part, row) => (row === 0 ? part + gap : part)),
            columnTotals[column] ?? 0,
          )
        })
        const whole = exact.map((_, row) => byColumn.map((parts) => parts[row] ?? 0))
        const settled = roundedToRows({ whole, exact }, totals)
        expect(settled.map(sum)).toEqual(totals)
        for (const column of [0, 1, 2, 3]) {
          expect(sum(settled.map((row) => row[column] ?? 0))).toBe(columnTotals[column])
        }
        for (const [row, parts] of settled.entries()) {
          for (const [column, part] of parts.entries()) {
            expect(Math.abs(part - (exact[row]?.[column] ?? 0))).toBeLessThan(3)
          }
        }
      }),
    )
  })

  it("leaves a table alone whose rows already sum", () => {
    const whole = [
      [1, 2],
      [3, 4],
    ]
    expect(roundedToRows({ whole, exact: whole }, [3, 7])).toEqual(whole)
  })
})
