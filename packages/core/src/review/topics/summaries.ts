/**
 * Summaries of a period: figures, signals, corrections since it was closed. Pure.
 *
 * @packageDocumentation
 */
export type { PlanFigure, PlanRows } from "../PlanFigures.ts"
export { planFigures } from "../PlanFigures.ts"
export type { ChartSignal, FigureSignal, PeriodSignals, ScopeSignals, SignalSettings } from "../SummarySignals.ts"
export { periodSignals } from "../SummarySignals.ts"
export type { PeriodClosed } from "../Summary.ts"
export { summaryAggregate } from "../Summary.ts"
export type { SourcedFact, Unseen } from "../Unseen.ts"
export type { CountFigure, MoneyFigure, SummaryFigures } from "../SummaryFigure.ts"
export type {
  EndedPromise,
  StagePassage,
  StoodDeal,
  SummaryContext,
  SummaryFacts,
  SummedDialog,
  SummedLead,
} from "../SummaryFacts.ts"
export { summaryFigures } from "../SummaryFigures.ts"
export { figureNames } from "../SummaryFigure.ts"
export type { RecordVersions, SummaryCorrection } from "../SummaryCorrections.ts"
export { summaryCorrections } from "../SummaryCorrections.ts"
export type { Summary, SummaryId, SummaryScope, SummarySpan } from "../SummarySchema.ts"
