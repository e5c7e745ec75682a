/**
 * Deals: pipelines with gates as data, deals, and the figures of the funnel. Pure functions; results are plain JSON.
 *
 * @packageDocumentation
 */
export type {
  ApprovalAsked,
  ApprovalEvent,
  ApprovalExpired,
  ApprovalGranted,
  ApprovalKind,
  ApprovalRefusedByPerson,
  ApprovalUsed,
} from "./Approval.ts"
export { approvalAggregate, holdsAt, isOver, overrideApprovalKind } from "./Approval.ts"
export type { ApprovalRule, OverrideRule } from "./ApprovalErrors.ts"
export { ApprovalKindUnknown, ApprovalNotPossible, OverrideRefused } from "./ApprovalErrors.ts"
export type { Approval, ApprovalStatus } from "./ApprovalSchema.ts"
export type {
  ComparisonOperator,
  Condition,
  ConditionValue,
  FactCondition,
  MoneyLimit,
  Unmet,
  UnmetAny,
  UnmetFact,
  UnmetState,
  Verdict,
} from "./Condition.ts"
export { conditionLimits, factGroups } from "./Condition.ts"
export type {
  BooleanBuilder,
  ComparisonBuilder,
  FactBuilders,
  PresenceBuilder,
  TextBuilder,
  TextSetBuilder,
} from "./ConditionBuilder.ts"
export { all, any, fact, not } from "./ConditionBuilder.ts"
export type {
  FactDefinition,
  FactGroup,
  CustomFactPath,
  FactPath,
  FactPathOf,
  FactType,
  FactTypeOf,
  FactValue,
  FactValueOf,
  FactValues,
  Operator,
} from "./ConditionFacts.ts"
export { conditionFacts, factGroupOrder, factOf, operatorsOf } from "./ConditionFacts.ts"
export type { ConditionReading } from "./ConditionReading.ts"
export { readCondition, validateCondition } from "./ConditionReading.ts"
export type { CompiledCondition } from "./ConditionVerdict.ts"
export { compileCondition } from "./ConditionVerdict.ts"
export type {
  DealAdopted,
  DealAmended,
  DealCreditSplit,
  DealEvent,
  DealImported,
  DealLinesSet,
  DealMoveAsserted,
  DealMoved,
  DealOpened,
  DealRateFrozen,
  DealRemoved,
  DealRestored,
} from "./Deal.ts"
export { dealAggregate, dealFact } from "./Deal.ts"
export type { Credit, CreditShare } from "./DealCredit.ts"
export { creditOf } from "./DealCredit.ts"
export type { DealCycle } from "./DealCycle.ts"
export type { DealLine, DealLineAmounts, DealLineKind, DealLinesTotal } from "./DealLine.ts"
export { lineAmounts, linesTotal } from "./DealLine.ts"
export type { RateRule } from "./DealRate.ts"
export { amountInCurrency } from "./DealRate.ts"
export {
  DealAmountRefused,
  DealChanged,
  DepartmentMissing,
  LostReasonRefused,
  MoveRefused,
  PipelineUnknown,
  StageUnknown,
  RateRefused,
  SourceUnknown,
} from "./DealErrors.ts"
export type { DealMergeRule } from "./DealMergeErrors.ts"
export { DealMergeRefused, DealRemovalRefused } from "./DealMergeErrors.ts"
export type { DealColumns, DealFact, DealOutcome } from "./DealFact.ts"
export { dealColumns, outcomeCodes } from "./DealFact.ts"
export type { DaysToClose, DealFigures, RealisedPrice } from "./DealFigures.ts"
export { dealFigures } from "./DealFigures.ts"
export type { ImportViolation } from "./DealHistoryImport.ts"
export type { DealState, DealTimeline, TimelineDeal, TimelineFrame, TimelineNotRead } from "./DealTimeline.ts"
export { dealTimeline, stateOn } from "./DealTimeline.ts"
export type { DealImportStep, ImportConflict, ImportTarget } from "./DealImport.ts"
export { importStep } from "./DealImport.ts"
export type { DealFilter, DealGroup, DealSelection } from "./DealRows.ts"
export { groupDeals, periodColumn, selectDeals } from "./DealRows.ts"
export type { Deal, DealValues, ImportedDeal } from "./DealSchema.ts"
export type { BlockedDeals, Blocker, DealSurvey, RuleBreak, RuleTrial } from "./DealSurvey.ts"
export { blockedDeals, ruleTrial } from "./DealSurvey.ts"
export type { DealBreakdownLine, Funnel, FunnelQuestion, FunnelStage } from "./Funnel.ts"
export { dealBreakdown, funnel } from "./Funnel.ts"
export type {
  CompiledPipeline,
  GatePosition,
  Move,
  MoveUnmet,
  MoveVerdict,
  UnmetTransition,
  UnmetTransitionCode,
} from "./Gate.ts"
export { compilePipeline, evaluateMove, evaluateStanding, moveFactGroups, standingFactGroups } from "./Gate.ts"
export type { LinearPipelineOptions } from "./LinearPipeline.ts"
export { linearPipeline } from "./LinearPipeline.ts"
export type { MoneyTotal } from "./MoneyTotal.ts"
export type { NotRead, NotReadReason } from "./NotRead.ts"
export type { OutcomeCurve, OutcomeCurveSettings, OutcomeCurveStep, OutcomeShares } from "./OutcomeCurve.ts"
export { outcomeAtAge, outcomeCurve } from "./OutcomeCurve.ts"
export type {
  GateOverridden,
  GateOverride,
  OverriddenCondition,
  OverrideBudget,
  OverrideMark,
  OverridePolicy,
} from "./Override.ts"
export { overridable, overrideBudgetAggregate } from "./Override.ts"
export type { Pipeline, RetiredStage, Stage, StageMeaning, Transition, TransitionKind } from "./Pipeline.ts"
export {
  allowedTransitions,
  entryStage,
  isFinalMeaning,
  isWonMeaning,
  outcomeOf,
  placeIn,
  stageOf,
} from "./Pipeline.ts"
export { validatePipeline, validatePipelines } from "./PipelineCheck.ts"
export type { ProductStated } from "./Product.ts"
export { productAggregate } from "./Product.ts"
export type { Product } from "./ProductSchema.ts"
export type { CohortExit, CohortExitFigures, StageCohort, StageCohortSettings } from "./StageCohort.ts"
export { cohortShareAt, stageCohort } from "./StageCohort.ts"
export type { StageFlowExit, StageFlowStage } from "./StageFlow.ts"
export { stageFlow, stageMoveCounts } from "./StageFlow.ts"
export type { StageTime, StageTimeBasis, StageTimes, StageTimesSettings, StageVisitsNotRead } from "./StageTimes.ts"
export { stageTimes } from "./StageTimes.ts"
export type { StageVisitColumns, StageVisitFact } from "./StageVisitFact.ts"
export { stageVisitColumns } from "./StageVisitFact.ts"
export type { StageStall, Touch, TouchKind } from "./StageStall.ts"
export { lastTouch, stageStall, touchKinds } from "./StageStall.ts"
export type { StageVisit, VisitFrame } from "./StageVisits.ts"
export { stageVisits, visitFacts } from "./StageVisits.ts"
export type { Stalled, StalledDeals, StalledSettings } from "./Stalled.ts"
export { stalledDeals } from "./Stalled.ts"
export type { TimelineWaterfallSettings, WaterfallScope } from "./TimelineWaterfall.ts"
export { timelineWaterfall } from "./TimelineWaterfall.ts"
export type { Waterfall, WaterfallBucket, WaterfallBucketKind, WaterfallLevel, WaterfallMeasure } from "./Waterfall.ts"
export { waterfallBucketKinds } from "./Waterfall.ts"
export type { WaterfallByFlowSettings } from "./WaterfallByFlow.ts"
export { waterfallByFlow } from "./WaterfallByFlow.ts"
export type { WaterfallByPairSettings, WaterfallSide } from "./WaterfallByPair.ts"
export { waterfallByPair } from "./WaterfallByPair.ts"
