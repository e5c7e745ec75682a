import type { Markup } from "../html/Markup.ts"
import { fontSize, label } from "./Chart.ts"
import { estimatedWidth, fitText, wrapEstimated } from "./TextMeasure.ts"

/** A row of a chart: a name, a place to draw in, a figure. */
export interface ChartRow {
  /** The name; wraps to two lines, then is shortened. */
  readonly label: string
  /** The figure written beside it. */
  readonly text: string
}

/** Where one row stands. */
interface PlacedRow {
  /** Top of its bar. */
  readonly barY: number
  /** The row's texts. */
  readonly texts: ReadonlyArray<Markup>
}

/** Where everything stands in a chart of rows. */
export interface RowLayout {
  /** Left end of the bars. */
  readonly left: number
  /** Length of the longest bar. */
  readonly length: number
  /** Height of a bar. */
  readonly barHeight: number
  /** The rows, in order. */
  readonly rows: ReadonlyArray<PlacedRow>
  /** Height of the chart. */
  readonly height: number
}

const lineHeight = 16
const barHeight = 16

/**
 * Lays out rows. On a wide chart name, bar and figure stand side by side; on a narrow one (under 520) the name and the
 * figure stand above the bar, which then has the whole width.
 */
export const rowLayout = (rows: ReadonlyArray<ChartRow>, width: number): RowLayout => {
  const figureWidth = Math.min(width * 0.4, Math.max(0, ...rows.map((row) => estimatedWidth(row.text, fontSize))))
  const beside = width >= 520
  const placed: Array<PlacedRow> = []
  let y = 4
  if (!beside) {
    for (const row of rows) {
      const figure = fitText(row.text, width * 0.5, fontSize)
      const room = width - estimatedWidth(figure, fontSize) - 12
      const lines = wrapEstimated(row.label, room, fontSize, 2)
      placed.push({
        barY: y + lines.length * lineHeight + 2,
        texts: [
          ...lines.map((text, index) => label(2, y + 12 + index * lineHeight, text)),
          label(width - 2, y + 12 + (lines.length - 1) * lineHeight, figure, { anchor: "end" }),
        ],
      })
      y += lines.length * lineHeight + barHeight + 12
    }
    return { left: 2, length: width - 4, barHeight, rows: placed, height: y }
  }
  const labelWidth = Math.min(width * 0.34, Math.max(0, ...rows.map((row) => estimatedWidth(row.label, fontSize))))
  for (const row of rows) {
    const lines = wrapEstimated(row.label, labelWidth, fontSize, 2)
    const height = Math.max(barHeight, lines.length * lineHeight)
    const barY = y + (height - barHeight) / 2
    const first = y + (height - lines.length * lineHeight) / 2 + 12
    placed.push({
      barY,
      texts: [
        ...lines.map((text, index) => label(labelWidth, first + index * lineHeight, text, { anchor: "end" })),
        label(width - 2, barY + 12, fitText(row.text, figureWidth, fontSize), { anchor: "end" }),
      ],
    })
    y += height + 8
  }
  const left = labelWidth + 12
  return { left, length: width - left - figureWidth - 18, barHeight, rows: placed, height: y }
}
