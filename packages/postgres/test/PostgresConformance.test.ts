import { joinedSuite, storeConformance } from "@salesdept/conformance"
import type { HarnessFactory } from "@salesdept/conformance"
import { canonicalJson } from "@salesdept/core/journal"
import { generatePostgres, makePostgresStore, postgres } from "@salesdept/postgres"
import { journalValues, makeCatalog, quotedTableName } from "@salesdept/sql"
import type { Naming } from "@salesdept/sql"
import * as Effect from "effect/Effect"
import { describe } from "vitest"
import { clientHost, kyselyHost } from "./server/hosts.ts"
import type { HostOf, PostgresHost } from "./server/hosts.ts"
import { migratedAt, testedVersions, useDatabase } from "./server/TestDatabase.ts"
import type { TestDatabase } from "./server/TestDatabase.ts"

/** What differs between the servers the suites run on: each choice meets each other one somewhere. */
interface Variant {
  readonly prefix: string
  readonly prepare: boolean
  /** Settings of the session, which a host may have chosen. */
  readonly session: string
}

/** A store in a schema of its own for every `open`. */
const harness =
  (database: TestDatabase, { prefix, prepare, session }: Variant, hostOf: HostOf = clientHost): HarnessFactory =>
  () => {
    let naming: Naming = { schema: "none", prefix }
    let host: PostgresHost | null = null
    const connect = () => {
      const connectionString = `${database.url()}?options=${encodeURIComponent(session)}`
      return postgres({ connectionString, naming, prepare }).open()
    }
    return Promise.resolve({
      open: async () => {
        naming = { schema: database.newSchema(), prefix }
        // One round trip for all of it: the suites make a schema for every test.
        await database.admin().query(generatePostgres(migratedAt, naming))
        return await connect()
      },
      reopen: connect,
      secondConnection: connect,
      joined: { begin: () => (host ??= hostOf(database.url())).begin() },
      tamper: async ({ tenant, stream, rewrite }) => {
        const admin = database.admin()
        const rows = await Effect.runPromise(makePostgresStore(admin, { naming }).stream(tenant, stream))
        const journal = quotedTableName(naming, "journal")
        await admin.query(`delete from ${journal} where tenant_id = $1 and stream = $2`, [tenant, stream])
        for (const row of rewrite(rows)) {
          const values = journalValues(row, canonicalJson(row.payload))
          await admin.query(makeCatalog("postgres", naming).journal.append, [...values])
        }
      },
      release: async () => {
        await host?.close()
      },
    })
  }

const plain: Variant = { prefix: "", prepare: true, session: "-c timezone=UTC" }
const unusual: Variant = {
  prefix: "crm_",
  prepare: false,
  session: "-c timezone=Asia/Kolkata -c default_transaction_isolation=serializable",
}

for (const version of testedVersions) {
  describe(`on Postgres ${version}`, () => {
    const database = useDatabase(version)
    const oldest = version === "15"
    joinedSuite(`Postgres ${version} under a host on Kysely`, harness(database, oldest ? unusual : plain, kyselyHost))
    storeConformance(`Postgres ${version}`, harness(database, oldest ? unusual : plain), {
      histories: { runs: oldest ? 5 : 15 },
    })
  })
}
