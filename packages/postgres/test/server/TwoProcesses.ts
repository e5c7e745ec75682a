import type { SqlExecutor } from "@salesdept/core/ports"
import { fromPg, presets, salesDept } from "@salesdept/core/promise"
import type { Session } from "@salesdept/core/promise"
import { openPool, postgres } from "@salesdept/postgres"
import type { Naming } from "@salesdept/sql"
import type { TestDatabase } from "./TestDatabase.ts"

/** One tenant as two processes of a host see it. */
export interface TwoProcesses {
  /** The one. */
  readonly shop: Session
  /** The other. */
  readonly other: Session
  /** Runs a body in a transaction of the host's, which is committed some time after it. */
  readonly inTransaction: (body: (tx: SqlExecutor) => Promise<unknown>) => Promise<void>
}

const department = presets.servicesWithActs({ timeZone: "Europe/Moscow", currency: "RUB" })

/** Lends a tenant of a migrated schema to two processes that write to it at once. */
export const withTwoProcesses = async (
  database: TestDatabase,
  naming: Naming,
  tenant: string,
  body: (two: TwoProcesses) => Promise<void>,
): Promise<void> => {
  const pools = [1, 2, 3].map(() => openPool({ connectionString: database.url(), maxConnections: 6 }))
  const [one, two, host] = pools as [(typeof pools)[0], (typeof pools)[0], (typeof pools)[0]]
  try {
    await using dept = await salesDept({ store: postgres({ pool: one, naming }), department })
    await using elsewhere = await salesDept({ store: postgres({ pool: two, naming }), department })
    await body({
      shop: dept.tenant(tenant).as("user:42"),
      other: elsewhere.tenant(tenant).as("user:43"),
      inTransaction: async (work) => {
        const client = await host.connect()
        try {
          await client.query("begin")
          await work(fromPg(client))
          await client.query("commit")
        } finally {
          client.release()
        }
      },
    })
  } finally {
    for (const pool of pools) await pool.end()
  }
}
