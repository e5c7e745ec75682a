import type { StoreProvider } from "@salesdept/core/promise"
import { StoreFault } from "@salesdept/core/ports/adapter"
import type { Pool } from "pg"
import { postgresFault } from "./PostgresFault.ts"
import { appliedState } from "./PostgresMigration.ts"
import { namingFound } from "./PostgresCatalogue.ts"
import { openPool } from "./PostgresPool.ts"
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

/**
 * A store in a Postgres database whose tables are there already; migrate first with {@link migratePostgres}.
 *
 * @param options - the host's pool, or the address for a pool of the library's own; how its tables are named; whether statements are
 * prepared
 * @returns a store that is opened by `salesDept`, which rejects with StoreFault: `schemaMissing` where the tables are not there or
 * migrations are pending, `schemaNewer` where a newer version of the library has changed them
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
    const hosts = "pool" in options
    const pool = hosts ? options.pool : openPool(options)
    const endPool = async (): Promise<void> => {
      if (!hosts) await pool.end()
    }
    try {
      const state = await appliedState(pool, options.naming)
      if (state === "absent" || state === "behind") throw new StoreFault("open", "schemaMissing", null)
      if (state === "aheadBreaking") throw new StoreFault("open", "schemaNewer", null)
      const naming = await namingFound(pool, options.naming)
      const opened = openPostgresStore(pool, { ...options, naming })
      let closing: Promise<void> | null = null
      return { store: opened.store, close: () => (closing ??= opened.close().then(endPool)) }
    } catch (cause) {
      await endPool()
      throw postgresFault("open", cause)
    }
  },
})
