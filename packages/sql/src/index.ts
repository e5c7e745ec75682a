/**
 * SQL of the library for both dialects: tables, codecs, statements and migrations. Stores of a database build on it; hosts
 * do not need it.
 *
 * @packageDocumentation
 */
export type { Catalog, CatalogEntry } from "./Catalog.ts"
export { makeCatalog } from "./Catalog.ts"
export type { PlainTable } from "./journal/JournalTables.ts"
export { plainTables } from "./journal/JournalTables.ts"
export type { Migration, StatementsByDialect } from "./migrations/Migration.ts"
export type { AppliedMigration, MigrationBookkeeping, SchemaState } from "./migrations/MigrationPlan.ts"
export { bookkeeping, pendingMigrations, schemaState, statementsOf } from "./migrations/MigrationPlan.ts"
export { migrations } from "./migrations/migrations.ts"
export type { PostgresGround } from "./migrations/PostgresGround.ts"
export { postgresGround } from "./migrations/PostgresGround.ts"
export { plainTableDdl, recordTableDdl } from "./schema/Ddl.ts"
export type { LogicalType, SqlDialect, SqlRow } from "./schema/Dialect.ts"
export type { ColumnDefinition, Field } from "./schema/Field.ts"
export type { Naming } from "./schema/Naming.ts"
export { checkedNaming, defaultNaming, defaultPostgresNaming, quotedTableName, tableName } from "./schema/Naming.ts"
export type { RecordFields, RecordTable } from "./schema/RecordTable.ts"
export { recordTable } from "./schema/RecordTable.ts"
export type { JournalStatements } from "./statement/JournalStatements.ts"
export { journalEventOf, journalValues } from "./statement/JournalStatements.ts"
export type { PostgresReads } from "./statement/PostgresReads.ts"
export { postgresReads } from "./statement/PostgresReads.ts"
export type { CommandWrites, RecordWrite, WriteCheck, WriteStatement } from "./statement/PostgresWrite.ts"
export { byLockOrder, postgresWriter } from "./statement/PostgresWrite.ts"
export type { RecordStatements } from "./statement/RecordStatements.ts"
export { recordTables } from "./Tables.ts"
