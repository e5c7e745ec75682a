import type { Column } from "./TableContent.ts"
import { textWidth } from "./Text.ts"

/** A column with the texts that stand in it. */
export interface MeasuredColumn {
  /** The column's description. */
  readonly column: Column
  /** Its heading. */
  readonly header: string
  /** Its cells' texts, the footer's too. */
  readonly texts: ReadonlyArray<string>
}

/** The columns that fit, and their widths. */
export interface TableLayout {
  /** Indexes of the columns shown, in order. */
  readonly shown: ReadonlyArray<number>
  /** Their widths in terminal columns, each from 1. */
  readonly widths: ReadonlyArray<number>
}

interface Bounds {
  readonly index: number
  readonly dropPriority: number
  /** Width with the heading on one line. */
  readonly wide: number
  /** Width of the cells, the heading wrapped. */
  readonly natural: number
  /** Width below which the column is not readable. */
  readonly least: number
}

const longestWord = (text: string): number => Math.max(0, ...text.split(" ").map(textWidth))
const widest = (texts: ReadonlyArray<string>): number =>
  texts.reduce((most, text) => Math.max(most, textWidth(text)), 0)

const boundsOf = ({ column, header, texts }: MeasuredColumn, index: number): Bounds => {
  const cap = (width: number): number => Math.max(1, Math.min(width, column.maxWidth ?? width))
  const natural = cap(Math.max(widest(texts), longestWord(header)))
  const words = Math.min(20, Math.max(8, longestWord(header), ...texts.map(longestWord)))
  const least = column.minWidth ?? (column.align === "right" ? natural : words)
  return {
    index,
    dropPriority: column.dropPriority ?? 0,
    wide: Math.max(natural, cap(textWidth(header))),
    natural,
    least: Math.min(least, natural),
  }
}

const total = (widths: ReadonlyArray<number>, gap: number): number =>
  widths.reduce((sum, width) => sum + width, 0) + gap * Math.max(0, widths.length - 1)

/** Takes columns off the widest column that may still give, until the row fits. */
const shrunk = (
  natural: ReadonlyArray<number>,
  least: ReadonlyArray<number>,
  width: number,
  gap: number,
): Array<number> => {
  const widths = [...natural]
  let excess = total(widths, gap) - width
  while (excess > 0) {
    let giver = -1
    for (const [index, current] of widths.entries()) {
      if (current > (least[index] ?? 1) && (giver < 0 || current > (widths[giver] ?? 0))) giver = index
    }
    if (giver < 0) break
    widths[giver] = (widths[giver] ?? 1) - 1
    excess -= 1
  }
  return widths
}

/**
 * Chooses columns and widths for a row of a given width. In turn: headings on one line; headings wrapped; text
 * shrunk; columns dropped by priority; at last everything shrunk and columns dropped from the right.
 */
export const fitColumns = (columns: ReadonlyArray<MeasuredColumn>, width: number, gap: number): TableLayout => {
  let kept = columns.map(boundsOf)
  const dropAt = (place: number): void => {
    kept = kept.filter((_, index) => index !== place)
  }
  const layout = (widths: ReadonlyArray<number>): TableLayout => ({ shown: kept.map((column) => column.index), widths })
  for (;;) {
    const least = kept.map((column) => column.least)
    if (total(least, gap) <= width) {
      const wide = kept.map((column) => column.wide)
      const natural = kept.map((column) => column.natural)
      return layout(total(wide, gap) <= width ? wide : shrunk(natural, least, width, gap))
    }
    const place = kept.reduce((found, column, index) => {
      return column.dropPriority > 0 && column.dropPriority >= (kept[found]?.dropPriority ?? 1) ? index : found
    }, -1)
    if (place < 0) break
    dropAt(place)
  }
  while (kept.length > 1 && kept.length + gap * (kept.length - 1) > width) dropAt(kept.length - 1)
  const natural = kept.map((column) => column.least)
  return layout(
    shrunk(
      natural,
      natural.map(() => 1),
      width,
      gap,
    ),
  )
}
