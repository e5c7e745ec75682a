import type { OptionShape } from "@salesdept/core/ports/adapter"
import type { StoreProvider } from "@salesdept/core/promise"
import { checkedOptions, StoreFault } from "@salesdept/core/ports/adapter"
import { chosenNaming } from "@salesdept/sql"
import type { Pool } from "pg"
import { postgresFault } from "./PostgresFault.ts"
import { appliedState } from "./PostgresMigration.ts"
import { namingFound } from "./PostgresCatalogue.ts"
import { addressShapes, openPool, poolShape } from "./PostgresPool.ts"
import type { PostgresAddress } from "./PostgresPool.ts"
import { openPostgresStore } from "./PostgresStore.ts"
import type { PostgresStoreOptions } from "./PostgresStore.ts"

/** The host's own pool. */
export interface HostPool {
  /** The pool. It stays the host's: it is not ended when the store is closed. */
  readonly pool: Pool
}

/** Where the store lies and how its tables are named. */
export type PostgresOptions = PostgresStoreOptions & (HostPool | PostgresAddress)

// What a naming must be is told by who knows it.
const storeShapes: { readonly [Option in keyof PostgresStoreOptions]-?: OptionShape } = {
  naming: { holds: () => true, message: { en: "", ru: "" } },
  prepare: {
    holds: (value) => typeof value === "boolean",
    message: { en: "must be true or false", ru: "ожидается true или false" },
  },
}

const addressOf = ({
  connectionString,
  maxConnections,
  connectTimeoutMs,
  timeouts,
}: PostgresAddress): PostgresAddress => ({
  connectionString,
  ...(maxConnections === undefined ? {} : { maxConnections }),
  ...(connectTimeoutMs === undefined ? {} : { connectTimeoutMs }),
  ...(timeouts === undefined ? {} : { timeouts }),
})

const isOnHostPool = (options: PostgresOptions): options is PostgresStoreOptions & HostPool =>
  typeof options === "object" && options !== null && "pool" in options

/**
 * A store in a Postgres database whose tables are there already; migrate first with {@link migratePostgres}.
 *
 * @param options - the host's pool, or the address for a pool of the library's own; how its tables are named; whether statements are
 * prepared
 * @returns a store that is opened by `salesDept`, which rejects with InputInvalid where an option is not as stated, and with StoreFault: `schemaMissing` where the tables are not there or
 * migrations are pending, `schemaNewer` where a newer version of the library has changed them, `valuesAltered` where the pool does not give values as they are asked for
 * @example
 * ```ts
 * import { presets, salesDept } from "@salesdept/core/promise"
 * import { migratePostgres, postgres } from "@salesdept/postgres"
 *
 * await migratePostgres(pool, new Date())
 * const department = presets.servicesWithActs({ timeZone: "Europe/Moscow", currency: "RUB" })
 * await using dept = await salesDept({ store: postgres({ pool }), department })
 * const { deal } = await dept.tenant("shop-17").as("user:42").deals.open({ title: "Audit" })
 * deal.stageId // "newLead"
 * ```
 */
export const postgres = (options: PostgresOptions): StoreProvider => ({
  open: async () => {
    const hosts = isOnHostPool(options)
    // A pool that stands in place of the options is told to be one of them.
    const isOfPool = hosts || poolShape.holds(options)
    checkedOptions("postgres", { ...(isOfPool ? { pool: poolShape } : addressShapes), ...storeShapes }, options)
    const named = chosenNaming("postgres", options.naming)
    const pool = hosts ? options.pool : openPool(addressOf(options))
    const endPool = async (): Promise<void> => {
      if (!hosts) await pool.end()
    }
    try {
      const state = await appliedState(pool, named)
      if (state === "absent" || state === "behind") throw new StoreFault("open", "schemaMissing", null)
      if (state === "aheadBreaking") throw new StoreFault("open", "schemaNewer", null)
      const naming = await namingFound(pool, named)
      const opened = openPostgresStore(pool, { ...options, naming })
      let closing: Promise<void> | null = null
      return { store: opened.store, close: () => (closing ??= opened.close().then(endPool)) }
    } catch (cause) {
      await endPool()
      throw postgresFault("open", cause)
    }
  },
})
