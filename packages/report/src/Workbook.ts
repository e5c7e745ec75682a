import type { Language } from "@salesdept/core/shared"
import type { DepartmentReport } from "./DepartmentReport.ts"
import { checkRendererInput } from "./document/RendererInput.ts"
import { workbookDocument } from "./document/WorkbookDocument.ts"
import type { HtmlReportOptions } from "./HtmlReport.ts"
import { pageOf } from "./HtmlReport.ts"
import { markdownOf } from "./markdown/Blocks.ts"

/** How a workbook is written as Markdown. */
export interface MarkdownWorkbookOptions {
  /** Language of the texts. */
  readonly language: Language
}

/**
 * The owner's working album as one page to print: the essentials of a report, each section with questions and ruled space for notes,
 * and at the end a form for what was agreed: what, who, by when.
 *
 * @param report - the report
 * @param options - language, and where records are shown
 * @returns an HTML document that needs nothing but itself
 * @throws InputInvalid where the report is none (a promise of one that was not awaited), is of another version of the format, or the language is neither
 *   `en` nor `ru`
 * @example
 * ```ts
 * import { htmlWorkbook } from "@salesdept/report"
 *
 * htmlWorkbook(report, { language: "en" }) // "<!doctype html>…"
 * ```
 */
export const htmlWorkbook = (report: DepartmentReport, options: HtmlReportOptions): string => {
  checkRendererInput("htmlWorkbook", report, options)
  return pageOf(workbookDocument(report, options.language), options)
}

/**
 * The same album as Markdown, to be kept and filled in beside other notes.
 *
 * @param report - the report
 * @param options - language
 * @returns a document that ends with a line break
 * @throws InputInvalid where the report is none (a promise of one that was not awaited), is of another version of the format, or the language is neither
 *   `en` nor `ru`
 * @example
 * ```ts
 * import { markdownWorkbook } from "@salesdept/report"
 *
 * markdownWorkbook(report, { language: "en" }) // "# Workbook…"
 * ```
 */
export const markdownWorkbook = (report: DepartmentReport, options: MarkdownWorkbookOptions): string => {
  checkRendererInput("markdownWorkbook", report, options)
  return markdownOf(workbookDocument(report, options.language))
}
