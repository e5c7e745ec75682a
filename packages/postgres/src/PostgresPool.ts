import { checkedOptions, optionProblems } from "@salesdept/core/ports/adapter"
import type { OptionShape } from "@salesdept/core/ports/adapter"
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

const isFromOne = (value: unknown): boolean => typeof value === "number" && Number.isSafeInteger(value) && value >= 1

const fromOne = (en: string, ru: string): OptionShape => ({
  holds: isFromOne,
  message: { en: `must be a whole number of ${en}, 1 or more`, ru: `ожидается целое число ${ru} от 1` },
})

const limit: OptionShape = {
  holds: (value) => value === null || isFromOne(value),
  message: {
    en: "must be a whole number of milliseconds, 1 or more, or null",
    ru: "ожидается целое число миллисекунд от 1 или null",
  },
}

const timeoutShapes: { readonly [Option in keyof PostgresTimeouts]-?: OptionShape } = {
  statementMs: limit,
  lockMs: limit,
  idleInTransactionMs: limit,
}

/** What options of an address must be. */
export const addressShapes: { readonly [Option in keyof PostgresAddress]-?: OptionShape } = {
  connectionString: {
    holds: (value) => typeof value === "string" && value !== "",
    message: {
      en: "must be an address such as postgres://user:password@host:5432/database",
      ru: "ожидается адрес вида postgres://user:password@host:5432/database",
    },
    isNeeded: true,
  },
  maxConnections: fromOne("connections", "соединений"),
  connectTimeoutMs: fromOne("milliseconds", "миллисекунд"),
  timeouts: {
    holds: (value) => optionProblems(timeoutShapes, value).length === 0,
    message: {
      en: "must have statementMs, lockMs, idleInTransactionMs alone, each a whole number of milliseconds, 1 or more, or null",
      ru: "допустимы только statementMs, lockMs, idleInTransactionMs: целое число миллисекунд от 1 или null",
    },
  },
}

/** What a pool of the host's must be. */
export const poolShape: OptionShape = {
  holds: (value) =>
    typeof value === "object" &&
    value !== null &&
    (["connect", "query", "on"] as const).every((name) => typeof (value as Partial<Pool>)[name] === "function") &&
    // One connection, which a pool of it would be asked to give: it cannot.
    !("connectionParameters" in value),
  message: { en: "must be a pool of pg, and no client", ru: "ожидается пул pg, а не клиент" },
  isNeeded: true,
}

/**
 * Gives a pool back that is one.
 *
 * @throws InputInvalid where it is none
 */
export const checkedPool = (pool: Pool): Pool => {
  checkedOptions("postgres", { pool: poolShape }, { pool })
  return pool
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
  // A pool that wraps its clients gives another object each time.
  if ("listeners" in emitter && (emitter as Pick<PoolClient, "listeners">).listeners("error").includes(ignore)) return
  // Both have the event; their types of it cannot be called together.
  ;(emitter as Pick<PoolClient, "on">).on("error", ignore)
}

/**
 * Opens a pool as the library wants one; its owner ends it. A host with a pool of its own gives that instead, with the
 * time-outs it has.
 *
 * @param address - where the database is, and limits of the connections; nothing is connected before the first query
 * @throws InputInvalid with everything of the address that is not as stated
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
  checkedOptions("openPool", addressShapes, address)
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
