import { minorFromDecimal } from "../shared/Currency.ts"
import type { Money } from "../shared/Money.ts"
import type { CellFault } from "./CellFault.ts"
import type { DecimalMark } from "./ColumnMapping.ts"
import type { NumberReading } from "./NumberText.ts"
import { currencyOf, partedAmount, readNumber, settledNumber } from "./NumberText.ts"

/** Why a cell of an amount column has no amount. */
export type AmountFault =
  | "amountUnreadable"
  | "amountShortened"
  | "amountNotExact"
  | "decimalMarkUnknown"
  | "currencyUnclear"

/** One cell of an amount column: money, nothing where the cell is blank, or what is wrong. */
export type AmountCell = Money | null | CellFault<AmountFault>

/** A column read as money. */
export interface AmountColumn {
  /** One entry per cell, in order; null where the cell is blank. */
  readonly cells: ReadonlyArray<AmountCell>
  /** The decimal mark; null where the column shows none. */
  readonly mark: DecimalMark | null
  /** Up to three values that could be read both ways; not empty only where the mark is not known. */
  readonly undecided: ReadonlyArray<string>
}

interface Parted {
  readonly reading: NumberReading
  /** Null where what is written names no currency, or contradicts the row's. */
  readonly currency: string | null
}

/** `1,2 млн`, `350k`: what was rounded away is not known, and a table that is kept by hand may mean it exactly. */
const shortened = /\d\s*(?:тыс|млн|млрд|thousand|million|mln|mio|bn|[kкmм])(?!\p{L})/iu

const other = (mark: DecimalMark): DecimalMark => (mark === "." ? "," : ".")

/**
 * The decimal mark that all evidence agrees on: values that show theirs, and values whose three digits could not be
 * minor units of the currency (`1,234` RUB would be a fraction of a kopeck), so that they are thousands.
 */
const shownMark = (parts: ReadonlyArray<Parted | null>): DecimalMark | null => {
  const shown = new Set<DecimalMark>()
  for (const part of parts) {
    if (part === null) continue
    const { reading, currency } = part
    if (reading.kind === "decimal" && reading.mark !== null) shown.add(reading.mark)
    if (reading.kind !== "open" || currency === null) continue
    if (minorFromDecimal(settledNumber(reading, reading.mark), currency) === null) shown.add(other(reading.mark))
  }
  const [mark] = shown
  return shown.size === 1 ? (mark ?? null) : null
}

/**
 * Reads a whole column as money, exactly to minor units. What `1,234` means is decided by the column; where nothing in
 * it shows that, the cell carries the fault `decimalMarkUnknown` and is not guessed.
 *
 * @param texts - the cells; null where blank
 * @param stated - per cell, the currency that its row states; null where it states none
 * @param expected - the currency of the import (ISO 4217), for cells that name none; of one that there is not, every amount is `amountNotExact`
 * @param mark - the decimal mark, where a person has said it
 *
 * @example
 * ```ts
 * import { readAmountColumn } from "@salesdept/core/exchange"
 *
 * readAmountColumn(["1 234,50 ₽", "(5)"], [null, null], "RUB").cells
 * // [{ amountMinor: 123450, currency: "RUB" }, { amountMinor: -500, currency: "RUB" }]
 * ```
 */
export const readAmountColumn = (
  texts: ReadonlyArray<string | null>,
  stated: ReadonlyArray<string | null>,
  expected: string,
  mark: DecimalMark | null = null,
): AmountColumn => {
  const parts = texts.map((text, i): Parted | null => {
    if (text === null) return null
    const parted = partedAmount(text)
    const ofRow = stated[i] ?? null
    const written = parted.currency === null ? (ofRow ?? expected) : currencyOf(parted.currency, ofRow ?? expected)
    return { reading: readNumber(parted.number), currency: ofRow === null || ofRow === written ? written : null }
  })
  const settledMark = mark ?? shownMark(parts)
  const undecided = new Set<string>()
  const cells = parts.map((part, i): AmountCell => {
    if (part === null) return null
    const { reading, currency } = part
    if ((reading.kind === "unreadable" || currency === null) && shortened.test(texts[i] ?? "")) {
      return { fault: "amountShortened" }
    }
    if (reading.kind === "unreadable") return { fault: "amountUnreadable" }
    if (currency === null) return { fault: "currencyUnclear" }
    if (reading.kind === "open" && settledMark === null) {
      if (undecided.size < 3) undecided.add(texts[i] ?? "")
      return { fault: "decimalMarkUnknown" }
    }
    const decimal = reading.kind === "open" ? settledNumber(reading, settledMark ?? reading.mark) : reading.decimal
    const amountMinor = minorFromDecimal(decimal, currency)
    return amountMinor === null ? { fault: "amountNotExact" } : { amountMinor, currency }
  })
  return { cells, mark: settledMark, undecided: [...undecided] }
}
