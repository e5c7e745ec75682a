import { sha256 } from "@salesdept/core/journal"
import type { Query, SqlRow } from "@salesdept/sql"
import type { Pool, PoolClient } from "pg"
import { isConnectionLost, isReadOnly, isStatementLost } from "./PostgresFault.ts"
import { rowTypes } from "./PostgresTypes.ts"

/** How a transaction of several statements begins. */
type TransactionMode = "read committed" | "repeatable read read only"

/** Clients of a pool, lent for a while. */
export interface PostgresClients {
  /** Lends a client; it goes back whatever happens, or is closed where its connection is of no more use. */
  readonly use: <A>(body: (query: Query) => Promise<A>) => Promise<A>
  /**
   * Lends a client with a transaction open: committed when the body ends, unless `keep` refuses what it gave; rolled back
   * when it throws.
   */
  readonly transaction: <A>(
    mode: TransactionMode,
    body: (query: Query) => Promise<A>,
    keep?: (answer: A) => boolean,
  ) => Promise<A>
}

const watched = new WeakSet<object>()

// What failed is reported by the query that meets it.
const ignore = (): void => {}

/** A client or pool without a listener ends the process when its backend dies; one listener each, once. */
const watch = (client: PoolClient): void => {
  if (watched.has(client)) return
  watched.add(client)
  client.on("error", ignore)
}
const watchPool = (pool: Pool): void => {
  if (watched.has(pool)) return
  watched.add(pool)
  pool.on("error", ignore)
}

/**
 * Lends clients of a pool.
 *
 * @param prepare - whether statements outside transactions are prepared under a name, once per connection
 */
export const makeClients = (pool: Pool, prepare: boolean): PostgresClients => {
  watchPool(pool)
  let preparing = prepare
  const names = new Map<string, string>()
  const nameOf = (text: string): string => {
    let name = names.get(text)
    if (name === undefined) {
      name = `salesdept_${sha256(text).slice(0, 24)}`
      names.set(text, name)
    }
    return name
  }

  const lend = async <A>(body: (client: PoolClient) => Promise<A>): Promise<A> => {
    const client = await pool.connect()
    watch(client)
    try {
      const answer = await body(client)
      client.release()
      return answer
    } catch (cause) {
      // After a fail-over the old server may still answer, but only read.
      client.release(isConnectionLost(cause) || isReadOnly(cause))
      throw cause
    }
  }

  const unnamed =
    (client: PoolClient): Query =>
    async (text, values) =>
      (await client.query<SqlRow>({ text, values: [...values], types: rowTypes })).rows

  const named =
    (client: PoolClient): Query =>
    async (text, values) => {
      if (!preparing) return await unnamed(client)(text, values)
      try {
        const name = nameOf(text)
        return (await client.query<SqlRow>({ name, text, values: [...values], types: rowTypes })).rows
      } catch (cause) {
        // A pooler or the host has dropped the statement. It was refused before it ran.
        if (!isStatementLost(cause)) throw cause
        preparing = false
        return await unnamed(client)(text, values)
      }
    }

  return {
    use: (body) => lend((client) => body(named(client))),
    transaction: (mode, body, keep = () => true) =>
      lend(async (client) => {
        await client.query(`begin isolation level ${mode}`)
        try {
          const answer = await body(unnamed(client))
          if (!keep(answer)) {
            await client.query("rollback")
            return answer
          }
          const { command } = await client.query("commit")
          // The server answers so where a statement had failed unnoticed.
          if (command !== "COMMIT") throw new Error("the commit became a rollback")
          return answer
        } catch (cause) {
          if (!isConnectionLost(cause)) await client.query("rollback")
          throw cause
        }
      }),
  }
}
