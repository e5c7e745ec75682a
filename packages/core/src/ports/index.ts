/**
 * Ports: what the library asks of a store and of its host, and how a command reaches the store.
 *
 * @packageDocumentation
 */
export * from "./adapter.ts"
export type { AccessPolicyShape, AccessRecord, ActorAccess, RowScope } from "./AccessPolicy.ts"
export { AccessPolicy, accessPolicy, Forbidden } from "./AccessPolicy.ts"
export type { BatchAnswers, PlannedCommand } from "./command/Batch.ts"
export { batch } from "./command/Batch.ts"
export { BatchRefused } from "./command/BatchErrors.ts"
export type { Caller } from "./Caller.ts"
export type { CommandDefinition, CommandOptions, Outcome, PreparedCommand, RunCommand } from "./command/Command.ts"
export type { AccessContext } from "./command/CallContext.ts"
export type { CommandContext } from "./command/CommandContext.ts"
export { command } from "./command/Command.ts"
export { DefaultDepartment } from "./DefaultDepartment.ts"
export { EventKinds } from "./EventKinds.ts"
export { NoTenantList } from "./TenantCare.ts"
export type { TenantsOptions } from "./reading/TenantList.ts"
export { listTenants } from "./reading/TenantList.ts"
export type { Duty, DutyOptions, DutyOutcome } from "./tick/Duty.ts"
export { duty } from "./tick/Duty.ts"
export type { DirectoryProblem, DirectoryQuestion, HostDirectoryShape, HostKind } from "./HostDirectory.ts"
export { HostDirectory } from "./HostDirectory.ts"
export type { CubeEntries, CubeField, CubeMoney, CubeQuery, CubeRow, FactReads, StreamBeginning } from "./FactCube.ts"
export { groupCube } from "./FactCube.ts"
export type { IdSourceShape, RandomBytes } from "./IdSource.ts"
export { IdSource, idSourceFrom } from "./IdSource.ts"
export type { CallObservation } from "./Observed.ts"
export { CallObserver, observed } from "./Observed.ts"
export { NoOutbox } from "./outbox/OutboxErrors.ts"
export type { DeliveredBatch, EventsOptions } from "./outbox/OutboxFeed.ts"
export { backoffOf } from "./outbox/OutboxFeed.ts"
export { consumersOf, events, forgetConsumer, parkedEvents, pruneOutbox, retryParked } from "./outbox/OutboxEvents.ts"
export type { CustomFieldSource } from "./reading/CustomFieldSource.ts"
export type { AsOfRequest, HistoricPage, HistoricPageRequest, Rebuilt } from "./reading/HistoricQueries.ts"
export type { ListPage } from "./reading/ListPage.ts"
export type { ReadOptions } from "./reading/ReadOptions.ts"
export type { CountField, NarrowedReads, Page } from "./reading/RecordQueries.ts"
export { recordQueries } from "./reading/RecordQueries.ts"
export { isReadable } from "./reading/PermittedReads.ts"
export type { Happened, StatedTime } from "./command/Happened.ts"
export type { HostKeptKind, Reference, References } from "./command/References.ts"
export { KeptByHost } from "./command/References.ts"
export type { CustomCondition, FieldCondition, PageRequest, RangeOf, Where } from "./reading/RecordQuestion.ts"
export { hadHappened, recordsAsOf } from "./reading/RecordsAsOf.ts"
export { storeFor } from "./reading/ScopedStore.ts"
export { eachStream, streamOf } from "./reading/Streams.ts"
export type {
  DutyFailure,
  DutyFault,
  DutyProgress,
  DutyReport,
  TickBudget,
  TickOptions,
  TickReport,
} from "./tick/TickSchema.ts"
export { tick } from "./tick/Tick.ts"
