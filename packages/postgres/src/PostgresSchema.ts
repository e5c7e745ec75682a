import { StoreFault } from "@salesdept/core/ports/adapter"
import {
  chosenNaming,
  generateSql,
  instantText,
  isComparable,
  ownTables,
  ownViews,
  plannedMigrations,
  postgresGround,
  schemaManifest,
  schemaReport,
  schemaState,
  viewManifest,
} from "@salesdept/sql"
import type { NamingChoice, PlannedMigration, SchemaReport } from "@salesdept/sql"
import type { Pool } from "pg"
import { overPool } from "./OverPool.ts"
import { namingFound, rightsMissing, securityFound, tablesFound, viewsFound } from "./PostgresCatalogue.ts"
import { makeClients } from "./PostgresClients.ts"
import { codeOf } from "./PostgresFault.ts"
import { appliedIn } from "./PostgresMigration.ts"

const isNotPermitted = (cause: unknown): boolean => codeOf(cause) === "42501"

/**
 * How the tables stand to this version of the library, for the role of the pool: what is applied, what is still to be
 * applied, in what the tables differ from those of this version, and which rights the role lacks. Reads only.
 *
 * @param pool - a pool of the database, such as the host's own or {@link openPool} gives; it stays the caller's
 * @param naming - schema and prefix of the tables, the same as they were migrated with. Default: schema `salesdept`, no prefix
 * @throws StoreFault where the server cannot be asked
 * @example
 * ```ts
 * import { checkPostgres, migratePostgres } from "@salesdept/postgres"
 *
 * const naming = { schema: "checked" }
 * const before = await checkPostgres(pool, naming)
 * before.state // "absent"
 * await migratePostgres(pool, "2026-11-23T09:00:00.000Z", naming)
 * await pool.query("drop view checked.v1_deals")
 * const { state, differences } = await checkPostgres(pool, naming)
 * state // "drifted"
 * differences.map(({ message }) => message.en) // ["…"]
 * ```
 */
export const checkPostgres = async (pool: Pool, naming?: NamingChoice): Promise<SchemaReport> =>
  overPool("check", pool, naming, async (named) => {
    try {
      const chosen = named.people === undefined ? await namingFound(pool, named) : named
      const expected = schemaManifest("postgres", chosen)
      const expectedViews = viewManifest("postgres", chosen)
      const nothing = { expected, found: [], expectedViews, foundViews: [], missingRights: [] }
      const clients = makeClients(pool, { prepare: false })
      const applied = (await appliedIn(clients, named)) ?? []
      if (!isComparable(schemaState(applied))) return schemaReport({ applied, ...nothing })
      return await clients.use(async (query) => {
        const names = expected.map(({ name }) => name)
        const found = await tablesFound(query, named, names)
        const foundViews = await viewsFound(
          query,
          named,
          expectedViews.map(({ name }) => name),
        )
        const missingRights = await rightsMissing(query, named)
        const { state: rowSecurity } = await securityFound(query, named)
        return schemaReport({ applied, expected, found, expectedViews, foundViews, missingRights, rowSecurity })
      })
    } catch (cause) {
      if (!isNotPermitted(cause)) throw cause
      const missingRights = [{ table: "migration", right: "select" }] as const
      return schemaReport({ applied: null, expected: [], found: [], expectedViews: [], foundViews: [], missingRights })
    }
  })

/**
 * What {@link migratePostgres} would run now, in order; empty where nothing is missing. Reads only.
 *
 * @param pool - a pool of the database, such as the host's own or {@link openPool} gives; it stays the caller's
 * @param naming - schema and prefix of the tables, and of what form ids of people are. Default: schema `salesdept`, no prefix, ids as text
 * @returns each migration with its statements
 * @throws StoreFault where the server cannot be asked
 * @example
 * ```ts
 * import { planPostgres } from "@salesdept/postgres"
 *
 * const [first] = await planPostgres(pool, { schema: "planned" })
 * first?.id // "0001…"
 * first?.statements[0] // "create table…"
 * ```
 */
export const planPostgres = async (pool: Pool, naming?: NamingChoice): Promise<ReadonlyArray<PlannedMigration>> =>
  overPool("plan", pool, naming, async (named) =>
    plannedMigrations((await appliedIn(makeClients(pool, { prepare: false }), named)) ?? [], "postgres", named),
  )

