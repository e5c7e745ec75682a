import { isSalesDeptError } from "../shared/Failure.ts"
import type { CsvTable, Delimiter } from "./CsvTable.ts"
import { readCsvTable } from "./CsvTable.ts"

/** How many lines are looked at for a header. */
const searchedLines = 20

const filledCells = (line: string, delimiter: Delimiter): number =>
  line.split(delimiter).filter((cell) => cell.replaceAll('"', "").trim() !== "").length

/** A line as if it were the header of a table; null where it divides into no columns. */
const asHeader = (line: string, file: string, stated: Delimiter | null): CsvTable | null => {
  try {
    return readCsvTable(`${line}\n${line}`, file, stated)
  } catch (error) {
    if (!isSalesDeptError(error)) throw error
    return null
  }
}

/**
 * Finds the header of a file that begins with a title, the day on which it was made and the like, as printed forms do. Above a header
 * no line has as many cells with something in them: where one has, it is more likely that the file has another header, which is not known.
 *
 * @param text - the whole file
 * @param file - its name
 * @param stated - the delimiter, where a person has said it
 * @param fits - whether columns of these names are a header
 * @returns its physical line, from 2; null where there is none in the first twenty
 */
export const headerBelowTitles = (
  text: string,
  file: string,
  stated: Delimiter | null,
  fits: (header: CsvTable) => boolean,
): number | null => {
  const lines = text.split(/\r\n?|\n/, searchedLines)
  for (const [i, line] of lines.entries()) {
    const header = i === 0 || line.trim() === "" ? null : asHeader(line, file, stated)
    if (header === null || !fits(header)) continue
    const { delimiter } = header
    const most = filledCells(line, delimiter)
    if (lines.slice(0, i).every((above) => filledCells(above, delimiter) < most)) return i + 1
  }
  return null
}
