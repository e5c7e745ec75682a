import { sha256 } from "@salesdept/core/journal"
import { StoreFault } from "@salesdept/core/ports/adapter"
import { tenantSetting } from "@salesdept/sql"
import type { Query, SqlRow } from "@salesdept/sql"
import pg from "pg"
import type { Pool, PoolClient } from "pg"
import { arrayLiteral } from "./ArrayLiteral.ts"
import { BecameRollback, isConnectionLost, isReadOnly, isStatementLost, StatementLost } from "./PostgresFault.ts"
import { keepProcess } from "./PostgresPool.ts"
import { askPrepared, canAskPrepared } from "./PreparedQuery.ts"
import { rowTypes } from "./PostgresTypes.ts"
import { makeUnderWay } from "./UnderWay.ts"

/** How a transaction of several statements begins. */
type TransactionMode = "read committed" | "repeatable read read only"

/** Clients of a pool, lent for a while. */
export interface PostgresClients {
  /**
   * Lends a client; it goes back whatever happens, or is closed where its connection is of no more use. Each statement commits by
   * itself; but under row-level security all of them are one transaction, taken back where `keep` refuses what the body gave.
   */
  readonly use: <A>(body: (query: Query) => Promise<A>, keep?: (answer: A) => boolean) => Promise<A>
  /**
   * Lends a client with a transaction open: committed when the body ends, unless `keep` refuses what it gave; rolled back
   * when it throws.
   */
  readonly transaction: <A>(
    mode: TransactionMode,
    body: (query: Query) => Promise<A>,
    keep?: (answer: A) => boolean,
  ) => Promise<A>
  /** Whether `use` is a transaction too: after a failed statement it is of no more use. */
  readonly alwaysInTransaction: boolean
  /** As `use`, for what has to come to its end: it is lent also while the clients are being closed. */
  readonly useToItsEnd: PostgresClients["use"]
  /** Lends no more: who asks, or waits for a client, is refused at once (`closed`). Ends when what was lent is back. */
  readonly close: () => Promise<void>
}

/**
 * With longer lists a statement is planned for the tables as they are now: that costs little beside running it, while a plan made once,
 * when an import had just begun, would be kept for all of it.
 */
const longestListPrepared = 128

/**
 * Statements are few where a program asks; a person who composes questions must not fill the memory of the server, which keeps each for
 * every connection. What is asked beyond it is not prepared.
 */
const mostPrepared = 1000

const isLong = (value: unknown): boolean => Array.isArray(value) && value.length > longestListPrepared

const sentValues = (values: ReadonlyArray<unknown>): Array<unknown> =>
  values.map((value) => (Array.isArray(value) ? (arrayLiteral(value) ?? value) : value))

const namesTenant = (tenant: string): string => `set local ${tenantSetting} = ${pg.escapeLiteral(tenant)}`

/**
 * Names the tenant in the transaction before the first of its statements: it is the first parameter of every statement over
 * rows of tenants. `set local`, because shards are told of that and not of `set_config`.
 */
const naming = (client: PoolClient, query: Query): Query => {
  let named: string | null = null
  return async (text, values) => {
    const [tenant] = values
    if (typeof tenant === "string" && tenant !== named) {
      await client.query(namesTenant(tenant))
      named = tenant
    }
    return await query(text, values)
  }
}

/** Whether a client that nobody holds is in a transaction all the same. Older drivers do not tell. */
const isInTransaction = (client: Partial<Pick<PoolClient, "getTransactionStatus">>): boolean => {
  const status = client.getTransactionStatus?.() ?? "I"
  return status !== "I"
}

/** How clients are lent. */
export interface LendingOptions {
  /** Whether statements outside transactions are prepared under a name, once per connection. */
  readonly prepare: boolean
  /** Whether row-level security asks for the tenant: then everything runs in a transaction that names it. */
  readonly rowSecurity?: boolean
}

