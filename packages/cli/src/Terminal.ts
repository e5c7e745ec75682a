/**
 * Columns to write in: the terminal's; where the output goes elsewhere, what COLUMNS says; else 100.
 *
 * @param ofTerminal - the terminal's columns; undefined where there is none
 * @param ofShell - the environment variable COLUMNS
 */
export const columnsOf = (ofTerminal: number | undefined, ofShell: string | undefined): number => {
  if (ofTerminal !== undefined && ofTerminal > 0) return ofTerminal
  return /^[1-9]\d{1,3}$/.test(ofShell ?? "") ? Number(ofShell) : 100
}

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
