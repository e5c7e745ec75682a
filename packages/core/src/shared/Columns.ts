/** A column of repeated texts, stored as codes into a dictionary. */
export interface CodedColumn {
  /** Per row, the index into `values`; −1 where the row has no value. */
  readonly codes: Int32Array
  /** The dictionary, in order of first appearance. */
  readonly values: ReadonlyArray<string>
}

/** A column of whole or fractional numbers; `NaN` where the row has no value. Days are day numbers since 1970-01-01. */
export type NumberColumn = Float64Array

/** Codes a column of texts. */
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

/** Makes a column of numbers, `null` becoming `NaN`. */
export const numberColumn = (numbers: ReadonlyArray<number | null>): NumberColumn =>
  Float64Array.from(numbers, (value) => value ?? Number.NaN)

/** The text of a row, or null. */
export const textAt = (column: CodedColumn, row: number): string | null => {
  const code = column.codes[row] ?? -1
  return code < 0 ? null : (column.values[code] ?? null)
}

/** The number of a row, or null. */
export const numberAt = (column: NumberColumn, row: number): number | null => {
  const value = column[row]
  return value === undefined || Number.isNaN(value) ? null : value
}
