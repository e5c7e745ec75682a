import type { Align } from "./Text.ts"
import { padText, plainText, textWidth, wrapText } from "./Text.ts"
import type { TerminalStyle, Tone } from "./Tone.ts"
import { paint } from "./Tone.ts"
import { fitColumns } from "./TableLayout.ts"

/** A column of a terminal table. */
export interface Column {
  /** Its heading; wraps at spaces. */
  readonly header: string
  /** Left for text (default), right for figures. */
  readonly align?: Align
  /**
   * Columns it may be shrunk to; default: figures never, text to its longest word, though not under 8 nor over 20.
   */
  readonly minWidth?: number
  /** Columns it may take at most; longer text wraps. Default no limit. */
  readonly maxWidth?: number
  /** Where the table is too wide, columns go in order of this number, the highest first; 0 (default) is never dropped. */
  readonly dropPriority?: number
}

/** A cell with a colour. */
export interface TonedCell {
  /** Its text. */
  readonly text: string
  /** Its colour; null for none. */
  readonly tone: Tone | null
}

/** A cell: text, or text that is coloured. */
export type Cell = string | TonedCell

/** A table to be laid out. */
export interface TableContent {
  /** The columns. */
  readonly columns: ReadonlyArray<Column>
  /** Rows with one cell for each column. */
  readonly rows: ReadonlyArray<ReadonlyArray<Cell>>
  /** A last row under a rule, for totals. */
  readonly footer?: ReadonlyArray<Cell>
  /** The line that names the columns left out for lack of width; without it they are left out silently. */
  readonly dropped?: (headers: ReadonlyArray<string>) => string
}

const gap = "  "

const textOf = (cell: Cell): string => plainText(typeof cell === "string" ? cell : cell.text)
const toneOf = (cell: Cell): Tone | null => (typeof cell === "string" ? null : cell.tone)

interface PlacedColumn {
  readonly width: number
  readonly align: Align
}

const rowLines = (
  cells: ReadonlyArray<Cell>,
  columns: ReadonlyArray<PlacedColumn>,
  colour: boolean,
  bottom: boolean,
): Array<string> => {
  const wrapped = columns.map((column, index) => wrapText(textOf(cells[index] ?? ""), column.width))
  const height = Math.max(...wrapped.map((lines) => lines.length))
  return Array.from({ length: height }, (_, line) =>
    columns
      .map((column, index) => {
        const lines = wrapped[index] ?? []
        const text = lines[bottom ? line - height + lines.length : line] ?? ""
        return paint(padText(text, column.width, column.align), toneOf(cells[index] ?? ""), colour)
      })
      .join(gap)
      .trimEnd(),
  )
}

/**
 * Lays out a table. Text columns shrink and wrap first; then columns are dropped by priority and named under the
 * table, so nothing disappears without a word.
 *
 * @param content - columns, rows, footer
 * @param style - width and colour
 * @returns lines, none wider than `style.width`
 * @example
 * table({ columns: [{ header: "Rep" }, { header: "Deals", align: "right" }], rows: [["Ann", "12"]] }, { width: 80, colour: false })
 */
export const table = (content: TableContent, style: TerminalStyle): ReadonlyArray<string> => {
  const { columns, footer } = content
  const all = footer === undefined ? content.rows : [...content.rows, footer]
  const measured = columns.map((column, index) => {
    const texts = all.map((row) => textOf(row[index] ?? ""))
    return { column, header: plainText(column.header), texts }
  })
  const { widths, shown } = fitColumns(measured, style.width, textWidth(gap))
  const placed = shown.map((index, place) => ({ width: widths[place] ?? 1, align: columns[index]?.align ?? "left" }))
  const pick = (cells: ReadonlyArray<Cell>): Array<Cell> => shown.map((index) => cells[index] ?? "")
  const lineOf = (cells: ReadonlyArray<Cell>, bottom = false): Array<string> =>
    rowLines(pick(cells), placed, style.colour, bottom)
  const rule = paint(placed.map((column) => "─".repeat(column.width)).join("──"), "faint", style.colour)
  const dropped = measured.filter((_, index) => !shown.includes(index)).map((column) => column.header)
  return [
    ...lineOf(
      columns.map((column) => ({ text: column.header, tone: "strong" })),
      true,
    ),
    rule,
    ...content.rows.flatMap((row) => lineOf(row)),
    ...(footer === undefined ? [] : [rule, ...lineOf(footer)]),
    ...(dropped.length === 0 || content.dropped === undefined
      ? []
      : wrapText(plainText(content.dropped(dropped)), style.width).map((line) => paint(line, "faint", style.colour))),
  ]
}
