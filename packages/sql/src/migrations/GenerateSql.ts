import type { SqlDialect } from "../schema/Dialect.ts"
import { schemaManifest } from "../schema/Manifest.ts"
import type { Naming } from "../schema/Naming.ts"
import { chosenNaming, quotedTableName } from "../schema/Naming.ts"
import { tableRights } from "../schema/Rights.ts"
import { securingStatements, tenantTables } from "../schema/RowSecurity.ts"
import { columnsReadByTable, ownViews } from "../views/ViewManifest.ts"
import type { Migration } from "./Migration.ts"
import type { AppliedMigration } from "./MigrationPlan.ts"
import { bookkeeping, pendingMigrations, statementsOf } from "./MigrationPlan.ts"
import { migrations } from "./migrations.ts"
import { postgresGround } from "./PostgresGround.ts"

/** What is to be printed. */
export interface GenerateRequest {
  /** For which database. */
  readonly dialect: SqlDialect
  /** Where the tables lie. */
  readonly naming: Naming
  /** The instant to note beside each migration, ISO text. */
  readonly appliedAt: string
  /** Migrations that are there already; none where absent. */
  readonly applied?: ReadonlyArray<AppliedMigration>
  /** Postgres only: also spreads the tables over the shards of Citus, by tenant. Default false. */
  readonly distributed?: boolean
  /**
   * Postgres only: also gives this role what a store needs and the views to read, and nothing more. Printed whatever is there already.
   */
  readonly grantTo?: string
  /**
   * Postgres only: also gives this role what reading the views needs: them, and of the tables the columns that they read. Printed
   * whatever is there already.
   */
  readonly grantReadTo?: string
}

const literal = (text: string): string => `'${text.replaceAll("'", "''")}'`

const recordText = (dialect: SqlDialect, naming: Naming, { breaking, id }: Migration, appliedAt: string): string => {
  const values = [literal(id), breaking ? "1" : "0", literal(appliedAt)]
  return `insert into ${bookkeeping(naming, dialect).table} (id, breaking, applied_at) values (${values.join(", ")})`
}

/**
 * Statements that spread the tables over shards: all by tenant, all together, so that what one command writes lies on one
 * machine. The bookkeeping stays where it is.
 */
const distributionOf = (naming: Naming): ReadonlyArray<string> => {
  const [first, ...rest] = schemaManifest("postgres", { prefix: "" }).map(({ name }) => quotedTableName(naming, name))
  if (first === undefined) return []
  const spread = (table: string, beside: string): string =>
    `select create_distributed_table(${literal(table)}, 'tenant_id', colocate_with => ${literal(beside)})`
  return [spread(first, "none"), ...rest.map((table) => spread(table, first))]
}

const quotedRole = (role: string): string => `"${role.replaceAll('"', '""')}"`

const usageFor = ({ schema }: Naming, to: string): ReadonlyArray<string> =>
  schema === undefined ? [] : [`grant usage on schema "${schema}" to ${to}`]

/** Statements that give a role what a store needs, and the views that hosts read. */
export const grantsFor = (naming: Naming, role: string): ReadonlyArray<string> => {
  const to = quotedRole(role)
  return [
    ...usageFor(naming, to),
    ...tableRights().map(
      ({ table, rights }) => `grant ${rights.join(", ")} on ${quotedTableName(naming, table)} to ${to}`,
    ),
    ...ownViews(naming).map((view) => `grant select on ${view} to ${to}`),
  ]
}

/** Statements that give a role what reading the views needs, and nothing more. */
const readGrantsFor = (naming: Naming, role: string): ReadonlyArray<string> => {
  const to = quotedRole(role)
  return [
    ...usageFor(naming, to),
    ...ownViews(naming).map((view) => `grant select on ${view} to ${to}`),
    ...[...columnsReadByTable()].map(
      ([table, columns]) => `grant select (${columns.join(", ")}) on ${quotedTableName(naming, table)} to ${to}`,
    ),
  ]
}

/**
 * Prints as SQL what a migration would run on a database where nothing is there, or where the given migrations are: for
 * review, and for hosts whose own tool changes the schema. After running it, migrating finds nothing to do. It holds no `begin`
 * and no `commit`: the host's tool has its own, and a migration that ends half-way is found by the check.
 *
 * @returns statements, each ended by a semicolon; empty text where nothing is missing
 * @throws InputInvalid where the naming is not of the stated form; TypeError where SQLite is asked for shards, rights or policies
 */
export const generateSql = (request: GenerateRequest): string => {
  const { appliedAt, applied = [], dialect, distributed = false, grantReadTo, grantTo } = request
  const naming = chosenNaming(dialect, request.naming)
  if (
    dialect === "sqlite" &&
    (distributed || grantTo !== undefined || grantReadTo !== undefined || naming.rowSecurity === true)
  ) {
    throw new TypeError("SQLite has no shards, roles and policies")
  }
  const pending = pendingMigrations(applied)
  const grants = [
    ...(grantTo === undefined ? [] : grantsFor(naming, grantTo)),
    ...(grantReadTo === undefined ? [] : readGrantsFor(naming, grantReadTo)),
  ]
  if (pending.length === 0) return textOf(grants)
  const ground = postgresGround(naming)
  const statements = [
    ...(dialect === "sqlite"
      ? [bookkeeping(naming).create]
      : [...(ground.createSchema === null ? [] : [ground.createSchema]), ...ground.create]),
    ...pending.flatMap((migration) => [
      ...statementsOf(migration, dialect, naming),
      recordText(dialect, naming, migration, appliedAt),
    ]),
    ...(naming.rowSecurity === true ? tenantTables().flatMap((table) => securingStatements(naming, table)) : []),
    // Tables of later migrations are spread by those migrations.
    ...(distributed && pending.length === migrations.length ? distributionOf(naming) : []),
    ...grants,
  ]
  return textOf(statements)
}

const textOf = (statements: ReadonlyArray<string>): string => statements.map((statement) => `${statement};\n`).join("")

/** Names of all tables of the library, the bookkeeping last: what uninstalling takes away. */
export const ownTables = (dialect: SqlDialect, naming: Naming): ReadonlyArray<string> => [
  ...schemaManifest(dialect, { prefix: "" }).map(({ name }) => quotedTableName(naming, name)),
  ...(dialect === "postgres" ? [quotedTableName(naming, "migrationLock")] : []),
  quotedTableName(naming, "migration"),
]
