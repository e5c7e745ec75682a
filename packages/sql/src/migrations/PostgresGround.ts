import type { Naming } from "../schema/Naming.ts"
import { quotedTableName } from "../schema/Naming.ts"
import { bookkeeping } from "./MigrationPlan.ts"

/**
 * What lies under the migrations in Postgres: the schema, the bookkeeping table, and a table of one row, whose lock lets
 * one process migrate at a time. A row, because advisory locks are missing from databases that otherwise speak Postgres.
 */
export interface PostgresGround {
  /** Rows where the schema is there; null where the naming has none. Separate, because asking is allowed to more roles. */
  readonly schemaExists: { readonly text: string; readonly schema: string } | null
  /** Makes the schema; null where the naming has none. */
  readonly createSchema: string | null
  /** Makes the tables and the row where they are not there. */
  readonly create: ReadonlyArray<string>
  /** Takes the lock until the end of the transaction. */
  readonly takeLock: string
}

/** Statements of the ground for one choice of names. */
export const postgresGround = (naming: Naming): PostgresGround => {
  const lock = quotedTableName(naming, "migrationLock")
  return {
    schemaExists:
      naming.schema === undefined
        ? null
        : { text: "select 1 from pg_catalog.pg_namespace where nspname = $1", schema: naming.schema },
    createSchema: naming.schema === undefined ? null : `create schema if not exists "${naming.schema}"`,
    create: [
      bookkeeping(naming, "postgres").create,
      `create table if not exists ${lock} (id integer primary key)`,
      `insert into ${lock} (id) values (1) on conflict do nothing`,
    ],
    takeLock: `select id from ${lock} where id = 1 for update`,
  }
}
