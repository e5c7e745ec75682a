import fc from "fast-check"
import { describe, expect, it } from "vitest"
import { codedColumn, numberAt, numberColumn, textAt } from "../../src/shared/Columns.ts"

describe("columns", () => {
  it("hold texts and their absence", () => {
    fc.assert(
      fc.property(fc.array(fc.option(fc.string({ maxLength: 2 }))), (texts) => {
        const column = codedColumn(texts)
        expect(texts.map((_, row) => textAt(column, row))).toEqual(texts)
        expect(new Set(column.values).size).toBe(column.values.length)
      }),
    )
  })

  it("hold numbers and their absence", () => {
    fc.assert(
      fc.property(fc.array(fc.option(fc.double({ noNaN: true }))), (numbers) => {
        const column = numberColumn(numbers)
        expect(numbers.map((_, row) => numberAt(column, row))).toEqual(numbers)
      }),
    )
  })

  it("have nothing beyond their rows", () => {
    expect(textAt(codedColumn(["a"]), 1)).toBeNull()
    expect(numberAt(numberColumn([1]), 1)).toBeNull()
  })
})
