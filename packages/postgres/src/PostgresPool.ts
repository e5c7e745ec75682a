import pg from "pg"
import type { Pool, PoolClient } from "pg"

/** How long the server may spend, in milliseconds; null leaves a limit to the server, as poolers may demand. */
export interface PostgresTimeouts {
  /** On one statement, 1 or more. Default 30,000. */
  readonly statementMs?: number | null
  /** On waiting for a lock, 1 or more. Default 5,000. */
  readonly lockMs?: number | null
  /** On waiting for us inside a transaction, 1 or more. Default 10,000. */
  readonly idleInTransactionMs?: number | null
}

/** A pool of the library's own. */
export interface PostgresAddress {
  /** Where the database is, such as `postgres://user:password@host:5432/database`. */
  readonly connectionString: string
  /** How many connections at most, 1 or more. Default 10. */
  readonly maxConnections?: number
  /** How long to wait for a connection, milliseconds, 1 or more. Default 10,000. */
  readonly connectTimeoutMs?: number
  /** Limits that the server is told when a connection opens. */
  readonly timeouts?: PostgresTimeouts
}

const listened = new WeakSet<object>()

// What failed is told by the call that meets it.
const ignore = (): void => {}

/**
 * Has a pool, or a client of it, not end the process when a backend dies: without a listener it would. One listener each, however
 * often it is asked for.
 */
export const keepProcess = (emitter: Pick<PoolClient, "on"> | Pick<Pool, "on">): void => {
  if (listened.has(emitter)) return
  listened.add(emitter)
  // Both have the event; their types of it cannot be called together.
  ;(emitter as Pick<PoolClient, "on">).on("error", ignore)
}

/**
 * Opens a pool as the library wants one; its owner ends it. A host with a pool of its own gives that instead, with the
 * time-outs it has.
 *
 * @param address - where the database is, and limits of the connections; nothing is connected before the first query
 * @example
 * ```ts
 * import { openPool } from "@salesdept/postgres"
 *
 * const pool = openPool({ connectionString: url, timeouts: { statementMs: 5_000 } })
 * const { rows } = await pool.query("show statement_timeout")
 * rows // [{ statement_timeout: "5s" }]
 * await pool.end()
 * ```
 */
export const openPool = (address: PostgresAddress): Pool => {
  const { statementMs = 30_000, lockMs = 5_000, idleInTransactionMs = 10_000 } = address.timeouts ?? {}
  const pool = new pg.Pool({
    connectionString: address.connectionString,
    application_name: "salesdept",
    keepAlive: true,
    max: address.maxConnections ?? 10,
    connectionTimeoutMillis: address.connectTimeoutMs ?? 10_000,
    ...(statementMs === null ? {} : { statement_timeout: statementMs }),
    ...(lockMs === null ? {} : { lock_timeout: lockMs }),
    ...(idleInTransactionMs === null ? {} : { idle_in_transaction_session_timeout: idleInTransactionMs }),
  })
  keepProcess(pool)
  return pool
}
