/**
 * Charts, terminal views and self-contained HTML reports of a sales department, in English and Russian.
 * Pure functions from plain data to text: no files, no clock, no process.
 *
 * Start with {@link terminalReport} and {@link htmlReport}; the parts they are made of are here too, for a host that
 * shows its own figures.
 *
 * @packageDocumentation
 */
export type { CoverageNote, DepartmentReport, ReportHeader, ReportSource } from "./DepartmentReport.ts"
export { htmlReport } from "./HtmlReport.ts"
export type { HtmlReportOptions } from "./HtmlReport.ts"
export { terminalReport } from "./TerminalReport.ts"
export { htmlWorkbook, markdownWorkbook } from "./Workbook.ts"
export type { MarkdownWorkbookOptions } from "./Workbook.ts"
export type { TerminalReportOptions } from "./TerminalReport.ts"

export { isWithheld } from "./model/Figure.ts"
export type { Amount, Count, DaysSummary, OrWithheld, Proportion, ReportPeriod, Withheld } from "./model/Figure.ts"
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
  ControlFirst,
  ControlOfRep,
  ControlSection,
  ControlStateFigures,
  ControlTone,
  NotObservable,
} from "./model/ControlSection.ts"
export type {
  AttainmentSection,
  ComparedSection,
  PlanAttainment,
  PlanCell,
  PriorCell,
  PriorPeriodComparison,
  RepCells,
} from "./model/AttainmentSection.ts"
export type {
  DriverContribution,
  CauseFigures,
  CausesFigures,
  VarianceComparison,
  VarianceOfGroup,
  VarianceSection,
} from "./model/VarianceSection.ts"
export type {
  FindingEvidence,
  FindingFigures,
  FindingSeverity,
  FindingsSection,
  MoneyAtStake,
} from "./model/FindingsSection.ts"
export type { AfterSaleSection } from "./model/AfterSaleSection.ts"
export type { ListedRecord, RecordList } from "./model/RecordList.ts"
export type { MonthRow, MonthSection, MonthTalk } from "./model/MonthSection.ts"
export type { NextPlanRow, NextPlanSection } from "./model/NextPlanSection.ts"
export type {
  ExperimentArmFigures,
  ExperimentFigures,
  ScriptCandidate,
  ScriptInForce,
  ScriptsOfRep,
  ScriptsSection,
  StepAnswer,
  StepWins,
} from "./model/ScriptsSection.ts"
export type { FitSection, ProductFit, RepFit } from "./model/FitSection.ts"
export type { ForecastRow, ForecastSection } from "./model/ForecastSection.ts"

export { formatDay, formatDayRange, formatMonth } from "./format/CalendarDay.ts"
export { formatCount, nouns } from "./format/Counted.ts"
export type { CountedNoun, EnglishForms, NounName, RussianForms } from "./format/Counted.ts"
export { formatDays } from "./format/Days.ts"
export { currencySign, formatMoney, formatMoneyCompact } from "./format/Money.ts"
export type { MoneyStyle } from "./format/Money.ts"
export { formatDelta, formatNumber } from "./format/Number.ts"
export { formatPercent, formatPercentDelta } from "./format/Percent.ts"
export { formatPeriod } from "./format/Period.ts"
export type { BridgeContent, BridgeStep } from "./format/Bridge.ts"

export { bar, bars } from "./terminal/Bars.ts"
export type { BarRow } from "./terminal/Bars.ts"
export { bridge } from "./terminal/Bridge.ts"
export { heading } from "./terminal/Heading.ts"
export { keyValues, note, paragraph } from "./terminal/Note.ts"
export type { KeyValue } from "./terminal/Note.ts"
export { styleOfShell } from "./terminal/Shell.ts"
export type { Output } from "./terminal/Shell.ts"
export { table } from "./terminal/Table.ts"
export type { Cell, Column, TableContent, TonedCell } from "./terminal/TableContent.ts"
export type { Align } from "./terminal/Text.ts"
export type { TerminalStyle, Tone } from "./terminal/Tone.ts"

export { htmlTable } from "./html/ContentTable.ts"
export { escapeMarkup, markup } from "./html/Markup.ts"
export type { Markup, MarkupPart } from "./html/Markup.ts"
export { htmlPage } from "./html/Page.ts"
export type { PageContent, PageSection } from "./html/Page.ts"

export { barChart } from "./svg/BarChart.ts"
export type { ChartBar } from "./svg/BarChart.ts"
export { bridgeChart } from "./svg/BridgeChart.ts"
export type { ChartFrame } from "./svg/Chart.ts"
export { fanChart } from "./svg/FanChart.ts"
export type { FanBand, FanContent, FanPoint } from "./svg/FanChart.ts"
export { funnelChart } from "./svg/FunnelChart.ts"
export type { FunnelStage } from "./svg/FunnelChart.ts"
export { darkPalette, lightPalette, paletteProperties } from "./svg/Palette.ts"
export type { ColourRole, Palette } from "./svg/Palette.ts"
export type { ChartRow } from "./svg/RowLayout.ts"
export { stackedBar } from "./svg/StackedBar.ts"
export type { StackPart } from "./svg/StackedBar.ts"
export { stepChart } from "./svg/StepChart.ts"
export type { StepAxes, StepPoint, StepSeries } from "./svg/StepChart.ts"
