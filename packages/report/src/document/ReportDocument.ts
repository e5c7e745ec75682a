import type { Language } from "@salesdept/core/shared"
import type { DepartmentReport } from "../DepartmentReport.ts"
import { formatDay } from "../format/CalendarDay.ts"
import { afterSaleDocument } from "../sections/AfterSale.ts"
import { attainmentDocument } from "../sections/Attainment.ts"
import { controlDocument } from "../sections/Control.ts"
import { findingsDocument } from "../sections/Findings.ts"
import { fitDocument } from "../sections/Fit.ts"
import { forecastDocument } from "../sections/Forecast.ts"
import { importDocument } from "../sections/Import.ts"
import { monthDocument } from "../sections/Month.ts"
import { nextPlanDocument } from "../sections/NextPlan.ts"
import { coverageDocument, overviewDocument } from "../sections/Overview.ts"
import { overviewTexts } from "../sections/OverviewTexts.ts"
import { pipelineDocument } from "../sections/Pipeline.ts"
import { scriptsDocument } from "../sections/Scripts.ts"
import { varianceDocument } from "../sections/Variance.ts"
import type { ReportDocument } from "./Block.ts"

/** Words a report in one language, without laying it out. */
export const reportDocument = (report: DepartmentReport, language: Language): ReportDocument => {
  const texts = overviewTexts[language]
  const { departmentName, asOf, currency } = report.header
  const wording = { language, currency }
  return {
    title: departmentName === null ? texts.title : texts.titleOf(departmentName),
    subtitle: texts.asOf(formatDay(asOf, language)),
    sections: [
      overviewDocument(report, wording),
      ...(report.import === null ? [] : [importDocument(report.import, wording)]),
      pipelineDocument(report.pipeline, wording),
      controlDocument(report.control, wording),
      ...(report.afterSale === undefined ? [] : [afterSaleDocument(report.afterSale, wording)]),
      ...(report.month === undefined ? [] : [monthDocument(report.month, wording)]),
      attainmentDocument(report.attainment, wording),
      ...(report.fit === undefined ? [] : [fitDocument(report.fit, wording)]),
      varianceDocument(report.variance, wording),
      ...(report.forecast === undefined ? [] : [forecastDocument(report.forecast, wording)]),
      findingsDocument(report.findings, wording),
      ...(report.scripts === undefined ? [] : [scriptsDocument(report.scripts, wording)]),
      ...(report.nextPlan === undefined ? [] : [nextPlanDocument(report.nextPlan, wording)]),
      coverageDocument(report, wording),
    ],
  }
}
