import type { QuoteFault } from "./ImportErrors.ts"

/** What a pass over delimited text finds without building its cells. */
export interface QuoteScan {
  /** Number of cells of each record, in order. */
  readonly cellCounts: ReadonlyArray<number>
  /** Lines (from 1) where a quote stands inside an unquoted cell and so is an ordinary character, as in `24" screen`. */
  readonly strayQuoteLines: ReadonlyArray<number>
  /** The first place where quotes are broken; null where they are sound. */
  readonly broken: { readonly line: number; readonly fault: QuoteFault } | null
}

/**
 * Follows quotes (RFC 4180) through a text, to find its delimiter and to say where quotes are broken.
 *
 * @param text - lines end in `\n`
 * @param delimiter - one character
 * @param recordLimit - stops after so many records (inclusive)
 */
export const scanQuotes = (text: string, delimiter: string, recordLimit: number): QuoteScan => {
  const cellCounts: Array<number> = []
  const strayQuoteLines: Array<number> = []
  let [line, openedOn, cells] = [1, 1, 1]
  let state: "start" | "plain" | "quoted" | "closed" = "start"
  for (let i = 0; i < text.length && cellCounts.length < recordLimit; i++) {
    const char = text[i]
    if (state === "quoted") {
      if (char === "\n") line++
      else if (char === '"' && text[i + 1] === '"') i++
      else if (char === '"') state = "closed"
    } else if (char === delimiter) {
      cells++
      state = "start"
    } else if (char === "\n") {
      cellCounts.push(cells)
      cells = 1
      line++
      state = "start"
    } else if (state === "closed") {
      return { cellCounts, strayQuoteLines, broken: { line, fault: "textAfterQuote" } }
    } else if (char === '"' && state === "start") {
      openedOn = line
      state = "quoted"
    } else {
      if (char === '"' && strayQuoteLines.at(-1) !== line) strayQuoteLines.push(line)
      state = "plain"
    }
  }
  if (cellCounts.length < recordLimit && (cells > 1 || state !== "start")) cellCounts.push(cells)
  return {
    cellCounts,
    strayQuoteLines,
    broken: state === "quoted" && cellCounts.length < recordLimit ? { line: openedOn, fault: "notClosed" } : null,
  }
}
