/** Where a command reads from and writes to: handed in, so that commands can be tested. */
export interface Terminal {
  /** Writes to the standard output. */
  readonly out: (text: string) => void
  /** Writes to the standard error: progress and errors. */
  readonly error: (text: string) => void
  /** Columns of the standard output, from 20. */
  readonly width: number
  /** Whether the standard output shows colours. */
  readonly colour: boolean
  /** Whether progress may rewrite its own line. */
  readonly interactive: boolean
  /** Milliseconds since 1970. */
  readonly now: () => number
}
