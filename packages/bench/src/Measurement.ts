/** A speed: so many of something in a second. */
export interface Speed {
  /** How many in a second. */
  readonly perSecond: number
  /** Of what, such as `moves`. */
  readonly unit: string
}

/** Two ways of doing the same work, measured side by side in one run. */
export interface Comparison {
  /** The work. */
  readonly work: string
  /** What it is held against. */
  readonly rival: string
  /** The least ratio to reach; null where the figure is only for orientation. */
  readonly target: number | null
  /** Our speed as a multiple of the rival's: the median over paired rounds. */
  readonly ratio: number
  /** Our median speed. */
  readonly ours: Speed
  /** The rival's median speed. */
  readonly theirs: Speed
}

/** A figure printed beside the comparisons, such as the floor that the disk sets. */
export interface Figure {
  /** What was measured. */
  readonly name: string
  /** The value. */
  readonly value: number
  /** Its unit. */
  readonly unit: string
}

/** What a benchmark found. */
export interface BenchResult {
  /** Comparisons, in the order of printing. */
  readonly comparisons: ReadonlyArray<Comparison>
  /** Figures beside them. */
  readonly figures: ReadonlyArray<Figure>
}
