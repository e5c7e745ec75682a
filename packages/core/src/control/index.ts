/**
 * Control: every lead, client and deal is at any moment in exactly one control state, with reason, owner and age, and the
 * states sum to the base. Pure.
 *
 * @packageDocumentation
 */
export * from "./topics/partition.ts"
export { NotCovered, PartitionBroken } from "./ControlErrors.ts"
export type { ControlList, ControlListOptions, ControlListRow, HiddenRow } from "./ControlList.ts"
export { controlList } from "./ControlList.ts"
export type { LadderPlace } from "./Ladder.ts"
export type {
  ControlMarkEvent,
  ParkingEnded,
  RecordParked,
  RecordRuledIn,
  RecordRuledOut,
  RecordSnoozed,
  SnoozeEnded,
} from "./ControlMark.ts"
export { controlMarkAggregate } from "./ControlMark.ts"
export type { AssignmentRun, RepIntake } from "./AssignmentSchema.ts"
export type { LeadsAssigned, LeadsReceived } from "./AssignmentRecords.ts"
export { assignmentRunAggregate, repIntakeAggregate } from "./AssignmentRecords.ts"
export { AssignmentStale, LeadNotWaiting } from "./AssignmentErrors.ts"
export type { HandOverEvent, RecordsHandedBack, RecordsHandedOver } from "./HandOver.ts"
export { handOverAggregate } from "./HandOver.ts"
export { NotOwnedBy, RecordsLeftOver } from "./HandOverErrors.ts"
export type {
  ClockBreached,
  ClockReminded,
  ClockStarted,
  ClockStopped,
  ClockWatched,
  RungFired,
  SlaClockEvent,
} from "./SlaClock.ts"
export { slaClockAggregate } from "./SlaClock.ts"
export type { EscalationRecipient, EscalationRung, SlaKind, SlaPolicy, SlaTarget, SlaTimes } from "./SlaPolicy.ts"
export { slaTimes } from "./SlaPolicy.ts"
export type { FiredRung, SlaClock } from "./SlaSchema.ts"
export type { ControlWatchEvent, DayCounted, WatchDayClosed, WatchRested, WatchSet, WatchSwept } from "./Watch.ts"
export { controlDayAggregate, controlWatchAggregate } from "./Watch.ts"
export type { ControlDay, ControlWatch, StateTally } from "./WatchSchema.ts"
export type { HandOver, HandOverCause, HandOverMove } from "./HandOverSchema.ts"
export type { ControlMark, Parking, RuledOut, Snooze } from "./ControlMarkSchema.ts"
export type {
  ControlledClient,
  ControlledDeal,
  ControlledDialog,
  ControlledLead,
  ControlledPayment,
  ControlledStep,
  ControlRecords,
  ControlRules,
  ControlSource,
} from "./ControlRecords.ts"
export type { ControlStateTexts } from "./ControlTexts.ts"
export { controlKindTexts, unseenFactTexts } from "./ControlNames.ts"
export { controlStateTexts } from "./ControlTexts.ts"
export type { Coverage, CoveragePolicy, Uncovered } from "./Coverage.ts"
export { coverageOf, defaultCoveragePolicy } from "./Coverage.ts"
export { controlFacts } from "./FactsOfRecords.ts"
export { NothingToUndo, ParkReasonUnknown, PutOffDayRefused, SubjectClosed } from "./MarkErrors.ts"
export type { NotActiveReason } from "../team/TeamErrors.ts"
export { RecipientNotActive } from "../team/TeamErrors.ts"
