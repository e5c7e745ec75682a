import { ownTables } from "@salesdept/sql"
import type { Naming } from "@salesdept/sql"
import type { Pool } from "pg"

/** Tables that tests use one after another. */
export interface EmptiedTables {
  /** Empty tables that nobody else has: what a test has given back, or new ones. */
  readonly take: () => Promise<Naming>
  /** Empties tables for the next test. Where a test has left something locked they are let go. */
  readonly giveBack: (naming: Naming) => Promise<void>
}

/** How often tables serve: rows that were deleted stay in their files until they are cleaned. */
const mostUses = 40

/** Making the library's tables takes a server some fifty times as long as emptying them. */
export const emptiedTables = (pool: () => Pool, make: () => Promise<Naming>): EmptiedTables => {
  const free: Array<Naming> = []
  const uses = new Map<Naming, number>()
  return {
    take: async () => free.pop() ?? (await make()),
    giveBack: async (naming) => {
      const used = (uses.get(naming) ?? 0) + 1
      uses.set(naming, used)
      if (used >= mostUses) return
      const tables = ownTables("postgres", naming).filter((table) => !/migration(?:_lock)?"$/.test(table))
      const emptied = tables.map((table) => `delete from ${table}`)
      try {
        await pool().query(["set local lock_timeout = '2s'", ...emptied].join(";"))
        free.push(naming)
      } catch (cause) {
        console.warn("tables that a test has left locked are not used again", cause)
      }
    },
  }
}
