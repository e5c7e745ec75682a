import type { BridgeContent } from "../format/Bridge.ts"
import type { ChartBar } from "../svg/BarChart.ts"
import type { FanContent } from "../svg/FanChart.ts"
import type { FunnelStage } from "../svg/FunnelChart.ts"
import type { StackPart } from "../svg/StackedBar.ts"
import type { StepAxes, StepSeries } from "../svg/StepChart.ts"
import type { Align } from "../terminal/Text.ts"
import type { Tone } from "../terminal/Tone.ts"

/** A cell of a document's table: text, the number of a footnote, a colour. */
export interface DocumentCell {
  /** The text. */
  readonly text: string
  /** Number of the footnote that belongs to it; null for none. */
  readonly mark: number | null
  /** Its colour; null for none. */
  readonly tone: Tone | null
  /** The record that the text names, for a link on a page. */
  readonly recordId?: string
}

/** A record by its id, and what people call it. */
interface NamedRecord {
  readonly id: string
  readonly name: string
}

/** Records behind a fact, as a page lists them. */
export interface NamedRecords {
  /** How many there are and of what. */
  readonly lead: string
  /** Records that are shown at once. */
  readonly first: ReadonlyArray<NamedRecord>
  /** Further ones, behind a line to open. */
  readonly more: ReadonlyArray<NamedRecord>
  /** That line. */
  readonly moreLabel: string
}

/** A name with its value. */
export interface DocumentFact {
  /** The name. */
  readonly key: string
  /** The value. */
  readonly value: string
  /** What stands behind it, fainter; null for nothing. */
  readonly detail: string | null
  /** On a page, in place of the value. */
  readonly records?: NamedRecords
}

/** A column of a document's table. */
interface DocumentColumn {
  /** Its heading. */
  readonly header: string
  /** A shorter heading, explained beside the table; default the same. */
  readonly shortHeader?: string
  /** Left for text (default), right for figures. */
  readonly align?: Align
  /** Columns of a terminal it may be shrunk to. */
  readonly minWidth?: number
  /** Order in which columns are dropped on a narrow terminal, the highest first; 0 (default) never. */
  readonly dropPriority?: number
}

/** A table. */
export interface TableBlock {
  /** Tells blocks apart. */
  readonly kind: "table"
  /** What the table shows; stands above it. */
  readonly caption: string
  /** Its columns. */
  readonly columns: ReadonlyArray<DocumentColumn>
  /** Its rows, one cell for each column. */
  readonly rows: ReadonlyArray<ReadonlyArray<DocumentCell>>
  /** A row of totals; null for none. */
  readonly footer: ReadonlyArray<DocumentCell> | null
  /** Whether its cells are sentences: on a narrow screen each row stands as a card then. */
  readonly isProse?: boolean
  /** Footnotes in order of their numbers, from 1. */
  readonly footnotes: ReadonlyArray<string>
}

/** A line of a list. */
export interface ListItem {
  /** A word before the text that says its kind; null for none. */
  readonly badge: { readonly text: string; readonly tone: Tone | null } | null
  /** The text. */
  readonly text: string
  /** Lines under it, such as examples. */
  readonly under: ReadonlyArray<string>
}

/** Questions with ruled space for answers by hand. */
export interface NotesBlock {
  /** Tells blocks apart. */
  readonly kind: "notes"
  /** The questions. */
  readonly prompts: ReadonlyArray<string>
  /** Lines to write on. */
  readonly lines: number
}

/** A table to be filled in by hand. */
export interface FormBlock {
  /** Tells blocks apart. */
  readonly kind: "form"
  /** Headings of its columns. */
  readonly columns: ReadonlyArray<string>
  /** Empty rows. */
  readonly rows: number
}

/** What all charts have. */
interface ChartBlock {
  /** Id, unique in the document. */
  readonly id: string
  /** Its name; stands above it. */
  readonly title: string
  /** What it shows, in a sentence. */
  readonly description: string
}

/**
 * A piece of a report in one language, free of layout. The terminal and the page each show every kind in their own
 * way, so that a figure is worded once.
 */
export type Block =
  | { readonly kind: "subheading"; readonly text: string }
  | { readonly kind: "paragraph"; readonly text: string; readonly tone: Tone | null }
  | {
      /** Names and values; `tiles` shows them large on a page. */
      readonly kind: "facts"
      readonly tiles: boolean
      readonly entries: ReadonlyArray<DocumentFact>
    }
  | { readonly kind: "list"; readonly items: ReadonlyArray<ListItem> }
  | {
      /** One finding: a badge, a title and what belongs to it. */
      readonly kind: "card"
      readonly badge: { readonly text: string; readonly tone: Tone | null }
      readonly title: string
      readonly blocks: ReadonlyArray<Block>
    }
  | TableBlock
  | NotesBlock
  | FormBlock
  | (ChartBlock & {
      readonly kind: "bars"
      readonly bars: ReadonlyArray<ChartBar>
      /** Not repeated in a terminal, where the table beside it says the same. */
      readonly pageOnly: boolean
    })
  | (ChartBlock & {
      readonly kind: "bridge"
      readonly bridge: BridgeContent
      /** Said under the chart where its axis does not start at zero. */
      readonly brokenAxis: string
    })
  | (ChartBlock & { readonly kind: "stack"; readonly parts: ReadonlyArray<StackPart> })
  | (ChartBlock & { readonly kind: "steps"; readonly series: ReadonlyArray<StepSeries>; readonly axes: StepAxes })
  | (ChartBlock & { readonly kind: "fan"; readonly fan: FanContent })
  | (ChartBlock & { readonly kind: "funnel"; readonly stages: ReadonlyArray<FunnelStage> })

/** A section of a document. */
export interface DocumentSection {
  /** Anchor of the section. */
  readonly id: string
  /** Its heading. */
  readonly title: string
  /** What stands in it. */
  readonly blocks: ReadonlyArray<Block>
}

/** A report in one language, before it is laid out for a terminal or a page. */
export interface ReportDocument {
  /** Its title. */
  readonly title: string
  /** What it is about, in a line under the title. */
  readonly subtitle: string
  /** Its sections, in order. */
  readonly sections: ReadonlyArray<DocumentSection>
}