/** What else is to be printed. */
export interface GenerateOptions {
  /** Ids of migrations that are there already, as {@link checkPostgres} lists them under `applied`. */
  readonly applied?: ReadonlyArray<string>
  /** Whether to spread the tables over the shards of Citus, by tenant. Default false. */
  readonly distributed?: boolean
  /** A role to be given what a store needs and the views to read, and nothing more. Printed whatever is there already. */
  readonly grantTo?: string
  /**
   * A role for reports, to be given what reading the views needs: them, and of the tables the columns that they read. Printed whatever
   * is there already.
   */
  readonly grantReadTo?: string
}

/**
 * Prints the schema as SQL, for hosts whose own tool changes it; {@link migratePostgres} finds nothing to do afterwards.
 *
 * @param appliedAt - the instant to note beside each migration: a Date, or its ISO text
 * @param naming - schema and prefix of the tables, and of what form ids of people are. Default: schema `salesdept`, no prefix, ids as text
 * @param options - migrations that are there already, roles to be given rights, and whether tables are spread over shards
 * @returns statements, each ended by a semicolon, without `begin` and `commit`; empty text where nothing is missing
 * @example
 * ```ts
 * import { checkPostgres, generatePostgres } from "@salesdept/postgres"
 *
 * const naming = { schema: "printed" }
 * await pool.query(generatePostgres("2026-11-23T09:00:00.000Z", naming))
 * const { state } = await checkPostgres(pool, naming)
 * state // "current"
 * ```
 */
export const generatePostgres = (
  appliedAt: Date | string,
  naming?: NamingChoice,
  { applied = [], ...options }: GenerateOptions = {},
): string =>
  generateSql({
    dialect: "postgres",
    naming: chosenNaming("postgres", naming),
    appliedAt: instantText(appliedAt),
    applied: applied.map((id) => ({ id, breaking: false })),
    ...options,
  })

/** Something of somebody else's is still in the schema, or the schema is not the role's to drop. */
const keptCodes: ReadonlySet<string> = new Set(["2BP01", "42501"])

/**
 * Takes every table and view of the library away, with everything in them, in one transaction; then the schema, where nothing else is in
 * it and it is the role's. What is not the library's stays.
 *
 * @param pool - a pool of the database, such as the host's own or {@link openPool} gives; it stays the caller's; its role owns the tables
 * @param naming - schema and prefix of the tables, the same as they were migrated with. Default: schema `salesdept`, no prefix
 * @returns the names of the tables taken away, none where nothing was there
 * @throws StoreFault `schemaNewer` where a newer version has tables that this one does not know; `dependedOn` where something of
 * the host's, such as a view, depends on a table: then nothing is taken away, and `cause.detail` names it
 * @example
 * ```ts
 * import { checkPostgres, migratePostgres, uninstallPostgres } from "@salesdept/postgres"
 *
 * const naming = { schema: "trial" }
 * await migratePostgres(pool, "2026-11-23T09:00:00.000Z", naming)
 * const tables = await uninstallPostgres(pool, naming)
 * tables.includes('"trial"."deal"') // true
 * const { state } = await checkPostgres(pool, naming)
 * state // "absent"
 * ```
 */
export const uninstallPostgres = async (pool: Pool, naming?: NamingChoice): Promise<ReadonlyArray<string>> =>
  overPool("uninstall", pool, naming, async (named) => {
    const clients = makeClients(pool, { prepare: false })
    const applied = await appliedIn(clients, named)
    if (applied === null) return []
    if (schemaState(applied).startsWith("ahead")) throw new StoreFault("uninstall", "schemaNewer", null)
    const tables = ownTables("postgres", named)
    await clients.transaction("read committed", async (query) => {
      // Nobody migrates meanwhile.
      await query(postgresGround(named).takeLock, [])
      await query(`drop view if exists ${ownViews(named).join(", ")}`, [])
      await query(`drop table if exists ${tables.join(", ")}`, [])
    })
    if (named.schema !== undefined && named.schema !== "public") {
      try {
        await clients.use((query) => query(`drop schema if exists "${named.schema}" restrict`, []))
      } catch (cause) {
        if (!keptCodes.has(codeOf(cause))) throw cause
      }
    }
    return tables
  })
