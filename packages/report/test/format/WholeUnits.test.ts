import { sumMinor } from "@salesdept/core/shared"
import fc from "fast-check"
import { describe, expect, it } from "vitest"
import { wholeAmount, wholeParts, wholeTable } from "../../src/format/WholeUnits.ts"

const amount = fc.integer({ min: -1_000_000_00, max: 1_000_000_00 })

describe("amounts in whole units", () => {
  it("are nearest to the exact ones, halves away from zero, by what a whole unit of the currency is", () => {
    expect([150, -150, 149, -49].map((minor) => wholeAmount(minor, "USD"))).toEqual([200, -200, 100, 0])
    expect(wholeAmount(1_500, "KWD")).toBe(2_000)
    expect(wholeAmount(15, "JPY")).toBe(15)
  })

  it("add up as they are shown: contributions by the largest remainders", () => {
    expect(wholeParts([-1_180_508, -2_798_367, -169_125], "USD")).toEqual([-1_180_500, -2_798_400, -169_100])
    // Each for itself would be 0 + 0 + 0.
    expect(wholeParts([34, 33, 33], "USD")).toEqual([100, 0, 0])
  })

  it("leave it to be seen that parts do not sum", () => {
    expect(wholeParts([100_49, 100_00], "USD", 500_00)).toEqual([100_00, 100_00])
    const broken = { rows: [[1_49, 2_00]], rowTotals: [9_00], columnTotals: [1_49, 2_00] }
    expect(wholeTable(broken, "USD")).toEqual({ rows: [[1_00, 2_00]], rowTotals: [9_00], columnTotals: [1_00, 2_00] })
  })

  it("are whole, less than one from the exact ones, and sum to the rounded sum", () => {
    fc.assert(
      fc.property(fc.array(amount, { maxLength: 12 }), (parts) => {
        const whole = wholeParts(parts, "USD")
        expect(sumMinor(whole)).toBe(wholeAmount(sumMinor(parts), "USD"))
        for (const [index, part] of whole.entries()) {
          expect(Math.abs(part) % 100).toBe(0)
          expect(Math.abs(part - (parts[index] ?? 0))).toBeLessThan(100)
        }
      }),
    )
  })

  it("sum in a table by rows and by columns, to totals that are shown elsewhere too", () => {
    const tables = fc
      .tuple(fc.integer({ min: 1, max: 6 }), fc.integer({ min: 1, max: 4 }))
      .chain(([height, width]) =>
        fc.array(fc.array(amount, { minLength: width, maxLength: width }), { minLength: height, maxLength: height }),
      )
    fc.assert(
      fc.property(tables, (rows) => {
        const columnTotals = (rows[0] ?? []).map((_, column) => sumMinor(rows.map((row) => row[column] ?? 0)))
        const whole = wholeTable({ rows, rowTotals: rows.map(sumMinor), columnTotals }, "USD")
        expect(whole.columnTotals).toEqual(wholeParts(columnTotals, "USD"))
        expect(whole.rows.map(sumMinor)).toEqual(whole.rowTotals)
        for (const [column, total] of whole.columnTotals.entries()) {
          expect(sumMinor(whole.rows.map((row) => row[column] ?? 0))).toBe(total)
        }
      }),
    )
  })
})
