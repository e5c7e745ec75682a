/**
 * Pipelines with gates: conditions as data, what of a deal they read, whether a move is possible and all that it lacks, approvals and exceptions. Pure.
 *
 * @packageDocumentation
 */
export type {
  ApprovalAsked,
  ApprovalCover,
  ApprovalEvent,
  ApprovalExpired,
  ApprovalGranted,
  ApprovalKind,
  ApprovalRefusedByPerson,
  ApprovalUsed,
} from "../Approval.ts"
export { approvalAggregate, approvalCovers, coversDeal, holdsAt, isOver, overrideApprovalKind } from "../Approval.ts"
export type { ApprovalRule, OverrideRule } from "../ApprovalErrors.ts"
export { ApprovalKindUnknown, ApprovalNotPossible, OverrideRefused } from "../ApprovalErrors.ts"
export type { Approval, ApprovalStatus, ApprovalTerms } from "../ApprovalSchema.ts"
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
} from "../Condition.ts"
export { conditionLimits, factGroups } from "../Condition.ts"
export type {
  BooleanBuilder,
  ComparisonBuilder,
  CustomFieldBuilder,
  FactBuilderOf,
  FactBuilders,
  PresenceBuilder,
  TextBuilder,
  TextSetBuilder,
} from "../ConditionBuilder.ts"
export { all, any, fact, not } from "../ConditionBuilder.ts"
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
} from "../ConditionFacts.ts"
export { conditionFacts, factGroupOrder, factOf, operatorsOf } from "../ConditionFacts.ts"
export type { GrantedOtherwise } from "../GrantedOtherwise.ts"
export type { ConditionReading } from "../ConditionReading.ts"
export { readCondition, validateCondition } from "../ConditionReading.ts"
export type { CompiledCondition } from "../ConditionVerdict.ts"
export { compileCondition } from "../ConditionVerdict.ts"
export type {
  CompiledPipeline,
  GatePosition,
  Move,
  MoveUnmet,
  MoveVerdict,
  UnmetTransition,
  UnmetTransitionCode,
} from "../Gate.ts"
export {
  compilePipeline,
  evaluateMove,
  evaluatePassed,
  evaluateStanding,
  moveFactGroups,
  passedQuestions,
  standingFactGroups,
} from "../Gate.ts"
export type { LinearPipelineOptions } from "../LinearPipeline.ts"
export { linearPipeline } from "../LinearPipeline.ts"
export type {
  GateOverridden,
  GateOverride,
  OverriddenCondition,
  OverrideBudget,
  OverrideMark,
  OverridePolicy,
} from "../Override.ts"
export { overridable, overrideBudgetAggregate } from "../Override.ts"
export type { Pipeline, RetiredStage, Stage, StageMeaning, Transition, TransitionKind } from "../Pipeline.ts"
export {
  allowedTransitions,
  entryStage,
  isFinalMeaning,
  isWonMeaning,
  outcomeOf,
  placeIn,
  stageOf,
} from "../Pipeline.ts"
export { validatePipeline, validatePipelines } from "../PipelineCheck.ts"
export { reopenedStage } from "../ReopenedStage.ts"