/** Lends clients of a pool. */
export const makeClients = (pool: Pool, { prepare, rowSecurity = false }: LendingOptions): PostgresClients => {
  keepProcess(pool)
  let preparing = prepare
  const names = new Map<string, string>()
  const nameOf = (text: string): string | null => {
    let name = names.get(text)
    if (name === undefined) {
      if (names.size === mostPrepared) return null
      name = `salesdept_${sha256(text).slice(0, 24)}`
      names.set(text, name)
    }
    return name
  }

  const closed = new StoreFault("connect", "closed", null)
  /** Who waits for a client: told that there will be none. */
  const waiting = new Set<() => void>()
  let isClosed = false
  const lent = makeUnderWay()

  /** A client that is waited for, unless the clients are closed before it comes: then it goes back. */
  const waitedFor = async (): Promise<PoolClient> => {
    const { promise: refused, reject } = Promise.withResolvers<never>()
    const refuse = (): void => reject(closed)
    waiting.add(refuse)
    const connecting = pool.connect()
    try {
      return await Promise.race([connecting, refused])
    } catch (cause) {
      if (isClosed) connecting.then((client) => client.release()).catch(() => {})
      throw cause
    } finally {
      waiting.delete(refuse)
    }
  }

  /** A client of the pool. One that is idle, and is nobody else's yet, comes at once: nobody need be told meanwhile that there will be none. */
  const connected = (): Promise<PoolClient> =>
    isClosed ? Promise.reject(closed) : pool.idleCount > pool.waitingCount ? pool.connect() : waitedFor()

  /** Clients whose transaction may still be open: none may be lent again. */
  const unfinished = new WeakSet<PoolClient>()

  const lend = async <A>(body: (client: PoolClient) => Promise<A>, connect = connected): Promise<A> => {
    const client = await connect()
    keepProcess(client)
    // What is written in somebody's forgotten transaction would be answered, and be gone with it.
    if (isInTransaction(client)) {
      client.release(true)
      throw new StoreFault("connect", "transactionLeft", null)
    }
    return await lent.run(async () => {
      try {
        const answer = await body(client)
        client.release()
        return answer
      } catch (cause) {
        // After a fail-over the old server may still answer, but only read.
        client.release(isConnectionLost(cause) || isReadOnly(cause) || unfinished.has(client))
        throw cause
      }
    })
  }

  const unnamed =
    (client: PoolClient): Query =>
    async (text, values) =>
      (await client.query<SqlRow>({ text, values: sentValues(values), types: rowTypes })).rows

  const named =
    (client: PoolClient): Query =>
    async (text, values) => {
      const name = preparing && !values.some(isLong) ? nameOf(text) : null
      if (name === null) return await unnamed(client)(text, values)
      try {
        const sent = sentValues(values)
        if (canAskPrepared(client, sent)) return await askPrepared(client, { name, text, values: sent })
        return (await client.query<SqlRow>({ name, text, values: sent, types: rowTypes })).rows
      } catch (cause) {
        // A pooler or the host has dropped the statement. It was refused before it ran.
        if (!isStatementLost(cause)) throw cause
        preparing = false
        // The transaction has failed with it, and is run again whole.
        if (rowSecurity) throw new StatementLost(cause)
        return await unnamed(client)(text, values)
      }
    }

  const inTransaction = async <A>(
    client: PoolClient,
    begin: string,
    body: () => Promise<A>,
    keep: (answer: A) => boolean,
  ): Promise<A> => {
    await client.query(begin)
    try {
      const answer = await body()
      if (!keep(answer)) {
        await client.query("rollback")
        return answer
      }
      const { command } = await client.query("commit")
      // The server answers so where a statement had failed unnoticed.
      if (command !== "COMMIT") throw new BecameRollback()
      return answer
    } catch (cause) {
      // What failed first is the reason; that it could not be rolled back only says what becomes of the client.
      if (!isConnectionLost(cause)) await client.query("rollback").catch(() => void unfinished.add(client))
      throw cause
    }
  }

  const using =
    (connect: () => Promise<PoolClient>): PostgresClients["use"] =>
    (body, keep = () => true) =>
      lend(
        (client) =>
          rowSecurity
            ? inTransaction(client, "begin", () => body(naming(client, named(client))), keep)
            : body(named(client)),
        connect,
      )

  return {
    use: using(connected),
    transaction: (mode, body, keep = () => true) =>
      lend((client) => {
        const query = rowSecurity ? naming(client, unnamed(client)) : unnamed(client)
        return inTransaction(client, `begin isolation level ${mode}`, () => body(query), keep)
      }),
    alwaysInTransaction: rowSecurity,
    useToItsEnd: using(() => pool.connect()),
    close: async () => {
      isClosed = true
      for (const refuse of waiting) refuse()
      await lent.ended()
    },
  }
}
