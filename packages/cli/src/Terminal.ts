// Controls but the end of a line move the cursor or begin an escape sequence; bidi marks reorder what stands beside them.
// oxlint-disable-next-line no-control-regex -- controls are what is taken out
const unsafe = /[\u0000-\u0009\u000B-\u001F\u007F-\u009F\u061C\u200E\u200F\u2028-\u202E\u2066-\u2069]/g

/** A message that may quote a file or a database, made safe for a terminal: `\u001b` is shown as U+FFFD, ends of lines stay. */
export const printable = (text: string): string => text.toWellFormed().replace(unsafe, "\uFFFD")

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
