import type { Message } from "@salesdept/core/shared"
import { terminalReport } from "@salesdept/report"
import type { DepartmentReport, TerminalReportOptions } from "@salesdept/report"
import type { Terminal } from "./Terminal.ts"

/** Rows of a table that are printed: a department of hundreds would be a thousand lines, of which nobody reads the first. */
const mostRows = 30

const shortenedText: Message = {
  en: "Long tables show their first and last rows: --full prints them whole",
  ru: "Длинные таблицы показаны началом и концом: целиком их печатает --full",
}

/** Prints a report, with long tables by their ends unless all of them is asked for, which is then said. */
export const printReport = (
  report: DepartmentReport,
  { isFull, ...options }: Omit<TerminalReportOptions, "rows"> & { readonly isFull: boolean },
  terminal: Pick<Terminal, "out" | "error">,
): void => {
  const full = terminalReport(report, options)
  const text = isFull ? full : terminalReport(report, { ...options, rows: mostRows })
  terminal.out(text)
  if (text !== full) terminal.error(`${shortenedText[options.language]}\n`)
}
