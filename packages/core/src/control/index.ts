/**
 * Control: every lead, client and deal is at any moment in exactly one control state, with reason, owner and age, and the
 * states sum to the base. Pure.
 *
 * @packageDocumentation
 */
export type { ControlContext, ControlContextOptions, ControlMoment } from "./ControlContext.ts"
export { controlContext } from "./ControlContext.ts"
export { NotCovered, PartitionBroken } from "./ControlErrors.ts"
export type {
  ClientControlFacts,
  ControlBase,
  ControlFacts,
  DealControlFacts,
  LeadControlFacts,
  ObservableFact,
  Observed,
  RecordFacts,
  UnpaidInstalment,
  UnseenFact,
} from "./ControlFacts.ts"
export type { ControlList, ControlListOptions, ControlListRow } from "./ControlList.ts"
export { controlList } from "./ControlList.ts"
export type { ControlKind, ControlPolicy, ControlStateName } from "./ControlPolicy.ts"
export { calmStates, controlKinds, controlStates, defaultControlPolicy } from "./ControlPolicy.ts"
export type { ControlRecords, ControlRules, ControlSource } from "./ControlRecords.ts"
export type { ControlState, WorstDeal } from "./ControlState.ts"
export { controlStateOf } from "./ControlState.ts"
export type { ControlStateTexts } from "./ControlTexts.ts"
export { controlKindTexts, controlStateTexts, unseenFactTexts } from "./ControlTexts.ts"
export type { Coverage, CoveragePolicy, Uncovered } from "./Coverage.ts"
export { coverageOf, defaultCoveragePolicy } from "./Coverage.ts"
export { controlFacts } from "./FactsOfRecords.ts"
export type { ControlNotRead } from "./NotRead.ts"
export type { ControlStateCounts, Partition, PartitionOptions, PartitionOwner, PartitionState } from "./Partition.ts"
export { partition } from "./Partition.ts"
