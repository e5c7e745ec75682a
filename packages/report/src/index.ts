/**
 * Charts, terminal views and self-contained HTML reports of a sales department, in English and Russian.
 * Pure functions from plain data to text: no files, no clock, no process.
 *
 * @packageDocumentation
 */
export type { CoverageNote, DepartmentReport, ReportHeader, ReportSource } from "./DepartmentReport.ts"
export { isWithheld } from "./model/Figure.ts"
export type { Amount, DaysSummary, OrWithheld, Proportion, ReportPeriod, Withheld } from "./model/Figure.ts"
export type {
  ImportedFile,
  ImportExample,
  ImportNote,
  ImportNoteKind,
  ImportRerun,
  ImportSection,
  NotCarried,
} from "./model/ImportSection.ts"
export type {
  OutcomeCurve,
  OutcomePoint,
  PipelineSection,
  StageFigures,
  StageKind,
  StalledDeal,
  StalledDeals,
} from "./model/PipelineSection.ts"
export type {
  ControlOfRep,
  ControlSection,
  ControlStateFigures,
  ControlTone,
  NotObservable,
} from "./model/ControlSection.ts"
export type {
  AttainmentSection,
  Compared,
  PlanAttainment,
  PlanCell,
  PriorCell,
  PriorPeriodComparison,
  RepCells,
} from "./model/AttainmentSection.ts"
export type {
  DriverContribution,
  VarianceComparison,
  VarianceOfGroup,
  VarianceSection,
} from "./model/VarianceSection.ts"
export type { FindingEvidence, FindingFigures, FindingSeverity, FindingsSection, MoneyAtStake } from "./model/FindingsSection.ts"
export { htmlReport } from "./HtmlReport.ts"
export type { HtmlReportOptions } from "./HtmlReport.ts"
export { terminalReport } from "./TerminalReport.ts"
export type { TerminalReportOptions } from "./TerminalReport.ts"
