/** A column of repeated texts, stored as codes into a dictionary. */
export interface CodedColumn {
  /** Per row, the index into `values`; −1 where the row has no value. */
  readonly codes: Int32Array
  /** The dictionary, in order of first appearance. */
  readonly values: ReadonlyArray<string>
}

/** A column of whole or fractional numbers; `NaN` where the row has no value. Days are day numbers since 1970-01-01. */
export type NumberColumn = Float64Array

/**
 * Codes a column of texts.
 *
 * @param texts - a value per row; null where the row has none
 * @example
 * ```ts
 * import { codedColumn, textAt } from "@salesdept/core/shared"
 *
 * const owners = codedColumn(["user:7", null, "user:2", "user:7"])
 * owners.values // ["user:7", "user:2"]
 * textAt(owners, 3) // "user:7"
 * ```
 */
export const codedColumn = (texts: ReadonlyArray<string | null>): CodedColumn => {
  const codes = new Int32Array(texts.length)
  const values: Array<string> = []
  const index = new Map<string, number>()
  for (let row = 0; row < texts.length; row++) {
    const text = texts[row] ?? null
    if (text === null) {
      codes[row] = -1
      continue
    }
    let code = index.get(text)
    if (code === undefined) {
      code = values.length
      values.push(text)
      index.set(text, code)
    }
    codes[row] = code
  }
  return { codes, values }
}

/**
 * Makes a column of numbers.
 *
 * @param numbers - a value per row; null, which becomes `NaN`, where the row has none
 * @example
 * ```ts
 * import { numberAt, numberColumn } from "@salesdept/core/shared"
 *
 * const amountsMinor = numberColumn([120_000_00, null])
 * numberAt(amountsMinor, 0) // 12000000
 * numberAt(amountsMinor, 1) // null
 * ```
 */
export const numberColumn = (numbers: ReadonlyArray<number | null>): NumberColumn =>
  Float64Array.from(numbers, (value) => value ?? Number.NaN)

/**
 * The text of a row.
 *
 * @param column - the column
 * @param row - number of the row, from 0
 * @returns null where the row has no value, or the column no such row
 * @example
 * ```ts
 * import { codedColumn, textAt } from "@salesdept/core/shared"
 *
 * textAt(codedColumn(["won", null]), 0) // "won"
 * ```
 */
export const textAt = (column: CodedColumn, row: number): string | null => {
  const code = column.codes[row] ?? -1
  return code < 0 ? null : (column.values[code] ?? null)
}

/**
 * The number of a row.
 *
 * @param column - the column
 * @param row - number of the row, from 0
 * @returns null where the row has no value, or the column no such row
 * @example
 * ```ts
 * import { numberAt, numberColumn } from "@salesdept/core/shared"
 *
 * numberAt(numberColumn([120_000_00]), 0) // 12000000
 * ```
 */
export const numberAt = (column: NumberColumn, row: number): number | null => {
  const value = column[row]
  return value === undefined || Number.isNaN(value) ? null : value
}
