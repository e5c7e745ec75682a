/**
 * What an adapter to a database is made with: the store port, what is asked of it, and its errors. A part of `ports` that needs nothing of
 * Effect's Schema, so that a store is opened without it.
 *
 * @packageDocumentation
 */
export type { Wait } from "./Awaited.ts"
export { awaited, awaitedThen } from "./Awaited.ts"
export type { ForgetKeys, TenantCare } from "./TenantCare.ts"
export type {
  BetterSqlite3Handle,
  FromKyselyOptions,
  KyselyRawQuery,
  KyselyTransaction,
  PgClient,
} from "./HostTransactions.ts"
export { fromBetterSqlite3, fromKysely, fromPg } from "./HostTransactions.ts"
export type { CannotJoinReason } from "./JoinErrors.ts"
export { CannotJoin } from "./JoinErrors.ts"
export type {
  DueStream,
  OutboxAcknowledgement,
  OutboxAnswer,
  OutboxClaim,
  OutboxClaimed,
  OutboxConsumer,
  OutboxDelivery,
  OutboxShape,
  ParkedDelivery,
  ConsumerBacklog,
  TakenRun,
} from "./Outbox.ts"
export { chooseDeliveries, neverAnswered, nextAfter } from "./Outbox.ts"
export type { FieldValue, FilterTest, OrderKey, RecordFilter, RecordOrder, RecordPosition } from "./RecordFilter.ts"
export {
  comparePositions,
  customFieldName,
  countedUnder,
  customKeyOf,
  fieldOf,
  idOrder,
  indexKindOf,
  orderKey,
  passesFilter,
  positionOf,
} from "./RecordFilter.ts"
export { isSameCall, withoutInput } from "./command/InputDigest.ts"
export type { OptionShape, OptionShapes } from "./OptionShapes.ts"
export { checkedOptions, optionProblems } from "./OptionShapes.ts"
export type { SqlAnswer, SqlExecutor } from "./SqlExecutor.ts"
export { noTexts } from "./ShownReads.ts"
export type {
  Committed,
  PageQuery,
  ShownAtOnce,
  ShownReads,
  StoreReads,
  StoreShape,
  Transaction,
  ValueCount,
  WithTexts,
} from "./Store.ts"
export { cannotRead, Store } from "./Store.ts"
export type { StoreError, StoreFaultReason } from "./StoreErrors.ts"
export { IdempotencyMismatch, StoreFault, VersionConflict } from "./StoreErrors.ts"
