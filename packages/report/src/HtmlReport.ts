import type { Language } from "@salesdept/core/shared"
import type { DepartmentReport } from "./DepartmentReport.ts"
import type { ReportDocument } from "./document/Block.ts"
import { checkRendererInput } from "./document/RendererInput.ts"
import { reportDocument } from "./document/ReportDocument.ts"
import { blockMarkup } from "./html/Blocks.ts"
import { htmlPage } from "./html/Page.ts"
import { overviewTexts } from "./sections/OverviewTexts.ts"

/** How a report is shown as a page. */
export interface HtmlReportOptions {
  /** Language of the texts. */
  readonly language: Language
  /**
   * Where your product shows a record (`deal_17`, `lead_3`): the evidence of findings and the stalled deals become links. Null for records
   * without a page. Addresses are relative, http or https; others are left as text. Default: no links.
   */
  readonly linkOf?: (recordId: string) => string | null
}

/**
 * A report as one self-contained HTML page: no scripts, no requests; light and dark; from 360 pixels up; printable.
 * Everything from data is escaped.
 *
 * @param report - the report
 * @param options - language, and where records are shown
 * @returns an HTML document
 * @throws InputInvalid where the report is none (a promise of one that was not awaited), is of another version of the format, or the language is neither
 *   `en` nor `ru`
 * @example
 * ```ts
 * import { htmlReport } from "@salesdept/report"
 *
 * const linkOf = (recordId: string) => `/crm/${encodeURIComponent(recordId)}`
 * htmlReport(report, { language: "ru", linkOf }) // "<!doctype html>…"
 * ```
 */
export const htmlReport = (report: DepartmentReport, options: HtmlReportOptions): string => {
  checkRendererInput("htmlReport", report, options)
  return pageOf(reportDocument(report, options.language), options)
}

/** A document as a page. */
export const pageOf = (document: ReportDocument, { language, linkOf = () => null }: HtmlReportOptions): string =>
  htmlPage({
    language,
    title: document.title,
    subtitle: document.subtitle,
    contentsLabel: overviewTexts[language].contents,
    sections: document.sections.map(({ id, title, blocks }) => ({
      id,
      title,
      content: blocks.map((block) => blockMarkup(block, linkOf)),
    })),
  })
