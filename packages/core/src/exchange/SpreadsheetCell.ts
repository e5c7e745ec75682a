/** Begins what a spreadsheet takes for a formula, in wide signs too; apostrophes before it keep it from that. */
const formula = /^'*[=+\-@\t\r\n＝＋－＠]/
const kept = /^'+[=+\-@\t\r\n＝＋－＠]/
/** A text that a file keeps a spreadsheet from reading as a number: `="001"`. */
const textual = /^="([^"]*)"$/
const plainNumber = /^[+-]?\d+(?:[.,]\d+)?$/

/**
 * A text as the cell of a file for spreadsheets, which none of them runs as a formula: an apostrophe stands before what looks like one.
 *
 * @param text - the text, of which {@link textOfCell} gives back the same
 */
export const cellOfText = (text: string): string => (formula.test(text) && !plainNumber.test(text) ? `'${text}` : text)

/** The text of a cell: without the apostrophe that keeps it from being run as a formula, and without `="…"` around what is to stay a text. */
export const textOfCell = (cell: string): string =>
  kept.test(cell) ? cell.slice(1) : (textual.exec(cell)?.[1] ?? cell)
