/**
 * The library as Promises: the same use cases, no Effect to be seen.
 *
 * @packageDocumentation
 */
export { departmentJsonSchema, departmentProblems, readDepartment } from "./DepartmentReading.ts"
export { presets } from "../department/DepartmentPresets.ts"
export type {
  BetterSqlite3Handle,
  FromKyselyOptions,
  KyselyRawQuery,
  KyselyTransaction,
  PgClient,
} from "../ports/HostTransactions.ts"
export { fromBetterSqlite3, fromKysely, fromPg } from "../ports/HostTransactions.ts"
export type { CannotJoinReason } from "../ports/JoinErrors.ts"
export { CannotJoin } from "../ports/JoinErrors.ts"
export type { SqlAnswer, SqlExecutor } from "../ports/SqlExecutor.ts"
export type { ConsumerBacklog, ParkedDelivery } from "../ports/Outbox.ts"
export { NoOutbox } from "../ports/outbox/OutboxErrors.ts"
export type { IdSourceShape } from "../ports/IdSource.ts"
export { seededIds } from "../memory/SeededIds.ts"
export type { EventsOptions } from "../ports/outbox/OutboxFeed.ts"
export type { DirectoryProblem, DirectoryQuestion, HostDirectoryShape, HostKind } from "../ports/HostDirectory.ts"
export type { HostKeptKind } from "../ports/command/References.ts"
export type { AccessPolicyShape, AccessRecord, ActorAccess, RowScope } from "../ports/AccessPolicy.ts"
export { accessPolicy, Forbidden } from "../ports/AccessPolicy.ts"
export type { Role, RolePolicyOptions } from "../team/RolePolicyService.ts"
export { rolePolicy } from "../team/RolePolicyService.ts"
export type { BatchAnswers, PlannedCommand } from "./Batched.ts"
export { BatchRefused } from "../ports/command/BatchErrors.ts"
export type { BatchCommands, RunBatch } from "./Batched.ts"
export type { Duty, DutyOptions, DutyOutcome } from "../ports/tick/Duty.ts"
export { duty } from "../ports/tick/Duty.ts"
export { NoTenantList } from "../ports/TenantCare.ts"
export type { TenantsOptions } from "../ports/reading/TenantList.ts"
export type {
  DutyFailure,
  DutyFault,
  DutyProgress,
  DutyReport,
  TickBudget,
  TickOptions,
  TickReport,
} from "../ports/tick/TickSchema.ts"
export type { Rejection, SalesDeptError } from "./SessionErrors.ts"
export { isSalesDeptError } from "./SessionErrors.ts"
export type { CallAnswer, CallInput } from "./CallTypes.ts"
export type { CommandOptions, Outcome } from "../ports/command/Command.ts"
export type { ListPage } from "../ports/reading/ListPage.ts"
export type { ReadOptions } from "../ports/reading/ReadOptions.ts"
export type { Page } from "../ports/reading/RecordQueries.ts"
export type { NamesQuestion } from "../ports/reading/DirectoryQueries.ts"
export type { WithTexts } from "../ports/Store.ts"
export type { ErrorsOf, Promised, PromisedGroup } from "./Promised.ts"
export type { UseCases } from "./UseCases.ts"
export type { CallObservation } from "../ports/Observed.ts"
export type { RecordedEvent } from "../records/RecordKinds.ts"
export type { EventBatch, EventStreamOptions, TenantEventBatch } from "./EventStream.ts"
export type { DatedTickOptions } from "./DatedTick.ts"
export type { OpenStore, SalesDeptOptions, StoreProvider } from "../effect/DeptOptions.ts"
export type { Session, SessionGroup, SessionOptions } from "./Session.ts"
export type { SalesDept, TenantOutbox, TenantSales } from "./SalesDept.ts"
export { memory } from "../effect/MemoryProvider.ts"
export { salesDept } from "./SalesDept.ts"
