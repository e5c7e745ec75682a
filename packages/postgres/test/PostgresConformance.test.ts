import { storeConformance } from "@salesdept/conformance"
import type { HarnessFactory } from "@salesdept/conformance"
import { journalValues, quotedTableName } from "@salesdept/sql"
import { canonicalJson } from "@salesdept/core/journal"
import { makePostgresStore, migratePostgres, openPool } from "@salesdept/postgres"
import type { Naming } from "@salesdept/sql"
import { makeCatalog } from "@salesdept/sql"
import type { Pool } from "pg"
import { describe } from "vitest"
import { migratedAt, testedVersions, useDatabase } from "./server/TestDatabase.ts"
import type { TestDatabase } from "./server/TestDatabase.ts"

/** A store in a schema of its own for every `open`. */
const harness =
  (database: TestDatabase, prefix: string, prepare: boolean): HarnessFactory =>
  async () => {
    const pools: Array<Pool> = []
    let naming: Naming = { schema: "none", prefix }
    const connect = () => {
      const pool = openPool({ connectionString: database.url(), maxConnections: 8 })
      pools.push(pool)
      return Promise.resolve({ store: makePostgresStore(pool, { naming, prepare }), close: () => Promise.resolve() })
    }
    return {
      open: async () => {
        naming = { schema: database.newSchema(), prefix }
        await migratePostgres(database.admin(), migratedAt, naming)
        return await connect()
      },
      reopen: connect,
      secondConnection: connect,
      tamper: async ({ tenant, stream, rewrite }) => {
        const catalog = makeCatalog("postgres", naming)
        const opened = await connect()
        const rows = await (await import("effect/Effect")).runPromise(opened.store.stream(tenant, stream))
        await database.admin().query(`delete from ${quotedTableName(naming, "journal")} where stream = $1`, [stream])
        for (const row of rewrite(rows)) {
          await database.admin().query(catalog.journal.append, [...journalValues(row, canonicalJson(row.payload))])
        }
      },
      release: async () => {
        await Promise.all(pools.map((pool) => pool.end()))
      },
    }
  }

for (const version of testedVersions) {
  describe(`on Postgres ${version}`, () => {
    const database = useDatabase(version)
    storeConformance(`Postgres ${version}`, harness(database, version === "15" ? "crm_" : "", version !== "15"))
  })
}
