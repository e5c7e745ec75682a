import type { Language } from "@salesdept/core/shared"
import type { DepartmentReport } from "./DepartmentReport.ts"
import { reportDocument } from "./document/ReportDocument.ts"
import { blockMarkup } from "./html/Blocks.ts"
import { htmlPage } from "./html/Page.ts"
import { overviewTexts } from "./sections/OverviewTexts.ts"

/** How a report is shown as a page. */
export interface HtmlReportOptions {
  /** Language of the texts. */
  readonly language: Language
}

/**
 * A report as one self-contained HTML page: no scripts, no requests; light and dark; from 360 pixels up; printable.
 * Everything from data is escaped.
 *
 * @param report - the report
 * @param options - language
 * @returns an HTML document
 * @example
 * writeFileSync("report.html", htmlReport(report, { language: "ru" }))
 */
export const htmlReport = (report: DepartmentReport, options: HtmlReportOptions): string => {
  const { language } = options
  const document = reportDocument(report, language)
  return htmlPage({
    language,
    title: document.title,
    subtitle: document.subtitle,
    contentsLabel: overviewTexts[language].contents,
    sections: document.sections.map(({ id, title, blocks }) => ({ id, title, content: blocks.map(blockMarkup) })),
  })
}
