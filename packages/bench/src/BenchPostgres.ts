import type { DepartmentConfig } from "@salesdept/core/department"
import { salesDept } from "@salesdept/core/promise"
import type { SalesDept } from "@salesdept/core/promise"
import { makePostgresStore, migratePostgres, openPool } from "@salesdept/postgres"
import type { Naming } from "@salesdept/sql"
import { startServer } from "@salesdept/test-server"
import type { Pool } from "pg"

/** An open base on Postgres with all its doors. */
export interface PostgresBase {
  /** Where its server is. */
  readonly url: string
  /** Connections of the library. */
  readonly pool: Pool
  /** Where its tables lie. */
  readonly naming: Naming
  /** The library over it. */
  readonly dept: SalesDept
}

/**
 * Lends a base without records, on the server that `DATABASE_URL` names, in a schema of its own, or on a throw-away one; takes it away
 * afterwards.
 *
 * @param name - of the benchmark; part of the schema's name
 */
export const withPostgres = async <A>(
  name: string,
  department: DepartmentConfig,
  use: (base: PostgresBase) => Promise<A>,
): Promise<A> => {
  const given = process.env["DATABASE_URL"]
  const server = given === undefined ? await startServer("18") : { url: given, stop: () => Promise.resolve() }
  const timeouts = { statementMs: null, lockMs: null, idleInTransactionMs: null }
  const pool = openPool({ connectionString: server.url, timeouts })
  // A server that stops ends its idle clients first.
  pool.on("error", () => {})
  const naming = { schema: `bench_${process.pid}_${name}`, prefix: "" }
  try {
    await migratePostgres(pool, "2026-01-01T00:00:00.000Z", naming)
    const store = makePostgresStore(pool, { naming })
    const dept = await salesDept({
      store: { open: () => Promise.resolve({ store, close: () => Promise.resolve() }) },
      department,
      // Deals of the benchmarks name clients by their ids alone.
      hostKeeps: ["client"],
    })
    return await use({ url: server.url, pool, naming, dept })
  } finally {
    await pool.query(`drop schema if exists "${naming.schema}" cascade`)
    await pool.end()
    await server.stop()
  }
}
