import { writeFileSync } from "node:fs"
import { join } from "node:path"
import type { Language } from "@salesdept/core/shared"
import { htmlReport, htmlWorkbook, markdownWorkbook } from "@salesdept/report"
import type { DepartmentReport } from "@salesdept/report"
import { makeFolder, onFile } from "./OnFile.ts"

/** Paths of the files of a report. */
export interface ReportFiles {
  /** The page. */
  readonly html: string
  /** The report as data. */
  readonly json: string
  /** The workbook as a page; beside it stands the same as Markdown. */
  readonly workbook: string
}

/** Writes a text into a file. */
export const writeText = (path: string, text: string): void => onFile(path, () => writeFileSync(path, text))

/**
 * Writes a report as a page, as data and as a workbook.
 *
 * @param folder - made where it is missing
 * @throws FileUnreadable where the folder cannot be written to
 */
export const writeReport = (report: DepartmentReport, folder: string, language: Language): ReportFiles => {
  onFile(folder, () => makeFolder(folder))
  const html = join(folder, "report.html")
  const json = join(folder, "report.json")
  const workbook = join(folder, "workbook.html")
  writeText(html, htmlReport(report, { language }))
  writeText(workbook, htmlWorkbook(report, { language }))
  writeText(join(folder, "workbook.md"), markdownWorkbook(report, { language }))
  writeText(json, `${JSON.stringify(report, null, 2)}\n`)
  return { html, json, workbook }
}
