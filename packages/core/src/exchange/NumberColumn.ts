import type { CellFault } from "./CellFault.ts"
import type { DecimalMark } from "./ColumnMapping.ts"
import { readNumber, settledNumber } from "./NumberText.ts"

/** Why a cell of a column of numbers has no number. */
type NumberFault = "numberUnreadable" | "decimalMarkUnknown"

/** One cell of a column of numbers: the number, nothing where the cell is blank, or what is wrong. */
type NumberCell = number | null | CellFault<NumberFault>

/** A column read as numbers. */
export interface NumberColumn {
  /** One entry per cell, in order. */
  readonly cells: ReadonlyArray<NumberCell>
  /** Up to three values that could be read both ways; not empty only where the mark is not known. */
  readonly undecided: ReadonlyArray<string>
}

const other = (mark: DecimalMark): DecimalMark => (mark === "." ? "," : ".")

/**
 * Reads a whole column as numbers. What `1,234` means is decided by the column: by values that show their mark (beside `0,5` it is
 * 1.234), and, where numbers must be whole, by there being no fractions (then it is 1234). Where nothing shows it, the cell carries the
 * fault `decimalMarkUnknown` and is not guessed.
 *
 * @param texts - the cells; null where blank
 * @param isWhole - whether the numbers must be whole
 * @param stated - the decimal mark, where a person has said it
 */
export const readNumberColumn = (
  texts: ReadonlyArray<string | null>,
  isWhole: boolean,
  stated: DecimalMark | null = null,
): NumberColumn => {
  const readings = texts.map((text) => (text === null ? null : readNumber(text)))
  const shown = new Set<DecimalMark>()
  for (const reading of readings) {
    if (reading?.kind === "decimal" && reading.mark !== null) shown.add(reading.mark)
    if (reading?.kind === "open" && isWhole) shown.add(other(reading.mark))
  }
  const [only] = shown
  const mark = stated ?? (shown.size === 1 ? (only ?? null) : null)
  const undecided = new Set<string>()
  const cells = readings.map((reading, i): NumberCell => {
    if (reading === null) return null
    if (reading.kind === "unreadable") return { fault: "numberUnreadable" }
    if (reading.kind === "decimal") return Number(reading.decimal)
    if (mark !== null) return Number(settledNumber(reading, mark))
    if (undecided.size < 3) undecided.add(texts[i] ?? "")
    return { fault: "decimalMarkUnknown" }
  })
  return { cells, undecided: [...undecided] }
}
