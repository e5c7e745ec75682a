/**
 * The journal: what an area says of its records (aggregates), how a command asks and decides (work, decisions), and how
 * events are sealed, verified and replayed. Pure.
 *
 * @packageDocumentation
 */
export type {
  Aggregate,
  AnyAggregate,
  EventPosition,
  IndexKind,
  OwnerKind,
  Ownership,
  OwnerStep,
  RecordKind,
  RecordState,
  Upcaster,
  Upcasters,
} from "./Aggregate.ts"
export type { RecordCorrected } from "./Correction.ts"
export type { CustomFieldsSet, FieldValueChange, FieldValueKey } from "./CustomFields.ts"
export { canonicalJson } from "./Canonical.ts"
export type { Authorship, ChainFault, SealedChange, SealedTexts, Sha256 } from "./Chain.ts"
export { genesisHash, sealChange, textsDigest, verifyStream } from "./Chain.ts"
export type { Change, Decision, PendingEvent, Recorded, RecordOptions, Texts } from "./Decision.ts"
export { decision, recordEvents } from "./Decision.ts"
export type {
  DomainEvent,
  HistoryMark,
  HistoryRow,
  JournalEvent,
  JournalEventOf,
  TextsMark,
  TypedJournalEvent,
} from "./Event.ts"
export { EventNewer, eventVersion, upcast } from "./EventVersions.ts"
export { replay } from "./Replay.ts"
export type { StoredRecord } from "./VerifyRecord.ts"
export { missingRecord, verifyRecord } from "./VerifyRecord.ts"
export type { StageMoveCount, StageMovesQuery } from "./StageMoves.ts"
export { countStageMoves, withoutStageMoves } from "./StageMoves.ts"
export type { Standing } from "./Standing.ts"
export { isInBase } from "./Standing.ts"
export { sha256 } from "./Sha256.ts"
export type { Read, Work } from "./Work.ts"
export { byId, byIds, runWork, textsOf, where } from "./Work.ts"
