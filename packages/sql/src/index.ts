/**
 * SQL of the library for both dialects: tables, codecs, statements and migrations. Stores of a database build on it; hosts
 * do not need it.
 *
 * @packageDocumentation
 */
export type { Catalog, CatalogEntry, RecordScan } from "./Catalog.ts"
export { makeCatalog } from "./Catalog.ts"
export type { RowRead } from "./command/ChangedColumns.ts"
export { changedColumns } from "./command/ChangedColumns.ts"
export type { CommandReads, Query, ReadingTools, RecordMemory } from "./command/CommandReads.ts"
export { beginReads, makeRecordMemory, readTexts } from "./command/CommandReads.ts"
export type { PreparedWrite, RecordLock } from "./command/CommandWrite.ts"
export { markKey, prepareWrite, readHeads } from "./command/CommandWrite.ts"
export { inTurn } from "./command/ConnectionTurns.ts"
export { driveWork } from "./command/DriveWork.ts"
export type { CommandOutcome } from "./command/EarlierOutcome.ts"
export { earlierOutcome } from "./command/EarlierOutcome.ts"
export type { JoinedTools, RunJoined } from "./command/JoinedCommand.ts"
export { holdsRetired, makeJoinedRunner } from "./command/JoinedCommand.ts"
export type { RunRead } from "./command/StoreReads.ts"
export { makeJoinedReads, makeReads } from "./command/StoreReads.ts"
export type { HostMapping, HostTable } from "./directory/HostMapping.ts"
export type { DirectoryTools } from "./directory/SqlDirectory.ts"
export { sqlDirectory } from "./directory/SqlDirectory.ts"
export type { PlainTable } from "./journal/JournalTables.ts"
export { plainTables } from "./journal/JournalTables.ts"
export type { Migration, StatementsByDialect } from "./migrations/Migration.ts"
export type { GenerateRequest } from "./migrations/GenerateSql.ts"
export { generateSql, grantsFor, ownTables } from "./migrations/GenerateSql.ts"
export { instantText } from "./migrations/InstantText.ts"
export type {
  AppliedMigration,
  AppliedState,
  MigrationBookkeeping,
  PlannedMigration,
} from "./migrations/MigrationPlan.ts"
export {
  bookkeeping,
  pendingMigrations,
  plannedMigrations,
  schemaState,
  statementsOf,
} from "./migrations/MigrationPlan.ts"
export { migrations } from "./migrations/migrations.ts"
export type { PostgresGround } from "./migrations/PostgresGround.ts"
export { postgresGround } from "./migrations/PostgresGround.ts"
export type {
  MissingRight,
  RowSecurityState,
  SchemaFindings,
  SchemaReport,
  SchemaState,
} from "./migrations/SchemaReport.ts"
export { isComparable, schemaReport } from "./migrations/SchemaReport.ts"
export type { AnalysisIndex } from "./schema/AnalysisIndex.ts"
export { monthColumn } from "./schema/AnalysisIndex.ts"
export { plainTableDdl, recordTableDdl } from "./schema/Ddl.ts"
export type { LogicalType, SqlDialect, SqlRow } from "./schema/Dialect.ts"
export type { ColumnDefinition, Field } from "./schema/Field.ts"
export type { ColumnShape, IndexShape, TableShape } from "./schema/Manifest.ts"
export { schemaManifest } from "./schema/Manifest.ts"
export type { Naming, NamingChoice } from "./schema/Naming.ts"
export {
  chosenNaming,
  defaultNaming,
  defaultPostgresNaming,
  quotedPath,
  quotedTableName,
  tableName,
} from "./schema/Naming.ts"
export type { PeopleIds, PersonIdType } from "./schema/PeopleIds.ts"
export { personColumnType } from "./schema/PeopleCodec.ts"
export type { ColumnChanges, IndexedField, RecordFields, RecordTable } from "./schema/RecordTable.ts"
export { recordTable } from "./schema/RecordTable.ts"
export type { TableRight } from "./schema/Rights.ts"
export { tableRights } from "./schema/Rights.ts"
export { securingStatements, tenantPolicy, tenantSetting, tenantTables } from "./schema/RowSecurity.ts"
export type { SchemaDifference, SchemaDifferenceKind } from "./schema/SchemaDifference.ts"
export { schemaDifferences } from "./schema/SchemaDifference.ts"
export type { CubeStatement } from "./statement/CubeStatement.ts"
export { changedAfterQuestion, cubeStatement } from "./statement/CubeStatement.ts"
export type { JournalStatements } from "./statement/JournalStatements.ts"
export {
  historyRowOf,
  byStream,
  journalEventOf,
  journalValues,
  sealedTextsOf,
  storedEventOf,
  storedRecordOf,
  storedTextsOf,
  beginningsOf,
  streamBounds,
} from "./statement/JournalStatements.ts"
export type { OutboxTools } from "./statement/SqlOutbox.ts"
export { makeOutbox } from "./statement/SqlOutbox.ts"
export type { BoundStatement, PageStatements } from "./statement/PageStatements.ts"
export { valueCountOf } from "./statement/PageStatements.ts"
export type { BatchStatement } from "./statement/PostgresBatchWrite.ts"
export { postgresBatchWriter, writeShape } from "./statement/PostgresBatchWrite.ts"
export type { PostgresReads } from "./statement/PostgresReads.ts"
export { postgresReads } from "./statement/PostgresReads.ts"
export type { CommandWrites, WriteCheck, WriteStatement } from "./statement/PostgresWrite.ts"
export type { RecordWrite } from "./statement/RecordWrite.ts"
export { byLockOrder, postgresWriter } from "./statement/PostgresWrite.ts"
export type { RecordStatements } from "./statement/RecordStatements.ts"
export type { Remembered } from "./statement/Remembered.ts"
export { makeRemembered } from "./statement/Remembered.ts"
export type { StageMoveStatement } from "./statement/StageMoveStatement.ts"
export { stageMoveStatement } from "./statement/StageMoveStatement.ts"
export type { TenantRows, TenantStatements, TenantTable } from "./statement/TenantStatements.ts"
export type { TenantBook } from "./statement/TenantBook.ts"
export { makeTenantBook } from "./statement/TenantBook.ts"
export { checkedBatches, checkedTaker, checkedTenant } from "./statement/TenantInput.ts"
export { refusalIn, restoredInto, tenantNotEmpty } from "./statement/TenantRestore.ts"
export { tenantStatements } from "./statement/TenantStatements.ts"
export { recordTables } from "./Tables.ts"
export type { View, ViewColumn, ViewCondition, ViewType, ViewValue } from "./views/View.ts"
export { viewName } from "./views/ViewDdl.ts"
export type { ViewShape } from "./views/ViewManifest.ts"
export { ownViews, postgresSource, sqliteSource, viewManifest } from "./views/ViewManifest.ts"
export { views } from "./views/Views.ts"
