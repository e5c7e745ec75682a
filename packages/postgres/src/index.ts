/**
 * The Postgres store, on pg.
 *
 * @packageDocumentation
 */
export type { PostgresAddress, PostgresTimeouts } from "./PostgresPool.ts"
export { openPool } from "./PostgresPool.ts"
export { postgresDirectory } from "./PostgresDirectory.ts"
export { migratePostgres } from "./PostgresMigration.ts"
export type { GenerateOptions } from "./PostgresSchema.ts"
export { checkPostgres, generatePostgres, planPostgres, uninstallPostgres } from "./PostgresSchema.ts"
export {
  erasePostgresTenant,
  exportPostgresTenant,
  purgePostgresKeys,
  restorePostgresTenant,
} from "./PostgresTenant.ts"
export type { PostgresStoreOptions } from "./PostgresStore.ts"
export { layerPostgres, makePostgresStore } from "./PostgresStore.ts"
export type { HostPool, PostgresOptions } from "./postgres.ts"
export { postgres } from "./postgres.ts"
// Named by what is declared above: a host that has this package alone can name them too.
export type { HostMapping, NamingChoice, PlannedMigration, SchemaReport, SqlRow, TenantRows } from "@salesdept/sql"
