import { StoreFault } from "@salesdept/core/ports/adapter"
import {
  bookkeeping,
  instantText,
  pendingMigrations,
  postgresGround,
  schemaState,
  securingStatements,
  statementsOf,
} from "@salesdept/sql"
import type { AppliedMigration, AppliedState, Migration, Naming, NamingChoice, Query } from "@salesdept/sql"
import { setTimeout as sleep } from "node:timers/promises"
import type { Pool } from "pg"
import { overPool } from "./OverPool.ts"
import type { PostgresClients } from "./PostgresClients.ts"
import { securityFound } from "./PostgresCatalogue.ts"
import { makeClients } from "./PostgresClients.ts"
import { codeOf } from "./PostgresFault.ts"

/** The tables are not there; or the schema of that name is not. */
const absentCodes: ReadonlySet<string> = new Set(["42P01", "3F000"])

/**
 * What `if not exists` may still meet while another process makes the same thing: it is there now (23505, 42P06, 42P07,
 * 42710), or was changed under our hands (XX000); and transactions taken back.
 */
const racedCodes: ReadonlySet<string> = new Set(["23505", "42P06", "42P07", "42710", "XX000", "40001", "40P01"])
const triesOfGround = 20

const listApplied = async (query: Query, naming: Naming): Promise<ReadonlyArray<AppliedMigration>> => {
  const rows = await query(bookkeeping(naming, "postgres").list, [])
  return rows.map((row) => ({ id: String(row["id"]), breaking: row["breaking"] === 1 }))
}

/** What is noted as applied; null where the bookkeeping is not there. */
export const appliedIn = async (
  clients: PostgresClients,
  naming: Naming,
): Promise<ReadonlyArray<AppliedMigration> | null> => {
  try {
    return await clients.use((query) => listApplied(query, naming))
  } catch (cause) {
    if (absentCodes.has(codeOf(cause))) return null
    throw cause
  }
}

/** How the tables stand for a store that is being opened, by what is noted as applied. Reads only. */
export const appliedState = (pool: Pool, naming?: NamingChoice): Promise<AppliedState> =>
  overPool("open", pool, naming, async (named) =>
    schemaState((await appliedIn(makeClients(pool, { prepare: false }), named)) ?? []),
  )

/** Makes schema, bookkeeping and lock row. Each statement alone: what is there already is nobody's failure. */
const layGround = async (clients: PostgresClients, naming: Naming): Promise<void> => {
  const ground = postgresGround(naming)
  for (let attempt = 1; ; attempt++) {
    try {
      await clients.use(async (query) => {
        // Asked first, because a role that may not create schemas may still own this one.
        const { schemaExists, createSchema } = ground
        const there = schemaExists === null || (await query(schemaExists.text, [schemaExists.schema])).length > 0
        if (!there && createSchema !== null) await query(createSchema, [])
        for (const statement of ground.create) await query(statement, [])
      })
      return
    } catch (cause) {
      if (attempt === triesOfGround || !racedCodes.has(codeOf(cause))) throw cause
      await sleep(5 + Math.random() * 20 * attempt)
    }
  }
}

const applyOne = async (query: Query, migration: Migration, naming: Naming, appliedAt: string): Promise<boolean> => {
  // Changing a large table takes its time, and so does waiting for another process that does.
  await query("set local statement_timeout = 0", [])
  await query("set local lock_timeout = 0", [])
  // A process that migrates holds this row; whoever waits for it finds the work done.
  await query(postgresGround(naming).takeLock, [])
  const applied = await listApplied(query, naming)
  if (schemaState(applied) === "aheadBreaking") throw new StoreFault("migrate", "schemaNewer", null)
  if (applied.some(({ id }) => id === migration.id)) return false
  for (const statement of statementsOf(migration, "postgres", naming)) await query(statement, [])
  await query(bookkeeping(naming, "postgres").record, [migration.id, migration.breaking ? 1 : 0, appliedAt])
  return true
}

/** Puts under row-level security what is to be and is not yet: by the host's choice, or because other tables are. */
const secure = async (clients: PostgresClients, naming: Naming): Promise<void> => {
  const { state, unsecured } = await clients.use((query) => securityFound(query, naming))
  if (unsecured.length === 0 || (state === "off" && naming.rowSecurity !== true)) return
  await clients.transaction("read committed", async (query) => {
    await query(postgresGround(naming).takeLock, [])
    for (const table of unsecured) {
      for (const statement of securingStatements(naming, table)) await query(statement, [])
    }
  })
}

/**
 * Applies the migrations that are still missing, each in a transaction of its own. Safe to call from several processes at
 * once: one applies, the others wait for it and then find nothing to do. Where nothing is missing, no right to
 * create anything is needed.
 *
 * @param pool - a pool of the database, such as the host's own or {@link openPool} gives; it stays the caller's; its role may create what
 * is missing
 * @param appliedAt - the instant to note beside each migration: a Date, or its ISO text
 * @param naming - schema and prefix of the tables, and of what form ids of people are. Default: schema `salesdept`, no prefix, ids as text
 * @returns the ids of the migrations applied now, by this call
 * @throws StoreFault `schemaNewer` where a newer version of the library has changed the tables
 * @throws InputInvalid with everything of `naming` that is not of its form, or where `appliedAt` is no instant
 * @example
 * ```ts
 * import { migratePostgres } from "@salesdept/postgres"
 *
 * await migratePostgres(pool, "2026-11-23T09:00:00.000Z") // ["0001…"]
 * await migratePostgres(pool, "2026-11-24T09:00:00.000Z") // []
 * ```
 */
export const migratePostgres = async (
  pool: Pool,
  appliedAt: Date | string,
  naming?: NamingChoice,
): Promise<ReadonlyArray<string>> => {
  const appliedAtText = instantText(appliedAt)
  return await overPool("migrate", pool, naming, async (named) => {
    const clients = makeClients(pool, { prepare: false })
    const applied = await appliedIn(clients, named)
    if (applied !== null && schemaState(applied) === "aheadBreaking") {
      throw new StoreFault("migrate", "schemaNewer", null)
    }
    const pending = pendingMigrations(applied ?? [])
    if (pending.length > 0) await layGround(clients, named)
    const done: Array<string> = []
    for (const migration of pending) {
      const mine = await clients.transaction("read committed", (query) =>
        applyOne(query, migration, named, appliedAtText),
      )
      if (mine) done.push(migration.id)
    }
    await secure(clients, named)
    return done
  })
}
