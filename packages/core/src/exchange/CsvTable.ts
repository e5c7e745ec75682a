import Papa from "papaparse"
import { CsvEmpty, CsvHeaderOnly, DelimiterUnknown, QuotesBroken } from "./ImportErrors.ts"
import { scanQuotes } from "./QuoteScan.ts"
import type { QuoteScan } from "./QuoteScan.ts"
import { textOfCell } from "./SpreadsheetCell.ts"

/** Characters that divide cells. */
export type Delimiter = "," | ";" | "\t" | "|"

/** All of {@link Delimiter}; ties go to the earlier. */
export const delimiters: ReadonlyArray<Delimiter> = [",", ";", "\t", "|"]

/** One record of a table, as text. */
export interface CsvRecord {
  /** Physical line of the file on which the record starts, from 1; the header usually stands on line 1. */
  readonly line: number
  /** Its cells, trimmed, without an apostrophe that keeps one from being run as a formula; line ends inside a cell are `\n`. */
  readonly cells: ReadonlyArray<string>
}

/** A delimited text file taken apart, before anything is understood of it. */
export interface CsvTable {
  /** Name of the file. */
  readonly file: string
  /** What divides its cells. */
  readonly delimiter: Delimiter
  /** Names of its columns, each once: a repeated name gets ` (2)`, an unnamed one becomes `#5`. */
  readonly columns: ReadonlyArray<string>
  /** Records with one cell per column. */
  readonly records: ReadonlyArray<CsvRecord>
  /** Records with more or fewer cells than columns; which cell belongs where is not guessed. */
  readonly ragged: ReadonlyArray<CsvRecord>
  /** How many lines hold nothing but blanks and delimiters; they are no records. */
  readonly blankLines: number
  /** Other lines above the header, such as a title; they are no records. */
  readonly titleLines: ReadonlyArray<number>
  /** Lines where a quote inside an unquoted cell was read as an ordinary character. */
  readonly strayQuoteLines: ReadonlyArray<number>
}

const sampledRecords = 200

/** The delimiter that gives most records as many cells as the header has; of equals, the one with more columns. */
const detectDelimiter = (text: string, file: string): Delimiter => {
  let best: { readonly delimiter: Delimiter; readonly share: number; readonly columns: number } | null = null
  for (const delimiter of delimiters) {
    const counts = scanQuotes(text, delimiter, sampledRecords).cellCounts
    const columns = counts[0] ?? 1
    if (columns < 2) continue
    const share = counts.filter((count) => count === columns).length / counts.length
    if (best === null || share > best.share || (share === best.share && columns > best.columns)) {
      best = { delimiter, share, columns }
    }
  }
  if (best === null) throw new DelimiterUnknown(file)
  return best.delimiter
}

const columnNames = (cells: ReadonlyArray<string>): ReadonlyArray<string> => {
  const seen = new Map<string, number>()
  return cells.map((cell, i) => {
    const name = textOfCell(cell.trim()) || `#${i + 1}`
    const times = (seen.get(name) ?? 0) + 1
    seen.set(name, times)
    return times === 1 ? name : `${name} (${times})`
  })
}

const newlinesIn = (cells: ReadonlyArray<string>): number => {
  let count = 0
  for (const cell of cells) for (let at = cell.indexOf("\n"); at >= 0; at = cell.indexOf("\n", at + 1)) count++
  return count
}

/** The first lines of a text, with their ends. */
const firstLines = (text: string, count: number): string => {
  let end = 0
  for (let line = 0; line < count && end < text.length; line++) end = text.indexOf("\n", end) + 1 || text.length
  return text.slice(0, end)
}

const soundQuotes: Pick<QuoteScan, "strayQuoteLines" | "broken"> = { strayQuoteLines: [], broken: null }

/** Rows of a text in which quotes are sound. Blank lines stay among them, so that lines can be counted from the rows themselves. */
const parsed = (text: string, delimiter: Delimiter, file: string, firstLine: number) => {
  // The reader takes text behind a closing quote for a part of the cell, and goes on.
  const { broken, strayQuoteLines } = text.includes('"') ? scanQuotes(text, delimiter, Infinity) : soundQuotes
  if (broken !== null) throw new QuotesBroken(file, broken.line + firstLine - 1, broken.fault)
  const { data: rows } = Papa.parse<ReadonlyArray<string>>(text, { delimiter, newline: "\n" })
  return {
    // Behind the last line end there is no row.
    rows: text.endsWith("\n") ? rows.slice(0, -1) : rows,
    strayQuoteLines: strayQuoteLines.map((line) => line + firstLine - 1),
  }
}

const isBlankRow = (cells: ReadonlyArray<string>): boolean => cells.every((cell) => cell.trim() === "")

/**
 * Takes a delimited text apart into records with the lines they stand on. The delimiter is the stated one, that of a
 * first line `sep=;` (as Excel writes it), or the one under which most records have as many cells as the header.
 *
 * @param text - the whole file
 * @param file - its name, for the errors
 * @param stated - the delimiter, where a person has said it
 * @param headerLine - physical line of the header, from 1; what stands above it is not read
 * @throws CsvEmpty, CsvHeaderOnly, DelimiterUnknown, QuotesBroken
 *
 * @example
 * ```ts
 * import { readCsvTable } from "@salesdept/core/exchange"
 *
 * readCsvTable('id;name\n1;"Acme\nLtd"\n2;Beta', "clients.csv").records[1] // { line: 4, cells: ["2", "Beta"] }
 * ```
 */
export const readCsvTable = (text: string, file: string, stated: Delimiter | null = null, headerLine = 1): CsvTable => {
  const whole = text.includes("\r") ? text.replaceAll(/\r\n?/g, "\n") : text
  const separatorLine = /^sep=([,;\t|])\n/i.exec(whole)
  const separator = separatorLine?.[0] ?? ""
  const above = firstLines(whole, headerLine - 1).slice(separator.length)
  const ahead = /^\s*\n/.exec(whole.slice(separator.length + above.length))?.[0] ?? ""
  const skipped = separator + above + ahead
  const body = whole.slice(skipped.length)
  if (body.trim() === "") throw new CsvEmpty(file)
  const firstLine = newlinesIn([skipped]) + 1
  const named = delimiters.find((delimiter) => delimiter === separatorLine?.[1])
  const delimiter = stated ?? named ?? detectDelimiter(body, file)
  const { rows, strayQuoteLines } = parsed(body, delimiter, file, firstLine)
  const columns = columnNames(rows[0] ?? [])
  if (columns.length < 2) throw new DelimiterUnknown(file)
  const records: Array<CsvRecord> = []
  const ragged: Array<CsvRecord> = []
  const separatorLines = separatorLine === null ? 0 : 1
  const titleLines = above
    .split("\n")
    .flatMap((one, i) => (isBlankRow(one.split(delimiter)) ? [] : [i + 1 + separatorLines]))
  let blankLines = firstLine - 1 - separatorLines - titleLines.length
  let line = firstLine
  for (const [i, row] of rows.entries()) {
    const start = line
    line += 1 + newlinesIn(row)
    if (i === 0) continue
    if (isBlankRow(row)) blankLines++
    else
      (row.length === columns.length ? records : ragged).push({
        line: start,
        cells: row.map((cell) => textOfCell(cell.trim())),
      })
  }
  if (records.length + ragged.length === 0) throw new CsvHeaderOnly(file, columns)
  return { file, delimiter, columns, records, ragged, blankLines, titleLines, strayQuoteLines }
}
