/**
 * Ports: what the library asks of a store and of its host, and how a command reaches the store.
 *
 * @packageDocumentation
 */
export * from "./adapter.ts"
export type { AccessPolicyShape, AccessRecord, ActorAccess, RowScope } from "./AccessPolicy.ts"
export { AccessPolicy, accessPolicy, Forbidden } from "./AccessPolicy.ts"
export type { BatchAnswers, PlannedCommand } from "./Batch.ts"
export { batch } from "./Batch.ts"
export { BatchRefused } from "./BatchErrors.ts"
export type {
  Caller,
  CommandContext,
  CommandDefinition,
  CommandOptions,
  Outcome,
  AccessContext,
  PreparedCommand,
  RunCommand,
} from "./Command.ts"
export { command } from "./Command.ts"
export { DefaultDepartment } from "./DefaultDepartment.ts"
export { EventKinds } from "./EventKinds.ts"
export { NoTenantList } from "./TenantCare.ts"
export type { TenantsOptions } from "./TenantList.ts"
export { listTenants } from "./TenantList.ts"
export type { Duty, DutyOptions, DutyOutcome } from "./Duty.ts"
export { duty } from "./Duty.ts"
export type { DirectoryProblem, DirectoryQuestion, HostDirectoryShape, HostKind } from "./HostDirectory.ts"
export { HostDirectory } from "./HostDirectory.ts"
export type { CubeEntries, CubeField, CubeMoney, CubeQuery, CubeRow, FactReads } from "./FactCube.ts"
export { groupCube } from "./FactCube.ts"
export type { IdSourceShape, RandomBytes } from "./IdSource.ts"
export { IdSource, idSourceFrom } from "./IdSource.ts"
export type { CallObservation } from "./Observed.ts"
export { CallObserver, observed } from "./Observed.ts"
export { NoOutbox } from "./OutboxErrors.ts"
export type { DeliveredBatch, EventsOptions } from "./OutboxFeed.ts"
export { backoffOf } from "./OutboxFeed.ts"
export { events, forgetConsumer, parkedEvents, pruneOutbox, retryParked } from "./OutboxEvents.ts"
export type {
  CountField,
  CustomFieldSource,
  AsOfRequest,
  HistoricPage,
  HistoricPageRequest,
  Rebuilt,
  Page,
  ReadOptions,
} from "./RecordQueries.ts"
export { recordQueries } from "./RecordQueries.ts"
export { isReadable } from "./PermittedReads.ts"
export type { HostKeptKind, References } from "./References.ts"
export { KeptByHost } from "./References.ts"
export type { CustomCondition, FieldCondition, PageRequest, RangeOf, Where } from "./RecordQuestion.ts"
export { storeFor } from "./ScopedStore.ts"
export type {
  DutyFailure,
  DutyFault,
  DutyProgress,
  DutyReport,
  TickBudget,
  TickOptions,
  TickReport,
} from "./TickSchema.ts"
export { tick } from "./Tick.ts"
