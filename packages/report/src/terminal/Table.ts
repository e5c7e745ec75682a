import type { Align } from "./Text.ts"
import { padText, plainText, textWidth, wrapText } from "./Text.ts"
import type { TerminalStyle, Tone } from "./Tone.ts"
import { paint } from "./Tone.ts"
import type { Cell, TableContent } from "./TableContent.ts"
import { fitColumns } from "./TableLayout.ts"

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
 * ```ts
 * import { table } from "@salesdept/report"
 *
 * const content = { columns: [{ header: "Rep" }, { header: "Deals", align: "right" }], rows: [["Ann", "12"]] } as const
 * table(content, { width: 80, colour: false }) // ["Rep  Deals", "───…──", "Ann     12"]
 * ```
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
