import { joinedSuite, mappedPeople, quotaSuite, readQuotaTexts, storeConformance } from "@salesdept/conformance"
import type { HarnessFactory } from "@salesdept/conformance"
import { canonicalJson } from "@salesdept/core/journal"
import { generatePostgres, makePostgresStore, postgres } from "@salesdept/postgres"
import { journalValues, makeCatalog, quotedTableName } from "@salesdept/sql"
import type { Naming } from "@salesdept/sql"
import * as Effect from "effect/Effect"
import { resolve } from "node:path"
import { describe } from "vitest"
import { clientHost, kyselyHost } from "./server/hosts.ts"
import type { HostOf, PostgresHost } from "./server/hosts.ts"
import { migratedAt, testedVersions, useDatabase } from "./server/TestDatabase.ts"
import type { TestDatabase } from "./server/TestDatabase.ts"

/** What differs between the servers the suites run on: each choice meets each other one somewhere. */
interface Variant {
  readonly prefix: string
  /** How ids of people lie in columns. */
  readonly people?: "uuid" | "bigint"
  /** Whether the tables are under row-level security, and the store and its hosts of a role that is held by it. */
  readonly rowSecurity?: boolean
  readonly prepare: boolean
  /** Settings of the session, which a host may have chosen. */
  readonly session: string
}

/** A store in a schema of its own for every `open`. */
const harness =
  (
    database: TestDatabase,
    { people, prefix, prepare, rowSecurity = false, session }: Variant,
    hostOf: HostOf = clientHost,
  ): HarnessFactory =>
  () => {
    const chosen = { prefix, rowSecurity, ...(people === undefined ? {} : { people: mappedPeople(people) }) }
    const address = async () => (rowSecurity ? (await database.worker()).url : database.url())
    let naming: Naming = { ...chosen, schema: "none" }
    let host: PostgresHost | null = null
    const connect = async () => {
      const connectionString = `${await address()}?options=${encodeURIComponent(session)}`
      return await postgres({ connectionString, naming, prepare }).open()
    }
    return Promise.resolve({
      open: async () => {
        naming = { ...chosen, schema: database.newSchema() }
        // One round trip for all of it: the suites make a schema for every test.
        const grantTo = rowSecurity ? { grantTo: (await database.worker()).role } : {}
        await database.admin().query(generatePostgres(migratedAt, naming, grantTo))
        return await connect()
      },
      reopen: connect,
      secondConnection: connect,
      joined: { begin: async () => (host ??= hostOf(await address())).begin() },
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
  people: "bigint",
  rowSecurity: true,
  prefix: "crm_",
  prepare: false,
  session: "-c timezone=Asia/Kolkata -c default_transaction_isolation=serializable",
}

const quotaTexts = readQuotaTexts(resolve(process.env["SALESDEPT_TEST_DATA"] ?? "../shared/data"))

for (const version of testedVersions) {
  describe(`on Postgres ${version}`, () => {
    const database = useDatabase(version)
    const oldest = version === "15"
    joinedSuite(
      `Postgres ${version} under a host on Kysely`,
      harness(database, oldest ? unusual : { ...plain, people: "uuid", rowSecurity: true }, kyselyHost),
    )
    joinedSuite(`Postgres ${version} under a host on Kysely`, harness(database, oldest ? unusual : plain, kyselyHost))
    if (!oldest) quotaSuite(`Postgres ${version}`, harness(database, plain), quotaTexts)
    storeConformance(`Postgres ${version}`, harness(database, oldest ? unusual : plain), {
      histories: { runs: oldest ? 5 : 15 },
      peopleOrder: oldest ? "column" : "text",
    })
  })
}
