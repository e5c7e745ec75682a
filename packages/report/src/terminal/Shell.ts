import type { TerminalStyle } from "./Tone.ts"

/** What of an output stream is asked: Node's `process.stdout` has it. */
export interface Output {
  /** Columns of the terminal; undefined where the output goes elsewhere. */
  readonly columns?: number | undefined
  /** Whether it is a terminal. */
  readonly isTTY?: boolean | undefined
}

/** Columns where nobody says how many. */
const usualColumns = 100

const columnsOf = ({ columns }: Output, said: string | undefined): number => {
  if (columns !== undefined && columns > 0) return columns
  return /^[1-9]\d{1,3}$/.test(said ?? "") ? Number(said) : usualColumns
}

/**
 * How a program writes to its terminal: as wide as that is; where the output goes elsewhere, as wide as `COLUMNS` says, else 100
 * columns. In colour on a terminal alone, and never where `NO_COLOR` is set or `TERM` is `dumb`, which shows the codes themselves.
 *
 * @param output - where it writes, such as `process.stdout`
 * @param environment - the environment, such as `process.env`
 * @example
 * ```ts
 * import { styleOfShell } from "@salesdept/report"
 *
 * styleOfShell({ columns: undefined, isTTY: false }, { COLUMNS: "80" }) // { width: 80, colour: false }
 * styleOfShell({ columns: 120, isTTY: true }, { NO_COLOR: "1" }) // { width: 120, colour: false }
 * ```
 */
export const styleOfShell = (
  output: Output,
  environment: { readonly [name: string]: string | undefined },
): TerminalStyle => ({
  width: columnsOf(output, environment["COLUMNS"]),
  colour: output.isTTY === true && (environment["NO_COLOR"] ?? "") === "" && environment["TERM"] !== "dumb",
})
