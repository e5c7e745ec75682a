/**
 * The partition of a base: the one state of each lead, client and deal, counters and the list of work. Pure.
 *
 * @packageDocumentation
 */
export type { ControlContext, ControlContextOptions, ControlMoment } from "../ControlContext.ts"
export { controlContext } from "../ControlContext.ts"
export type {
  ClientControlFacts,
  ControlBase,
  ControlFacts,
  DealControlFacts,
  LeadControlFacts,
  MarkFacts,
  ObservableFact,
  Observed,
  ParkingFacts,
  RecordFacts,
  SnoozeFacts,
  UnpaidInstalment,
  UnseenFact,
} from "../ControlFacts.ts"
export type { ZeroCounter } from "../ZeroCounter.ts"
export { zeroCounters } from "../ZeroCounter.ts"
export type { ControlKind, ControlPolicy, ControlStateName } from "../ControlPolicy.ts"
export { calmStates, controlKinds, controlStates, defaultControlPolicy, usualCommitDays } from "../ControlPolicy.ts"
export type { ControlState, WorstDeal } from "../ControlState.ts"
export { controlStateOf } from "../ControlState.ts"
export type { ControlNotRead } from "../NotRead.ts"
export type { ParkingPolicy, ParkReason } from "../ParkingPolicy.ts"
export { defaultParkingPolicy } from "../ParkingPolicy.ts"
export type {
  ControlStateCounts,
  Partition,
  PartitionOptions,
  PartitionOwner,
  PartitionSegment,
  PartitionState,
  PartitionTeam,
} from "../Partition.ts"
export { partition } from "../Partition.ts"
