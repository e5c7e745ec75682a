import type { Message } from "@salesdept/core/shared"

/** What became of one file's rows. The four outcomes sum to `rowCount`. */
export interface ImportedFile {
  /** File name without its folder. */
  readonly name: string
  /** What its rows are ("opportunities", "products"). */
  readonly contents: Message
  /** Data rows read, the header not counted. */
  readonly rowCount: number
  /** Rows that made or changed a record. */
  readonly importedCount: number
  /** Rows that were already in the base, equal in everything. */
  readonly unchangedCount: number
  /** Rows that contradict the base and were left for a person to decide. */
  readonly conflictCount: number
  /** Rows that could not be read; each is explained by a note. */
  readonly rejectedCount: number
  /** Columns that were not read, as the file calls them: whatever they hold is not in the base. None of a file that is not read. */
  readonly unreadColumns: ReadonlyArray<string>
}

/** How a note bears on its rows: kept as they are, kept after a stated change, in conflict, or rejected. */
export type ImportNoteKind = "kept" | "normalised" | "conflict" | "rejected"

/** One row that shows what a note means. */
export interface ImportExample {
  /** File name without its folder. */
  readonly file: string
  /** Line of the file, from 1, the header being line 1. */
  readonly line: number
  /** The value or values concerned, as they stand in the file. */
  readonly text: string
}

/** One kind of oddity met in the files: said once, counted, with examples. */
export interface ImportNote {
  /** Stable code, such as `DATE_MISSING`. */
  readonly code: string
  /** What happened to the rows. */
  readonly kind: ImportNoteKind
  /** What was met and what was done about it. */
  readonly text: Message
  /** Rows concerned, from 1. */
  readonly count: number
  /** A few of the rows, in file order. */
  readonly examples: ReadonlyArray<ImportExample>
}

/** Something the source does not carry, and what cannot be observed for that reason. */
export interface NotCarried {
  /** What is missing ("payments", "next steps"). */
  readonly what: Message
  /** What follows from it ("money owed is not observable"). */
  readonly consequence: Message
}

/** How the files came in. */
export interface ImportSection {
  /** The files, in the order they were read. */
  readonly files: ReadonlyArray<ImportedFile>
  /** Oddities, gravest kind first. */
  readonly notes: ReadonlyArray<ImportNote>
  /** What the source does not carry. */
  readonly notCarried: ReadonlyArray<NotCarried>
  /** Outcome of importing the same files once more; null where that was not tried. */
  readonly rerun: ImportRerun | null
}

/** What importing the same files a second time did. An idempotent import changes nothing. */
export interface ImportRerun {
  /** Records found equal to the base: those of the rows, and those that rows only mention. */
  readonly unchangedCount: number
  /** Records that changed; 0 is expected. */
  readonly changedCount: number
}
