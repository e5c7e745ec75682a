import type { Align } from "./Text.ts"
import type { Tone } from "./Tone.ts"

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
