import type { SqlDialect } from "../schema/Dialect.ts"
import { prefixMark, schemaMark } from "../schema/Ddl.ts"
import type { Naming } from "../schema/Naming.ts"
import { quotedTableName, tableName } from "../schema/Naming.ts"
import { personDdl } from "../schema/PeopleCodec.ts"
import { personMark } from "../schema/PeopleIds.ts"
import type { Migration } from "./Migration.ts"
import { migrations } from "./migrations.ts"

/** How the tables stand to this version of the library, by what is noted as applied. */
export type AppliedState =
  /** No table of the library is there. */
  | "absent"
  /** All migrations are applied. */
  | "current"
  /** Some migrations are still to be applied. */
  | "behind"
  /** A newer version has added to the tables, in a way this version can work with. */
  | "aheadCompatible"
  /** A newer version has changed the tables: this version refuses to work. */
  | "aheadBreaking"

/** An applied migration, as the bookkeeping table holds it. */
export interface AppliedMigration {
  /** Number and name. */
  readonly id: string
  /** Whether it was breaking. */
  readonly breaking: boolean
}

/** Statements of the bookkeeping, for one choice of names. */
export interface MigrationBookkeeping {
  /** Makes the table where it is not there. */
  readonly create: string
  /** Lists `id` and `breaking` of what is applied. */
  readonly list: string
  /** Values: id, breaking (0 or 1), applied at. */
  readonly record: string
  /** Name of the bookkeeping table. */
  readonly table: string
}

/** Statements of the bookkeeping. */
export const bookkeeping = (naming: Naming, dialect: SqlDialect = "sqlite"): MigrationBookkeeping => {
  const postgres = dialect === "postgres"
  const table = postgres ? quotedTableName(naming, "migration") : tableName(naming, "migration")
  return {
    table,
    create: `create table if not exists ${table} (id text primary key, breaking integer not null, applied_at text not null)`,
    list: `select id, breaking from ${table} order by id`,
    record: `insert into ${table} (id, breaking, applied_at) values ${postgres ? "($1, $2, $3)" : "(?, ?, ?)"}`,
  }
}

/** Compares what is applied with what this version knows. */
export const schemaState = (applied: ReadonlyArray<AppliedMigration>): AppliedState => {
  if (applied.length === 0) return "absent"
  const known = new Set(migrations.map(({ id }) => id))
  const newer = applied.filter(({ id }) => !known.has(id))
  if (newer.some(({ breaking }) => breaking)) return "aheadBreaking"
  const done = new Set(applied.map(({ id }) => id))
  if (migrations.some(({ id }) => !done.has(id))) return "behind"
  return newer.length > 0 ? "aheadCompatible" : "current"
}

/** The migrations still to be applied, in order. */
export const pendingMigrations = (applied: ReadonlyArray<AppliedMigration>): ReadonlyArray<Migration> => {
  const done = new Set(applied.map(({ id }) => id))
  return migrations.filter(({ id }) => !done.has(id))
}

/** A migration's statements with the host's schema and prefix in place. */
export const statementsOf = (migration: Migration, dialect: SqlDialect, naming: Naming): ReadonlyArray<string> => {
  const schema = naming.schema === undefined ? "" : `"${naming.schema}".`
  const person = personDdl(dialect, naming)
  return migration.statements[dialect].map((statement) =>
    statement
      .replaceAll(schemaMark, schema)
      .replaceAll(prefixMark, naming.prefix)
      .replaceAll(personMark, () => person),
  )
}

/** A migration that would run, with its statements. */
export interface PlannedMigration {
  /** Number and name. */
  readonly id: string
  /** Whether versions of the library that are older than it can no longer work with the tables. */
  readonly breaking: boolean
  /** Its statements, with the host's names in place. */
  readonly statements: ReadonlyArray<string>
}

/** What a migration would run now, in order; empty where nothing is missing. */
export const plannedMigrations = (
  applied: ReadonlyArray<AppliedMigration>,
  dialect: SqlDialect,
  naming: Naming,
): ReadonlyArray<PlannedMigration> =>
  pendingMigrations(applied).map((migration) => ({
    id: migration.id,
    breaking: migration.breaking,
    statements: statementsOf(migration, dialect, naming),
  }))
